package io.facsimile.mock.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.common.NetworkAddressRules;
import com.github.tomakehurst.wiremock.http.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where stubs and recordings may pass requests on to: a mock that answers for others must not become a way into the network that
 * it runs in.
 */
final class ProxyTargets {
    /** What to do when one is denied. */
    static final String ADVICE =
            "Requests are passed on to this machine only, and to the hosts that --proxy-hosts names"
                    + " when the mock is started (MockOptions.withProxyHosts in tests).";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DENIED = "The target proxy address is denied";

    private final List<String> hosts;
    private @Nullable NetworkAddressRules rules;

    ProxyTargets(List<String> hosts) {
        this.hosts = List.copyOf(hosts);
    }

    /** Returns the rules as WireMock has them; made when first needed, for most servers never pass anything on. */
    synchronized NetworkAddressRules rules() {
        NetworkAddressRules known = rules;
        if (known == null) {
            NetworkAddressRules.Builder allowed = NetworkAddressRules.builder()
                    .allow("127.0.0.0-127.255.255.255")
                    .allow("localhost")
                    .allow("::1")
                    .allow("0:0:0:0:0:0:0:1");
            hosts.forEach(allowed::allow);
            known = allowed.build();
            rules = known;
        }
        return known;
    }

    /** Returns whether an answer is WireMock's to a target that is not allowed. */
    static boolean isDenial(Response answer) {
        return answer.getStatus() == 500
                && answer.getBody() != null
                && answer.getBodyAsString().startsWith(DENIED);
    }

    /**
     * Returns why a recording with such a specification could not work, or nothing.
     *
     * @param specification JSON; what is none is for WireMock to refuse
     */
    Optional<String> problemOf(byte[] specification) {
        JsonNode target;
        try {
            target = JSON.readTree(specification).path("targetBaseUrl");
        } catch (IOException e) {
            return Optional.empty();
        }
        if (target.isMissingNode() || target.isNull() || target.asText().isEmpty()) {
            return Optional.empty();
        }
        Optional<String> host = host(target.asText());
        if (host.isEmpty()) {
            return Optional.of("targetBaseUrl has to be an address such as https://api.example.com, not \""
                    + target.asText() + "\"");
        }
        return isAllowed(host.get())
                ? Optional.empty()
                : Optional.of("requests would not be passed on to " + host.get() + ". " + ADVICE);
    }

    private static Optional<String> host(String address) {
        try {
            URI uri = new URI(address);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean isWeb = scheme.equals("http") || scheme.equals("https");
            return isWeb ? Optional.ofNullable(uri.getHost()) : Optional.empty();
        } catch (java.net.URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** As WireMock asks when it connects: the name itself, and each of its addresses. */
    private boolean isAllowed(String host) {
        String name = host.replaceFirst("^\\[(.*)]$", "$1");
        if (rules().isAllowed(name)) {
            return true;
        }
        try {
            for (InetAddress address : InetAddress.getAllByName(name)) {
                if (!rules().isAllowed(address.getHostAddress())) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}

package io.facsimile.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.source.Pointers;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The paths of a contract's servers, below which its own paths lie: {@code /v3} of {@code https://api.example.com/v3}. */
public final class BasePaths {
    private BasePaths() {}

    /** Returns the paths of an operation's servers, without a slash at the end; none for servers without a path. */
    public static Set<String> of(Contract contract, Operation operation) {
        JsonNode document = contract.document();
        JsonNode own = Pointers.at(document, operation.pointer());
        JsonNode item = References.follow(document, document.path("paths").path(operation.path()));
        JsonNode servers = own.has("servers")
                ? own.get("servers")
                : item.has("servers") ? item.get("servers") : document.path("servers");
        Set<String> paths = new LinkedHashSet<>();
        for (JsonNode server : servers) {
            String path = path(server);
            if (path.length() > 1) {
                paths.add(path);
            }
        }
        return paths;
    }

    private static String path(JsonNode server) {
        String url = server.path("url").asText();
        for (Map.Entry<String, JsonNode> variable : server.path("variables").properties()) {
            url = url.replace(
                    "{" + variable.getKey() + "}",
                    variable.getValue().path("default").asText());
        }
        String path;
        try {
            path = URI.create(url).getRawPath();
        } catch (IllegalArgumentException e) {
            return "";
        }
        if (path == null || !path.startsWith("/")) {
            return "";
        }
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}

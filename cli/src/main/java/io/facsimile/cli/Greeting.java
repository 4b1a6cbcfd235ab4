package io.facsimile.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.LazyContract;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.Parameter;
import io.facsimile.contract.Route;
import io.facsimile.contract.SecurityScheme;
import io.facsimile.mock.MockServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a mock server says when it is up: where and what, then a call to paste. */
final class Greeting {
    private Greeting() {}

    static List<String> lines(MockServer server) {
        List<String> lines = new ArrayList<>();
        lines.add("Facsimile listens on " + server.url() + " and serves "
                + (server.operationCount() == 1 ? "1 operation: " : server.operationCount() + " operations: ")
                + server.served().stream().map(LazyContract::toString).collect(Collectors.joining(", ")) + ".");
        lines.add("Every path answers at the root and under its provider, such as " + server.url() + "/"
                + server.served().get(0).provider() + "/. Any key will do. Ctrl-C stops it.");
        server.certificate().ifPresent(certificate -> {
            lines.add("Over TLS it listens on " + server.tlsUrl().orElseThrow() + ". Clients that are to trust it need "
                    + certificate.file().toAbsolutePath() + ".");
            lines.add("  SHA-256 of the certificate: " + certificate.fingerprint());
        });
        return lines;
    }

    /** Returns a call to try. Reads an operation for it. */
    static List<String> example(MockServer server) {
        return call(server).map(call -> List.of("Try:", "  " + call)).orElse(List.of());
    }

    /** Returns a curl of the first operation that takes JSON and no path parameters. */
    private static Optional<String> call(MockServer server) {
        LazyContract contract = server.served().get(0);
        for (int number = 0; number < contract.routes().size(); number++) {
            Route route = contract.routes().get(number);
            if (route.path().indexOf('{') >= 0 || !route.method().equals("POST")) {
                continue;
            }
            Operation operation = contract.part(number).operation();
            Optional<JsonNode> body = operation
                    .requestBody()
                    .flatMap(b -> b.content("application/json"))
                    .map(MediaType::examples)
                    .filter(examples -> !examples.isEmpty())
                    .map(examples -> examples.get(0).value());
            if (body.isPresent()) {
                return Optional.of("curl " + server.url() + operation.path() + credentials(operation)
                        + " -H 'Content-Type: application/json' -d '"
                        + body.get().toString().replace("'", "'\\''") + "'");
            }
        }
        return Optional.empty();
    }

    private static String credentials(Operation operation) {
        if (operation.security().isEmpty()) {
            return "";
        }
        return operation.security().get(0).stream()
                .filter(scheme -> scheme.in() == Parameter.In.HEADER)
                .map(Greeting::header)
                .collect(Collectors.joining());
    }

    private static String header(SecurityScheme scheme) {
        String prefix = scheme.prefix().isEmpty() ? "" : scheme.prefix() + " ";
        return " -H '" + scheme.parameter() + ": " + prefix + "sk-any'";
    }
}

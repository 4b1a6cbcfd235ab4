package io.facsimile.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.RequestBody;
import io.facsimile.mock.MockOptions;
import io.facsimile.mock.MockServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A short run of the mock server, from which the launcher has Java write an archive of the classes that are loaded, so
 * that the next start does not have to load and check them one by one. Not for people.
 */
public final class Rehearsal {
    private static final int MOST = 12;

    private Rehearsal() {}

    /** Starts a server as {@code facsimile mock} does, calls some of its operations, and ends. */
    public static void main(String[] args) throws IOException, InterruptedException {
        // The command line's own classes are wanted as well.
        Main.run(Main.commandLine("mock"), Map.of(), "mock", "--help");
        try (MockServer server = MockServer.start(MockOptions.DEFAULTS.withPort(0))) {
            Greeting.lines(server);
            HttpClient client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();
            int called = 0;
            for (Operation operation : server.served().get(0).contract().operations()) {
                Optional<JsonNode> body = operation
                        .requestBody()
                        .flatMap(Rehearsal::json)
                        .flatMap(m -> m.examples().stream().findFirst())
                        .map(example -> example.value());
                if (body.isPresent() && operation.path().indexOf('{') < 0 && called++ < MOST) {
                    send(client, server.url() + operation.path(), body.get().toString());
                }
            }
            send(client, server.url() + "/no/such/path", "{");
        }
    }

    private static Optional<MediaType> json(RequestBody body) {
        return body.content("application/json");
    }

    private static void send(HttpClient client, String url, String body) throws IOException, InterruptedException {
        client.send(
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(Duration.ofSeconds(20))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer sk-any")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
    }
}

package io.facsimile.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.RequestBody;
import io.facsimile.contract.index.ContractIndex;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * A short run of the mock server, from which the launcher has Java write an archive of the classes that are loaded, so
 * that the next start does not have to load and check them one by one. Not for people.
 */
public final class Rehearsal {
    private static final int MOST = 12;
    private static final int LONGEST_GREETING = 64 * 1024;
    private static final Pattern URL = Pattern.compile("http://\\S+");

    private Rehearsal() {}

    /** Starts a server as {@code facsimile mock} does, by its own command line, calls some of its operations, and ends. */
    public static void main(String[] args) throws IOException, InterruptedException {
        CommandLine line = Main.commandLine("mock");
        PipedReader said = new PipedReader(LONGEST_GREETING);
        PrintWriter out = new PrintWriter(new PipedWriter(said));
        Thread server = new Thread(() -> Main.run(line.setOut(out), Map.of(), "mock", "--port", "0"), "rehearsal");
        server.start();
        callOperations(url(new BufferedReader(said).readLine()));
        // The command line closes what it opened.
        server.interrupt();
        server.join();
    }

    private static String url(@Nullable String greeting) {
        Matcher url = URL.matcher(greeting == null ? "" : greeting);
        if (!url.find()) {
            throw new IllegalStateException("the server said no address, but: " + greeting);
        }
        return url.group();
    }

    private static void callOperations(String url) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        int called = 0;
        for (Operation operation :
                ContractIndex.open(ContractIndex.providers().get(0)).contract().operations()) {
            Optional<JsonNode> body = operation
                    .requestBody()
                    .flatMap(Rehearsal::json)
                    .flatMap(m -> m.examples().stream().findFirst())
                    .map(example -> example.value());
            if (body.isPresent() && operation.path().indexOf('{') < 0 && called++ < MOST) {
                send(client, url + operation.path(), body.get().toString());
            }
        }
        send(client, url + "/no/such/path", "{");
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

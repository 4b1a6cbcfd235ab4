package io.facsimile.mock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.mock.event.StreamClients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A mock over real sockets that holds each of its answers and events to the contract, and a client that asks it. Registered
 * as an extension of a class, it is closed with it.
 */
public final class CheckedMock implements AutoCloseable, AfterAllCallback {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final MockServer mock;

    private CheckedMock(MockServer mock) {
        this.mock = mock;
    }

    public static CheckedMock of(String provider) {
        try {
            return new CheckedMock(MockServer.start(
                    MockOptions.DEFAULTS.withProviders(List.of(provider)).withSelfCheck(true)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the answer to a request, which keeps the contract. */
    public JsonNode send(String path, JsonNode request) throws Exception {
        return StreamClients.tree(text(path, request));
    }

    /** Returns what the events add up to, as a client of the grammar puts them together. */
    public JsonNode streamed(String grammar, String path, ObjectNode request) throws Exception {
        return Objects.requireNonNull(StreamClients.BY_GRAMMAR.get(grammar)).assembled(events(path, request));
    }

    /** Returns the events of the answer to a request, each of which keeps the contract. */
    public List<JsonNode> events(String path, ObjectNode request) throws Exception {
        return text(path, request.deepCopy().put("stream", true))
                .lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> StreamClients.tree(line.substring("data: ".length())))
                .toList();
    }

    private String text(String path, JsonNode request) throws Exception {
        HttpResponse<String> answer = post(path, request.toString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    /** Returns whatever answer comes to a request, which keeps the contract. */
    public HttpResponse<String> post(String path, String body) throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(mock.url() + path))
                        .header("Authorization", "Bearer sk-any")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.headers().firstValue("X-Facsimile-Self-Check"))
                .as(answer.body())
                .isEmpty();
        return answer;
    }

    @Override
    public void close() {
        mock.close();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }
}

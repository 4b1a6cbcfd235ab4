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
        return of(MockOptions.DEFAULTS.withProviders(List.of(provider)));
    }

    /** Serves as the options say, checked in any case. */
    public static CheckedMock of(MockOptions options) {
        try {
            return new CheckedMock(MockServer.start(options.withSelfCheck(true)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the answer to a request, which keeps the contract. */
    public JsonNode send(String path, JsonNode request) throws Exception {
        return answer(path, request.toString());
    }

    /** Returns the same to a body as it is written; without one, what is there to get. */
    public JsonNode answer(String path, String body) throws Exception {
        return StreamClients.tree(whole(post(path, body)));
    }

    /** Returns what the events add up to, as a client of the grammar puts them together. */
    public JsonNode streamed(String grammar, String path, ObjectNode request) throws Exception {
        return Objects.requireNonNull(StreamClients.BY_GRAMMAR.get(grammar)).assembled(events(path, request));
    }

    /** Returns the events of the answer to a request, each of which keeps the contract. */
    public List<JsonNode> events(String path, ObjectNode request) throws Exception {
        return events(path, request.deepCopy().put("stream", true).toString());
    }

    /** Returns the events of the answer to a request that says itself that it wants some. */
    public List<JsonNode> events(String path, String body) throws Exception {
        return whole(post(path, body))
                .lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> StreamClients.tree(line.substring("data: ".length())))
                .toList();
    }

    private static String whole(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    /** Returns whatever answer comes to a request, which keeps the contract. */
    public HttpResponse<String> post(String path, String body) throws Exception {
        return send(path, "application/json", body);
    }

    /** Returns the same to a body of some type; without one, to the question for what is there. */
    public HttpResponse<String> send(String path, String type, String body) throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(mock.url() + path))
                        .header("Authorization", "Bearer sk-any")
                        .header("Content-Type", type)
                        .method(body.isEmpty() ? "GET" : "POST", HttpRequest.BodyPublishers.ofString(body))
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

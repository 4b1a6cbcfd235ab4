package io.facsimile.mock.task;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

/** Whoever submits tasks and asks for them, with a key. */
final class Caller {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Caller() {}

    /** @param body JSON; "" for none */
    static HttpResponse<String> send(String method, String address, String body)
            throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(address))
                        .header("Authorization", "Bearer sk-any")
                        .header("Content-Type", "application/json")
                        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}

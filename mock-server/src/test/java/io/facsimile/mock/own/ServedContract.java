package io.facsimile.mock.own;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facsimile.contract.Contract;
import io.facsimile.mock.MockOptions;
import io.facsimile.mock.MockServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** A contract of the user's own at a port, and a client of it. Answers are held to the contract. */
final class ServedContract implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final MockServer mock;

    private ServedContract(Contract contract) throws Exception {
        this.mock = MockServer.start(MockOptions.DEFAULTS.withSelfCheck(true), List.of(contract));
    }

    static ServedContract of(String file) throws Exception {
        return new ServedContract(OwnContractsTest.contract(file));
    }

    static ServedContract of(Contract contract) throws Exception {
        return new ServedContract(contract);
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        return send("GET", path, HttpRequest.BodyPublishers.noBody(), headers);
    }

    HttpResponse<String> post(String path, String body, String contentType) throws Exception {
        return send("POST", path, HttpRequest.BodyPublishers.ofString(body), "Content-Type", contentType);
    }

    HttpResponse<String> send(String method, String path, HttpRequest.BodyPublisher body, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(mock.url() + path)).method(method, body);
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Returns the outcome of sending JSON that is written with single quotes. */
    String outcome(String path, String json) throws Exception {
        return outcome(post(path.strip(), json.strip().replace('\'', '"'), "application/json"));
    }

    /** Returns the status, and what a refusal says is wrong. */
    String outcome(HttpResponse<String> answer) throws Exception {
        String body = answer.body();
        JsonNode said = body.startsWith("{") ? JSON.readTree(body) : JSON.createObjectNode();
        String problem = said.has("detail")
                ? said.get("detail").asText()
                : said.findPath("message").asText();
        String check = answer.headers().firstValue("x-facsimile-self-check").orElse("");
        return (answer.statusCode() + " " + (check.isEmpty() ? problem : "self-check: " + check)).strip();
    }

    @Override
    public void close() {
        mock.close();
    }
}

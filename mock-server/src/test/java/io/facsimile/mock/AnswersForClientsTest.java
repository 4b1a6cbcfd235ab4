package io.facsimile.mock;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the vendors' clients read beside the body of an answer, over real sockets. */
class AnswersForClientsTest {
    private static final String CHAT =
            "{\"model\":\"gpt-x\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private static MockServer mock;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        mock = MockServer.start(MockOptions.DEFAULTS);
    }

    @AfterAll
    static void stop() {
        mock.close();
    }

    private HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        return send("POST", path, body, headers);
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(mock.url() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer sk-any")
                .header("Content-Type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void anAnswerAStreamARefusalAndAnErrorHaveAnIdOfTheirOwn() throws Exception {
        HttpResponse<String> answer = post("/v1/chat/completions", CHAT);
        HttpResponse<String> stream =
                post("/v1/chat/completions", CHAT.replace("\"model\"", "\"stream\":true,\"model\""));
        HttpResponse<String> refusal = post("/v1/chat/completions", "{\"model\":\"gpt-x\",\"messages\":7}");
        HttpResponse<String> error = post("/v1/chat/completions", CHAT, "Prefer", "code=500");
        assertThat(refusal.statusCode()).isEqualTo(400);
        assertThat(error.statusCode()).isEqualTo(500);
        assertThat(new String[] {
                    header(answer, "x-request-id"),
                    header(stream, "x-request-id"),
                    header(refusal, "x-request-id"),
                    header(error, "x-request-id")
                })
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("req_[0-9a-f]{32}"), "is an id");
    }

    @Test
    void anErrorHasTheHeadersThatItsStatusDeclaresInEveryDialect() throws Exception {
        HttpResponse<String> messages = post("/v1/messages", CHAT, "Prefer", "code=overloaded");
        assertThat(messages.statusCode()).isEqualTo(529);
        assertThat(header(messages, "retry-after")).isEqualTo("5");
        assertThat(header(messages, "request-id")).startsWith("req_");
        HttpResponse<String> refused = post("/v1/messages", "{}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(header(refused, "request-id")).startsWith("req_");
    }

    @Test
    void aMissingThingIsATaskOnlyWhereTasksAre() throws Exception {
        assertThat(post("/v1/messages", CHAT, "Prefer", "code=404").body()).contains("not_found_error");
        assertThat(post("/v1/chat/completions", CHAT, "Prefer", "code=404").body())
                .doesNotContain("task");
        assertThat(send("GET", "/luma/generations/1", "", "Prefer", "code=404").body())
                .contains("task");
    }

    @Test
    void aCallerThatTakesAnyBytesGetsASoundUnderItsOwnMediaType() throws Exception {
        String speech = "{\"model\":\"tts-1\",\"voice\":\"alloy\",\"input\":\"Good morning.\"}";
        assertThat(header(post("/v1/audio/speech", speech, "Accept", "application/octet-stream"), "content-type"))
                .isEqualTo("audio/mpeg");
        assertThat(header(post("/v1/audio/speech", speech, "Prefer", "example=octet-stream"), "content-type"))
                .isEqualTo("application/octet-stream");
    }

    @Test
    void modelsAreToldInTheFormOfTheVendorWhoseKeyComes() throws Exception {
        assertThat(send("GET", "/uniapi/v1/models", "").body()).contains("\"object\":\"list\"");
        assertThat(send("GET", "/uniapi/v1/models", "", "x-api-key", "sk-any", "anthropic-version", "2023-06-01")
                        .body())
                .contains("\"has_more\":false");
        assertThat(send("GET", "/uniapi/v1/models", "", "x-goog-api-key", "sk-any")
                        .body())
                .startsWith("{\"models\":[");
    }
}

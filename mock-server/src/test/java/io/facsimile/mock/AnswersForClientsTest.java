package io.facsimile.mock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facsimile.contract.Contract;
import io.facsimile.contract.ContractReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the vendors' clients read beside the body of an answer, over real sockets. */
class AnswersForClientsTest {
    private static final String CHAT =
            "{\"model\":\"gpt-x\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private static final ObjectMapper JSON = new ObjectMapper();

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "code=400",
                "code=bad-key",
                "code=404",
                "code=413",
                "code=429",
                "code=overloaded",
                "code=504",
                "delay=1, code=429"
            })
    void anErrorsBodyNamesTheIdThatItsHeaderHas(String wish) throws Exception {
        HttpResponse<String> error = post("/v1/messages", CHAT, "Prefer", wish);
        assertThat(error.statusCode()).isGreaterThanOrEqualTo(400);
        JsonNode body = JSON.readTree(error.body());
        assertThat(body.path("request_id").asText())
                .as(error.body())
                .startsWith("req_")
                .isEqualTo(header(error, "request-id"));
        assertThat(header(post("/v1/messages", CHAT, "Prefer", wish), "request-id"))
                .isNotEqualTo(header(error, "request-id"));
    }

    @Test
    void aRefusalNamesItsIdAndItsProblem() throws Exception {
        HttpResponse<String> refused = post("/v1/messages", CHAT.replace("\"hi\"", "7"));
        assertThat(refused.statusCode()).isEqualTo(400);
        JsonNode body = JSON.readTree(refused.body());
        assertThat(body.path("request_id").asText()).isEqualTo(header(refused, "request-id"));
        assertThat(body.at("/error/message").asText()).contains("messages[0].content");
    }

    @Test
    void contractsSayOfAnyBodyThatItNamesWhatAHeaderHas() throws Exception {
        Contract traced = ContractReader.read(Path.of(
                Objects.requireNonNull(AnswersForClientsTest.class.getResource("/contracts/traced.yaml"), "traced.yaml")
                        .toURI()));
        try (MockServer own = MockServer.start(MockOptions.DEFAULTS, List.of(traced))) {
            for (String path : List.of("/things", "/invented", "/things?prefer=code%3D404", "/streams")) {
                HttpResponse<String> answer = http.send(
                        HttpRequest.newBuilder(URI.create(own.url() + path)).build(),
                        HttpResponse.BodyHandlers.ofString());
                String id = header(answer, "X-Trace-Id");
                assertThat(id).as(path).matches("tr-[0-9]{6}");
                assertThat(answer.body())
                        .as(path)
                        .contains("\"trace\":\"" + id + "\"")
                        .doesNotContain("tr-000000");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mj/submit/imagine", "/mj-fast/mj/submit/imagine"})
    void aJobShowsTheStateThatItsCallerGaveAndNoneWhereNoneWasGiven(String path) throws Exception {
        for (String state : List.of(",\"state\":\"order-9\"", ",\"state\":\"\"", "")) {
            String id = JSON.readTree(post(path, "{\"prompt\":\"a lighthouse\"" + state + "}")
                            .body())
                    .path("result")
                    .asText();
            for (String done : List.of("", "complete")) {
                if (!done.isEmpty()) {
                    send("POST", "/__facsimile/tasks/" + id + "/complete", "");
                }
                JsonNode task = JSON.readTree(
                        send("GET", "/mj/task/" + id + "/fetch", "").body());
                assertThat(task.path("state").textValue())
                        .as(state + done)
                        .isEqualTo(state.contains("order-9") ? "order-9" : "");
            }
        }
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

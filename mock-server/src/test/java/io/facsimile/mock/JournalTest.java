package io.facsimile.mock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facsimile.mock.answer.Answer;
import io.facsimile.mock.journal.Journal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the journal keeps of exchanges, and what it never does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JournalTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "sk-very-secret";
    private static final String CHAT = "{\"model\":\"gpt-x\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String CONTENTS = "{\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}]}";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private MockServer mock;

    @BeforeAll
    void start() throws IOException {
        mock = MockServer.start(MockOptions.DEFAULTS
                .withProviders(List.of("uniapi"))
                .withPace(Answer.Pace.AT_ONCE)
                .withMaxBodyBytes(2_000_000));
    }

    @BeforeEach
    void forget() {
        mock.reset();
    }

    @AfterAll
    void stop() {
        mock.close();
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(mock.url() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode journal(String query) throws Exception {
        return JSON.readTree(send("GET", "/__facsimile/journal" + query, "").body());
    }

    private JsonNode nearest(String method, String path) throws Exception {
        mock.reset();
        assertThat(send(method, path, CHAT, "Authorization", "Bearer " + KEY).statusCode())
                .isBetween(400, 499);
        return journal("").at("/exchanges/0/nearest/0");
    }

    @Test
    void noKeyIsShownWhereverItCame() throws Exception {
        String path = "/v1beta/models/gemini-2.5-flash:generateContent";
        send("POST", path + "?key=" + KEY, CONTENTS);
        send("POST", path + "?key=sk%2Dvery%2dsecret&alt=json", CONTENTS);
        send("POST", path + "?key=" + KEY + "@code%3D429", CONTENTS);
        send("GET", "/v1beta/modelz?key=" + KEY, "");
        send("DELETE", path + "?key=" + KEY, "");
        send("GET", "/v1/nothing?Access_Token=" + KEY, "");
        send("POST", "/v1/chat/completions", CHAT, "Authorization", "Bearer " + KEY + "@code=503");
        String seen = journal("").toString()
                + send("GET", "/__admin/requests", "").body()
                + send("POST", "/__admin/requests/find", "{\"urlPattern\":\".*\"}")
                        .body();
        assertThat(seen).doesNotContain(KEY).doesNotContain("sk%2Dvery").contains("modelz?key=");
        assertThat(mock.exchanges())
                .filteredOn(e -> e.key().isEmpty())
                .as("only what no operation takes for a key is nobody's")
                .extracting(e -> e.path())
                .containsExactly("/v1/nothing");
        assertThat(mock.exchanges())
                .filteredOn(e -> !e.key().isEmpty())
                .hasSize(6)
                .allSatisfy(e -> assertThat(e.key()).isEqualTo(Journal.hash(KEY)));
    }

    @Test
    void whatTheDoorTurnsAwayIsThereToo() throws Exception {
        String large = "\"" + "x".repeat(2_000_000) + "\"";
        assertThat(send("POST", "/v1/chat/completions", large, "Authorization", "Bearer " + KEY)
                        .statusCode())
                .isEqualTo(413);
        JsonNode entry = journal("?verdict=refused").at("/exchanges/0");
        assertThat(entry.path("operation").asText()).isEqualTo("createChatCompletion");
        assertThat(entry.path("status").asInt()).isEqualTo(413);
        assertThat(entry.path("problem").asText()).contains("larger than 2000000 bytes");
        assertThat(entry.path("key").asText()).isEqualTo(Journal.hash(KEY));
    }

    @Test
    void itHoldsSoManyBytesAndTheOldestGoFirst() throws Exception {
        String query = "?q=" + "x".repeat(50_000);
        for (int i = 0; i < 900; i++) {
            send("GET", "/v1/models" + query, "", "Authorization", "Bearer " + KEY);
        }
        assertThat(mock.exchanges()).hasSizeBetween(500, 700);
        assertThat(mock.exchanges().get(mock.exchanges().size() - 1).number())
                .isEqualTo(mock.exchanges().get(0).number() + mock.exchanges().size() - 1);
    }

    @Test
    void whoeverCallsTheWrongProviderIsToldWhichHasTheOperation() throws Exception {
        try (MockServer two =
                MockServer.start(MockOptions.DEFAULTS.withProviders(List.of("uniai", "juhe", "uniapi")))) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(two.url() + "/uniai/fal-ai/veo2"))
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(404);
            JsonNode nearest = JSON.readTree(http.send(
                            HttpRequest.newBuilder(URI.create(two.url() + "/__facsimile/journal"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body());
            assertThat(nearest.at("/exchanges/0/nearest/0/why").asText())
                    .contains("/uniai, which has no such operation", "below /juhe and /uniapi");
        }
    }

    @Test
    void theNearestOperationSaysWhatIsMissingTooManyOrOther() throws Exception {
        assertThat(nearest("POST", "/v1//chat/completions").path("why").asText())
                .isEqualTo("a slash is doubled");
        Map<String, String> whys = Map.of(
                "/v1/images", "the segment \"generations\" is missing",
                "/mj/imagine", "the segment \"submit\" is missing",
                "/v1/chat/completions/", "there is a slash at the end",
                "/chat/completions", "\"/v1\" does not stand before it: a prefix missing?",
                "/api/gw/x/v1/chat/completions", "\"/api/gw/x\" stands before it: a prefix too many?",
                "/v1/chat/completion", "\"completion\" stands where \"completions\" is expected",
                "/V1/Chat/Completions", "\"V1\" stands where \"v1\" is expected");
        for (Map.Entry<String, String> each : whys.entrySet()) {
            assertThat(nearest("POST", each.getKey()).path("why").asText())
                    .as(each.getKey())
                    .startsWith(each.getValue());
        }
        assertThat(nearest("PUT", "/v1/chat/completions").path("why").asText())
                .isEqualTo("the method is PUT, not POST");
        assertThat(nearest("GET", "/v1/chat/completion").path("why").asText())
                .contains("\"completion\" stands where")
                .endsWith(", and the method is GET, not POST");
    }

    @Test
    void aMistakeInTheSimulatorsOwnApiIsToldWithTheChoices() throws Exception {
        Map<String, String> mistakes = Map.of(
                "GET journal?foo=1", "operation, provider, verdict",
                "GET journal?verdict=rejected", "valid, refused",
                "GET journal?status=abc", "must be a number",
                "GET journal?ending=soon", "whole, cut",
                "POST faults {\"scenario\":\"code=503\",\"times\":2}", "operation, key, scenario",
                "POST faults {\"scenario\":\"code=context-length\"}", "content-policy",
                "PUT limits {\"reqests\":3}", "requests, tokens",
                "POST clock {\"advnce\":\"1m\"}", "advance",
                "POST clock {}", "say how far");
        for (Map.Entry<String, String> each : mistakes.entrySet()) {
            String[] parts = each.getKey().split(" ", 3);
            HttpResponse<String> answer = send(parts[0], "/__facsimile/" + parts[1], parts.length > 2 ? parts[2] : "");
            assertThat(answer.statusCode()).as(each.getKey()).isEqualTo(400);
            assertThat(JSON.readTree(answer.body()).path("error").asText())
                    .as(each.getKey())
                    .contains(each.getValue());
        }
        assertThat(journal("?limit=1").path("exchanges")).isEmpty();
        send("GET", "/v1/models", "", "Authorization", "Bearer " + KEY);
        send("GET", "/v1/models", "", "Authorization", "Bearer " + KEY);
        assertThat(journal("?limit=1").at("/exchanges/0/number").asLong())
                .isEqualTo(mock.exchanges().get(1).number());
    }

    @Test
    void aFilterThatNothingCouldEverFitIsRefusedAndAClassOfStatusesFits() throws Exception {
        Map<String, String> mistakes = Map.of(
                "operation=createChatCompletions", "did you mean createChatCompletion?",
                "operation=nope", "there is no operation \\\"nope\\\"",
                "provider=uniap", "did you mean uniapi?",
                "status=4x", "4xx for all that begin so",
                "limit=-1", "limit must be a number, 0 or more, not \\\"-1\\\"");
        for (Map.Entry<String, String> each : mistakes.entrySet()) {
            HttpResponse<String> answer = send("GET", "/__facsimile/journal?" + each.getKey(), "");
            assertThat(answer.statusCode()).as(each.getKey()).isEqualTo(400);
            assertThat(answer.body()).as(each.getKey()).contains(each.getValue());
        }
        send("GET", "/v1/models", "", "Authorization", "Bearer " + KEY);
        send("GET", "/v1/modelz", "", "Authorization", "Bearer " + KEY);
        assertThat(journal("?status=4xx").at("/exchanges")).hasSize(1);
        assertThat(journal("?status=4xx&status=200").at("/exchanges")).hasSize(2);
        assertThat(journal("?operation=").at("/exchanges")).hasSize(1);
    }

    @Test
    void membersOfBodiesThatAreSecretsByTheirNamesAreHashes() throws Exception {
        String secrets =
                "{\"api_key\":\"" + KEY + "\",\"nested\":{\"Password\" : \"" + KEY + "\\\"x\",\"auth_token\":\"" + KEY
                        + "\"},\"max_tokens\":5,\"client-secret\":\"" + KEY + "\",\"authorization\":\"" + KEY;
        send("POST", "/v1/nothing", secrets);
        send("POST", "/v1/nothing", "a=1&token=" + KEY + "&b=2");
        String seen = journal("").toString();
        assertThat(seen)
                .doesNotContain(KEY)
                .contains("max_tokens")
                .contains(Journal.hash(KEY))
                .contains("b=2");
        assertThat(mock.exchanges().get(0).body())
                .asString()
                .as("for WireMock's clients to verify")
                .contains(KEY);
        String long_ = "{\"token\":\"" + "\\\\n".repeat(500_000) + "\"}";
        send("POST", "/v1/nothing", long_);
        assertThat(journal("?limit=1").at("/exchanges/0/body").asText()).startsWith("{\"token\":\"");
    }

    @Test
    void whatIsNoJsonIsToldWithoutTheParsersSource() throws Exception {
        for (String broken : List.of("{\"requests\":", "{\"requests\":x}", "{", "[1")) {
            HttpResponse<String> limits = send("PUT", "/__facsimile/limits", broken);
            HttpResponse<String> chat = send("POST", "/v1/chat/completions", broken, "Authorization", "Bearer " + KEY);
            assertThat(limits.statusCode()).isEqualTo(400);
            assertThat(limits.body()).contains("not JSON at line 1, column").doesNotContain("Source", "REDACTED");
            assertThat(chat.statusCode()).isEqualTo(400);
            assertThat(chat.body()).contains("not valid JSON").doesNotContain("Source", "REDACTED");
        }
    }

    @Test
    void aResetSetsTheClockRight() throws Exception {
        assertThat(send("POST", "/__facsimile/clock", "{\"advance\":\"2h\"}").body())
                .contains("PT2H");
        send("POST", "/__facsimile/reset", "");
        assertThat(send("GET", "/__facsimile/clock", "").body()).contains("\"PT0S\"");
    }

    @Test
    void aScenarioWithAMistakeIsRefusedWhereverItStands() throws Exception {
        assertThat(send("POST", "/v1/chat/completions", CHAT, "Authorization", "Bearer " + KEY + "@cdoe=429")
                        .body())
                .contains("cdoe");
        HttpResponse<String> inModel = send(
                "POST", "/v1/chat/completions", CHAT.replace("gpt-x", "gpt-x@cdoe=429"), "Authorization", "Bearer x");
        assertThat(inModel.statusCode()).isEqualTo(400);
        assertThat(inModel.body()).contains("cdoe");
        assertThat(send("POST", "/v1/chat/completions", CHAT, "Authorization", "Bearer me@example.com")
                        .statusCode())
                .isEqualTo(200);
    }
}

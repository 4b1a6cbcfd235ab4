package io.facsimile.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facsimile.mock.answer.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers can ask for, in each of the four ways, over real sockets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScenarioTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHAT = "{\"model\":\"gpt-x\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private static final MockOptions UNIAI = MockOptions.DEFAULTS.withProviders(List.of("uniai"));

    private final HttpClient http = HttpClient.newHttpClient();
    private MockServer shared;
    private MockServer mock;

    @BeforeAll
    void start() throws IOException {
        shared = MockServer.start(MockOptions.DEFAULTS.withPace(Answer.Pace.AT_ONCE));
    }

    @BeforeEach
    void forget() throws Exception {
        mock = shared;
        own("POST", "reset", "");
    }

    @AfterAll
    void stop() {
        shared.close();
    }

    private HttpResponse<String> send(String method, String path, String body, String key, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(mock.url() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> chat(String prefer) throws Exception {
        return send("POST", "/v1/chat/completions", CHAT, "sk-any", "Prefer", prefer);
    }

    private JsonNode own(String method, String path, String body) throws Exception {
        return JSON.readTree(
                send(method, "/__facsimile/" + path, body, "sk-any").body());
    }

    @Test
    void aStatusCanBeAskedForInEachOfTheFourWays() throws Exception {
        assertThat(chat("code=429").statusCode()).isEqualTo(429);
        assertThat(send("POST", "/v1/chat/completions?prefer=code%3D429", CHAT, "sk-any")
                        .statusCode())
                .isEqualTo(429);
        assertThat(send("POST", "/v1/chat/completions", CHAT.replace("gpt-x", "gpt-x@code=429"), "sk-any")
                        .statusCode())
                .isEqualTo(429);
        assertThat(send("POST", "/v1/chat/completions", CHAT, "sk-any@code=429").statusCode())
                .isEqualTo(429);
    }

    @Test
    void anErrorHasTheFormAndHeadersOfItsProvider() throws Exception {
        HttpResponse<String> limited = chat("code=rate-limit");
        assertThat(limited.headers().firstValue("retry-after")).isPresent();
        assertThat(JSON.readTree(limited.body()).at("/error/message").asText()).isNotEmpty();
        HttpResponse<String> overloaded = send(
                "POST",
                "/v1/messages",
                "{\"model\":\"claude\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                "sk-any",
                "Prefer",
                "code=529");
        assertThat(overloaded.statusCode()).isEqualTo(529);
        assertThat(JSON.readTree(overloaded.body()).path("type").asText()).isEqualTo("error");
    }

    @Test
    void theModelIsAnsweredWithoutItsScenario() throws Exception {
        HttpResponse<String> answer =
                send("POST", "/v1/chat/completions", CHAT.replace("gpt-x", "gpt-x@delay=1ms"), "sk-any");
        assertThat(JSON.readTree(answer.body()).path("model").asText()).isEqualTo("gpt-x");
    }

    @ParameterizedTest
    @CsvSource({
        "/kling/v1/videos/text2video, model_name, kling-v1-6",
        "/suno/submit/music, mv, chirp-v4",
        "/luma/generations, model_name, ray-v2"
    })
    void aModelIsReadWhereTheDialectNamesIt(String path, String field, String model) throws Exception {
        String request = "{\"prompt\":\"a harbour\",\"user_prompt\":\"a harbour\",\"%s\":\"%s\"}";
        String asked = String.format(Locale.ROOT, request, field, model + "@code=503");
        assertThat(send("POST", path, asked, "sk-any").statusCode()).isEqualTo(503);
        String usual = String.format(Locale.ROOT, request, field, model + "@delay=1ms");
        assertThat(send("POST", path, usual, "sk-any").statusCode()).isEqualTo(200);
    }

    @Test
    void aModelIsReadInsideOfAMemberToo() throws Exception {
        String request = "{\"image_request\":{\"prompt\":\"a harbour\",\"model\":\"V_2@%s\"}}";
        assertThat(send("POST", "/ideogram/generate", String.format(Locale.ROOT, request, "code=503"), "sk-any")
                        .statusCode())
                .isEqualTo(503);
        assertThat(send("POST", "/ideogram/generate", String.format(Locale.ROOT, request, "delay=1ms"), "sk-any")
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 409, 422, 429, 502, 529})
    void anErrorThatRepeatsItsStatusRepeatsTheOneThatWasAskedFor(int status) throws Exception {
        HttpResponse<String> error = send(
                "POST",
                "/v1beta/models/gemini-2.5-flash:generateContent",
                "{\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}]}",
                "sk-any",
                "Prefer",
                "code=" + status);
        assertThat(error.statusCode()).isEqualTo(status);
        assertThat(JSON.readTree(error.body()).at("/error/code").asInt()).isEqualTo(status);
    }

    @Test
    void anErrorThatNamesAPathNamesTheCallers() throws Exception {
        assertThat(chat("code=unknown-path").body()).contains("POST /v1/chat/completions)");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions, context_length_exceeded",
        "/v1/messages, prompt is too long",
        "/v1beta/models/gemini-2.5-flash:generateContent, exceeds the maximum number of tokens"
    })
    void aConversationThatIsTooLongCanBeTried(String path, String says) throws Exception {
        String body = "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],"
                + "\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}]}";
        HttpResponse<String> error = send("POST", path, body, "sk-any", "Prefer", "example=context-length");
        assertThat(error.statusCode()).isEqualTo(400);
        assertThat(error.body()).contains(says);
    }

    @Test
    void aResponseToGoOnFromThatIsGoneCanBeTried() throws Exception {
        String body = "{\"model\":\"gpt-4.1\",\"input\":\"hi\",\"previous_response_id\":\"resp_gone\"}";
        HttpResponse<String> error =
                send("POST", "/v1/responses", body, "sk-any", "Prefer", "example=previous-response-not-found");
        assertThat(error.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(error.body()).at("/error/code").asText()).isEqualTo("previous_response_not_found");
        assertThat(JSON.readTree(error.body()).at("/error/param").asText()).isEqualTo("previous_response_id");
        assertThat(send("POST", "/v1/responses", body, "sk-any").statusCode()).isEqualTo(200);
    }

    @Test
    void anExampleCanBeAskedForByName() throws Exception {
        JsonNode answer = JSON.readTree(chat("example=tool-call").body());
        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
    }

    @Test
    void whatCannotBeMetIsRefusedWithTheChoices() throws Exception {
        HttpResponse<String> noExample = chat("example=two-cats");
        assertThat(noExample.statusCode()).isEqualTo(400);
        assertThat(noExample.body()).contains("two-cats").contains("tool-call");
        assertThat(chat("cod=429").body()).contains("cod").contains("code");
        assertThat(chat("code=many").body()).contains("many").contains("rate-limit");
        assertThat(chat("fault=flood").body()).contains("reset, empty, garbage or slow");
    }

    @Test
    void otherPeoplesPreferencesStay() throws Exception {
        assertThat(chat("respond-async, wait=5").statusCode()).isEqualTo(200);
    }

    @Test
    void aFailureRecoversAfterSoManyTimes() throws Exception {
        assertThat(chat("code=503, times=2").statusCode()).isEqualTo(503);
        assertThat(chat("code=503, times=2").statusCode()).isEqualTo(503);
        assertThat(chat("code=503, times=2").statusCode()).isEqualTo(200);
        assertThat(send("POST", "/v1/chat/completions", CHAT, "sk-other", "Prefer", "code=503, times=2")
                        .statusCode())
                .isEqualTo(503);
    }

    @Test
    void anAnswerCanComeLate() throws Exception {
        long begin = System.nanoTime();
        assertThat(chat("delay=300ms").statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(290));
    }

    @Test
    void aStreamCanBeCutAndCanTellAnError() throws Exception {
        String streamed = CHAT.replace("\"model\"", "\"stream\":true,\"model\"");
        String cut = send("POST", "/v1/chat/completions", streamed, "sk-any", "Prefer", "cut=3")
                .body();
        assertThat(cut.split("data: ", -1)).hasSize(4);
        assertThat(cut).doesNotContain("[DONE]");
        String failed = send("POST", "/v1/chat/completions", streamed, "sk-any", "Prefer", "stream-error=2")
                .body();
        assertThat(failed.split("data: ", -1)).hasSize(4);
        assertThat(failed.substring(failed.lastIndexOf("data: "))).contains("\"error\"");
    }

    @Test
    void anErrorInAStreamHasTheFormOfItsEvents() throws Exception {
        String asked = "{\"model\":\"gpt-4o\",\"stream\":true,\"input\":\"hi\"}";
        String told = send("POST", "/v1/responses", asked, "sk-any", "Prefer", "stream-error=2")
                .body();
        assertThat(told).contains("event: error\n");
        JsonNode last = JSON.readTree(told.substring(told.lastIndexOf("data: ") + 6));
        assertThat(last.path("type").asText()).isEqualTo("error");
        assertThat(last.path("sequence_number").asInt()).isEqualTo(2);
        assertThat(last.path("error").path("message").asText()).isNotEmpty();
        assertThat(send(
                                "POST",
                                "/v1beta/models/gemini-2.5-flash:streamGenerateContent?key=k",
                                "{\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}]}",
                                "sk-any",
                                "Prefer",
                                "cut=1")
                        .body())
                .as("an array that is cut does not end")
                .startsWith("[{")
                .doesNotEndWith("]");
    }

    @Test
    void aRuleIsUsedUpOnlyByTheCallsThatItActsOn() throws Exception {
        own("POST", "faults", "{\"operation\":\"createChatCompletion\",\"scenario\":\"code=503, times=1\"}");
        assertThat(chat("code=429").statusCode())
                .as("who asks for a status gets it")
                .isEqualTo(429);
        assertThat(chat("delay=0").statusCode())
                .as("a word about something else leaves the rule as it is")
                .isEqualTo(503);
        assertThat(chat("delay=0").statusCode()).isEqualTo(200);
        own("POST", "faults", "{\"operation\":\"createChatCompletion\",\"scenario\":\"code=500\"}");
        assertThat(chat("code=503, times=1").statusCode()).isEqualTo(503);
        assertThat(chat("code=503, times=1").statusCode())
                .as("what is used up leaves the rule as it is")
                .isEqualTo(500);
    }

    @Test
    void everyLineOfTheHeaderCounts() throws Exception {
        assertThat(send("POST", "/v1/chat/completions", CHAT, "sk-any", "Prefer", "delay=0", "Prefer", "code=429")
                        .statusCode())
                .isEqualTo(429);
    }

    @Test
    void anErrorTellsToWaitAsLongAsTheCallerWants() throws Exception {
        assertThat(chat("code=429, retry-after=0").headers().allValues("retry-after"))
                .containsExactly("0");
        assertThat(chat("code=503, retry-after=7").headers().allValues("retry-after"))
                .containsExactly("7");
    }

    @Test
    void aStatusThatTheContractDoesNotNameHasTheProvidersForm() throws Exception {
        for (int status : List.of(408, 409, 418, 599)) {
            HttpResponse<String> answer = chat("code=" + status);
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(JSON.readTree(answer.body())
                            .path("error")
                            .path("message")
                            .asText())
                    .as(answer.body())
                    .isNotEmpty();
        }
    }

    @Test
    void halfOfACharacterIsReadAsTheSignForOne() throws Exception {
        String half = "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"repeat x \\ud83d y\"}]";
        for (String body :
                List.of(half + "}", half + ",\"stream\":true}", half.replace("gpt-4o", "gpt-\\udc00") + "}")) {
            assertThat(send("POST", "/v1/chat/completions", body, "sk-any").statusCode())
                    .isEqualTo(200);
        }
        assertThat(own("GET", "journal", "").path("exchanges")).hasSize(3);
    }

    @Test
    void aStreamKeepsThePaceThatIsAskedFor() throws Exception {
        String streamed = CHAT.replace("\"model\"", "\"stream\":true,\"model\"");
        long begin = System.nanoTime();
        send("POST", "/v1/chat/completions", streamed, "sk-any", "Prefer", "ttft=100, tps=100, cut=11, jitter=0.5");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(180));
    }

    @Test
    void aTaskCanEndOtherwiseAndRunFaster() throws Exception {
        JsonNode failing = JSON.readTree(
                send("POST", "/custom_video/model/veo-2", "{\"prompt\":\"a\"}", "sk-any", "Prefer", "outcome=failure")
                        .body());
        JsonNode fast = JSON.readTree(
                send("POST", "/custom_video/model/veo-2", "{\"prompt\":\"a\"}", "sk-any", "Prefer", "speed=1000000")
                        .body());
        assertThat(state(fast)).isEqualTo("SUCCESS");
        mock.advance(Duration.ofMinutes(5));
        assertThat(state(failing)).isEqualTo("FAILURE");
    }

    private String state(JsonNode submitted) throws Exception {
        return JSON.readTree(send(
                                "GET",
                                "/custom_video/fetch/" + submitted.path("id").asText(),
                                "",
                                "sk-any")
                        .body())
                .path("status")
                .asText();
    }

    @Test
    void anOutcomeThatTheJobDoesNotHaveIsRefusedWithTheOthers() throws Exception {
        HttpResponse<String> refused = send(
                "POST", "/custom_video/model/veo-2", "{\"prompt\":\"a\"}", "sk-any", "Prefer", "outcome=cancelled");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("failure");
    }

    @Test
    void theConnectionCanFail() {
        for (String fault : List.of("reset", "empty", "garbage")) {
            assertThatExceptionOfType(IOException.class).as(fault).isThrownBy(() -> chat("fault=" + fault));
        }
    }

    @Test
    void faultRulesHoldForEverybodyUntilTheyAreUsedUpOrRemoved() throws Exception {
        JsonNode rule =
                own("POST", "faults", "{\"operation\":\"createChatCompletion\",\"scenario\":\"code=502, times=1\"}");
        assertThat(rule.path("left").asInt()).isEqualTo(1);
        assertThat(chat("").statusCode()).isEqualTo(502);
        assertThat(chat("").statusCode()).isEqualTo(200);
        own("POST", "faults", "{\"scenario\":\"code=503\"}");
        assertThat(chat("").statusCode()).isEqualTo(503);
        own("DELETE", "faults", "");
        assertThat(chat("").statusCode()).isEqualTo(200);
        assertThat(own("POST", "faults", "{\"operation\":\"nobody\",\"scenario\":\"code=503\"}")
                        .path("error")
                        .asText())
                .contains("nobody");
    }

    @Test
    void theJournalSaysWhatCameWhatWasWrongAndNeverTheKey() throws Exception {
        chat("");
        send("POST", "/v1/chat/completions", CHAT.replace("\"hi\"", "5"), "sk-secret-of-mine");
        send("POST", "/v1/chat/completion", CHAT, "sk-any");
        JsonNode all = own("GET", "journal", "");
        assertThat(all.toString()).doesNotContain("sk-secret");
        JsonNode refused = own("GET", "journal?verdict=refused", "").path("exchanges");
        assertThat(refused).hasSize(1);
        assertThat(refused.at("/0/operation").asText()).isEqualTo("createChatCompletion");
        assertThat(refused.at("/0/problem").asText()).contains("messages[0].content");
        JsonNode unmatched = own("GET", "journal?verdict=unmatched", "").path("exchanges");
        assertThat(unmatched.at("/0/nearest/0/operation").asText()).isEqualTo("createChatCompletion");
        assertThat(unmatched.at("/0/nearest/0/why").asText()).contains("\"completion\" stands where");
        assertThat(own("GET", "journal?status=200&operation=createChatCompletion", "")
                        .path("exchanges"))
                .hasSize(1);
    }

    @Test
    void aKeyInTheQueryStandsInTheJournalAsItsHash() throws Exception {
        String path = "/v1beta/models/gemini-2.5-flash:generateContent?key=AIza-secret";
        send("POST", path, "{\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}]}", "");
        JsonNode exchanges =
                own("GET", "journal?operation=createGeminiContent", "").path("exchanges");
        JsonNode last = exchanges.path(exchanges.size() - 1);
        assertThat(last.path("status").asInt()).isEqualTo(200);
        assertThat(last.path("query").asText())
                .isEqualTo("key=" + last.path("key").asText())
                .doesNotContain("AIza-secret");
    }

    @Test
    void theJournalIsBounded() throws Exception {
        try (MockServer small = MockServer.start(UNIAI.withJournalEntries(3))) {
            mock = small;
            for (int i = 0; i < 8; i++) {
                chat("");
            }
            assertThat(own("GET", "journal", "").path("exchanges"))
                    .extracting(e -> e.path("number").asInt())
                    .containsExactly(6, 7, 8);
        }
    }

    @Test
    void aRequestThatBreaksTheContractIsAnsweredWhenOnlyWarned() throws Exception {
        for (String broken : List.of("{no json", "")) {
            try (MockServer off = MockServer.start(UNIAI.withValidation(MockOptions.Validation.OFF))) {
                mock = off;
                assertThat(send("POST", "/v1/chat/completions", broken, "sk-any")
                                .statusCode())
                        .isEqualTo(200);
            }
        }
        for (MockOptions.Validation validation : List.of(MockOptions.Validation.WARN, MockOptions.Validation.OFF)) {
            try (MockServer lenient = MockServer.start(UNIAI.withValidation(validation))) {
                mock = lenient;
                String wrong = CHAT.replace("\"hi\"", "5");
                assertThat(send("POST", "/v1/chat/completions", wrong, "sk-any").statusCode())
                        .isEqualTo(200);
                assertThat(own("GET", "journal", "").at("/exchanges/0/verdict").asText())
                        .isEqualTo(validation == MockOptions.Validation.WARN ? "warned" : "unchecked");
            }
        }
    }

    @Test
    void tasksCanBeMovedByTheAdminApi() throws Exception {
        JsonNode one = JSON.readTree(send("POST", "/custom_video/model/veo-2", "{\"prompt\":\"a\"}", "sk-any")
                .body());
        JsonNode other = JSON.readTree(send("POST", "/custom_video/model/veo-2", "{\"prompt\":\"a\"}", "sk-any")
                .body());
        assertThat(own("GET", "tasks", "").path("tasks")).hasSize(2);
        own("POST", "tasks/" + one.path("id").asText() + "/complete", "");
        own("POST", "tasks/" + other.path("id").asText() + "/failure", "");
        assertThat(state(one)).isEqualTo("SUCCESS");
        assertThat(state(other)).isEqualTo("FAILURE");
        assertThat(own("POST", "tasks/" + one.path("id").asText() + "/bliss", "")
                        .path("error")
                        .asText())
                .contains("complete");
    }

    @Test
    void tasksAreFilteredAndTheNewestShown() throws Exception {
        String first = id(send("POST", "/uniai/custom_video/model/veo-2", "{\"prompt\":\"a\"}", "sk-any"));
        String picture = JSON.readTree(send("POST", "/uniai/mj/submit/imagine", "{\"prompt\":\"a\"}", "sk-any")
                        .body())
                .path("result")
                .asText();
        String last = id(send("POST", "/uniai/custom_video/model/veo-2", "{\"prompt\":\"a\"}", "sk-any"));
        own("POST", "tasks/" + first + "/failure", "");
        assertThat(ids("")).containsExactly(last, picture, first);
        assertThat(ids("?limit=2")).containsExactly(last, picture);
        assertThat(ids("?limit=0")).isEmpty();
        assertThat(ids("?ended=true")).containsExactly(first);
        assertThat(ids("?ended=false&limit=1")).containsExactly(last);
        assertThat(ids("?provider=uniai&state=FAILURE")).containsExactly(first);
        assertThat(ids("?provider=juhe")).isEmpty();
        String type = own("GET", "tasks/" + picture, "").path("type").asText();
        assertThat(ids("?type=" + type)).containsExactly(picture);
        assertThat(ids("?state=FAILURE&state="
                        + own("GET", "tasks/" + last, "").path("state").asText()))
                .containsExactlyInAnyOrder(last, first);
        own("POST", "reset", "");
        assertThat(ids("?state=FAILURE")).isEmpty();
    }

    private static String id(HttpResponse<String> submitted) throws Exception {
        return JSON.readTree(submitted.body()).path("id").asText();
    }

    private List<String> ids(String query) throws Exception {
        JsonNode answer = own("GET", "tasks" + query, "");
        assertThat(answer.path("error").asText()).isEmpty();
        return answer.path("tasks").findValuesAsText("id");
    }

    @ParameterizedTest
    @CsvSource({
        "limit=-1,limit must be a number; 0 or more; not \"-1\"",
        "limit=many,limit must be a number; 0 or more; not \"many\"",
        "provider=uniay,there is no provider \"uniay\"; did you mean uniai?",
        "state=BLISS,there is no state \"BLISS\"",
        "state=FAILUR,there is no state \"FAILUR\"; did you mean FAILURE?",
        "type=video,there is no type \"video\"",
        "ended=yes,\"yes\" is not a value of ended that there is; there are true; false",
        "limt=1,\"limt\" is not a field that there is; there are provider; type; state; ended; limit"
    })
    void whatNoTaskCanBeIsTold(String query, String says) throws Exception {
        HttpResponse<String> answer = send("GET", "/__facsimile/tasks?" + query, "", "sk-any");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).path("error").asText().replace(",", ";"))
                .startsWith(says);
    }

    @Test
    void theClockOfTasksCanBeMovedAndEverythingForgotten() throws Exception {
        JsonNode one = JSON.readTree(send("POST", "/custom_video/model/veo-2", "{\"prompt\":\"a\"}", "sk-any")
                .body());
        own("POST", "clock", "{\"advance\":\"10m\"}");
        assertThat(state(one)).isEqualTo("SUCCESS");
        own("POST", "reset", "");
        assertThat(own("GET", "tasks", "").path("tasks")).isEmpty();
        assertThat(own("GET", "health", "").path("status").asText()).isEqualTo("up");
        assertThat(own("GET", "nowhere", "").path("error").asText()).contains("journal");
    }

    @Test
    void theAdminApiAsksForItsTokenWhenThereIsOne() throws Exception {
        try (MockServer closed = MockServer.start(UNIAI.withAdminToken("let-me-in"))) {
            mock = closed;
            assertThat(send("GET", "/__facsimile/journal", "", "sk-any").statusCode())
                    .isEqualTo(401);
            assertThat(send("GET", "/__facsimile/journal", "", "sk-any", "X-Facsimile-Token", "let-me-in")
                            .statusCode())
                    .isEqualTo(200);
        }
    }
}

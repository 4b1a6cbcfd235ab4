package io.facsimile.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facsimile.mock.answer.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words that cannot act are told, wait for an answer that they are about, or leave alone what they are not about. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScenarioReachTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHAT = "{\"model\":\"gpt-x\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String STREAM = CHAT.replace("\"model\"", "\"stream\":true,\"model\"");
    private static final String VIDEO = "/custom_video/model/veo-2";

    private final HttpClient http = HttpClient.newHttpClient();
    private MockServer mock;

    @BeforeAll
    void start() throws IOException {
        mock = MockServer.start(
                MockOptions.DEFAULTS.withProviders(List.of("uniai", "juhe")).withPace(Answer.Pace.AT_ONCE));
    }

    @BeforeEach
    void forget() {
        mock.reset();
    }

    @AfterAll
    void stop() {
        mock.close();
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

    private HttpResponse<String> chat(String body, String key) throws Exception {
        return send("POST", "/v1/chat/completions", body, key);
    }

    private HttpResponse<String> asked(String body, String prefer) throws Exception {
        return send("POST", "/v1/chat/completions", body, "sk-any", "Prefer", prefer);
    }

    private static int events(HttpResponse<String> answer) {
        return answer.body().split("data: ", -1).length - 1;
    }

    private static void isRefused(HttpResponse<String> answer, String... says) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).at("/error/message").asText()).contains(says);
    }

    private HttpResponse<String> rule(String operation, String scenario) throws Exception {
        return send(
                "POST",
                "/__facsimile/faults",
                JSON.createObjectNode()
                        .put("operation", operation)
                        .put("scenario", scenario)
                        .toString(),
                "sk-any");
    }

    private void isNoRule(String operation, String scenario, String says) throws Exception {
        HttpResponse<String> answer = rule(operation, scenario);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).path("error").asText()).contains(says);
    }

    @ParameterizedTest
    @CsvSource({"cut=3", "stream-error=2"})
    void aWordAboutStreamsIsRefusedWhereTheAnswerIsNone(String word) throws Exception {
        String says = "the scenario's " + word + " is about a stream, but the answer to this request is none";
        isRefused(asked(CHAT, word), says, "createChatCompletion answers with one where the request asks for it");
        isRefused(send("POST", "/v1/chat/completions?prefer=" + word.replace("=", "%3D"), CHAT, "sk-any"), says);
        isRefused(
                send("POST", "/v1/embeddings", "{\"model\":\"m\",\"input\":\"a\"}", "sk-any", "Prefer", word),
                says,
                "createEmbedding never answers with one");
        assertThat(asked(STREAM, word).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"ttft=800", "tps=20", "jitter=0.3", "speed=5", "delay=0"})
    void howFastThingsGoMayBeSaidOfEveryRequest(String word) throws Exception {
        assertThat(asked(CHAT, word).statusCode()).isEqualTo(200);
    }

    @Test
    void aStreamThatEndsBeforeTheCutIsWhole() throws Exception {
        int all = events(asked(STREAM, "delay=0"));
        assertThat(asked(STREAM, "cut=" + all).body()).contains("[DONE]");
        assertThat(asked(STREAM, "cut=1000").body()).contains("[DONE]");
        HttpResponse<String> cut = asked(STREAM, "cut=" + (all - 1));
        assertThat(events(cut)).isEqualTo(all - 1);
        assertThat(cut.body()).doesNotContain("[DONE]");
    }

    @Test
    void aStreamBreaksWithTheErrorThatIsAskedFor() throws Exception {
        String claude =
                "{\"model\":\"claude-x\",\"max_tokens\":50,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        String asked = "code=overloaded, stream-error=3";
        HttpResponse<String> broken = send("POST", "/v1/messages", claude, "sk-any", "Prefer", asked);
        assertThat(broken.statusCode()).isEqualTo(200);
        assertThat(broken.body())
                .contains("event: message_start", "overloaded_error")
                .doesNotContain("message_stop");
        assertThat(send("POST", "/v1/messages", claude, "sk-any", "Prefer", "code=429, stream-error=3")
                        .body())
                .contains("event: message_start", "rate_limit_error");
        isRefused(asked(CHAT, asked), "stream-error=3 is about a stream, but the answer to this request is none");
        assertThat(chat(CHAT, "sk-b@" + asked).statusCode()).isEqualTo(503);
    }

    @Test
    void anOutcomeIsRefusedWhereNoTaskIsSubmitted() throws Exception {
        String says = "the scenario's outcome=failure is about a task, but this request submits none";
        isRefused(asked(CHAT, "outcome=failure"), says);
        isRefused(
                chat(CHAT.replace("gpt-x", "gpt-x@outcome=failure"), "sk-any"),
                "the scenario's outcome=failure is about a task, but createChatCompletion submits none");
        isRefused(
                send("POST", "/v1/embeddings", "{\"model\":\"m@cut=3\",\"input\":\"a\"}", "sk-any"),
                "the scenario's cut=3 is about a stream, but createEmbedding never answers with one");
    }

    @Test
    void whatAnErrorAnswersIsNoStreamAndNoTask() throws Exception {
        isRefused(asked(STREAM, "code=429, cut=3"), "cut=3 is about a stream", "code=429 answers at once");
        isRefused(
                send("POST", VIDEO, "{\"prompt\":\"a\"}", "sk-any", "Prefer", "code=503, outcome=failure"),
                "outcome=failure is about a task",
                "code=503 answers at once");
    }

    @Test
    void wordsThatContradictEachOtherAreRefused() throws Exception {
        isRefused(asked(STREAM, "cut=3, stream-error=2"), "cut=3 and stream-error=2", "ask for one of them");
        isRefused(asked(STREAM, "fault=garbage, cut=3"), "fault=garbage and cut=3");
        isRefused(asked(CHAT, "code=rate-limit, example=tool-call"), "code=rate-limit and example=tool-call");
        isRefused(asked(CHAT, "times=2"), "times says how often, but nothing says what");
    }

    @Test
    void aStatusBelow400ThatTheContractDoesNotNameIsRefusedWithThoseThatItNames() throws Exception {
        isRefused(asked(CHAT, "code=299"), "createChatCompletion has no answer with 299", "200", "400 to 599");
        assertThat(asked(CHAT, "code=200").statusCode()).isEqualTo(200);
    }

    @Test
    void theStatusOfSuccessIsAStreamWhereOneIsAskedFor() throws Exception {
        assertThat(events(asked(STREAM, "code=200, cut=3"))).isEqualTo(3);
    }

    @Test
    void anExampleOfAStatusIsLookedForAmongThose() throws Exception {
        HttpResponse<String> other = asked(CHAT, "code=400, example=context-length");
        assertThat(other.statusCode()).isEqualTo(400);
        assertThat(other.body()).contains("context_length_exceeded");
        isRefused(
                asked(CHAT, "code=200, example=context-length"), "no example \"context-length\" for 200", "tool-call");
    }

    @Test
    void afterAKeyWordsWaitForTheAnswersThatTheyAreAbout() throws Exception {
        String key = "sk-waits@cut=3, outcome=failure, example=tool-call, times=1";
        String cut = "sk-waits@cut=3, outcome=failure, times=1";
        assertThat(send("GET", "/v1/models", "", key).statusCode()).isEqualTo(200);
        assertThat(chat(CHAT, cut).statusCode()).isEqualTo(200);
        assertThat(events(chat(STREAM, cut))).as("nothing before used it up").isEqualTo(3);
        assertThat(events(chat(STREAM, cut))).isGreaterThan(3);
        isRefused(chat(CHAT, "sk-waits@example=nope"), "no example \"nope\"");
        assertThat(chat(CHAT, "sk-waits@example=tool-call").body()).contains("tool_calls");
        isRefused(send("GET", "/v1/models", "", "sk-waits@example=nope"), "no example \"nope\"");
    }

    @Test
    void aConnectionThatIsToBreakInAStreamHoldsElsewhere() throws Exception {
        String key = "sk-breaks@fault=reset, cut=3";
        assertThat(chat(CHAT, key).statusCode()).isEqualTo(200);
        assertThatIOException().isThrownBy(() -> chat(STREAM, key));
        rule("", "fault=empty, cut=2, times=1");
        assertThat(chat(CHAT, "sk-any").statusCode()).isEqualTo(200);
        assertThatIOException().isThrownBy(() -> chat(STREAM, "sk-any"));
        assertThat(chat(STREAM, "sk-any").statusCode()).isEqualTo(200);
    }

    @Test
    void afterAModelWordsWaitForAnotherRequestButNotForAnotherOperation() throws Exception {
        assertThat(chat(CHAT.replace("gpt-x", "gpt-x@cut=3"), "sk-any").statusCode())
                .isEqualTo(200);
        assertThat(events(chat(STREAM.replace("gpt-x", "gpt-x@cut=3"), "sk-any")))
                .isEqualTo(3);
    }

    @Test
    void aRuleThatCanNeverApplyToItsOperationIsRefusedWhenItIsPosted() throws Exception {
        isNoRule("createEmbedding", "cut=3", "cut=3 is about a stream, but createEmbedding never answers with one");
        isNoRule("createChatCompletion", "outcome=failure", "createChatCompletion submits none");
        isNoRule("createChatCompletion", "example=nope", "no example \"nope\", only ");
        isNoRule("createChatCompletion", "code=299", "createChatCompletion has no answer with 299");
        isNoRule("createChatCompletion", "times=2", "nothing says what");
        isNoRule("createChatCompletion", "retry-after=0", "retry-after is about an error");
        isNoRule("createChatCompletion", "code=503, cut=3", "cut=3 is about a stream");
        isNoRule("createCustomVideo", "outcome=cancelled", "cannot end in cancelled, only in");
        isNoRule("", "example=nope", "no operation has an example \"nope\"");
        isNoRule("", "code=299", "no operation has an answer with 299");
        for (String fits :
                List.of("cut=3", "example=tool-call", "code=200", "speed=2", "ttft=1, delay=0", "code=418")) {
            assertThat(rule("createChatCompletion", fits).statusCode()).as(fits).isEqualTo(201);
        }
        assertThat(JSON.readTree(
                                send("GET", "/__facsimile/faults", "", "sk-any").body())
                        .path("faults"))
                .hasSize(6);
    }

    private static void isLate(Callable<HttpResponse<String>> call, int status) throws Exception {
        long begin = System.nanoTime();
        assertThat(call.call().statusCode()).isEqualTo(status);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(290));
    }

    private List<Integer> left() throws Exception {
        JsonNode rules =
                JSON.readTree(send("GET", "/__facsimile/faults", "", "sk-any").body());
        List<Integer> left = new ArrayList<>();
        rules.path("faults").forEach(rule -> left.add(rule.path("left").asInt(-1)));
        return left;
    }

    @Test
    void rulesAddUpAndOfTheSameWordTheNewestSaysIt() throws Exception {
        rule("", "delay=300ms, retry-after=9, code=500");
        rule("createChatCompletion", "code=429");
        isLate(() -> chat(CHAT, "sk-any"), 429);
        assertThat(chat(CHAT, "sk-any").headers().firstValue("Retry-After")).contains("9");
        isLate(() -> send("GET", "/v1/models", "", "sk-any"), 500);
    }

    @Test
    void aRuleOfWhichNothingActsIsNotUsedUp() throws Exception {
        rule("", "code=500, times=1");
        rule("", "code=429, times=1");
        rule("", "delay=1ms, times=3");
        assertThat(chat(CHAT, "sk-any").statusCode()).isEqualTo(429);
        assertThat(left()).containsExactly(2, 0, 1);
        assertThat(chat(CHAT, "sk-any").statusCode()).isEqualTo(500);
        assertThat(chat(CHAT, "sk-any").statusCode()).isEqualTo(200);
        assertThat(left()).containsExactly(0, 0, 0);
    }

    @Test
    void whatTheCallerAsksForCountsBeforeTheRulesWordByWord() throws Exception {
        rule("", "code=500, delay=300ms");
        isLate(() -> asked(CHAT, "code=429"), 429);
        isLate(() -> asked(CHAT, "example=tool-call"), 200);
        assertThat(asked(CHAT, "delay=0").statusCode()).isEqualTo(500);
        assertThat(events(asked(STREAM, "cut=3")))
                .as("an error would leave nothing to cut")
                .isEqualTo(3);
    }

    @Test
    void anOlderRuleTakesNothingFromANewerOne() throws Exception {
        rule("", "code=503, times=1");
        rule("", "cut=3, times=1");
        assertThat(events(chat(STREAM, "sk-any"))).isEqualTo(3);
        assertThat(left()).containsExactly(0, 1);
        assertThat(chat(STREAM, "sk-any").statusCode()).isEqualTo(503);
    }

    @Test
    void whoFailedSoOftenAndSucceededFailsAgainTheNextTime() throws Exception {
        for (int run = 0; run < 2; run++) {
            assertThat(asked(CHAT, "code=503, times=2").statusCode()).isEqualTo(503);
            assertThat(asked(CHAT, "code=503, times=2").statusCode()).isEqualTo(503);
            assertThat(asked(CHAT, "code=503, times=2").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void afterAKeyAFailureThatIsOverStaysOver() throws Exception {
        assertThat(chat(CHAT, "sk-once@code=503, times=1").statusCode()).isEqualTo(503);
        assertThat(chat(CHAT, "sk-once@code=503, times=1").statusCode()).isEqualTo(200);
        assertThat(chat(CHAT, "sk-once@code=503, times=1").statusCode()).isEqualTo(200);
    }

    @Test
    void aRuleForAllOperationsActsWhereItCanAndIsUsedUpThere() throws Exception {
        rule("", "code=503, times=1");
        rule("", "cut=3, times=1");
        rule("", "example=tool-call, outcome=failure, times=1");
        assertThat(send("GET", "/v1/models", "", "sk-any").statusCode())
                .as("the newer rules are about other answers")
                .isEqualTo(503);
        assertThat(send("GET", "/v1/models", "", "sk-any").statusCode()).isEqualTo(200);
        assertThat(chat(CHAT, "sk-any").body()).contains("tool_calls");
        assertThat(chat(CHAT, "sk-any").body()).doesNotContain("tool_calls");
        assertThat(events(chat(STREAM, "sk-any"))).isEqualTo(3);
        JsonNode rules =
                JSON.readTree(send("GET", "/__facsimile/faults", "", "sk-any").body());
        assertThat(rules.path("faults")).extracting(r -> r.path("left").asInt()).containsOnly(0);
    }

    @Test
    void aRulesOutcomeIsForTasksThatCanEndSo() throws Exception {
        rule("", "outcome=cancelled");
        assertThat(send("POST", VIDEO, "{\"prompt\":\"a\"}", "sk-any").statusCode())
                .isEqualTo(200);
        rule("", "outcome=failure");
        JsonNode submitted = JSON.readTree(
                send("POST", VIDEO, "{\"prompt\":\"a\"}", "sk-any").body());
        mock.advance(java.time.Duration.ofMinutes(10));
        assertThat(send("GET", "/custom_video/fetch/" + submitted.path("id").asText(), "", "sk-any")
                        .body())
                .contains("FAILURE");
    }

    @Test
    void theTimeToWaitIsToldByEveryError() throws Exception {
        try (MockServer limited = MockServer.start(MockOptions.DEFAULTS
                .withProviders(List.of("uniai"))
                .withRateLimit(new io.facsimile.mock.limit.RateLimit(1, 0)))) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(limited.url() + "/v1/models"))
                    .header("Authorization", "Bearer sk-any")
                    .header("Prefer", "retry-after=0")
                    .build();
            assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
            HttpResponse<String> refused = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().allValues("retry-after")).containsExactly("0");
        }
    }
}

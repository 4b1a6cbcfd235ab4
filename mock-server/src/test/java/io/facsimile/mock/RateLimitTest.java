package io.facsimile.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facsimile.mock.answer.Answer;
import io.facsimile.mock.limit.RateLimit;
import io.facsimile.mock.limit.RateMeters;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Limits of requests and tokens a minute, told and refused as each provider does. */
class RateLimitTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHAT = "{\"model\":\"gpt-x\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String MESSAGE =
            "{\"model\":\"claude\",\"max_tokens\":40,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private final HttpClient http = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init") // each test starts its own
    private MockServer mock;

    private void start(long requests, long tokens, double speed) throws Exception {
        mock = MockServer.start(MockOptions.DEFAULTS
                .withProviders(List.of("uniapi", "juhe"))
                .withPace(Answer.Pace.AT_ONCE)
                .withSpeed(speed)
                .withRateLimit(new RateLimit(requests, tokens)));
    }

    @AfterEach
    void stop() {
        if (mock != null) {
            mock.close();
        }
    }

    private HttpResponse<String> send(String method, String path, String body, String key, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(mock.url() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> chat(String key, String... headers) throws Exception {
        return send("POST", "/v1/chat/completions", CHAT, key, headers);
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void withoutALimitNothingIsToldOfOne() throws Exception {
        start(0, 0, 1);
        assertThat(chat("a").headers().map().keySet()).noneMatch(name -> name.contains("ratelimit"));
    }

    @Test
    void everyAnswerTellsWhatIsLeftInTheFormOfOpenAi() throws Exception {
        start(60, 600, 1);
        HttpResponse<String> first = chat("a");
        assertThat(header(first, "x-ratelimit-limit-requests")).isEqualTo("60");
        assertThat(header(first, "x-ratelimit-remaining-requests")).isEqualTo("59");
        assertThat(header(first, "x-ratelimit-reset-requests")).matches("[0-9]{1,3}ms|1s");
        assertThat(header(first, "x-ratelimit-limit-tokens")).isEqualTo("600");
        long used = JSON.readTree(first.body()).at("/usage/total_tokens").asLong();
        assertThat(Long.parseLong(header(first, "x-ratelimit-remaining-tokens")))
                .isBetween(600 - used, 600 - used / 2);
        assertThat(header(first, "retry-after")).isEmpty();
        HttpResponse<String> refused = chat("a", "Prefer", "code=500");
        assertThat(refused.statusCode()).isEqualTo(500);
        assertThat(header(refused, "x-ratelimit-limit-requests")).isEqualTo("60");
        HttpResponse<String> wrong = send("POST", "/v1/chat/completions", "{}", "a");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(Integer.parseInt(header(wrong, "x-ratelimit-remaining-requests")))
                .isLessThan(60);
    }

    @Test
    void moreRequestsAreRefusedWithTheProvidersOwn429UntilTheClockGoesOn() throws Exception {
        start(3, 0, 1);
        for (int left = 2; left >= 0; left--) {
            HttpResponse<String> answer = chat("a");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(header(answer, "x-ratelimit-remaining-requests")).isEqualTo(Integer.toString(left));
        }
        HttpResponse<String> refused = chat("a");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(JSON.readTree(refused.body()).at("/error/code").asText()).isEqualTo("rate_limit_exceeded");
        assertThat(JSON.readTree(refused.body()).at("/error/message").asText())
                .contains("the limit is 3 a minute")
                .contains("try again in");
        assertThat(Integer.parseInt(header(refused, "retry-after"))).isBetween(15, 20);
        assertThat(Integer.parseInt(header(refused, "retry-after-ms"))).isBetween(15_000, 20_000);
        assertThat(header(refused, "x-ratelimit-remaining-requests")).isEqualTo("0");
        assertThat(header(refused, "x-ratelimit-reset-requests")).matches("[45][0-9](\\.[0-9]+)?s|1m0s");
        mock.advance(Duration.ofSeconds(Long.parseLong(header(refused, "retry-after"))));
        assertThat(chat("a").statusCode()).isEqualTo(200);
        assertThat(chat("a").statusCode()).isEqualTo(429);
        mock.advance(Duration.ofMinutes(5));
        assertThat(header(chat("a"), "x-ratelimit-remaining-requests")).isEqualTo("2");
    }

    @Test
    void eachKeyHasItsOwnAndAScenarioAfterItChangesNothing() throws Exception {
        start(1, 0, 1);
        assertThat(chat("a").statusCode()).isEqualTo(200);
        assertThat(chat("a").statusCode()).isEqualTo(429);
        assertThat(chat("a@delay=1ms").statusCode()).isEqualTo(429);
        assertThat(chat("a@example.com").statusCode())
                .as("an address is another key")
                .isEqualTo(200);
        assertThat(chat("b").statusCode()).isEqualTo(200);
        HttpResponse<String> nobody = chat("");
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(header(nobody, "x-ratelimit-limit-requests")).isEmpty();
    }

    @Test
    void anthropicTellsTimesOfDay() throws Exception {
        start(2, 1_000, 1);
        HttpResponse<String> answer = send("POST", "/v1/messages", MESSAGE, "a", "anthropic-version", "2023-06-01");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "anthropic-ratelimit-requests-limit")).isEqualTo("2");
        assertThat(header(answer, "anthropic-ratelimit-requests-remaining")).isEqualTo("1");
        Instant reset = Instant.parse(header(answer, "anthropic-ratelimit-requests-reset"));
        assertThat(reset).isBetween(Instant.now().plusSeconds(15), Instant.now().plusSeconds(32));
        JsonNode usage = JSON.readTree(answer.body()).path("usage");
        long used = usage.path("input_tokens").asLong()
                + usage.path("output_tokens").asLong();
        assertThat(used).isPositive();
        assertThat(Long.parseLong(header(answer, "anthropic-ratelimit-tokens-remaining")))
                .isBetween(1_000 - used, 1_000 - used + 200);
        assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("x-ratelimit"));
        send("POST", "/v1/messages", MESSAGE, "a", "anthropic-version", "2023-06-01");
        HttpResponse<String> refused = send("POST", "/v1/messages", MESSAGE, "a", "anthropic-version", "2023-06-01");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(JSON.readTree(refused.body()).at("/error/type").asText()).isEqualTo("rate_limit_error");
        assertThat(Integer.parseInt(header(refused, "retry-after"))).isBetween(20, 30);
    }

    @Test
    void geminiTellsOnlyWhenToComeBack() throws Exception {
        start(1, 0, 1);
        String body = "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]}";
        String path = "/v1beta/models/gemini-2.5-flash:generateContent";
        HttpResponse<String> answer = send("POST", path, body, "", "x-goog-api-key", "a");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().map().keySet()).noneMatch(name -> name.contains("ratelimit"));
        HttpResponse<String> refused = send("POST", path, body, "", "x-goog-api-key", "a");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(JSON.readTree(refused.body()).at("/error/status").asText()).isEqualTo("RESOURCE_EXHAUSTED");
        assertThat(Integer.parseInt(header(refused, "retry-after"))).isBetween(50, 60);
    }

    @Test
    void tokensAreExpectedBeforeAndCountedAfter() throws Exception {
        start(0, 500, 1);
        String wish = CHAT.replace("\"model\"", "\"max_tokens\":400,\"model\"");
        HttpResponse<String> first = send("POST", "/v1/chat/completions", wish, "a");
        assertThat(first.statusCode()).isEqualTo(200);
        long used = JSON.readTree(first.body()).at("/usage/total_tokens").asLong();
        assertThat(used).isBetween(1L, 200L);
        assertThat(Long.parseLong(header(first, "x-ratelimit-remaining-tokens")))
                .isBetween(500 - used, 500 - used + 100);
        assertThat(header(first, "x-ratelimit-limit-requests")).isEmpty();
        HttpResponse<String> streamed =
                send("POST", "/v1/chat/completions", CHAT.replace("\"model\"", "\"stream\":true,\"model\""), "b");
        assertThat(streamed.body()).endsWith("data: [DONE]\n\n");
        assertThat(Long.parseLong(header(streamed, "x-ratelimit-remaining-tokens")))
                .isBetween(300L, 499L);
        HttpResponse<String> tooLarge = send("POST", "/v1/chat/completions", wish.replace("400", "501"), "c");
        assertThat(tooLarge.statusCode()).isEqualTo(429);
        assertThat(tooLarge.body()).contains("Request too large").contains("501");
        int answered = 0;
        while (send("POST", "/v1/chat/completions", wish, "d").statusCode() == 200 && answered < 100) {
            answered++;
        }
        assertThat(answered).isBetween(1, 20);
    }

    @Test
    void aMinuteIsAMinuteHoweverFastTasksRun() throws Exception {
        start(1, 0, 6_000);
        HttpResponse<String> first = chat("a");
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(header(first, "x-ratelimit-reset-requests")).matches("5[0-9](\\.[0-9]+)?s|1m0s");
        Thread.sleep(50);
        HttpResponse<String> refused = chat("a");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(header(refused, "retry-after"))).isBetween(50, 60);
        send("POST", "/__facsimile/clock", "{\"advance\":\"1m\"}", "");
        assertThat(chat("a").statusCode()).isEqualTo(200);
    }

    @Test
    void theOwnApiTurnsThemOnAndOff() throws Exception {
        start(0, 0, 1);
        HttpResponse<String> set = send("PUT", "/__facsimile/limits", "{\"requests\": 1}", "");
        assertThat(JSON.readTree(set.body()).path("requests").asInt()).isEqualTo(1);
        assertThat(chat("a").statusCode()).isEqualTo(200);
        assertThat(chat("a").statusCode()).isEqualTo(429);
        assertThat(JSON.readTree(send("GET", "/__facsimile/limits", "", "").body())
                        .path("keys")
                        .asInt())
                .isEqualTo(1);
        send("DELETE", "/__facsimile/limits", "", "");
        assertThat(chat("a").statusCode()).isEqualTo(200);
        send("PUT", "/__facsimile/limits", "{\"requests\": 1}", "");
        send("POST", "/__facsimile/reset", "", "");
        assertThat(chat("a").statusCode()).isEqualTo(200);
        assertThat(chat("a").statusCode()).isEqualTo(200);
        HttpResponse<String> wrong = send("PUT", "/__facsimile/limits", "{\"requests\": -1}", "");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("requests must be a number a minute");
    }

    @Test
    void manyKeysCostNoMoreThanSoMuchMemory() {
        RateMeters meters = new RateMeters(new RateLimit(5, 5), Instant::now);
        for (int i = 0; i < 20_000; i++) {
            meters.ticket("key-" + i).take(1);
        }
        assertThat(meters.keys()).isEqualTo(10_000);
    }

    @Test
    void impossibleLimitsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RateLimit(-1, 0));
    }
}

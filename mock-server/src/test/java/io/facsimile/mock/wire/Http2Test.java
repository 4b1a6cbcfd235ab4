package io.facsimile.mock.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facsimile.mock.MockOptions;
import io.facsimile.mock.MockServer;
import io.facsimile.mock.answer.Answer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** HTTP/2 without TLS, with prior knowledge of it and by an upgrade. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Http2Test {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHAT = "{\"model\":\"gpt-x\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String STREAM = CHAT.replace("\"model\"", "\"stream\":true,\"model\"");

    private final java.net.http.HttpClient observer = java.net.http.HttpClient.newBuilder()
            .version(java.net.http.HttpClient.Version.HTTP_1_1)
            .build();
    private final Vertx vertx = Vertx.vertx();
    private MockServer mock;

    @BeforeAll
    void start() throws Exception {
        mock = MockServer.start(MockOptions.DEFAULTS
                .withProviders(List.of("uniai"))
                .withMaxBodyBytes(100_000)
                .withPace(new Answer.Pace(5, 2)));
    }

    @AfterAll
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        mock.close();
    }

    private HttpClient client(boolean byUpgrade) {
        return vertx.createHttpClient(
                new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(byUpgrade)
                        .setHttp2MultiplexingLimit(1_000),
                new PoolOptions().setHttp2MaxSize(1));
    }

    private Future<HttpClientRequest> chat(HttpClient client) {
        return client.request(HttpMethod.POST, mock.port(), "127.0.0.1", "/v1/chat/completions")
                .map(request -> request.putHeader("Authorization", "Bearer sk-any")
                        .putHeader("Content-Type", "application/json"));
    }

    private Future<String> send(HttpClient client, String body) {
        return chat(client).compose(request -> request.send(body)).compose(answer -> {
            assertThat(answer.version()).isEqualTo(HttpVersion.HTTP_2);
            return answer.body().map(bytes -> answer.statusCode() + " " + bytes);
        });
    }

    private static <T> T got(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private JsonNode open() throws Exception {
        HttpRequest health = HttpRequest.newBuilder(URI.create(mock.url() + "/__facsimile/health"))
                .build();
        return JSON.readTree(observer.send(health, HttpResponse.BodyHandlers.ofString())
                        .body())
                .path("open");
    }

    private void await(Predicate<JsonNode> condition) throws Exception {
        Instant end = Instant.now().plus(Duration.ofSeconds(15));
        JsonNode open = open();
        while (!condition.test(open) && Instant.now().isBefore(end)) {
            Thread.sleep(10);
            open = open();
        }
        assertThat(condition.test(open)).as(open.toString()).isTrue();
    }

    @Test
    void plainAnswersAndStreamsComeWithPriorKnowledgeAndByUpgrade() throws Exception {
        for (boolean byUpgrade : List.of(false, true)) {
            HttpClient client = client(byUpgrade);
            assertThat(got(send(client, CHAT))).startsWith("200 {").contains("chat.completion");
            assertThat(got(send(client, STREAM))).startsWith("200 data: {").endsWith("data: [DONE]\n\n");
            got(client.close());
        }
    }

    @Test
    void theClientOfTheJdkUpgrades() throws Exception {
        java.net.http.HttpClient http = java.net.http.HttpClient.newHttpClient();
        for (String body : List.of(CHAT, STREAM)) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(mock.url() + "/v1/chat/completions"))
                            .header("Authorization", "Bearer sk-any")
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(java.net.http.HttpClient.Version.HTTP_2);
        }
    }

    @Test
    void manyStreamsShareOneConnectionAndEachIsWhole() throws Exception {
        HttpClient client = client(false);
        got(send(client, CHAT));
        await(open -> open.path("connections").asInt() == 2);
        List<Future<String>> answers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            answers.add(send(client, STREAM));
        }
        for (Future<String> answer : answers) {
            assertThat(got(answer)).startsWith("200 data: {").endsWith("data: [DONE]\n\n");
        }
        assertThat(open().path("connections").asInt()).isEqualTo(2);
        await(open -> open.path("streams").asInt() == 0 && open.path("timers").asInt() == 0);
        got(client.close());
    }

    @Test
    void aStreamThatIsResetFreesItsTimerAndLeavesTheConnectionToTheOthers() throws Exception {
        HttpClient client = client(false);
        List<HttpClientRequest> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            HttpClientRequest request = got(chat(client));
            request.exceptionHandler(e -> {});
            request.putHeader("Prefer", "ttft=600000");
            Future<HttpClientResponse> answer = request.send(Buffer.buffer(STREAM));
            got(answer);
            waiting.add(request);
        }
        await(open -> open.path("streams").asInt() == 20 && open.path("timers").asInt() == 20);
        waiting.forEach(request -> request.reset(8));
        await(open -> open.path("streams").asInt() == 0
                && open.path("timers").asInt() == 0
                // The question itself is open.
                && open.path("requests").asInt() == 1);
        assertThat(got(send(client, CHAT))).startsWith("200");
        assertThat(open().path("connections").asInt()).isEqualTo(2);
        got(client.close());
        await(open -> open.path("connections").asInt() == 1);
    }

    @Test
    void aDelayedAnswerThatIsResetFreesItsTimer() throws Exception {
        HttpClient client = client(false);
        HttpClientRequest request = got(chat(client));
        request.exceptionHandler(e -> {});
        request.putHeader("Prefer", "delay=600");
        Future<HttpClientResponse> answer = request.send(Buffer.buffer(CHAT));
        await(open -> open.path("timers").asInt() == 1);
        request.reset(8);
        await(open -> open.path("timers").asInt() == 0);
        assertThat(answer.failed()).isTrue();
        got(client.close());
    }

    @Test
    void whatIsTooLargeIsRefusedAndTheConnectionStays() throws Exception {
        HttpClient client = client(false);
        String large = CHAT.replace("hi", "x".repeat(200_000));
        assertThat(got(send(client, large))).startsWith("413 {");
        HttpClientRequest request = got(chat(client));
        for (int i = 0; i < 250; i++) {
            request.putHeader("X-" + i, "1");
        }
        assertThat(got(request.send(CHAT)).statusCode()).isEqualTo(431);
        assertThat(got(send(client, CHAT))).startsWith("200");
        got(client.close());
    }
}

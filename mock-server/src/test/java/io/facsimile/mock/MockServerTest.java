package io.facsimile.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facsimile.contract.ContractException;
import io.facsimile.mock.answer.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mock over real sockets, beyond what the contract suite holds it to. */
class MockServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MockOptions UNIAI = MockOptions.DEFAULTS.withProviders(List.of("uniai"));
    private static final String CHAT = "{\"model\":\"gpt-x\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private final HttpClient http = HttpClient.newHttpClient();

    private HttpResponse<String> send(MockServer mock, String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(mock.url() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer sk-any")
                .header("Content-Type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode chat(MockServer mock, String path) throws Exception {
        return JSON.readTree(send(mock, "POST", path, CHAT).body());
    }

    @Test
    void everyPathAnswersAtTheRootAndUnderItsProvider() throws Exception {
        try (MockServer mock = MockServer.start(UNIAI)) {
            assertThat(chat(mock, "/v1/chat/completions").path("model").asText())
                    .isEqualTo("gpt-x");
            assertThat(chat(mock, "/uniai/v1/chat/completions").path("model").asText())
                    .isEqualTo("gpt-x");
        }
    }

    @Test
    void whatAFixedValueWouldMakeAbsurdIsLive() throws Exception {
        try (MockServer mock = MockServer.start(UNIAI)) {
            JsonNode one = chat(mock, "/v1/chat/completions");
            JsonNode other = chat(mock, "/v1/chat/completions");
            assertThat(one.path("id")).isNotEqualTo(other.path("id"));
            assertThat(one.path("created").asLong()).isGreaterThan(1_760_241_600L + 1_000_000);
            JsonNode three = JSON.readTree(
                    send(mock, "POST", "/v1/chat/completions", CHAT.replace("\"model\"", "\"n\":3,\"model\""))
                            .body());
            assertThat(three.path("choices")).hasSize(3);
            assertThat(three.at("/choices/2/index").asInt()).isEqualTo(2);
        }
    }

    @Test
    void embeddingsAreAsManyAndAsLongAsAskedOfUnitLengthAndEqualForEqualInput() throws Exception {
        try (MockServer mock = MockServer.start(UNIAI)) {
            String request = "{\"model\":\"text-embedding-3-small\",\"input\":[\"a\",\"b\",\"a\"],\"dimensions\":64}";
            JsonNode list =
                    JSON.readTree(send(mock, "POST", "/v1/embeddings", request).body());
            assertThat(list.path("data")).hasSize(3);
            JsonNode first = list.at("/data/0/embedding");
            assertThat(first).hasSize(64).isEqualTo(list.at("/data/2/embedding"));
            assertThat(first).isNotEqualTo(list.at("/data/1/embedding"));
            double sum = 0;
            for (JsonNode number : first) {
                sum += number.asDouble() * number.asDouble();
            }
            assertThat(sum).isCloseTo(1, within(1e-4));
            String packed = JSON.readTree(send(
                                    mock,
                                    "POST",
                                    "/v1/embeddings",
                                    request.replace("\"model\"", "\"encoding_format\":\"base64\",\"model\""))
                            .body())
                    .at("/data/0/embedding")
                    .asText();
            ByteBuffer floats =
                    ByteBuffer.wrap(Base64.getDecoder().decode(packed)).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(floats.remaining()).isEqualTo(64 * 4);
            assertThat((double) floats.getFloat()).isCloseTo(first.get(0).asDouble(), within(1e-6));
        }
    }

    @Test
    void equalSeedsGiveEqualIds() throws Exception {
        Set<String> ids = new HashSet<>();
        for (int run = 0; run < 2; run++) {
            try (MockServer mock = MockServer.start(UNIAI.withSeed(7))) {
                ids.add(chat(mock, "/v1/chat/completions").path("id").asText());
            }
        }
        assertThat(ids).hasSize(1);
    }

    @Test
    void aTaskLivesByTheClockAndShowsTheSameEachTime() throws Exception {
        try (MockServer mock = MockServer.start(UNIAI)) {
            JsonNode submitted =
                    JSON.readTree(send(mock, "POST", "/custom_video/model/veo-2", "{\"prompt\":\"a storm\"}")
                            .body());
            String path = "/custom_video/fetch/" + submitted.path("id").asText();
            assertThat(JSON.readTree(send(mock, "GET", path, "").body())
                            .path("status")
                            .asText())
                    .isEqualTo("SUBMITTED");
            mock.advance(Duration.ofSeconds(10));
            assertThat(JSON.readTree(send(mock, "GET", path, "").body())
                            .path("status")
                            .asText())
                    .isEqualTo("IN_PROGRESS");
            mock.advance(Duration.ofMinutes(5));
            JsonNode done = JSON.readTree(send(mock, "GET", path, "").body());
            assertThat(done.path("status").asText()).isEqualTo("SUCCESS");
            assertThat(JSON.readTree(send(mock, "GET", path, "").body())).isEqualTo(done);
            HttpResponse<byte[]> film = http.send(
                    HttpRequest.newBuilder(URI.create(done.path("output").asText()))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(film.headers().firstValue("content-type")).contains("video/mp4");
            assertThat(new String(film.body(), 4, 4, java.nio.charset.StandardCharsets.US_ASCII))
                    .isEqualTo("ftyp");
        }
    }

    @Test
    void eventsComeInPiecesAndNotAllAtOnce() throws Exception {
        try (MockServer mock = MockServer.start(UNIAI.withPace(new Answer.Pace(20, 20)))) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(mock.url() + "/v1/chat/completions"))
                    .POST(HttpRequest.BodyPublishers.ofString(CHAT.replace("\"model\"", "\"stream\":true,\"model\"")))
                    .header("Authorization", "Bearer sk-any")
                    .header("Content-Type", "application/json")
                    .build();
            HttpResponse<java.util.stream.Stream<String>> response =
                    http.send(request, HttpResponse.BodyHandlers.ofLines());
            List<Long> times = new ArrayList<>();
            List<String> events = new ArrayList<>();
            response.body().filter(l -> l.startsWith("data: ")).forEach(line -> {
                times.add(System.nanoTime());
                events.add(line);
            });
            assertThat(events).hasSizeGreaterThan(5).last().isEqualTo("data: [DONE]");
            assertThat(Duration.ofNanos(times.get(times.size() - 1) - times.get(0)))
                    .isGreaterThan(Duration.ofMillis(15L * (events.size() - 2)));
        }
    }

    @Test
    void theUsersStubsAnswerFirstAndTheContractWhereNoneFits(@TempDir Path directory) throws Exception {
        Path mappings = Files.createDirectories(directory.resolve("mappings"));
        Files.writeString(mappings.resolve("chat.json"), """
                {"request": {"method": "POST", "urlPath": "/v1/chat/completions",
                             "bodyPatterns": [{"matchesJsonPath": "$[?(@.model == 'mine')]"}]},
                 "response": {"status": 418, "fixedDelayMilliseconds": 30, "headers": {"X-Mine": "yes"},
                              "jsonBody": {"mine": true}}}
                """);
        try (MockServer mock = MockServer.start(UNIAI.withStubs(directory))) {
            HttpResponse<String> mine = send(mock, "POST", "/v1/chat/completions", CHAT.replace("gpt-x", "mine"));
            assertThat(mine.statusCode()).isEqualTo(418);
            assertThat(mine.headers().firstValue("x-mine")).contains("yes");
            assertThat(JSON.readTree(mine.body()).path("mine").asBoolean()).isTrue();
            assertThat(chat(mock, "/v1/chat/completions").path("object").asText())
                    .isEqualTo("chat.completion");
        }
    }

    @Test
    void wireMocksAdminApiStubsAndVerifies() throws Exception {
        try (MockServer mock = MockServer.start(UNIAI)) {
            chat(mock, "/v1/chat/completions");
            HttpResponse<String> count = send(
                    mock,
                    "POST",
                    "/__admin/requests/count",
                    "{\"method\":\"POST\",\"urlPath\":\"/v1/chat/completions\"}");
            assertThat(JSON.readTree(count.body()).path("count").asInt()).isEqualTo(1);
            send(
                    mock,
                    "POST",
                    "/__admin/mappings",
                    "{\"request\":{\"urlPath\":\"/v1/models\"},\"response\":{\"fault\":\"EMPTY_RESPONSE\"}}");
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> send(mock, "GET", "/v1/models", ""));
            send(mock, "POST", "/__admin/reset", "");
            assertThat(send(mock, "GET", "/v1/models", "").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void browsersMayCallFromAnyPage() throws Exception {
        try (MockServer mock = MockServer.start(UNIAI)) {
            HttpResponse<String> preflight = send(
                    mock,
                    "OPTIONS",
                    "/v1/chat/completions",
                    "",
                    "Access-Control-Request-Method",
                    "POST",
                    "Access-Control-Request-Headers",
                    "authorization, content-type");
            assertThat(preflight.statusCode()).isEqualTo(204);
            assertThat(preflight.headers().firstValue("access-control-allow-headers"))
                    .contains("authorization, content-type");
        }
    }

    @Test
    void headAnswersLikeGetWithoutABody() throws Exception {
        try (MockServer mock = MockServer.start(UNIAI)) {
            HttpResponse<String> head = send(mock, "HEAD", "/v1/models", "");
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(Integer.parseInt(
                            head.headers().firstValue("content-length").orElse("0")))
                    .isGreaterThan(100);
        }
    }

    @Test
    void aTakenPortIsSaidSo() throws Exception {
        try (MockServer mock = MockServer.start(UNIAI)) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> MockServer.start(UNIAI.withPort(mock.port())))
                    .withMessageContaining("in use");
        }
    }

    @Test
    void anUnknownProviderIsRefusedWithTheKnownOnes() {
        assertThatExceptionOfType(ContractException.class)
                .isThrownBy(() -> MockServer.start(MockOptions.DEFAULTS.withProviders(List.of("nobody"))))
                .withMessageContaining("nobody")
                .withMessageContaining("uniai");
    }

    @Test
    void impossibleOptionsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> UNIAI.withPort(70_000));
        assertThatIllegalArgumentException().isThrownBy(() -> UNIAI.withSpeed(0));
    }
}

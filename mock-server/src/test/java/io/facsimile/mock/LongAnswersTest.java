package io.facsimile.mock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facsimile.contract.index.ContractIndex;
import io.facsimile.mock.request.Headers;
import io.facsimile.mock.request.MockRequest;
import io.facsimile.mock.scenario.Scenario;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that take long to make keep nobody else waiting. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LongAnswersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String CHAT =
            "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"hi %s\"}]%s}";
    private static final String FORM =
            ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"f\",\"schema\":%s}}";
    private static final String TOOL =
            ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":%s}}]";
    private static final String TWINS = "{\"type\":\"object\",\"required\":[\"l\",\"r\"],"
            + "\"properties\":{\"l\":{\"$ref\":\"#\"},\"r\":{\"$ref\":\"#\"}}}";
    private static final String PLAIN = "{\"type\":\"object\",\"required\":[\"city\",\"days\"],\"properties\":{"
            + "\"city\":{\"type\":\"string\",\"description\":\"Where.\"},"
            + "\"unit\":{\"anyOf\":[{\"type\":\"string\",\"enum\":[\"c\",\"f\"]},{\"type\":\"null\"}]},"
            + "\"days\":{\"type\":\"array\",\"minItems\":1,\"items\":{\"type\":\"integer\",\"minimum\":0}}}}";

    private MockServer mock;
    private Simulator simulator;

    @BeforeAll
    void start() throws Exception {
        MockOptions options = MockOptions.DEFAULTS.withProviders(List.of("uniapi", "juhe"));
        mock = MockServer.start(options);
        simulator = new Simulator(
                options.providers().stream().map(ContractIndex::open).toList(), options, Instant::now);
        // What is asked for first has its contract to read.
        for (String path : List.of("/v1/chat/completions", "/v1/images/generations", "/v1/audio/speech")) {
            simulator.answer(request(path, "{}"));
        }
        for (String path : List.of("gemini-2.5-flash:generateContent", "gemini-2.5-flash:streamGenerateContent")) {
            simulator.answer(request("/v1beta/models/" + path, "{}"));
        }
        for (int i = 0; i < 3; i++) {
            sent(mock.url(), "/v1/chat/completions", CHAT.formatted(i, "")).get(60, TimeUnit.SECONDS);
            sent(mock.url(), "/v1/images/generations", picture(",\"size\":\"256x256\"", i))
                    .get(60, TimeUnit.SECONDS);
        }
    }

    @AfterAll
    void stop() {
        mock.close();
    }

    private static MockRequest request(String path, String body) {
        Map<String, String> headers = Map.of("authorization", "Bearer any", "content-type", "application/json");
        int query = path.indexOf('?');
        return new MockRequest(
                "POST",
                query < 0 ? path : path.substring(0, query),
                query < 0 ? "" : path.substring(query + 1),
                Headers.of(headers),
                body.getBytes(StandardCharsets.UTF_8),
                "http://127.0.0.1");
    }

    private static String picture(String more, int number) {
        return "{\"model\":\"dall-e-2\",\"response_format\":\"b64_json\",\"prompt\":\"a lighthouse " + number + "\""
                + more + "}";
    }

    private boolean takesLong(String path, String body) {
        return simulator.route(request(path, body)).takesLong();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":\"gpt-4o-audio\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"modalities\":[\"text\",\"audio\"],\"audio\":{\"voice\":\"alloy\",\"format\":\"wav\"}} | true",
                "{\"model\":\"gpt-4o@example=audio\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]} | true",
                "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"write to a@example.org\"}]} | false"
            })
    void aFileTakesLongWhoeverAsksForIt(String body, boolean takesLong) {
        String path = "/juhe/v1/chat/completions";
        simulator.answer(request(path, "{}"));
        assertThat(takesLong(path, body)).isEqualTo(takesLong);
        simulator.ask("", "", Scenario.parse("example=audio"));
        try {
            assertThat(takesLong(path, body)).isTrue();
        } finally {
            simulator.reset();
        }
    }

    private static CompletableFuture<HttpResponse<String>> sent(String url, String path, String body) {
        // A client of its own has a connection of its own, and so meets another event loop.
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create(url + path))
                                .header("Authorization", "Bearer any")
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void schemasThatHaveNoEndAndLargeOnesTakeLongAndUsualOnesDoNot() {
        String wide = "{\"type\":\"object\",\"properties\":{"
                + String.join(
                        ",",
                        java.util.stream.IntStream.range(0, 150)
                                .mapToObj(i -> "\"p" + i + "\":{\"type\":\"string\"}")
                                .toList())
                + "}}";
        for (String place : List.of(FORM, TOOL)) {
            for (String schema : List.of(
                    TWINS,
                    wide,
                    "{\"type\":\"array\",\"minItems\":900,\"items\":{\"type\":\"string\"}}",
                    "{\"type\":\"string\",\"pattern\":\"^(a+)+$\"}")) {
                assertThat(takesLong("/v1/chat/completions", CHAT.formatted("", place.formatted(schema))))
                        .as(schema)
                        .isTrue();
            }
            assertThat(takesLong("/v1/chat/completions", CHAT.formatted("", place.formatted(PLAIN))))
                    .isFalse();
        }
        assertThat(takesLong("/v1/chat/completions", CHAT.formatted("", ""))).isFalse();
        assertThat(takesLong("/v1/chat/completions", "no JSON")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/images/generations | {\"model\":\"dall-e-2\",\"prompt\":\"a\",\"response_format\":\"b64_json\"} | true",
                "/v1/images/generations | {\"model\":\"dall-e-2\",\"prompt\":\"a\",\"response_format\":\"url\"} | false",
                "/v1/images/generations | {\"model\":\"gpt-image-1\",\"prompt\":\"a\",\"stream\":true} | true",
                "/v1/audio/speech | {\"model\":\"tts-1\",\"voice\":\"alloy\",\"input\":\"Good morning.\"} | true",
                "/v1beta/models/gemini-2.5-flash:generateContent | {\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}],\"generationConfig\":{\"responseModalities\":[\"TEXT\",\"IMAGE\"]}} | true",
                "/v1beta/models/gemini-2.5-flash:generateContent | {\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]} | false",
                "/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse | {\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]} | false"
            })
    void onlyAnswersThatHoldAFileTakeLong(String path, String body, boolean takesLong) {
        assertThat(takesLong(path, body)).isEqualTo(takesLong);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Each definition refers twice to the next: two to the thirtieth.
                "{\"type\":\"object\",\"required\":[\"z\"],\"properties\":{\"z\":{\"$ref\":\"#/$defs/d0\"}},\"$defs\":{%s}}",
                "{\"type\":\"object\",\"required\":[\"n\"],\"properties\":{\"n\":{\"allOf\":[{\"$ref\":\"#\"},{\"$ref\":\"#\"}]}}}",
                "{\"type\":\"object\",\"required\":[\"n\"],\"properties\":{\"n\":{\"oneOf\":[{\"$ref\":\"#\"},{\"$ref\":\"#\"}]}}}",
                "{\"type\":\"array\",\"minItems\":10,\"items\":{\"$ref\":\"#\"}}"
            })
    void aSchemaThatDoublesAtEachStepIsGivenUp(String schema) throws Exception {
        List<String> definitions = new ArrayList<>();
        for (String word : List.of("allOf", "anyOf", "oneOf")) {
            definitions.clear();
            for (int i = 0; i < 30; i++) {
                String next = "{\"$ref\":\"#/$defs/d" + (i + 1) + "\"}";
                definitions.add("\"d" + i + "\":{\"" + word + "\":[" + next + "," + next + "],\"type\":\"string\"}");
            }
            definitions.add("\"d30\":{\"type\":\"integer\"}");
            String doubled = schema.replace("%s", String.join(",", definitions));
            for (String place : List.of(FORM, TOOL)) {
                HttpResponse<String> answer = sent(
                                mock.url(), "/v1/chat/completions", CHAT.formatted(word, place.formatted(doubled)))
                        .get(20, TimeUnit.SECONDS);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            }
        }
    }

    @Test
    void whoeverElseAsksIsAnsweredWhileSchemasAreHeavy() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> heavy = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            heavy.add(sent(mock.url(), "/v1/chat/completions", CHAT.formatted("x" + i, FORM.formatted(TWINS))));
        }
        othersAreAnsweredWhile(heavy);
    }

    @Test
    void whoeverElseAsksIsAnsweredWhileManyTextsAreWritten() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> heavy = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            heavy.add(sent(mock.url(), "/v1/chat/completions", CHAT.formatted("Write 3000 words " + i, ",\"n\":64")));
        }
        othersAreAnsweredWhile(heavy);
    }

    @Test
    void whoHangsUpWhileWaitingForAWorkerIsNotWrittenFor() throws Exception {
        int clients = 60;
        mock.reset();
        List<Socket> sockets = new ArrayList<>();
        URI at = URI.create(mock.url());
        for (int i = 0; i < clients; i++) {
            byte[] body = CHAT.formatted("Write 3000 words, please " + i, ",\"stream\":true,\"n\":64")
                    .getBytes(StandardCharsets.UTF_8);
            Socket socket = new Socket(at.getHost(), at.getPort());
            sockets.add(socket);
            socket.getOutputStream()
                    .write(("POST /v1/chat/completions HTTP/1.1\r\nHost: m\r\nAuthorization: Bearer k\r\n"
                                    + "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();
        }
        for (Socket socket : sockets) {
            socket.close();
        }
        JsonNode left = JSON.missingNode();
        for (int i = 0; i < 300 && left.path("exchanges").size() < clients; i++) {
            Thread.sleep(100);
            left = JSON.readTree(HTTP.send(
                            HttpRequest.newBuilder(URI.create(mock.url() + "/__facsimile/journal?limit=" + clients))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body());
        }
        assertThat(left.path("exchanges")).hasSize(clients);
        assertThat(left.findValuesAsText("status")).filteredOn("499"::equals).hasSizeGreaterThan(clients / 4);
    }

    @Test
    void whoeverElseAsksIsAnsweredWhilePicturesAreDrawn() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> heavy = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            heavy.add(sent(mock.url(), "/v1/images/generations", picture(",\"n\":10,\"size\":\"1024x1024\"", 100 + i)));
        }
        othersAreAnsweredWhile(heavy);
    }

    private void othersAreAnsweredWhile(List<CompletableFuture<HttpResponse<String>>> heavy) throws Exception {
        CompletableFuture<Void> all = CompletableFuture.allOf(heavy.toArray(CompletableFuture[]::new));
        Instant start = Instant.now();
        Duration longest = Duration.ZERO;
        int asked = 0;
        for (; !all.isDone() || asked < 4; asked++) {
            Instant begin = Instant.now();
            assertThat(sent(mock.url(), "/v1/chat/completions", CHAT.formatted("y" + asked, ""))
                            .get(60, TimeUnit.SECONDS)
                            .statusCode())
                    .isEqualTo(200);
            Duration took = Duration.between(begin, Instant.now());
            longest = took.compareTo(longest) > 0 ? took : longest;
        }
        Duration inAll = Duration.between(start, Instant.now());
        for (CompletableFuture<HttpResponse<String>> one : heavy) {
            assertThat(one.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
        // A second of a quiet machine; a busy one is slower with everything.
        Duration soon = Collections.max(List.of(Duration.ofSeconds(1), inAll.dividedBy(3)));
        assertThat(longest).as("the longest of " + asked + " in " + inAll).isLessThan(soon);
    }
}

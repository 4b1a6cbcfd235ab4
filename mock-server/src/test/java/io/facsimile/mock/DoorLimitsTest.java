package io.facsimile.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facsimile.contract.ContractReader;
import io.facsimile.mock.answer.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What connections may cost, with clients that misbehave. */
class DoorLimitsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MockOptions UNIAI = MockOptions.DEFAULTS.withProviders(List.of("uniai"));
    private static final String CHAT = "{\"model\":\"gpt-x\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String STREAM = CHAT.replace("\"model\"", "\"stream\":true,\"model\"");
    private static final Duration SHORT = Duration.ofMillis(300);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static MockServer start(DoorLimits limits) throws IOException {
        return MockServer.start(UNIAI.withDoor(limits));
    }

    private static Socket connect(MockServer mock) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), mock.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static String chat(String headers, String body) {
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: mock\r\nAuthorization: Bearer sk-any\r\n"
                + "Content-Type: application/json\r\n" + headers + "Content-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    /** Everything until the server closes. */
    private static String rest(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException e) {
            return "";
        }
    }

    /** The head of an answer. */
    private static String head(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertThat(next).isNotNegative();
            head.append((char) next);
        }
        return head.toString();
    }

    private static void hangUp(Socket socket) throws IOException {
        socket.close();
    }

    private JsonNode open(MockServer mock) throws Exception {
        HttpRequest health = HttpRequest.newBuilder(URI.create(mock.url() + "/__facsimile/health"))
                .build();
        return JSON.readTree(
                        http.send(health, HttpResponse.BodyHandlers.ofString()).body())
                .path("open");
    }

    private void await(MockServer mock, Predicate<JsonNode> condition) throws Exception {
        Instant end = Instant.now().plus(Duration.ofSeconds(15));
        JsonNode open = open(mock);
        while (!condition.test(open) && Instant.now().isBefore(end)) {
            Thread.sleep(10);
            open = open(mock);
        }
        assertThat(condition.test(open)).as(open.toString()).isTrue();
    }

    @Test
    void clientsThatNeverFinishTheirHeadersAreClosed() throws Exception {
        try (MockServer mock = start(DoorLimits.DEFAULTS.withIdle(SHORT))) {
            List<Socket> slow = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                Socket socket = connect(mock);
                write(socket, "POST /v1/chat/completions HTTP/1.1\r\nHost: mock\r\n");
                slow.add(socket);
            }
            Instant end = Instant.now().plus(Duration.ofSeconds(15));
            int closed = 0;
            while (closed < slow.size() && Instant.now().isBefore(end)) {
                closed = 0;
                for (Socket socket : slow) {
                    try {
                        write(socket, "X-Drip: 1\r\n");
                    } catch (SocketException e) {
                        closed++;
                    }
                }
                Thread.sleep(50);
            }
            assertThat(closed).isEqualTo(slow.size());
            await(mock, open -> open.path("connections").asInt() <= 1);
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] deflate(byte[] bytes, boolean hasHeader) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed, new Deflater(9, !hasHeader))) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private HttpResponse<String> coded(MockServer mock, String coding, byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(mock.url() + "/v1/chat/completions"))
                .header("Authorization", "Bearer sk-any")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", coding)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void compressedBodiesAreRead() throws Exception {
        byte[] chat = CHAT.getBytes(StandardCharsets.UTF_8);
        try (MockServer mock = MockServer.start(UNIAI)) {
            assertThat(coded(mock, "gzip", gzip(chat)).statusCode()).isEqualTo(200);
            assertThat(mock.exchanges().get(0).body()).asString().isEqualTo(CHAT);
            assertThat(coded(mock, "X-GZIP", gzip(chat)).statusCode()).isEqualTo(200);
            assertThat(coded(mock, "deflate", deflate(chat, true)).statusCode()).isEqualTo(200);
            assertThat(coded(mock, "deflate", deflate(chat, false)).statusCode())
                    .isEqualTo(200);
            assertThat(coded(mock, "deflate, gzip", gzip(deflate(chat, true))).statusCode())
                    .isEqualTo(200);
            assertThat(coded(mock, "identity", chat).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void compressedBodiesThatAreTooLargeBrokenOrOfAnUnknownKindAreRefused() throws Exception {
        try (MockServer mock = MockServer.start(UNIAI.withMaxBodyBytes(1_000_000))) {
            byte[] bomb = gzip(new byte[50_000_000]);
            assertThat(bomb).hasSizeLessThan(100_000);
            HttpResponse<String> tooLarge = coded(mock, "gzip", bomb);
            assertThat(tooLarge.statusCode()).isEqualTo(413);
            assertThat(mock.exchanges().get(0).problem()).contains("larger than 1000000 bytes when it is decoded");
            assertThat(coded(mock, "gzip, gzip", gzip(bomb)).statusCode()).isEqualTo(413);
            HttpResponse<String> unknown = coded(mock, "br", new byte[] {1, 2, 3});
            assertThat(unknown.statusCode()).isEqualTo(415);
            assertThat(JSON.readTree(unknown.body()).at("/error/message").asText())
                    .contains("Content-Encoding \"br\"")
                    .contains("gzip, deflate");
            assertThat(unknown.headers().firstValue("accept-encoding")).contains("gzip, deflate");
            for (byte[] broken : List.of(new byte[] {1, 2, 3}, Arrays.copyOf(gzip(new byte[5_000]), 20), new byte[0])) {
                HttpResponse<String> refused = coded(mock, "gzip", broken);
                assertThat(refused.statusCode()).isEqualTo(400);
                assertThat(refused.body()).contains("not in the Content-Encoding");
            }
            assertThat(coded(mock, "deflate", new byte[] {1, 2, 3}).statusCode())
                    .isEqualTo(400);
            assertThat(mock.exchanges()).extracting(e -> e.verdict().word()).containsOnly("refused");
        }
    }

    @Test
    void onePortCannotBeBothPlainAndForTls() throws Exception {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UNIAI.withPort(4010).withTls(new Tls(4010, new Tls.SelfMade(Optional.empty()))))
                .withMessageContaining("must not be the same: 4010");
    }

    @Test
    void clientsThatSayNothingAtAllAreClosed() throws Exception {
        try (MockServer mock = start(DoorLimits.DEFAULTS.withIdle(SHORT));
                Socket silent = connect(mock)) {
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aConnectionOnWhichNothingMoreIsAskedIsClosed() throws Exception {
        try (MockServer mock = start(DoorLimits.DEFAULTS.withIdle(SHORT));
                Socket socket = connect(mock)) {
            write(socket, chat("", CHAT));
            assertThat(rest(socket)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void anAnswerMayTakeLongerThanAConnectionMayBeIdle() throws Exception {
        try (MockServer mock = start(DoorLimits.DEFAULTS.withIdle(SHORT));
                Socket socket = connect(mock);
                Socket stream = connect(mock)) {
            write(socket, chat("Prefer: delay=1500ms\r\nConnection: close\r\n", CHAT));
            write(stream, chat("Prefer: ttft=1500\r\nConnection: close\r\n", STREAM));
            assertThat(rest(socket)).startsWith("HTTP/1.1 200").endsWith("}");
            assertThat(rest(stream)).startsWith("HTTP/1.1 200").contains("data: [DONE]");
        }
    }

    @Test
    void aBodyThatDoesNotComeIsRefusedInTheProvidersForm() throws Exception {
        try (MockServer mock = start(DoorLimits.DEFAULTS.withRequest(SHORT));
                Socket socket = connect(mock)) {
            write(socket, chat("", CHAT).replace("Content-Length: ", "Content-Length: 1"));
            String answer = rest(socket);
            assertThat(answer).startsWith("HTTP/1.1 408").contains("\"error\"").contains("300 ms");
            await(mock, open -> open.path("requests").asInt() == 1);
        }
    }

    @Test
    void headersThatAreTooManyOrTooLargeAreRefusedInTheProvidersForm() throws Exception {
        try (MockServer mock = start(DoorLimits.DEFAULTS.withHeaders(20).withHeaderBytes(4_000))) {
            try (Socket socket = connect(mock)) {
                write(socket, chat("X-Many: 1\r\n".repeat(30) + "Connection: close\r\n", CHAT));
                assertThat(rest(socket))
                        .startsWith("HTTP/1.1 431")
                        .contains("\"error\"")
                        .contains("20 headers");
            }
            try (Socket socket = connect(mock)) {
                write(socket, chat("X-Large: " + "x".repeat(5_000) + "\r\n", CHAT));
                assertThat(rest(socket)).startsWith("HTTP/1.1 431").contains("4000 bytes");
            }
            try (Socket socket = connect(mock)) {
                write(socket, "GET /" + "x".repeat(70_000) + " HTTP/1.1\r\nHost: mock\r\n\r\n");
                assertThat(rest(socket)).matches("(?s)HTTP/1.. 414 .*");
            }
            try (Socket socket = connect(mock)) {
                write(socket, chat("X-Large: " + "x".repeat(3_000) + "\r\nConnection: close\r\n", CHAT));
                assertThat(rest(socket)).startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void moreConnectionsThanAllowedAreToldToComeBack() throws Exception {
        try (MockServer mock = start(DoorLimits.DEFAULTS.withConnections(3))) {
            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Socket socket = connect(mock);
                write(socket, chat("", CHAT));
                String head = head(socket);
                if (i < 3) {
                    assertThat(head).startsWith("HTTP/1.1 200");
                } else {
                    assertThat(head).startsWith("HTTP/1.1 503").containsIgnoringCase("\r\nretry-after: 1\r\n");
                    assertThat(rest(socket)).contains("\"error\"");
                }
                sockets.add(socket);
            }
            sockets.get(0).close();
            sockets.get(3).close();
            Instant end = Instant.now().plus(Duration.ofSeconds(10));
            String head = "";
            while (!head.startsWith("HTTP/1.1 200") && Instant.now().isBefore(end)) {
                try (Socket again = connect(mock)) {
                    write(again, chat("", CHAT));
                    head = head(again);
                }
            }
            assertThat(head).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void moreStreamsThanAllowedAreRefusedAndTheJournalKnows() throws Exception {
        try (MockServer mock = start(DoorLimits.DEFAULTS.withStreams(2));
                Socket one = connect(mock);
                Socket two = connect(mock);
                Socket three = connect(mock)) {
            for (Socket socket : List.of(one, two)) {
                write(socket, chat("Prefer: ttft=60000\r\n", STREAM));
                assertThat(head(socket)).startsWith("HTTP/1.1 200");
            }
            await(mock, open -> open.path("streams").asInt() == 2);
            write(three, chat("", STREAM));
            assertThat(head(three)).startsWith("HTTP/1.1 503").containsIgnoringCase("\r\nretry-after: 1\r\n");
            assertThat(mock.exchanges().get(2).status()).isEqualTo(503);
            hangUp(one);
            await(mock, open -> open.path("streams").asInt() == 1);
            try (Socket four = connect(mock)) {
                write(four, chat("", STREAM));
                assertThat(head(four)).startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void aClientThatHangsUpFreesItsStreamAtOnce() throws Exception {
        try (MockServer mock = MockServer.start(UNIAI.withPace(new Answer.Pace(0, 60_000)))) {
            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                Socket socket = connect(mock);
                write(socket, chat("", STREAM));
                head(socket);
                sockets.add(socket);
            }
            await(
                    mock,
                    open -> open.path("streams").asInt() == 30
                            && open.path("timers").asInt() == 30);
            for (Socket socket : sockets) {
                socket.close();
            }
            await(
                    mock,
                    open -> open.path("streams").asInt() == 0
                            && open.path("timers").asInt() == 0
                            && open.path("connections").asInt() == 1
                            && open.path("requests").asInt() == 1);
        }
    }

    @Test
    void aClientThatHangsUpFreesSlowAndDelayedAnswers() throws Exception {
        try (MockServer mock = MockServer.start(UNIAI)) {
            for (String wish : List.of("delay=600", "fault=slow")) {
                try (Socket socket = connect(mock)) {
                    write(socket, chat("Prefer: " + wish + "\r\n", CHAT));
                    await(mock, open -> open.path("timers").asInt() == 1);
                }
                await(
                        mock,
                        open -> open.path("timers").asInt() == 0
                                && open.path("requests").asInt() == 1);
            }
        }
    }

    /** Were everything written that the client does not read, the stream would be over long before it is read. */
    @Test
    void aClientThatDoesNotReadIsNotWrittenFor(@TempDir Path directory) throws Exception {
        int events = 400;
        StringBuilder contract = new StringBuilder("""
                openapi: 3.1.0
                info: { title: Large, version: '1' }
                paths:
                  /large:
                    get:
                      operationId: getLarge
                      summary: Much.
                      responses:
                        '200':
                          description: Much.
                          content:
                            text/event-stream:
                              schema: { type: object }
                              x-stream: { grammar: listed }
                              x-event-examples:
                                much:
                                  value:
                """);
        for (int i = 0; i < events; i++) {
            contract.append("                    - { number: ")
                    .append(i)
                    .append(", text: '")
                    .append("x".repeat(65_536))
                    .append("' }\n");
        }
        Path file = Files.writeString(directory.resolve("large.yaml"), contract);
        try (MockServer mock =
                        MockServer.start(UNIAI.withPace(Answer.Pace.AT_ONCE), List.of(ContractReader.read(file)));
                Socket socket = connect(mock)) {
            write(socket, "GET /large HTTP/1.1\r\nHost: mock\r\nConnection: close\r\n\r\n");
            await(mock, open -> open.path("streams").asInt() == 1);
            Thread.sleep(1_000);
            assertThat(open(mock).path("streams").asInt()).isEqualTo(1);
            assertThat(open(mock).path("timers").asInt()).isZero();
            assertThat(rest(socket).split("data: ", -1)).hasSize(events + 1);
            await(mock, open -> open.path("streams").asInt() == 0);
        }
    }

    @Test
    void aClientThatAsksAndAsksAndDoesNotReadIsNotAnsweredForEver() throws Exception {
        try (MockServer mock = MockServer.start(UNIAI.withJournalEntries(100_000));
                Socket socket = connect(mock)) {
            int asked = 40_000;
            String one = "GET /v1/models HTTP/1.1\r\nHost: mock\r\nAuthorization: Bearer sk-any\r\n\r\n";
            CompletableFuture<Void> asking = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < asked / 100; i++) {
                        write(socket, one.repeat(100));
                    }
                } catch (IOException e) {
                    // The socket is closed while it still asks.
                }
            });
            int answered = -1;
            for (int now = mock.exchanges().size();
                    now != answered;
                    now = mock.exchanges().size()) {
                answered = now;
                Thread.sleep(500);
            }
            assertThat(answered).isGreaterThan(0).isLessThan(asked * 3 / 4);
            hangUp(socket);
            asking.get(10, TimeUnit.SECONDS);
            await(mock, open -> open.path("connections").asInt() == 1);
        }
    }

    @Test
    void aServerThatStopsLetsOpenAnswersEnd() throws Exception {
        MockServer mock = MockServer.start(UNIAI.withPace(new Answer.Pace(20, 20))
                .withDoor(DoorLimits.DEFAULTS.withGrace(Duration.ofSeconds(20))));
        HttpRequest request = HttpRequest.newBuilder(URI.create(mock.url() + "/v1/chat/completions"))
                .header("Authorization", "Bearer sk-any")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(STREAM))
                .build();
        HttpResponse<Stream<String>> answer = http.send(request, HttpResponse.BodyHandlers.ofLines());
        CompletableFuture<Void> closing = CompletableFuture.runAsync(mock::close);
        assertThat(answer.body().filter(line -> !line.isEmpty())).last().isEqualTo("data: [DONE]");
        closing.get(10, TimeUnit.SECONDS);
        assertThat(CompletableFuture.supplyAsync(() -> canConnect(mock.port())).get(10, TimeUnit.SECONDS))
                .isFalse();
    }

    private static boolean canConnect(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aServerWithoutGraceStopsAtOnce() throws Exception {
        MockServer mock = MockServer.start(UNIAI);
        try (Socket socket = connect(mock)) {
            write(socket, chat("Prefer: ttft=60000\r\n", STREAM));
            head(socket);
            Instant begin = Instant.now();
            mock.close();
            assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(10));
            assertThat(rest(socket)).doesNotContain("data: [DONE]");
        }
    }

    @Test
    void impossibleLimitsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DoorLimits.DEFAULTS.withHeaders(0))
                .withMessage("the number of headers must be at least 1, not 0");
    }
}

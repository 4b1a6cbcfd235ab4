package io.facsimile.mock.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.facsimile.contract.Contract;
import io.facsimile.mock.MockOptions;
import io.facsimile.mock.MockServer;
import io.facsimile.mock.journal.Entry;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Operations with methods that clients seldom use, in both versions of HTTP. */
class MethodsTest {
    private MockServer mock;

    @BeforeEach
    void open() throws Exception {
        mock = MockServer.start(MockOptions.DEFAULTS, List.of(OwnContractsTest.contract("methods.yaml")));
    }

    @AfterEach
    void close() {
        mock.close();
    }

    private HttpResponse<String> send(HttpClient.Version version, String method, String path, String... headers)
            throws Exception {
        HttpClient http = HttpClient.newBuilder().version(version).build();
        // The first request of a connection with HTTP/2 is an upgrade, and comes back as the second version already.
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(mock.url() + path))
                .setHeader("Authorization", "Bearer any")
                .method(method, HttpRequest.BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.version()).isEqualTo(version);
        return answer;
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("none");
    }

    private Entry last() {
        List<Entry> all = mock.exchanges();
        return all.get(all.size() - 1);
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aHeadOfItsOwnAnswersItsOwnHeadersAndNoBody(HttpClient.Version version) throws Exception {
        HttpResponse<String> head = send(version, "HEAD", "/files/a.txt");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(header(head, "etag")).isEqualTo("\"of-head\"");
        assertThat(header(head, "x-lines")).isEqualTo("7");
        assertThat(header(head, "content-length")).isEqualTo("123456");
        assertThat(last().operation()).isEqualTo("headFile");
        assertThat(last().method()).isEqualTo("HEAD");
        assertThat(last().verdict()).isEqualTo(Entry.Verdict.VALID);
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aHeadWhoseContractShowsNoLengthTellsNone(HttpClient.Version version) throws Exception {
        HttpResponse<String> head = send(version, "HEAD", "/size");
        assertThat(head.statusCode()).isEqualTo(204);
        assertThat(header(head, "x-size")).isEqualTo("3");
        assertThat(header(head, "content-length")).isEqualTo("none");
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aHeadOfAPathThatHasOnlyAGetIsTheGetWithoutItsBody(HttpClient.Version version) throws Exception {
        HttpResponse<String> get = send(version, "GET", "/only-get");
        HttpResponse<String> head = send(version, "HEAD", "/only-get");
        assertThat(get.body()).isEqualTo("twelve bytes");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(header(head, "content-type")).isEqualTo(header(get, "content-type"));
        assertThat(header(head, "content-length")).isEqualTo("12");
        assertThat(last().operation()).isEqualTo("onlyGet");
        assertThat(last().method()).isEqualTo("HEAD");
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aHeadIsRefusedWhereThereIsNeither(HttpClient.Version version) throws Exception {
        HttpResponse<String> head = send(version, "HEAD", "/only-post");
        assertThat(head.statusCode()).isEqualTo(405);
        assertThat(header(head, "allow")).isEqualTo("POST");
        assertThat(head.body()).isEmpty();
        assertThat(header(head, "content-length")).isEqualTo("none");
        assertThat(last().verdict()).isEqualTo(Entry.Verdict.UNMATCHED);
        assertThat(send(version, "HEAD", "/nothing").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aHeadIsHeldToItsParametersAndKeysAndObeysScenarios(HttpClient.Version version) throws Exception {
        assertThat(send(version, "HEAD", "/files/" + "a".repeat(21)).statusCode())
                .isEqualTo(400);
        assertThat(last().problem()).contains("name: must be at most 20 characters long");
        HttpResponse<String> gone = send(version, "HEAD", "/files/a.txt", "Prefer", "code=404");
        assertThat(gone.statusCode()).isEqualTo(404);
        assertThat(gone.body()).isEmpty();
        HttpResponse<String> late = send(version, "HEAD", "/files/a.txt", "Prefer", "delay=20ms, fault=slow");
        assertThat(late.statusCode()).isEqualTo(200);
        assertThat(header(late, "etag")).isEqualTo("\"of-head\"");
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void optionsAndTraceAnswerAsTheContractSays(HttpClient.Version version) throws Exception {
        HttpResponse<String> options = send(version, "OPTIONS", "/files/a.txt");
        assertThat(options.statusCode()).isEqualTo(200);
        assertThat(header(options, "allow")).isEqualTo("GET, HEAD, OPTIONS, TRACE");
        assertThat(options.body()).isEqualTo("{\"can\":[\"read\"]}");
        assertThat(last().operation()).isEqualTo("optionsOfFile");
        HttpResponse<String> trace = send(version, "TRACE", "/files/a.txt");
        assertThat(trace.statusCode()).isEqualTo(200);
        assertThat(trace.body()).isEqualTo("TRACE /files/a.txt HTTP/1.1");
        assertThat(last().operation()).isEqualTo("traceFile");
    }

    @Test
    void aBrowserThatAsksBeforehandIsAnsweredByTheDoorNotByTheContract() throws Exception {
        HttpResponse<String> preflight = send(
                HttpClient.Version.HTTP_1_1,
                "OPTIONS",
                "/files/a.txt",
                "Origin",
                "https://page.example.com",
                "Access-Control-Request-Method",
                "GET");
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(header(preflight, "access-control-allow-origin")).isEqualTo("*");
        assertThat(header(preflight, "allow")).isEqualTo("none");
        assertThat(mock.exchanges()).isEmpty();
    }

    @Test
    void aDeclaredLengthDoesNotBreakTheGetThatDeclaresIt() throws Exception {
        HttpResponse<String> get = send(HttpClient.Version.HTTP_1_1, "GET", "/files/a.txt");
        assertThat(get.body()).isEqualTo("{\"name\":\"a.txt\",\"lines\":[\"one\",\"two\"]}");
        assertThat(header(get, "content-length"))
                .isEqualTo(Integer.toString(get.body().length()));
    }

    @Test
    void nothingFollowsTheHeadersOnTheWire() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), mock.port())) {
            socket.setSoTimeout(10_000);
            for (String path : List.of("/files/a.txt", "/only-get", "/size", "/only-post")) {
                String request = "HEAD " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer any\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            }
            String all = read(socket.getInputStream(), 4).toLowerCase(Locale.ROOT);
            // Whoever reads the next answer finds it right behind the empty line.
            assertThat(all.split("\r\n\r\n", -1)).hasSize(5).endsWith("");
            assertThat(all.split("\r\n\r\n", -1))
                    .filteredOn(head -> !head.isEmpty())
                    .allSatisfy(head -> assertThat(head).startsWith("http/1.1 "));
            assertThat(all).doesNotContain("transfer-encoding");
        }
    }

    private static String read(InputStream in, int heads) throws Exception {
        StringBuilder all = new StringBuilder();
        while (all.toString().split("\r\n\r\n", -1).length <= heads) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            all.append((char) next);
        }
        Thread.sleep(50);
        while (in.available() > 0) {
            all.append((char) in.read());
        }
        return all.toString();
    }

    @Test
    void everyOperationAnswersAsItsDocumentSays() throws Exception {
        Contract contract = OwnContractsTest.contract("methods.yaml");
        assertThat(contract.operations()).extracting(o -> o.method()).contains("HEAD", "OPTIONS", "TRACE");
        assertThat(new EveryOperation(contract, mock.url()).ask(""))
                .hasSize(7)
                .filteredOn(o -> !o.wrong().isEmpty() || o.status() >= 400)
                .isEmpty();
    }
}

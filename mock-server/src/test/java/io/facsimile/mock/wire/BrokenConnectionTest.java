package io.facsimile.mock.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facsimile.mock.MockOptions;
import io.facsimile.mock.MockServer;
import io.facsimile.mock.answer.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How connections break, as a socket sees it: clients tell a reset from an end. */
class BrokenConnectionTest {
    private static MockServer mock;

    @BeforeAll
    static void start() throws IOException {
        mock = MockServer.start(
                MockOptions.DEFAULTS.withProviders(List.of("uniai")).withPace(Answer.Pace.AT_ONCE));
    }

    @AfterAll
    static void stop() {
        mock.close();
    }

    private static Socket send(String method, String path, String body, String headers) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), mock.port());
        socket.setSoTimeout(10_000);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sk-any\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + bytes.length + "\r\n" + headers + "\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(bytes);
        return socket;
    }

    private static Socket chat(String prefer, boolean isStreamed) throws IOException {
        String body = "{\"model\":\"gpt-4o\",\"stream\":" + isStreamed
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        return send("POST", "/v1/chat/completions", body, "Prefer: " + prefer + "\r\n");
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void aResetIsNoEnd() throws IOException {
        try (Socket socket = chat("fault=reset", false)) {
            assertThatExceptionOfType(SocketException.class).isThrownBy(() -> rest(socket));
        }
        try (Socket socket = chat("fault=empty", false)) {
            assertThat(rest(socket)).isEmpty();
        }
    }

    @Test
    void aStreamCanBreakInTheMiddle() throws IOException {
        for (String fault : List.of("reset", "empty")) {
            try (Socket socket = chat("cut=3, fault=" + fault, true)) {
                StringBuilder seen = new StringBuilder();
                InputStream in = socket.getInputStream();
                boolean isReset = false;
                try {
                    for (int b = in.read(); b >= 0; b = in.read()) {
                        seen.append((char) b);
                    }
                } catch (SocketException e) {
                    isReset = true;
                }
                assertThat(isReset).isEqualTo(fault.equals("reset"));
                assertThat(seen.toString().split("data: ", -1)).hasSize(4);
                assertThat(seen.toString())
                        .as("the last chunk never comes")
                        .startsWith("HTTP/1.1 200")
                        .doesNotContain("\r\n0\r\n");
            }
        }
    }

    @Test
    void aStubBreaksTheConnectionAsWireMockDoes() throws IOException {
        for (String fault : List.of("CONNECTION_RESET_BY_PEER", "RANDOM_DATA_THEN_CLOSE")) {
            String stub = "{\"request\":{\"method\":\"GET\",\"url\":\"/" + fault + "\"},\"response\":{\"fault\":\""
                    + fault + "\"}}";
            try (Socket socket = send("POST", "/__admin/mappings", stub, "Connection: close\r\n")) {
                assertThat(rest(socket)).startsWith("HTTP/1.1 201");
            }
        }
        try (Socket socket = send("GET", "/CONNECTION_RESET_BY_PEER", "", "")) {
            assertThatExceptionOfType(SocketException.class).isThrownBy(() -> rest(socket));
        }
        try (Socket socket = send("GET", "/RANDOM_DATA_THEN_CLOSE", "", "")) {
            assertThat(rest(socket)).isNotEmpty().doesNotStartWith("HTTP");
        }
    }
}

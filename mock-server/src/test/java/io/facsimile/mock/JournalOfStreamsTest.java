package io.facsimile.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facsimile.mock.answer.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the journal says of streams: how they ended, what was sent, how long it took. */
@Timeout(60)
class JournalOfStreamsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STREAM = "{\"model\":\"gpt-x\",\"stream\":true,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"Why is the sky blue?\"}]}";

    private final HttpClient http = HttpClient.newHttpClient();
    private MockServer mock;

    @BeforeEach
    void open() throws IOException {
        mock = MockServer.start(
                MockOptions.DEFAULTS.withProviders(List.of("uniai")).withPace(new Answer.Pace(2, 1)));
    }

    @AfterEach
    void close() {
        mock.close();
    }

    private HttpResponse<String> stream(HttpClient.Version version, String body, String prefer) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(mock.url() + "/v1/chat/completions"))
                .version(version)
                .header("Authorization", "Bearer sk-any")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!prefer.isEmpty()) {
            request.header("Prefer", prefer);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode journal(String query) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(mock.url() + "/__facsimile/journal" + query))
                .build();
        return JSON.readTree(
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body())
                .path("exchanges");
    }

    /** Returns what the journal says of the only exchange, as soon as its stream has ended. */
    private JsonNode ended() throws Exception {
        Instant end = Instant.now().plus(Duration.ofSeconds(20));
        JsonNode stream = journal("").path(0).path("stream");
        while (!stream.has("ending") || stream.path("ending").asText().equals("running")) {
            assertThat(Instant.now()).as("the stream has not ended: " + stream).isBefore(end);
            Thread.sleep(10);
            stream = journal("").path(0).path("stream");
        }
        return stream;
    }

    private static long events(String body) {
        return body.lines()
                .filter(line -> line.startsWith("data: ") && !line.equals("data: [DONE]"))
                .count();
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aWholeStreamSaysHowManyEventsAndBytesThereWereAndHowLongItTook(HttpClient.Version version) throws Exception {
        String body = stream(version, STREAM, "").body();
        // Known at once: whoever saw the end finds it in the journal.
        JsonNode stream = journal("").path(0).path("stream");
        assertThat(stream.path("ending").asText()).isEqualTo("whole");
        assertThat(stream.path("events").asLong()).isEqualTo(events(body)).isGreaterThan(10);
        assertThat(stream.path("bytes").asLong()).isEqualTo(body.getBytes(StandardCharsets.UTF_8).length);
        assertThat(stream.path("millis").asLong()).isBetween(events(body), 20_000L);
    }

    @Test
    void aStreamThatIsCutOrBreaksOffSaysSo() throws Exception {
        String cut = stream(HttpClient.Version.HTTP_1_1, STREAM, "cut=5").body();
        assertThat(events(cut)).isEqualTo(5);
        assertThat(ended().path("ending").asText()).isEqualTo("cut");
        assertThat(ended().path("events").asInt()).isEqualTo(5);
        assertThat(ended().path("bytes").asInt()).isEqualTo(cut.getBytes(StandardCharsets.UTF_8).length);
        mock.reset();
        String error =
                stream(HttpClient.Version.HTTP_1_1, STREAM, "stream-error=3").body();
        assertThat(error).contains("\"error\"");
        assertThat(ended().path("ending").asText()).isEqualTo("error");
        assertThat(ended().path("events").asInt()).as("three and the error").isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset", "empty", "garbage"})
    void aStreamWhoseConnectionBreaksWasCutBeforeItsFirstEvent(String fault) throws Exception {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> stream(HttpClient.Version.HTTP_1_1, STREAM, "fault=" + fault));
        assertThat(ended().path("ending").asText()).isEqualTo("cut");
        assertThat(ended().path("events").asInt()).isZero();
    }

    @Test
    void aClientThatHangsUpIsFoundWithWhatItHad() throws Exception {
        long read;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), mock.port())) {
            String request = "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer sk-any\r\n"
                    + "Content-Type: application/json\r\nPrefer: tps=50\r\nContent-Length: " + STREAM.length()
                    + "\r\n\r\n" + STREAM;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            read = 0;
            for (String line = in.readLine(); read < 4; line = in.readLine()) {
                read += line.startsWith("data: ") ? 1 : 0;
            }
            assertThat(journal("").path(0).path("stream").path("ending").asText())
                    .isEqualTo("running");
            assertThat(journal("?ending=running")).hasSize(1);
        }
        assertThat(ended().path("ending").asText()).isEqualTo("hung-up");
        assertThat(ended().path("events").asLong()).isBetween(read, read + 10);
        assertThat(ended().path("millis").asLong()).isBetween(50L, 20_000L);
        assertThat(journal("?ending=hung-up&operation=createChatCompletion&status=200&verdict=valid"))
                .hasSize(1);
        assertThat(journal("?ending=whole")).isEmpty();
    }

    @Test
    void aClientThatDoesNotWaitForTheFirstEventHadNone() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), mock.port())) {
            String request = "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer sk-any\r\n"
                    + "Content-Type: application/json\r\nPrefer: delay=600\r\nContent-Length: " + STREAM.length()
                    + "\r\n\r\n" + STREAM;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            while (journal("").isEmpty()) {
                Thread.sleep(10);
            }
        }
        assertThat(ended().path("ending").asText()).isEqualTo("hung-up");
        assertThat(ended().path("events").asInt()).isZero();
    }

    @Test
    void anAnswerThatComesAtOnceHasNoStream() throws Exception {
        stream(HttpClient.Version.HTTP_1_1, STREAM.replace("true", "false"), "");
        assertThat(journal("").path(0).path("status").asInt()).isEqualTo(200);
        assertThat(journal("").path(0).has("stream")).isFalse();
        assertThat(journal("?ending=whole")).isEmpty();
    }
}

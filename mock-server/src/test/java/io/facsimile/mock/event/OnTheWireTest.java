package io.facsimile.mock.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.mock.MockOptions;
import io.facsimile.mock.MockServer;
import io.facsimile.mock.answer.Answer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Streams over real sockets. */
class OnTheWireTest {
    private static final String PATH = "/v1beta/models/gemini-2.5-flash:streamGenerateContent";
    private static final String THINK = "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}],"
            + "\"generationConfig\":{\"thinkingConfig\":{\"includeThoughts\":true}}}";

    @Test
    void aListIsSentItemByItem() throws Exception {
        MockOptions options = MockOptions.DEFAULTS.withPace(new Answer.Pace(20, 20));
        try (MockServer mock = MockServer.start(options)) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(mock.url() + PATH))
                    .POST(HttpRequest.BodyPublishers.ofString(THINK))
                    .header("x-goog-api-key", "sk-any")
                    .header("Content-Type", "application/json")
                    .build();
            long sent = System.nanoTime();
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            Duration taken = Duration.ofNanos(System.nanoTime() - sent);
            assertThat(response.headers().firstValue("content-type")).contains("application/json");
            assertThat(response.headers().firstValue("content-length")).isEmpty();
            JsonNode chunks = StreamClients.tree(response.body());
            assertThat(chunks).hasSizeGreaterThan(3).allSatisfy(c -> assertThat(c.at("/candidates/0/content/parts"))
                    .hasSize(1));
            // Only the least is certain: a busy machine reads late what was sent in time.
            assertThat(taken).isGreaterThan(Duration.ofMillis(20L * chunks.size()));
        }
    }
}

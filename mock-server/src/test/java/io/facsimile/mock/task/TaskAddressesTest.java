package io.facsimile.mock.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facsimile.mock.MockOptions;
import io.facsimile.mock.MockServer;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The addresses that answers name, followed as a client does that builds none of its own. */
class TaskAddressesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static MockServer mock;

    @BeforeAll
    static void start() throws Exception {
        mock = MockServer.start(MockOptions.DEFAULTS.withProviders(List.of("juhe", "uniapi")));
    }

    @AfterAll
    static void stop() {
        mock.close();
    }

    private static HttpResponse<String> send(String method, String address) throws Exception {
        return send(method, address, "{\"prompt\":\"A fox\"}");
    }

    private static HttpResponse<String> send(String method, String address, String body) throws Exception {
        return Caller.send(method, address, method.equals("GET") ? "" : body);
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201, 202);
        return JSON.readTree(answer.body());
    }

    @ParameterizedTest
    @CsvSource({
        "'', /fal-ai/flux-1/dev, /fal-ai/flux-1/",
        "/juhe, /fal-ai/flux-1/dev, /juhe/fal-ai/flux-1/",
        "/uniapi, /fal-ai/veo2, /uniapi/fal-ai/veo2/",
        "/juhe, /fal-ai/my%20app/of/mine, /juhe/fal-ai/my%20app/",
        "/juhe, /fal-ai/wan/v2/fast/text-to-video, /juhe/fal-ai/wan/"
    })
    void theAddressesOfARequestAreThoseWhereTheMockAnswersForIt(String prefix, String path, String below)
            throws Exception {
        JsonNode submitted = json(send("POST", mock.url() + prefix + path));
        String id = submitted.path("request_id").asText();
        String result = submitted.path("response_url").asText();
        assertThat(result).isEqualTo(mock.url() + below + "requests/" + id);
        JsonNode status = json(send("GET", submitted.path("status_url").asText()));
        assertThat(status.path("request_id").asText()).isEqualTo(id);
        assertThat(status.path("response_url").asText()).isEqualTo(result);
        assertThat(send("PUT", status.path("cancel_url").asText()).statusCode()).isEqualTo(200);
        assertThat(send("GET", result).statusCode()).isEqualTo(499);
    }

    @Test
    void aPredictionCanBeCancelledAtTheAddressThatItNames() throws Exception {
        JsonNode urls = json(send(
                        "POST",
                        mock.url() + "/juhe/replicate/v1/models/black-forest-labs/flux-kontext-pro/predictions",
                        "{\"input\":{\"prompt\":\"A fox\",\"input_image\":\"https://example.com/a.png\"}}"))
                .path("urls");
        assertThat(json(send("GET", urls.path("get").asText())).path("urls")).isEqualTo(urls);
        assertThat(json(send("POST", urls.path("cancel").asText()))
                        .path("status")
                        .asText())
                .isEqualTo("canceled");
    }

    @Test
    void theEventsOfARequestSpeakOfItAndOfAnUnknownOneThereAreNone() throws Exception {
        JsonNode submitted = json(send("POST", mock.url() + "/juhe/fal-ai/flux-pro/kontext" + "/text-to-image"));
        String status = submitted.path("status_url").asText();
        HttpResponse<String> events = send("GET", status + "/stream");
        assertThat(events.body().lines().filter(line -> line.startsWith("data: ")))
                .isNotEmpty()
                .allSatisfy(line -> {
                    JsonNode event = JSON.readTree(line.substring("data: ".length()));
                    assertThat(event.path("request_id")).isEqualTo(submitted.path("request_id"));
                    assertThat(event.path("status_url").asText()).isEqualTo(status);
                });
        assertThat(send("GET", mock.url() + "/juhe/fal-ai/flux-pro/requests/nobody/status/stream")
                        .statusCode())
                .isEqualTo(404);
    }
}

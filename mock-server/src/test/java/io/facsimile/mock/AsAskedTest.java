package io.facsimile.mock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.mock.answer.Answer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers say what was asked for and what their files are, and what fits no model is refused; over real sockets. */
class AsAskedTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PICTURES = "/v1/images/generations";
    private static final String CHAT = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    @RegisterExtension
    static final CheckedMock MOCK =
            CheckedMock.of(MockOptions.DEFAULTS.withPace(Answer.Pace.AT_ONCE).withSpeed(1_000_000));

    /** Holds what is said of a picture to the bytes. */
    private static void assertTrue(JsonNode said, String base64) throws IOException {
        byte[] bytes = Base64.getDecoder().decode(base64);
        try (var in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            ImageReader reader = ImageIO.getImageReaders(in).next();
            assertThat(reader.getFormatName())
                    .isEqualToIgnoringCase(said.path("output_format").asText());
            reader.setInput(in);
            BufferedImage picture = reader.read(0);
            assertThat(said.path("size").asText()).isEqualTo(picture.getWidth() + "x" + picture.getHeight());
            boolean isClear = picture.getColorModel().hasAlpha() && picture.getRGB(0, 0) >>> 24 == 0;
            assertThat(said.path("background").asText()).isEqualTo(isClear ? "transparent" : "opaque");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'\"size\":\"1024x1536\"', high, 6240",
        "'\"size\":\"1536x1024\",\"quality\":\"medium\",\"output_format\":\"jpeg\"', medium, 1568",
        "'\"output_format\":\"webp\",\"background\":\"transparent\",\"quality\":\"low\"', low, 272",
        "'\"size\":\"auto\",\"quality\":\"auto\",\"background\":\"auto\",\"n\":2', high, 8320",
        "'\"n\":1', high, 4160"
    })
    void whatIsSaidOfAPictureIsWhatItsFileIs(String asked, String quality, int tokens) throws Exception {
        String body = "{\"model\":\"gpt-image-1\",\"prompt\":\"a cat\"," + asked + "}";
        JsonNode whole = MOCK.answer(PICTURES, body);
        assertTrue(whole, whole.at("/data/0/b64_json").asText());
        assertThat(whole.path("quality").asText()).isEqualTo(quality);
        JsonNode usage = whole.path("usage");
        assertThat(usage.path("output_tokens").asInt()).isEqualTo(tokens);
        assertThat(usage.at("/output_tokens_details/image_tokens").asInt()).isEqualTo(tokens);
        assertThat(usage.path("total_tokens").asInt())
                .isEqualTo(tokens + usage.path("input_tokens").asInt());
        List<JsonNode> events =
                MOCK.events(PICTURES, body.replace("{\"model", "{\"stream\":true,\"partial_images\":2,\"model"));
        assertThat(events).hasSizeGreaterThanOrEqualTo(3);
        for (JsonNode event : events) {
            assertTrue(event, event.path("b64_json").asText());
            assertThat(event.path("quality").asText()).isEqualTo(quality);
        }
    }

    @Test
    void aChangedPictureIsSaidToBeWhatItIs() throws Exception {
        String form = "";
        for (String part : List.of("model:gpt-image-1", "prompt:a hat", "size:1024x1536", "output_format:webp")) {
            form += "--xx\r\nContent-Disposition: form-data; name=\"" + part.replaceFirst(":", "\"\r\n\r\n") + "\r\n";
        }
        form += "--xx\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.png\"\r\n\r\nx\r\n--xx--\r\n";
        HttpResponse<String> answer = MOCK.send("/v1/images/edits", "multipart/form-data; boundary=xx", form);
        JsonNode whole = JSON.readTree(answer.body());
        assertTrue(whole, whole.at("/data/0/b64_json").asText());
        assertThat(whole.path("size").asText()).isEqualTo("1024x1536");
        assertThat(whole.at("/usage/input_tokens_details/image_tokens").asInt()).isEqualTo(194);
    }

    private static final String SETTINGS = """
            {"instructions":"be kind","max_output_tokens":500,"previous_response_id":"resp_1","user":"u9",
             "temperature":0.3,"top_p":0.5,"reasoning":{"effort":"low","summary":"auto"},
             "text":{"format":{"type":"json_object"},"verbosity":"high"},"metadata":{"a":"b"},"truncation":"auto",
             "parallel_tool_calls":false,"store":false,"service_tier":"flex","prompt_cache_key":"k",
             "safety_identifier":"s","max_tool_calls":3,"top_logprobs":2,"tool_choice":"none",
             "tools":[{"type":"function","name":"f","parameters":{"type":"object"}}]}""";
    private static final String DEFAULTS = """
            {"instructions":null,"max_output_tokens":null,"previous_response_id":null,"user":null,
             "temperature":1,"top_p":1,"reasoning":{"effort":null,"summary":null},
             "text":{"format":{"type":"text"},"verbosity":"medium"},"metadata":{},"truncation":"disabled",
             "parallel_tool_calls":true,"store":true,"service_tier":"default","prompt_cache_key":null,
             "safety_identifier":null,"max_tool_calls":null,"top_logprobs":0,"tool_choice":"auto","tools":[],
             "background":false}""";

    private void assertRepeated(ObjectNode request, JsonNode expected) throws Exception {
        request.put("model", "gpt-4.1").put("input", "hi");
        assertHas(MOCK.answer("/v1/responses", request.toString()), expected);
        List<JsonNode> states = MOCK
                .events("/v1/responses", request.put("stream", true).toString())
                .stream()
                .map(event -> event.path("response"))
                .filter(JsonNode::isObject)
                .toList();
        assertThat(states).hasSizeGreaterThanOrEqualTo(3);
        for (JsonNode state : states) {
            assertHas(state, expected);
        }
    }

    private static void assertHas(JsonNode answer, JsonNode expected) {
        expected.properties().forEach(member -> assertThat(answer.get(member.getKey()))
                .as(member.getKey())
                .isEqualTo(member.getValue()));
    }

    @Test
    void aResponseRepeatsWhatItWasAsked() throws Exception {
        JsonNode settings = JSON.readTree(SETTINGS);
        assertRepeated(settings.deepCopy(), settings);
    }

    @Test
    void aResponseTellsTheDefaultsOfWhatItWasNotAsked() throws Exception {
        assertRepeated(JSON.createObjectNode(), JSON.readTree(DEFAULTS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/images/generations|{\"model\":\"gpt-image-1\",\"prompt\":\"a\",\"size\":\"17x9\"}|size",
                "/v1/images/generations|{\"model\":\"gpt-image-1\",\"prompt\":\"a\",\"size\":\"99999x99999\"}|size",
                "/v1/images/generations|{\"model\":\"dall-e-2\",\"prompt\":\"a\",\"size\":\"1792x1024\"}|size",
                "/v1/images/generations|{\"model\":\"dall-e-3\",\"prompt\":\"a\",\"size\":\"512x512\"}|size",
                "/v1/images/generations|{\"model\":\"dall-e-3\",\"prompt\":\"a\",\"n\":2}|n",
                "/v1/chat/completions|{\"model\":\"gpt-4o\",\"top_logprobs\":2," + CHAT + "}|logprobs",
                "/v1/chat/completions|{\"model\":\"gpt-4o\",\"top_logprobs\":2,\"logprobs\":false," + CHAT
                        + "}|logprobs",
                "/v1/messages|{\"model\":\"c\",\"max_tokens\":1024,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024},"
                        + CHAT + "}|max_tokens",
                "/v1/messages|{\"model\":\"c\",\"temperature\":0.5,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024},"
                        + CHAT + "}|temperature"
            })
    void whatDoesNotGoTogetherIsRefused(String path, String body, String field) throws Exception {
        HttpResponse<String> answer = MOCK.post(path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("\"" + field + ": ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/images/generations|{\"model\":\"recraftv3\",\"prompt\":\"a\",\"size\":\"1820x1024\",\"n\":2}",
                "/v1/images/generations|{\"prompt\":\"a\",\"size\":\"1024x1536\"}",
                "/v1/images/generations|{\"model\":\"dall-e-3\",\"prompt\":\"a\",\"n\":1,\"size\":\"1792x1024\"}",
                "/v1/chat/completions|{\"model\":\"gpt-4o\",\"top_logprobs\":2,\"logprobs\":true," + CHAT + "}",
                "/v1/chat/completions|{\"model\":\"gpt-4o\",\"top_logprobs\":null,\"stream_options\":null," + CHAT
                        + "}",
                "/v1/messages|{\"model\":\"c\",\"max_tokens\":2048,\"temperature\":1,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024},"
                        + CHAT + "}",
                "/v1/messages|{\"model\":\"c\",\"max_tokens\":10,\"temperature\":0.1,\"thinking\":{\"type\":\"disabled\"},"
                        + CHAT + "}"
            })
    void whatGoesTogetherIsTaken(String path, String body) throws Exception {
        assertThat(MOCK.answer(path, body)).isNotEmpty();
    }

    @Test
    void aFollowUpShowsThePromptOfWhatItFollows() throws Exception {
        JsonNode first = MOCK.answer("/mj/submit/imagine", "{\"prompt\":\"a heron in the reeds\"}");
        String parent = first.path("result").asText();
        JsonNode second =
                MOCK.answer("/mj/submit/change", "{\"action\":\"UPSCALE\",\"index\":1,\"taskId\":\"" + parent + "\"}");
        JsonNode shown = MOCK.answer("/mj/task/" + second.path("result").asText() + "/fetch", "");
        assertThat(shown.path("action").asText()).isEqualTo("UPSCALE");
        assertThat(shown.path("prompt").asText()).isEqualTo("a heron in the reeds");
        assertThat(shown.path("promptEn").asText()).isEqualTo("a heron in the reeds");
    }

    @Test
    void aFinishedFilmIsAsLongAsAsked() throws Exception {
        JsonNode task = MOCK.answer(
                "/kling/v1/videos/text2video", "{\"model_name\":\"kling-v1\",\"prompt\":\"a\",\"duration\":\"10\"}");
        String id = task.at("/data/task_id").asText();
        JsonNode shown = MOCK.answer("/kling/v1/videos/text2video/" + id, "");
        assertThat(shown.findValue("duration").asText()).isEqualTo("10");
    }
}

package io.facsimile.mock.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facsimile.mock.MockOptions;
import io.facsimile.mock.MockServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pictures of a task are as many and such as its request asked for, and what is told of them is true of the files. */
class PicturesOfTasksTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private MockServer mock;

    @BeforeEach
    void open() throws IOException {
        mock = MockServer.start(MockOptions.DEFAULTS.withSelfCheck(true));
    }

    @AfterEach
    void close() {
        mock.close();
    }

    private HttpResponse<byte[]> send(String method, String url, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(url.startsWith("http") ? url : mock.url() + url))
                .header("Authorization", "Bearer any")
                .header("Content-Type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        HttpResponse<byte[]> answer = http.send(
                request.method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.headers().firstValue("X-Facsimile-Self-Check")).isEmpty();
        return answer;
    }

    private JsonNode post(String path, String body) throws Exception {
        HttpResponse<byte[]> answer = send("POST", path, body.replace('\'', '"'));
        assertThat(answer.statusCode())
                .as(new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8))
                .isBetween(200, 201);
        return JSON.readTree(answer.body());
    }

    private JsonNode afterAWhile(String path) throws Exception {
        mock.advance(Duration.ofMinutes(10));
        HttpResponse<byte[]> answer = send("GET", path, "");
        assertThat(answer.statusCode())
                .as(new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private String sizeOf(String url) throws Exception {
        HttpResponse<byte[]> file = send("GET", url, "");
        assertThat(file.statusCode()).isEqualTo(200);
        return size(file.body());
    }

    private static String size(byte[] file) throws IOException {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(file));
        return picture.getWidth() + "x" + picture.getHeight();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "flux-1/dev | {'prompt':'c','image_size':{'width':640,'height':320},'num_images':2,'output_format':'png'} | 2 | 640x320 | image/png",
                "flux-1/dev | {'prompt':'c','image_size':'portrait_16_9','num_images':3} | 3 | 576x1024 | image/jpeg",
                "flux-1/dev | {'prompt':'c'} | 1 | 1024x768 | image/jpeg",
                "flux-pro/kontext/text-to-image | {'prompt':'c','aspect_ratio':'1:1','num_images':4} | 4 | 1024x1024 | image/jpeg",
                "flux-pro/kontext/text-to-image | {'prompt':'c','aspect_ratio':'16:9','output_format':'png'} | 1 | 1392x752 | image/png"
            })
    void falTellsTheTruthOfItsPictures(String model, String body, int count, String size, String type)
            throws Exception {
        String id = post("/fal-ai/" + model, body).path("request_id").asText();
        String app = model.split("/", -1)[0];
        JsonNode done = afterAWhile("/fal-ai/" + app + "/requests/" + id);
        assertThat(done.path("images")).hasSize(count);
        assertThat(done.path("has_nsfw_concepts")).hasSize(count);
        for (JsonNode image : done.path("images")) {
            assertThat(image.path("width").asInt() + "x" + image.path("height").asInt())
                    .isEqualTo(size);
            assertThat(image.path("content_type").asText()).isEqualTo(type);
            assertThat(sizeOf(image.path("url").asText())).isEqualTo(size);
            assertThat(send("GET", image.path("url").asText(), "").headers().firstValue("Content-Type"))
                    .hasValue(type);
        }
    }

    @Test
    void klingMakesAsManyAsAskedForAndNumbersThem() throws Exception {
        String id = post(
                        "/kling/v1/images/generations",
                        "{'model_name':'kling-v1','prompt':'c','n':3,'aspect_ratio':'1:1'}")
                .at("/data/task_id")
                .asText();
        JsonNode images = afterAWhile("/kling/v1/images/generations/" + id).at("/data/task_result/images");
        assertThat(images).hasSize(3);
        assertThat(images.at("/2/index").asInt()).isEqualTo(2);
        assertThat(images.at("/0/url")).isNotEqualTo(images.at("/1/url"));
    }

    @Test
    void aBlendHasTheShapeThatItsDimensionsName() throws Exception {
        String picture = "'data:image/png;base64,iVBORw0KGgo='";
        String id = post(
                        "/mj/submit/blend",
                        "{'base64Array':[" + picture + "," + picture + "],'dimensions':'LANDSCAPE'}")
                .path("result")
                .asText();
        String[] size = sizeOf(afterAWhile("/mj/task/" + id + "/fetch")
                        .path("imageUrl")
                        .asText())
                .split("x", 2);
        assertThat(Double.parseDouble(size[0]) / Double.parseDouble(size[1]))
                .isCloseTo(1.5, org.assertj.core.api.Assertions.within(0.02));
    }

    @Test
    void aPredictionIsOfTheModelInItsPathAndStaysSo() throws Exception {
        JsonNode begun = post(
                "/juhe/replicate/v1/models/black-forest-labs/flux-schnell/predictions",
                "{'input':{'prompt':'c','num_outputs':3,'output_format':'png','aspect_ratio':'16:9'}}");
        assertThat(begun.path("model").asText()).isEqualTo("black-forest-labs/flux-schnell");
        JsonNode done =
                afterAWhile("/juhe/replicate/v1/predictions/" + begun.path("id").asText());
        assertThat(done.path("model").asText()).isEqualTo("black-forest-labs/flux-schnell");
        assertThat(done.path("output")).hasSize(3);
        String[] size = sizeOf(done.at("/output/2").asText()).split("x", 2);
        assertThat(Double.parseDouble(size[0]) / Double.parseDouble(size[1]))
                .isCloseTo(16.0 / 9, org.assertj.core.api.Assertions.within(0.02));
    }

    @Test
    void aModelThatMakesOnePictureGivesItsAddressAlone() throws Exception {
        JsonNode begun =
                post("/juhe/replicate/v1/models/google/nano-banana-pro/predictions", "{'input':{'prompt':'c'}}");
        JsonNode done =
                afterAWhile("/juhe/replicate/v1/predictions/" + begun.path("id").asText());
        assertThat(done.path("model").asText()).isEqualTo("google/nano-banana-pro");
        assertThat(done.path("output").isTextual()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"generations, 512x512", "edits, 256x512"})
    void aRelayMakesPicturesOfTheSizeAskedFor(String operation, String size) throws Exception {
        String body = "{'model':'x','prompt':'a %s','image':'https://cdn.example.com/a.png','size':'" + size
                + "','response_format':'%s'}";
        String path = "/relay/flux/v1/images/" + operation;
        String url =
                post(path, String.format(body, "cat", "url")).at("/data/0/url").asText();
        assertThat(sizeOf(url)).isEqualTo(size);
        String cat = post(path, String.format(body, "cat", "b64_json"))
                .at("/data/0/b64_json")
                .asText();
        assertThat(cat).startsWith("data:image/png;base64,");
        byte[] bytes = Base64.getDecoder().decode(cat.substring(cat.indexOf(',') + 1));
        assertThat(size(bytes)).isEqualTo(size);
        assertThat(post(path, String.format(body, "dog", "b64_json"))
                        .at("/data/0/b64_json")
                        .asText())
                .isNotEqualTo(cat);
    }

    @ParameterizedTest
    @CsvSource({
        "'?variant=thumbnail', */*, image/webp",
        "'?variant=spritesheet', */*, image/jpeg",
        "'', image/webp, image/webp",
        "'', */*, video/mp4",
        "'?variant=video', */*, video/mp4"
    })
    void aVideoHasPicturesOfItself(String query, String accept, String type) throws Exception {
        String id =
                post("/v1/videos", "{'model':'sora-2','prompt':'c'}").path("id").asText();
        assertThat(send("GET", "/v1/videos/" + id + "/content" + query, "").statusCode())
                .isEqualTo(400);
        mock.advance(Duration.ofMinutes(10));
        HttpResponse<byte[]> file = send("GET", "/v1/videos/" + id + "/content" + query, "", "Accept", accept);
        assertThat(file.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT))
                .isEqualTo(type);
    }

    private static void fetchedInParts(Fetch fetch) throws Exception {
        HttpResponse<byte[]> whole = fetch.with("GET");
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.headers().firstValue("Accept-Ranges")).hasValue("bytes");
        HttpResponse<byte[]> part = fetch.with("GET", "Range", "bytes=0-9");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 0-9/" + whole.body().length);
        assertThat(part.body()).isEqualTo(Arrays.copyOf(whole.body(), 10));
        assertThat(fetch.with("GET", "Range", "bytes=" + whole.body().length + "-")
                        .statusCode())
                .isEqualTo(416);
        String tag = whole.headers().firstValue("ETag").orElseThrow();
        assertThat(fetch.with("GET", "If-None-Match", tag).statusCode()).isEqualTo(304);
        HttpResponse<byte[]> head = fetch.with("HEAD", "Range", "bytes=0-9");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Length")).hasValue(Integer.toString(whole.body().length));
    }

    private interface Fetch {
        HttpResponse<byte[]> with(String method, String... headers) throws Exception;
    }

    @Test
    void aVideoCanBeFetchedInParts() throws Exception {
        String id =
                post("/v1/videos", "{'model':'sora-2','prompt':'c'}").path("id").asText();
        mock.advance(Duration.ofMinutes(10));
        fetchedInParts((method, headers) -> send(method, "/v1/videos/" + id + "/content", "", headers));
    }

    @Test
    void aPictureOfATaskCanBeFetchedInParts() throws Exception {
        String id = post("/mj/submit/imagine", "{'prompt':'a lighthouse'}")
                .path("result")
                .asText();
        mock.advance(Duration.ofMinutes(10));
        fetchedInParts((method, headers) -> send(method, "/mj/image/" + id, "", headers));
    }

    @Test
    void anErrorOrJsonIsNeverCut() throws Exception {
        HttpResponse<byte[]> models = send("GET", "/v1/models", "", "Range", "bytes=0-9");
        assertThat(models.statusCode()).isEqualTo(200);
        assertThat(models.headers().firstValue("Accept-Ranges")).isEmpty();
        assertThat(send("GET", "/v1/videos/none/content", "", "Range", "bytes=0-9")
                        .statusCode())
                .isGreaterThanOrEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"transparent, jpeg, 400", "transparent, png, 200", "opaque, jpeg, 200"})
    void whatIsTransparentNeedsAFormThatCanBe(String background, String format, int status) throws Exception {
        HttpResponse<byte[]> answer = send(
                "POST",
                "/v1/images/generations",
                "{\"model\":\"gpt-image-1\",\"prompt\":\"c\",\"background\":\"" + background + "\",\"output_format\":\""
                        + format + "\"}");
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MiniMax-M1", "minimax-m1", "hunyuan-t1", "gemini-2.5-pro"})
    void modelsThatThinkCountTheirThoughts(String model) throws Exception {
        JsonNode answer = post(
                "/v1/chat/completions",
                "{'model':'" + model + "','messages':[{'role':'user','content':'How far is the moon?'}]}");
        assertThat(answer.at("/usage/completion_tokens_details/reasoning_tokens")
                        .asInt())
                .as(answer.toString())
                .isPositive();
    }
}

package io.facsimile.mock.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facsimile.contract.language.LiveWord;
import io.facsimile.mock.MockOptions;
import io.facsimile.mock.MockServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures and sounds as they are asked for, and how they are handed out. */
class MediaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String IMAGES = "/v1/images/generations";

    private final HttpClient http = HttpClient.newHttpClient();
    private MockServer mock;

    @BeforeEach
    void open() throws IOException {
        mock = MockServer.start(MockOptions.DEFAULTS.withSpeed(1_000));
    }

    @AfterEach
    void close() {
        mock.close();
    }

    private JsonNode post(String path, String body) throws Exception {
        HttpResponse<byte[]> answer = sent(path, body);
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private HttpResponse<byte[]> sent(String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(mock.url() + path))
                        .header("Authorization", "Bearer sk-any")
                        .header("x-goog-api-key", "any")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> get(String url, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer any");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static BufferedImage image(byte[] bytes, String format) throws IOException {
        try (var in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            ImageReader reader = ImageIO.getImageReaders(in).next();
            assertThat(reader.getFormatName()).isEqualToIgnoringCase(format);
            reader.setInput(in);
            return reader.read(0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1024x1024, png, png",
        "1536x1024, jpeg, JPEG",
        "1024x1536, webp, WebP",
        "256x256, png, png",
        "512x512, webp, WebP",
        "1792x1024, jpeg, JPEG"
    })
    void aPictureHasTheSizeAndFormatThatWereAskedFor(String size, String format, String name) throws Exception {
        JsonNode answer = post(
                IMAGES,
                "{\"model\":\"gpt-image-1-all\",\"prompt\":\"a red fox\",\"size\":\"" + size + "\",\"output_format\":\""
                        + format + "\"}");
        BufferedImage picture =
                image(Base64.getDecoder().decode(answer.at("/data/0/b64_json").asText()), name);
        assertThat(picture.getWidth() + "x" + picture.getHeight()).isEqualTo(size);
        assertThat(answer.path("output_format").asText()).isEqualTo(format);
    }

    @Test
    void equalPromptsGiveEqualPicturesAndSeveralOnesDiffer() throws Exception {
        String body = "{\"model\":\"gpt-image-1-all\",\"prompt\":\"a red fox\",\"n\":3,\"size\":\"256x256\"}";
        JsonNode one = post(IMAGES, body).path("data");
        assertThat(one).hasSize(3);
        assertThat(one.at("/0/b64_json")).isNotEqualTo(one.at("/1/b64_json"));
        assertThat(post(IMAGES, body).path("data").at("/2/b64_json")).isEqualTo(one.at("/2/b64_json"));
        assertThat(post(IMAGES, body.replace("fox", "owl")).path("data").at("/0/b64_json"))
                .isNotEqualTo(one.at("/0/b64_json"));
    }

    @Test
    void anAddressLeadsToTheSamePictureAsTheBytes() throws Exception {
        String body =
                "{\"model\":\"dall-e-2\",\"prompt\":\"a red fox\",\"size\":\"512x512\",\"response_format\":\"url\"}";
        JsonNode byUrl = post(IMAGES, body).at("/data/0");
        assertThat(byUrl.path("b64_json").asText()).isEmpty();
        HttpResponse<byte[]> file = get(byUrl.path("url").asText());
        assertThat(file.headers().firstValue("content-type")).hasValue("image/png");
        assertThat(image(file.body(), "png").getWidth()).isEqualTo(512);
        JsonNode bytes = post(IMAGES, body.replace("\"url\"", "\"b64_json\"")).at("/data/0");
        assertThat(Base64.getDecoder().decode(bytes.path("b64_json").asText())).isEqualTo(file.body());
    }

    @Test
    void aTransparentBackgroundIsTransparent() throws Exception {
        String body =
                "{\"model\":\"gpt-image-1-all\",\"prompt\":\"a fox\",\"size\":\"256x256\",\"background\":\"%s\",\"output_format\":\"%s\"}";
        for (String format : List.of("png", "webp")) {
            JsonNode clear =
                    post(IMAGES, String.format(body, "transparent", format)).at("/data/0/b64_json");
            assertThat(image(Base64.getDecoder().decode(clear.asText()), format).getRGB(0, 0) >>> 24)
                    .isZero();
            JsonNode opaque =
                    post(IMAGES, String.format(body, "opaque", format)).at("/data/0/b64_json");
            assertThat(image(Base64.getDecoder().decode(opaque.asText()), format)
                                    .getRGB(0, 0)
                            >>> 24)
                    .isEqualTo(255);
        }
    }

    @Test
    void aShapeIsKeptByDialectsThatAskForOne() throws Exception {
        JsonNode imagen = post(
                "/v1beta/models/imagen-4.0-generate-001:predict",
                "{\"instances\":[{\"prompt\":\"a fox\"}],\"parameters\":{\"sampleCount\":1,\"aspectRatio\":\"16:9\",\"outputOptions\":{\"mimeType\":\"image/jpeg\"}}}");
        BufferedImage wide = image(
                Base64.getDecoder()
                        .decode(imagen.at("/predictions/0/bytesBase64Encoded").asText()),
                "JPEG");
        assertThat((double) wide.getWidth() / wide.getHeight()).isCloseTo(16.0 / 9, within(0.02));
        assertThat(imagen.at("/predictions/0/mimeType").asText()).isEqualTo("image/jpeg");

        JsonNode task = post("/mj/submit/imagine", "{\"prompt\":\"a lighthouse --ar 3:2\"}");
        mock.advance(Duration.ofHours(1));
        String fetch = mock.url() + "/mj/task/" + task.path("result").asText() + "/fetch";
        JsonNode done = JSON.readTree(get(fetch).body());
        BufferedImage grid = image(get(done.path("imageUrl").asText()).body(), "png");
        assertThat((double) grid.getWidth() / grid.getHeight()).isCloseTo(1.5, within(0.02));
        assertThat(JSON.readTree(get(fetch).body()).path("imageUrl"))
                .as("each look shows the same address")
                .isEqualTo(done.path("imageUrl"));
    }

    private String address() throws Exception {
        return post(
                        IMAGES,
                        "{\"model\":\"dall-e-2\",\"prompt\":\"a fox\",\"size\":\"256x256\",\"response_format\":\"url\"}")
                .at("/data/0/url")
                .asText();
    }

    @Test
    void partsOfAFileCanBeFetched() throws Exception {
        String url = address();
        byte[] whole = get(url).body();
        HttpResponse<byte[]> part = get(url, "Range", "bytes=10-19");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.headers().firstValue("content-range")).hasValue("bytes 10-19/" + whole.length);
        assertThat(part.body()).hasSize(10).isEqualTo(java.util.Arrays.copyOfRange(whole, 10, 20));
        assertThat(get(url, "Range", "bytes=-5").body()).hasSize(5);
        assertThat(get(url, "Range", "bytes=" + (whole.length - 1) + "-").body())
                .hasSize(1);
        HttpResponse<byte[]> beyond = get(url, "Range", "bytes=" + whole.length + "-");
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(beyond.headers().firstValue("content-range")).hasValue("bytes */" + whole.length);
        assertThat(get(url, "Range", "lines=1-2").statusCode()).isEqualTo(200);
        assertThat(get(url, "Range", "bytes=0-1", "If-Range", "\"other\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void whoHasAFileNeedNotFetchItAgain() throws Exception {
        String url = address();
        HttpResponse<byte[]> first = get(url, "Origin", "https://app.example.com");
        String tag = first.headers().firstValue("etag").orElseThrow();
        assertThat(first.headers().firstValue("access-control-allow-origin")).hasValue("*");
        assertThat(first.headers().firstValue("content-disposition").orElse(""))
                .matches("inline; filename=\"image-[0-9a-f]+\\.png\"");
        HttpResponse<byte[]> again = get(url, "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        HttpResponse<byte[]> head = http.send(
                HttpRequest.newBuilder(URI.create(url))
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(head.headers().firstValue("content-length")).hasValue(Integer.toString(first.body().length));
        assertThat(head.body()).isEmpty();
    }

    @Test
    void anAddressHoldsAsLongAsItsContractSays() throws Exception {
        String url = address();
        mock.advance(Duration.ofMinutes(59));
        assertThat(get(url).statusCode()).isEqualTo(200);
        mock.advance(Duration.ofMinutes(2));
        HttpResponse<byte[]> late = get(url);
        assertThat(late.statusCode()).isEqualTo(403);
        assertThat(JSON.readTree(late.body()).path("detail").asText()).startsWith("the address was good until ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?size=axb", "?expires=soon", "?seed=zz", "?seconds=long", "?expires=99999999999999999"})
    void aSpoiltAddressLeadsNowhere(String query) throws Exception {
        assertThat(get(mock.url() + Shelf.PATH + "image/1.png" + query).statusCode())
                .isEqualTo(404);
    }

    private byte[] speech(String format, String text) throws Exception {
        HttpResponse<byte[]> answer = sent(
                "/v1/audio/speech",
                "{\"model\":\"tts-1\",\"voice\":\"alloy\",\"input\":\"" + text + "\",\"response_format\":\"" + format
                        + "\"}");
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void speechIsAboutAsLongAsItsText() throws Exception {
        String text = "This sentence has sixty letters or so, which takes four seconds.";
        try (AudioInputStream wav = AudioSystem.getAudioInputStream(new ByteArrayInputStream(speech("wav", text)))) {
            double seconds = wav.getFrameLength() / wav.getFormat().getFrameRate();
            assertThat(seconds).isCloseTo(text.length() / 15.0, within(0.1));
        }
        assertThat(speech("pcm", text).length).isCloseTo((int) (text.length() / 15.0 * 48_000), within(100));
        assertThat(speech("mp3", text + text).length).isGreaterThan(speech("mp3", text).length);
    }

    @ParameterizedTest
    @CsvSource({"mp3, mp3", "wav, wav", "opus, ogg", "flac, flac", "aac, aac"})
    void speechOpensInTheFormatThatWasAskedFor(String format, String name, @TempDir Path dir) throws Exception {
        assertThat(probed(speech(format, "Hello to all of you out there."), dir))
                .startsWith(name);
    }

    @Test
    void videosOpen(@TempDir Path dir) throws Exception {
        byte[] film = get(mock.url() + Shelf.PATH + "video/1.mp4").body();
        assertThat(probed(film, dir)).contains("mp4").endsWith("2.000000");
    }

    /** Returns the format and the length as ffprobe sees them. */
    private static String probed(byte[] file, Path dir) throws Exception {
        Path path = Files.write(dir.resolve("file"), file);
        Process probe;
        try {
            probe = new ProcessBuilder(
                            "ffprobe",
                            "-v",
                            "error",
                            "-show_entries",
                            "format=format_name,duration",
                            "-of",
                            "csv=p=0",
                            path.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "ffprobe is not installed here");
            throw e;
        }
        assertThat(probe.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    @Test
    void aLargePictureCostsLittle() {
        Shelf shelf = new Shelf();
        Wish wish = new Wish(LiveWord.MediaKind.IMAGE, 1024, 1024, "png", false, 1, "x", 0);
        shelf.bytes(wish);
        long begin = System.nanoTime();
        for (int i = 0; i < 10; i++) {
            shelf.bytes(new Wish(wish.kind(), 1024, 1024, "png", false, 100 + i, "x", 0));
        }
        long millis = (System.nanoTime() - begin) / 10_000_000;
        assertThat(millis).as("milliseconds for 1024x1024").isLessThan(500);
    }
}

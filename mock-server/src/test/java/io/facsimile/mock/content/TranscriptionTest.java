package io.facsimile.mock.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facsimile.mock.CheckedMock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written down is in the language that the request says is spoken. */
class TranscriptionTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/v1/audio/transcriptions";

    @RegisterExtension
    static final CheckedMock MOCK = CheckedMock.of("uniapi");

    private static String body(String... parts) throws Exception {
        StringBuilder form = new StringBuilder();
        for (String part : parts) {
            form.append("--xx\r\nContent-Disposition: form-data; name=\"")
                    .append(part.replaceFirst(":", "\"\r\n\r\n"))
                    .append("\r\n");
        }
        form.append("--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp3\"\r\n\r\nx\r\n--xx--\r\n");
        return MOCK.send(PATH, "multipart/form-data; boundary=xx", form.toString())
                .body();
    }

    private static JsonNode answer(String... parts) throws Exception {
        return JSON.readTree(body(parts));
    }

    @ParameterizedTest
    @CsvSource({"de,DE", "fr,FR", "es,ES", "ja,JA", "zh,ZH", "zh-TW,ZH_HANT", "ru,RU", "pt-BR,PT", "nb,NO", "ta,TA"})
    void theTextIsInTheLanguage(String tag, Language language) throws Exception {
        for (String format : List.of("json", "verbose_json", "diarized_json")) {
            String model = format.startsWith("verbose")
                    ? "whisper-1"
                    : format.equals("json") ? "gpt-4o-transcribe" : "gpt-4o-transcribe-diarize";
            String text = answer("model:" + model, "language:" + tag, "response_format:" + format)
                    .path("text")
                    .asText();
            assertThat(Languages.of(text)).as(text).isEqualTo(language);
        }
        for (String format : List.of("text", "srt", "vtt")) {
            String text = body("model:whisper-1", "language:" + tag, "response_format:" + format);
            String said = text.replaceAll("(?m)^(WEBVTT|[0-9].*)$", "").strip();
            assertThat(Languages.of(said)).as(text).isEqualTo(language);
            assertThat(text).endsWith("\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"en,english", "de,german", "zh,chinese", "pt-BR,portuguese", "sw,swahili"})
    void theLanguageIsToldByItsEnglishName(String tag, String name) throws Exception {
        JsonNode verbose = answer("model:whisper-1", "language:" + tag, "response_format:verbose_json");
        assertThat(verbose.path("language").asText()).isEqualTo(name);
    }

    @Test
    void segmentsAndWordsAreThoseOfTheText() throws Exception {
        JsonNode verbose = answer(
                "model:whisper-1",
                "language:de",
                "response_format:verbose_json",
                "timestamp_granularities[]:word",
                "timestamp_granularities[]:segment");
        String text = verbose.path("text").asText();
        StringBuilder segments = new StringBuilder();
        verbose.path("segments").forEach(s -> segments.append(s.path("text").asText()));
        assertThat(segments.toString().strip()).isEqualTo(text);
        List<String> words = new ArrayList<>();
        double before = 0;
        for (JsonNode word : verbose.path("words")) {
            words.add(word.path("word").asText());
            assertThat(word.path("start").asDouble()).isGreaterThanOrEqualTo(before);
            before = word.path("end").asDouble();
        }
        assertThat(String.join(" ", words)).isEqualTo(text.replaceAll("[.,!?]", ""));
        JsonNode spoken = answer("model:gpt-4o-transcribe-diarize", "language:fr", "response_format:diarized_json");
        for (JsonNode segment : spoken.path("segments")) {
            assertThat(spoken.path("text").asText())
                    .contains(segment.path("text").asText());
        }
    }

    @Test
    void tokensAddUpToTheText() throws Exception {
        JsonNode json = answer("model:gpt-4o-transcribe", "language:ru", "include[]:logprobs");
        StringBuilder tokens = new StringBuilder();
        json.path("logprobs").forEach(token -> tokens.append(token.path("token").asText()));
        assertThat(tokens.toString()).isEqualTo(json.path("text").asText());
        assertThat(Languages.of(tokens.toString())).isEqualTo(Language.RU);
    }

    @Test
    void aStreamSaysTheSame() throws Exception {
        for (String more : List.of("include[]:logprobs", "prompt:Guten Tag")) {
            String[] asked = {"model:gpt-4o-transcribe", "language:de", more};
            String whole = answer(asked).path("text").asText();
            StringBuilder deltas = new StringBuilder();
            String done = "";
            for (String line : body(asked[0], asked[1], asked[2], "stream:true").split("\n")) {
                if (line.startsWith("data: {")) {
                    JsonNode event = JSON.readTree(line.substring("data: ".length()));
                    deltas.append(event.path("delta").asText(""));
                    done = event.path("text").asText(done);
                }
            }
            assertThat(deltas.toString()).isEqualTo(whole);
            assertThat(done).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "sw"})
    void whatIsEnglishOrNotWrittenHereStaysTheExamples(String tag) throws Exception {
        String usual =
                answer("model:whisper-1", "response_format:json").path("text").asText();
        assertThat(answer("model:whisper-1", "response_format:json", "language:" + tag)
                        .path("text")
                        .asText())
                .isEqualTo(usual);
    }
}

package io.facsimile.mock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facsimile.mock.limit.RateLimit;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that follow from the request rather than from an example, over real sockets. */
class AnswersAsAskedTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GEMINI = "/juhe/v1beta/models/gemini-2.5-flash-preview-tts:generateContent";

    @RegisterExtension
    static final CheckedMock MOCK = CheckedMock.of(MockOptions.DEFAULTS);

    private static HttpResponse<String> post(CheckedMock to, String path, String body) throws Exception {
        return to.post(path, body.replace('\'', '"'));
    }

    private static JsonNode answer(String path, String body) throws Exception {
        return MOCK.answer(path, body.replace('\'', '"'));
    }

    private static String spoken(String question, String format) {
        return "{'model':'gpt-4o-audio-preview','modalities':['text','audio'],'audio':{'voice':'alloy','format':'"
                + format + "'},'messages':[{'role':'user','content':'" + question + "'}]}";
    }

    @Test
    void whatIsSpokenIsTheAnswerInTheFormatThatWasAskedFor() throws Exception {
        JsonNode one = answer("/v1/chat/completions", spoken("Which ferries leave the harbour at noon?", "pcm16"))
                .at("/choices/0/message/audio");
        JsonNode other = answer("/v1/chat/completions", spoken("How tall is the lighthouse?", "wav"))
                .at("/choices/0/message/audio");
        assertThat(bytes(one)).doesNotStartWith("RIFF").isNotEmpty();
        assertThat(bytes(other)).startsWith("RIFF");
        assertThat(one.path("transcript").asText())
                .isNotEmpty()
                .isNotEqualTo(other.path("transcript").asText());
        assertThat(one.path("expires_at").asLong())
                .isBetween(Instant.now().getEpochSecond() + 3_000, Instant.now().getEpochSecond() + 3_700);
    }

    private static String bytes(JsonNode audio) {
        return new String(
                Base64.getDecoder().decode(audio.path("data").asText()), java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    @Test
    void geminiSpeaksBareSamples() throws Exception {
        JsonNode sound = answer(
                        GEMINI,
                        "{'contents':[{'parts':[{'text':'The harbour wakes before the town does, slowly.'}]}],"
                                + "'generationConfig':{'responseModalities':['AUDIO']}}")
                .at("/candidates/0/content/parts/0/inlineData");
        assertThat(sound.path("mimeType").asText()).isEqualTo("audio/L16;codec=pcm;rate=24000");
        assertThat(Base64.getDecoder().decode(sound.path("data").asText()).length)
                .isGreaterThan(24_000);
        assertThat(bytes(sound)).doesNotStartWith("RIFF").doesNotStartWith("\u0089PNG");
    }

    @Test
    void geminiKeepsToALimitInEitherSpelling() throws Exception {
        for (String limit : new String[] {
            "'generationConfig':{'maxOutputTokens':3}",
            "'generationConfig':{'max_output_tokens':3}",
            "'generation_config':{'max_output_tokens':3}"
        }) {
            JsonNode answer = answer(
                    "/juhe/v1beta/models/gemini-2.5-flash:generateContent",
                    "{'contents':[{'parts':[{'text':'Tell me of the harbour.'}]}]," + limit + "}");
            assertThat(answer.at("/usageMetadata/candidatesTokenCount").asInt())
                    .as(limit)
                    .isLessThanOrEqualTo(3);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "text-embedding-3-small,1536",
        "text-embedding-3-large,3072",
        "text-embedding-ada-002,1536",
        "gemini-embedding-001,3072",
        "any-other,1536"
    })
    void aVectorIsAsLongAsItsModelMakesIt(String model, int length) throws Exception {
        JsonNode answer = answer("/v1/embeddings", "{'model':'" + model + "','input':'dusk'}");
        assertThat(answer.at("/data/0/embedding")).hasSize(length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'model':'text-embedding-3-small','input':'dusk','dimensions':5000}",
                "{'model':'text-embedding-3-large','input':'dusk','dimensions':3073}",
                "{'model':'text-embedding-ada-002','input':'dusk','dimensions':256}"
            })
    void dimensionsThatAModelDoesNotHaveAreRefused(String request) throws Exception {
        HttpResponse<String> answer = post(MOCK, "/v1/embeddings", request);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("dimensions");
    }

    @Test
    void anAnswerCannotBeSpokenWithoutAVoice() throws Exception {
        HttpResponse<String> answer = post(
                MOCK,
                "/v1/chat/completions",
                "{'model':'gpt-4o-audio-preview','modalities':['text','audio'],'messages':[{'role':'user','content':'hi'}]}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'messages':[{'role':'user','content':''}]",
                "'messages':[{'role':'user','content':[]}]",
                "'messages':[{'role':'user','content':'hi'}],'thinking':{'type':'enabled','budget_tokens':1024},"
                        + "'tools':[{'name':'a','input_schema':{'type':'object'}}],'tool_choice':{'type':'any'}"
            })
    void anthropicRefusesWhatTheVendorRefuses(String rest) throws Exception {
        HttpResponse<String> answer =
                post(MOCK, "/juhe/v1/messages", "{'model':'claude-sonnet-4-5','max_tokens':2000," + rest + "}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("invalid_request_error");
    }

    @Test
    void aShortTextIsNotWrittenToACache() throws Exception {
        JsonNode usage = answer(
                        "/juhe/v1/messages",
                        "{'model':'claude-sonnet-4-5','max_tokens':99,'messages':[{'role':'user','content':'hi'}],"
                                + "'system':[{'type':'text','text':'Terse.','cache_control':{'type':'ephemeral'}}]}")
                .path("usage");
        assertThat(usage.path("cache_creation_input_tokens").asInt()).isZero();
    }

    @Test
    void aPromptIsRewrittenFromTheCallersOwn() throws Exception {
        JsonNode picture = answer(
                "/v1/images/generations",
                "{'model':'dall-e-3','prompt':'A lighthouse at dusk','n':1,'size':'1024x1024'}");
        assertThat(picture.at("/data/0/revised_prompt").asText()).contains("lighthouse");
    }

    @Test
    void nothingIsLeftToBeAskedForLater() throws Exception {
        JsonNode answer = answer("/v1/responses", "{'model':'gpt-5','input':'hi','background':true}");
        assertThat(answer.path("status").asText()).isEqualTo("completed");
    }

    @Test
    void aRefusalSaysWhichLimitItIsAndWhenToComeBack() throws Exception {
        MockOptions limited = MockOptions.DEFAULTS.withRateLimit(new RateLimit(0, 20));
        try (CheckedMock few = CheckedMock.of(limited)) {
            HttpResponse<String> refused = post(
                    few,
                    "/v1/chat/completions",
                    "{'model':'gpt-x','max_tokens':900,'messages':[{'role':'user','content':'hi'}]}");
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(429);
            assertThat(JSON.readTree(refused.body()).at("/error/type").asText()).isEqualTo("tokens");
        }
        try (CheckedMock few = CheckedMock.of(MockOptions.DEFAULTS.withRateLimit(new RateLimit(1, 0)))) {
            String ask = "{'contents':[{'parts':[{'text':'hi'}]}]}";
            String path = "/juhe/v1beta/models/gemini-2.5-flash:generateContent";
            post(few, path, ask);
            HttpResponse<String> refused = post(few, path, ask);
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(429);
            String seconds = refused.headers().firstValue("Retry-After").orElseThrow();
            assertThat(refused.body())
                    .contains("\"retryDelay\":\"" + seconds + "s\"")
                    .doesNotContain("quotaValue");
        }
    }
}

package io.facsimile.mock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.mock.event.StreamClients;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An error that is asked for speaks of the request that asked for it, and says one thing in its headers and its body. */
class ErrorWordsTest {
    private static final String CHAT = "{'model':'kiwi-7','messages':[{'role':'user','content':'hi'}]}";
    private static final String MESSAGES =
            "{'model':'kiwi-7','max_tokens':9,'messages':[{'role':'user','content':'hi'}]}";
    private static final String CONTENTS = "{'contents':[{'parts':[{'text':'hi'}]}]}";
    private static final String PICTURE = "{'model':'kiwi-7','prompt':'a harbour'}";

    @RegisterExtension
    static final CheckedMock MOCK = CheckedMock.of(MockOptions.DEFAULTS);

    private static HttpResponse<String> asked(String path, String body, String prefer) throws Exception {
        String asking = path + "?prefer=" + URLEncoder.encode(prefer, StandardCharsets.UTF_8);
        return MOCK.post(asking, body.replace('\'', '"'));
    }

    private static JsonNode error(String path, String body, String prefer) throws Exception {
        return StreamClients.tree(asked(path, body, prefer).body());
    }

    private static String body(String path) {
        if (path.endsWith("/chat/completions")) {
            return CHAT;
        } else if (path.endsWith("/messages")) {
            return MESSAGES;
        } else if (path.endsWith("/responses")) {
            return "{'model':'kiwi-7','input':'hi'}";
        }
        return path.endsWith("/generations") ? PICTURE : CONTENTS;
    }

    @ParameterizedTest
    @CsvSource({
        "/uniapi/v1/chat/completions, code=unknown-model",
        "/uniai/v1/chat/completions, code=unknown-model",
        "/relay/v1/chat/completions, example=unknown-model",
        "/juhe/v1/chat/completions, code=forbidden",
        "/uniai/v1/responses, code=unknown-model",
        "/uniai/v1/responses, example=forbidden",
        "/v1/messages, code=unknown-model",
        "/v1/messages, example=unknown-model",
        "/v1/messages, example=no-channel",
        "/uniai/v1beta/models/kiwi-7:generateContent, code=404",
        "/uniai/v1beta/models/kiwi-7:generateContent, example=unknown-model",
        "/uniai/v1/images/generations, code=unknown-model",
        "/uniai/v1/images/generations, example=forbidden"
    })
    void anErrorThatNamesAModelNamesTheOneThatWasAskedFor(String path, String prefer) throws Exception {
        String told = asked(path, body(path), prefer).body();
        assertThat(told).contains("kiwi-7").doesNotContain("gpt-", "claude-", "gemini-");
    }

    @Test
    void aModelBehindWhichTheScenarioStandsIsNamedWithoutIt() throws Exception {
        String body = CHAT.replace("kiwi-7", "kiwi-7@code=unknown-model");
        String told = MOCK.post("/v1/chat/completions", body.replace('\'', '"')).body();
        assertThat(told).contains(" kiwi-7 ");
    }

    @Test
    void theQuotaThatIsUsedUpIsThatOfTheModel() throws Exception {
        JsonNode error = error("/v1beta/models/kiwi-7:generateContent", CONTENTS, "code=429");
        assertThat(error.at("/error/details/0/violations/0/quotaDimensions/model")
                        .asText())
                .isEqualTo("kiwi-7");
    }

    @Test
    void aModelThatIsNotNamedLeavesTheExamplesWords() throws Exception {
        assertThat(asked("/mj/submit/imagine", "{'prompt':'a lighthouse'}", "code=unknown-model")
                        .body())
                .doesNotContain("{model}");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions, code=400, messages, /error/param",
        "/v1/chat/completions, example=invalid-request, messages, /error/param",
        "/v1/messages, code=invalid-request, messages, /error/message",
        "/v1/responses, code=400, input, /error/param",
        "/v1beta/models/kiwi-7:generateContent, code=400, contents, /error/details/0/fieldViolations/0/field",
        "/v1/images/generations, code=400, prompt, /error/param",
        "/v1/images/generations, example=invalid-request, prompt, /error/param"
    })
    void anInvalidRequestIsToldOfAFieldThatItHasAndNotThatItIsMissing(
            String path, String prefer, String field, String at) throws Exception {
        JsonNode error = error(path, body(path), prefer);
        assertThat(error.at(at).asText()).contains(field);
        assertThat(error.at("/error/message").asText())
                .contains(field)
                .doesNotContain("required", "not specified", "3000x3000");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions, code=429, again in 7s.",
        "/v1/chat/completions, example=rate-limit, again in 7s.",
        "/v1beta/models/kiwi-7:generateContent, code=429, \"7s\"",
        "/v1beta/models/kiwi-7:generateContent, example=rate-limit, \"7s\""
    })
    void theBodyTellsToWaitAsLongAsTheHeader(String path, String prefer, String says) throws Exception {
        HttpResponse<String> error = asked(path, body(path), prefer + ", retry-after=7");
        assertThat(error.headers().firstValue("Retry-After")).contains("7");
        assertThat(error.body()).contains(says);
    }

    @Test
    void aTimeThatNobodyAskedForIsTheContracts() throws Exception {
        HttpResponse<String> error = asked("/v1/chat/completions", CHAT, "code=429");
        assertThat(error.headers().firstValue("Retry-After")).contains("20");
        assertThat(error.body()).contains("again in 20s.");
    }

    @Test
    void anErrorThatBreaksAStreamSpeaksOfTheRequestToo() throws Exception {
        String body = CHAT.replace("'model'", "'stream':true,'model'");
        assertThat(asked("/v1/chat/completions", body, "code=unknown-model, stream-error=2")
                        .body())
                .contains("kiwi-7")
                .doesNotContain("gpt-0");
        assertThat(asked("/v1/chat/completions", body, "code=429, stream-error=2, retry-after=7")
                        .body())
                .contains("again in 7s.");
    }
}

package io.facsimile.mock.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facsimile.mock.CheckedMock;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How likely tokens were, for callers who ask. */
class LogprobsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    static final CheckedMock MOCK = CheckedMock.of("uniapi");

    private static String chat(String prompt, String more) {
        return "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt
                + "\"}],\"logprobs\":true" + more + "}";
    }

    private static void holds(String text, JsonNode tokens, int top) {
        StringBuilder sum = new StringBuilder();
        for (JsonNode token : tokens) {
            String word = token.path("token").asText();
            sum.append(word);
            byte[] bytes = new byte[token.path("bytes").size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) token.path("bytes").get(i).asInt();
            }
            assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(word);
            assertThat(token.path("logprob").asDouble()).isNegative();
            assertThat(token.path("top_logprobs")).hasSize(top);
            if (top > 0) {
                assertThat(token.at("/top_logprobs/0/token").asText()).isEqualTo(word);
            }
            for (int i = 1; i < top; i++) {
                assertThat(token.path("top_logprobs").get(i).path("logprob").asDouble())
                        .isLessThanOrEqualTo(token.path("top_logprobs")
                                .get(i - 1)
                                .path("logprob")
                                .asDouble());
            }
        }
        assertThat(sum).hasToString(text);
    }

    private static void carriesTheSameTokens(CheckedMock mock, String path) throws Exception {
        JsonNode whole = mock.answer(path, chat("Why is the sky blue?", ",\"top_logprobs\":2"));
        StringBuilder text = new StringBuilder();
        com.fasterxml.jackson.databind.node.ArrayNode tokens = JSON.createArrayNode();
        for (JsonNode event : mock.events(path, chat("Why is the sky blue?", ",\"top_logprobs\":2,\"stream\":true"))) {
            JsonNode choice = event.at("/choices/0");
            text.append(choice.at("/delta/content").asText(""));
            choice.at("/logprobs/content").forEach(tokens::add);
        }
        holds(text.toString(), tokens, 2);
        assertThat((JsonNode) tokens).isEqualTo(whole.at("/choices/0/logprobs/content"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Why is the sky blue?", "为什么天空是蓝色的？", "Describe a 👩‍🚀 in space"})
    void theTokensOfAnAnswerAddUpToIt(String prompt) throws Exception {
        JsonNode choice = MOCK.answer("/v1/chat/completions", chat(prompt, ",\"top_logprobs\":3"))
                .at("/choices/0");
        holds(choice.at("/message/content").asText(), choice.at("/logprobs/content"), 3);
        assertThat(choice.at("/logprobs/content").size()).isGreaterThan(2);
    }

    @Test
    void withoutANumberNoOtherTokensAreNamed() throws Exception {
        JsonNode choice =
                MOCK.answer("/v1/chat/completions", chat("Hello there", "")).at("/choices/0");
        holds(choice.at("/message/content").asText(), choice.at("/logprobs/content"), 0);
    }

    @Test
    void aStreamCarriesTheSameTokens() throws Exception {
        carriesTheSameTokens(MOCK, "/v1/chat/completions");
    }

    @Test
    void whatPassesThroughARelayHasThemToo() throws Exception {
        try (CheckedMock relay = CheckedMock.of("relay")) {
            carriesTheSameTokens(relay, "/chatgpt/v1/chat/completions");
            JsonNode picture = relay.answer(
                            "/chatgpt/v1/chat/completions",
                            "{\"model\":\"gpt-4o\",\"logprobs\":true,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"What is this?\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.com/a.png\"}}]}]}")
                    .at("/choices/0");
            holds(picture.at("/message/content").asText(), picture.at("/logprobs/content"), 0);
        }
    }

    @Test
    void whoDoesNotAskGetsNone() throws Exception {
        String body = chat("Hello there", "").replace("\"logprobs\":true", "\"logprobs\":false");
        assertThat(MOCK.answer("/v1/chat/completions", body)
                        .at("/choices/0/logprobs")
                        .isNull())
                .isTrue();
    }

    @Test
    void completionsSayItInListsSideBySide() throws Exception {
        JsonNode choice = MOCK.answer(
                        "/v1/completions",
                        "{\"model\":\"gpt-3.5-turbo-instruct\",\"prompt\":\"Tell me of the sea\",\"logprobs\":2,\"max_tokens\":20}")
                .at("/choices/0");
        JsonNode lists = choice.path("logprobs");
        StringBuilder sum = new StringBuilder();
        lists.path("tokens").forEach(t -> sum.append(t.asText()));
        assertThat(sum).hasToString(choice.path("text").asText());
        assertThat(lists.path("token_logprobs")).hasSameSizeAs(lists.path("tokens"));
        assertThat(lists.at("/top_logprobs/0")).hasSize(2);
        assertThat(lists.at("/text_offset/0").asInt()).isEqualTo("Tell me of the sea".length());
    }

    @Test
    void candidatesSayHowLikelyTheirTokensWere() throws Exception {
        String body =
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Why is the sky blue?\"}]}],\"generationConfig\":{\"responseLogprobs\":true,\"logprobs\":3}}";
        JsonNode candidate = candidate(body);
        StringBuilder sum = new StringBuilder();
        JsonNode chosen = candidate.at("/logprobsResult/chosenCandidates");
        for (JsonNode token : chosen) {
            sum.append(token.path("token").asText());
            assertThat(token.path("logProbability").asDouble()).isNegative();
        }
        assertThat(sum.toString())
                .isEqualTo(candidate.at("/content/parts/0/text").asText());
        JsonNode top = candidate.at("/logprobsResult/topCandidates");
        assertThat(top).hasSameSizeAs(chosen);
        for (int i = 0; i < top.size(); i++) {
            assertThat(top.get(i).path("candidates")).hasSize(3);
            assertThat(top.get(i).at("/candidates/0")).isEqualTo(chosen.get(i));
        }
        JsonNode without = candidate(body.replace(",\"logprobs\":3", "")).path("logprobsResult");
        assertThat(without.path("chosenCandidates")).hasSameSizeAs(chosen);
        assertThat(without.path("topCandidates")).isEmpty();
    }

    private static JsonNode candidate(String body) throws Exception {
        try (CheckedMock gateway = CheckedMock.of("juhe")) {
            return gateway.send("/v1beta/models/gemini-2.0-flash:generateContent", JSON.readTree(body))
                    .at("/candidates/0");
        }
    }
}

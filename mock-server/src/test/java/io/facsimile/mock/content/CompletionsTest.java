package io.facsimile.mock.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.mock.CheckedMock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prompts that are continued: one or several, as text or as tokens, repeated before the text on request. */
class CompletionsTest {
    private static final String PATH = "/v1/completions";

    @RegisterExtension
    static final CheckedMock MOCK = CheckedMock.of("juhe");

    private static ObjectNode request(String more) {
        return Dialect.object("{'model':'gpt-3.5-turbo-instruct'," + more + "}");
    }

    private static JsonNode send(String more) throws Exception {
        JsonNode answer = MOCK.send(PATH, request(more));
        JsonNode usage = answer.path("usage");
        assertThat(usage.path("prompt_tokens").asInt()
                        + usage.path("completion_tokens").asInt())
                .isEqualTo(usage.path("total_tokens").asInt());
        return answer;
    }

    @ParameterizedTest
    @ValueSource(strings = {"'n':1", "'n':3", "'n':2,'best_of':4", "'suffix':' The end.'", "'max_tokens':5"})
    void anEchoIsThePromptBeforeTheSameTexts(String more) throws Exception {
        String prompt = "'prompt':'The tide turns at noon'," + more;
        JsonNode plain = send(prompt);
        JsonNode echoed = send(prompt + ",'echo':true");
        assertThat(echoed.path("choices")).hasSameSizeAs(plain.path("choices"));
        for (int i = 0; i < plain.path("choices").size(); i++) {
            JsonNode choice = echoed.path("choices").get(i);
            assertThat(choice.path("text").asText())
                    .isEqualTo("The tide turns at noon"
                            + plain.path("choices").get(i).path("text").asText());
            assertThat(choice.path("finish_reason"))
                    .isEqualTo(plain.path("choices").get(i).path("finish_reason"));
        }
        assertThat(echoed.path("usage")).isEqualTo(plain.path("usage"));
    }

    @Test
    void theEventsOfAnEchoAddUpToTheAnswer() throws Exception {
        for (String more : new String[] {"'n':1", "'n':2", "'logprobs':2", "'max_tokens':3"}) {
            String echoing = "'prompt':'The tide turns at noon','echo':true," + more;
            JsonNode whole = send(echoing);
            JsonNode streamed = MOCK.streamed("openai.completions", PATH, request(echoing));
            assertThat(streamed.path("choices")).as(more).isEqualTo(whole.path("choices"));
        }
    }

    @Test
    void anEchoOfNoMoreTokensIsThePromptAlone() throws Exception {
        JsonNode answer = send("'prompt':'The tide turns','echo':true,'max_tokens':0,'logprobs':0");
        assertThat(answer.at("/choices/0/text").asText()).isEqualTo("The tide turns");
        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("length");
        assertThat(answer.at("/usage/completion_tokens").asInt()).isZero();
        assertThat(answer.at("/choices/0/logprobs/tokens").size())
                .isEqualTo(answer.at("/usage/prompt_tokens").asInt());
    }

    @Test
    void theFirstTokenOfAnEchoHasNoProbabilityAndOffsetsBeginWithThePrompt() throws Exception {
        String prompt = "'prompt':'The tide 👍 turns','logprobs':2,'max_tokens':8";
        JsonNode lists = send(prompt + ",'echo':true").at("/choices/0/logprobs");
        assertThat(lists.at("/token_logprobs/0").isNull()).isTrue();
        assertThat(lists.at("/top_logprobs/0").isNull()).isTrue();
        assertThat(lists.at("/token_logprobs/1").asDouble()).isNegative();
        assertThat(lists.at("/text_offset/0").asInt()).isZero();
        JsonNode plain = send(prompt).at("/choices/0/logprobs");
        assertThat(plain.at("/token_logprobs/0").asDouble()).isNegative();
        assertThat(plain.at("/text_offset/0").asInt()).isEqualTo("The tide . turns".length());
    }

    @Test
    void eachPromptGetsItsOwnTexts() throws Exception {
        String prompts = "'prompt':['Of cats','Of dogs','Of birds'],'n':2,'echo':true";
        JsonNode choices = send(prompts).path("choices");
        assertThat(choices).hasSize(6);
        for (int i = 0; i < 6; i++) {
            String prompt = new String[] {"Of cats", "Of dogs", "Of birds"}[i / 2];
            assertThat(choices.get(i).path("index").asInt()).isEqualTo(i);
            assertThat(choices.get(i).path("text").asText()).startsWith(prompt);
            assertThat(choices.get(i).path("text").asText().substring(prompt.length()))
                    .matches("(?s)[ ,].+");
        }
        assertThat(MOCK.streamed("openai.completions", PATH, request(prompts)).path("choices"))
                .isEqualTo(choices);
        assertThat(send(prompts).path("choices")).isEqualTo(choices);
    }

    @Test
    void tokensAreReadAndCounted() throws Exception {
        Tokens tokens = new Tokens();
        // "The tide turns" in the tokenizer that the simulator has; the last number is nobody's token.
        JsonNode one = send("'prompt':[976,77242,20412,999999999],'echo':true");
        assertThat(tokens.count("The tide turns")).isEqualTo(3);
        assertThat(one.at("/choices/0/text").asText()).startsWith(tokens.text(java.util.List.of(976, 77242, 20412)));
        assertThat(one.at("/usage/prompt_tokens").asInt()).isEqualTo(4);
        JsonNode two = send("'prompt':[[976,77242],[20412]]");
        assertThat(two.path("choices")).hasSize(2);
        assertThat(two.at("/usage/prompt_tokens").asInt()).isEqualTo(3);
    }

    @Test
    void aPromptIsCountedByItsTokens() throws Exception {
        assertThat(send("'prompt':'The tide turns'").at("/usage/prompt_tokens").asInt())
                .isEqualTo(3);
        assertThat(send("'prompt':'The tide turns','suffix':' at noon'")
                        .at("/usage/prompt_tokens")
                        .asInt())
                .isEqualTo(5);
    }

    @Test
    void aNewTextBeginsWithoutAPrompt() throws Exception {
        assertThat(send("'prompt':null,'echo':true").path("choices")).hasSize(1);
    }

    @Test
    void aBeginningIsContinued() throws Exception {
        assertThat(send("'prompt':'Once upon a time','echo':true")
                        .at("/choices/0/text")
                        .asText())
                .matches("(?s)Once upon a time[ ,].*")
                .doesNotContain("“");
        assertThat(send("'prompt':'Why is the sky blue?','echo':true")
                        .at("/choices/0/text")
                        .asText())
                .matches("(?s)Why is the sky blue\\? .*");
    }
}

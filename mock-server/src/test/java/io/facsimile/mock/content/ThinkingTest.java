package io.facsimile.mock.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.mock.CheckedMock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which models think, when, and that it is told and counted whatever else they do. */
class ThinkingTest {
    private static final JsonNode WEATHER = Dialect.object(
            "{'type':'object','properties':{'city':{'type':'string'}},'required':['city'],'additionalProperties':false}");
    private static final String QUESTION = "What is the weather in Lisbon?";
    private static final String REASONING = "/usage/completion_tokens_details/reasoning_tokens";

    @RegisterExtension
    static final CheckedMock MOCK = CheckedMock.of("juhe");

    private static ObjectNode chat(String model) {
        return Dialect.CHAT.ask(QUESTION).put("model", model);
    }

    private static ObjectNode withTool(Dialect dialect, ObjectNode request) {
        dialect.tool(request, "get_weather", WEATHER);
        return request;
    }

    private static JsonNode generate(String model, ObjectNode request) throws Exception {
        return MOCK.send("/v1beta/models/" + model + ":generateContent", request);
    }

    @Test
    void blocksOfThoughtsComeBeforeCallsAsWell() throws Exception {
        ObjectNode request = withTool(Dialect.MESSAGES, Dialect.MESSAGES.ask(QUESTION));
        request.set("thinking", Dialect.object("{'type':'enabled','budget_tokens':1024}"));
        JsonNode answer = MOCK.send(Dialect.MESSAGES.path, request);
        assertThat(answer.at("/content/0/thinking").asText()).contains("What is the weather in Lisbon");
        assertThat(Dialect.MESSAGES.calls(answer)).hasSize(1);
        long thought = answer.at("/usage/output_tokens_details/thinking_tokens").asLong();
        assertThat(thought).isPositive().isLessThan(Dialect.MESSAGES.usage(answer)[1]);
        JsonNode told = MOCK.streamed("anthropic.messages", Dialect.MESSAGES.path, request);
        assertThat(told.at("/content/0/thinking")).isEqualTo(answer.at("/content/0/thinking"));
        assertThat(Dialect.MESSAGES.calls(told)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"deepseek-reasoner", "qwq-32b", "grok-3-mini", "glm-4.6", "qwen3-235b-a22b-thinking-2507"})
    void modelsThatTellTheirThoughtsDoSoWithToolsAndWithSeveralAnswers(String model) throws Exception {
        for (ObjectNode request : new ObjectNode[] {
            chat(model), withTool(Dialect.CHAT, chat(model)), chat(model).put("n", 2)
        }) {
            JsonNode answer = MOCK.send(Dialect.CHAT.path, request);
            int count = request.path("n").asInt(1);
            assertThat(answer.path("choices")).hasSize(count);
            long own = 0;
            for (JsonNode choice : answer.path("choices")) {
                String thoughts = choice.at("/message/reasoning_content").asText();
                assertThat(thoughts).contains("What is the weather in Lisbon");
                own += new Tokens().count(thoughts);
            }
            assertThat(answer.at(REASONING).asLong()).isEqualTo(own);
            assertThat(Dialect.CHAT.calls(answer)).hasSize(request.has("tools") ? 1 : 0);
        }
    }

    @Test
    void thinkingThatIsSwitchedOffIsNotThere() throws Exception {
        ObjectNode request = chat("glm-4.6");
        request.putObject("thinking").put("type", "disabled");
        JsonNode answer = MOCK.send(Dialect.CHAT.path, request);
        assertThat(answer.at("/choices/0/message").has("reasoning_content")).isFalse();
        assertThat(answer.at(REASONING).asLong()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "o1,,true",
        "o3-mini,,true",
        "gpt-5,,true",
        "gpt-5-mini,minimal,true",
        "gpt-5,none,false",
        "gpt-5.1,,false",
        "gpt-5.1,high,true",
        "gpt-5-chat-latest,,false",
        "gpt-4o,,false",
        "gpt-4.1,,false"
    })
    void someModelsThinkWithoutTellingIt(String model, String effort, boolean thinks) throws Exception {
        for (ObjectNode request : new ObjectNode[] {chat(model), withTool(Dialect.CHAT, chat(model))}) {
            if (effort != null) {
                request.put("reasoning_effort", effort);
            }
            JsonNode answer = MOCK.send(Dialect.CHAT.path, request);
            assertThat(answer.at(REASONING).asLong() > 0).as(answer.toString()).isEqualTo(thinks);
            assertThat(answer.at("/choices/0/message").has("reasoning_content")).isFalse();
            long[] usage = Dialect.CHAT.usage(answer);
            assertThat(usage[0] + usage[1]).isEqualTo(usage[2]);
        }
    }

    @Test
    void anItemOfThoughtsComesBeforeCalls() throws Exception {
        ObjectNode request = withTool(Dialect.RESPONSES, Dialect.RESPONSES.ask(QUESTION));
        request.put("model", "o3").set("reasoning", Dialect.object("{'effort':'high','summary':'auto'}"));
        JsonNode answer = MOCK.send(Dialect.RESPONSES.path, request);
        assertThat(answer.at("/output/0/type").asText()).isEqualTo("reasoning");
        assertThat(answer.at("/output/1/type").asText()).isEqualTo("function_call");
        assertThat(answer.path("output")).hasSize(2);
        assertThat(answer.at("/usage/output_tokens_details/reasoning_tokens").asLong())
                .isPositive();
        JsonNode told = MOCK.streamed("openai.responses", Dialect.RESPONSES.path, request);
        assertThat(told.at("/output/0/summary")).isEqualTo(answer.at("/output/0/summary"));
        ObjectNode plain = Dialect.RESPONSES.ask(QUESTION).put("model", "o3");
        assertThat(MOCK.send(Dialect.RESPONSES.path, plain)
                        .at("/usage/output_tokens_details/reasoning_tokens")
                        .asLong())
                .isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-2.5-pro,true",
        "gemini-2.5-flash,true",
        "gemini-3-pro-preview,true",
        "gemini-2.5-flash-lite,false",
        "gemini-2.0-flash,false",
        "gemini-1.5-pro,false"
    })
    void thoughtsAreCountedOfTheModelsThatHaveThem(String model, boolean thinks) throws Exception {
        for (ObjectNode request : new ObjectNode[] {
            Dialect.GENERATE.ask(QUESTION), withTool(Dialect.GENERATE, Dialect.GENERATE.ask(QUESTION))
        }) {
            JsonNode answer = generate(model, request);
            assertThat(answer.at("/usageMetadata/thoughtsTokenCount").asLong() > 0)
                    .as(answer.toString())
                    .isEqualTo(thinks);
        }
    }

    @Test
    void aBudgetOfNothingIsNoThoughtAndLeavesTheLimitToTheAnswer() throws Exception {
        ObjectNode request = Dialect.GENERATE.ask(QUESTION);
        request.set(
                "generationConfig",
                Dialect.object("{'maxOutputTokens':4,'thinkingConfig':{'thinkingBudget':0,'includeThoughts':true}}"));
        JsonNode answer = generate("gemini-2.5-flash", request);
        assertThat(answer.at("/usageMetadata/thoughtsTokenCount").asLong()).isZero();
        assertThat(Dialect.GENERATE.text(answer)).isNotBlank();
        assertThat(answer.at("/usageMetadata/candidatesTokenCount").asLong()).isEqualTo(4);
        assertThat(Dialect.GENERATE.end(answer)).isEqualTo("MAX_TOKENS");
    }

    @Test
    void thoughtsKeepToTheirBudget() throws Exception {
        ObjectNode request = Dialect.GENERATE.ask(QUESTION);
        request.set("generationConfig", Dialect.object("{'thinkingConfig':{'thinkingBudget':12}}"));
        assertThat(generate("gemini-2.5-flash", request)
                        .at("/usageMetadata/thoughtsTokenCount")
                        .asLong())
                .isBetween(1L, 12L);
    }

    @Test
    void thoughtsAreToldBeforeACallAsWell() throws Exception {
        ObjectNode request = withTool(Dialect.GENERATE, Dialect.GENERATE.ask(QUESTION));
        request.set("generationConfig", Dialect.object("{'thinkingConfig':{'includeThoughts':true}}"));
        JsonNode answer = generate("gemini-2.5-pro", request);
        assertThat(answer.at("/candidates/0/content/parts/0/thought").asBoolean())
                .isTrue();
        assertThat(Dialect.GENERATE.calls(answer)).hasSize(1);
    }
}

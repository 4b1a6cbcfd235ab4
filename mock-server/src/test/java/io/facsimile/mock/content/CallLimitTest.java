package io.facsimile.mock.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.mock.CheckedMock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The most tokens hold for calls of tools as well, in each dialect, streamed and not. */
class CallLimitTest {
    private static final JsonNode WEATHER = Dialect.object(
            "{'type':'object','properties':{'city':{'type':'string'},'days':{'type':'integer','minimum':1,'maximum':7}},'required':['city','days'],'additionalProperties':false}");
    private static final String QUESTION = "What is the weather in Lisbon and in Madrid?";

    @RegisterExtension
    static final CheckedMock MOCK = CheckedMock.of("juhe");

    private static ObjectNode asked(Dialect dialect) {
        ObjectNode request = dialect.ask(QUESTION);
        dialect.tool(request, "get_weather", WEATHER);
        return request;
    }

    private static String argumentsAsText(Dialect dialect, JsonNode answer) {
        String pointer =
                dialect == Dialect.CHAT ? "/choices/0/message/tool_calls/0/function/arguments" : "/output/0/arguments";
        return answer.at(pointer).asText();
    }

    @ParameterizedTest
    @EnumSource
    void aLimitThatCallsReachEndsThem(Dialect dialect) throws Exception {
        JsonNode whole = MOCK.send(dialect.path, asked(dialect));
        assertThat(dialect.calls(whole)).hasSize(2);
        assertThat(dialect.end(whole)).isNotEqualTo(dialect.cut);
        long all = dialect.usage(whole)[1];
        for (int limit = dialect == Dialect.RESPONSES ? 16 : 1; limit <= all; limit++) {
            ObjectNode request = asked(dialect);
            dialect.limit(request, limit);
            JsonNode answer = MOCK.send(dialect.path, request);
            long[] usage = dialect.usage(answer);
            assertThat(usage[0] + usage[1]).isEqualTo(usage[2]);
            assertThat(usage[1]).as("tokens of " + answer).isLessThanOrEqualTo(limit);
            if (limit < all) {
                assertThat(dialect.end(answer)).as(answer.toString()).isEqualTo(dialect.cut);
            } else {
                assertThat(dialect.end(answer)).isEqualTo(dialect.end(whole));
                assertThat(dialect.calls(answer)).hasSize(2);
            }
            if (dialect == Dialect.MESSAGES) {
                areTornFrom(dialect.calls(whole), dialect.calls(answer));
            } else if (dialect == Dialect.GENERATE) {
                assertThat(dialect.calls(answer))
                        .extracting(Dialect.Call::arguments)
                        .isSubsetOf(dialect.calls(whole).stream()
                                .map(Dialect.Call::arguments)
                                .toList());
            } else {
                assertThat(argumentsAsText(dialect, whole)).startsWith(argumentsAsText(dialect, answer));
            }
        }
    }

    private static void areTornFrom(List<Dialect.Call> whole, List<Dialect.Call> torn) {
        for (int i = 0; i < torn.size(); i++) {
            assertThat(torn.get(i).name()).isEqualTo(whole.get(i).name());
            assertThat(whole.get(i).arguments().properties())
                    .containsAll(torn.get(i).arguments().properties());
        }
    }

    @Test
    void aCallThatHasToBeMadeIsThereHoweverFewTokensThereAre() throws Exception {
        for (String choice : List.of("{'type':'any'}", "{'type':'tool','name':'get_weather'}")) {
            ObjectNode request = Dialect.MESSAGES.ask("What is the weather in Lisbon?");
            Dialect.MESSAGES.tool(request, "get_weather", WEATHER);
            request.set("tool_choice", Dialect.object(choice));
            long all = Dialect.MESSAGES.usage(MOCK.send(Dialect.MESSAGES.path, request))[1];
            Set<Integer> sizes = new TreeSet<>();
            for (int limit = 1; limit < all; limit++) {
                JsonNode answer = MOCK.send(Dialect.MESSAGES.path, request.put("max_tokens", limit));
                assertThat(answer.at("/content/0/type").asText()).isEqualTo("tool_use");
                assertThat(answer.at("/content/0/input").has("days")).isFalse();
                sizes.add(answer.at("/content/0/input").size());
                assertThat(Dialect.MESSAGES.end(answer)).isEqualTo("max_tokens");
                assertThat(Dialect.MESSAGES.usage(answer)[1]).isEqualTo(limit);
                JsonNode told = MOCK.streamed("anthropic.messages", Dialect.MESSAGES.path, request);
                assertThat(told.at("/content/0/input")).isEqualTo(answer.at("/content/0/input"));
                assertThat(told.at("/content/0/name").asText()).isEqualTo("get_weather");
                assertThat(Dialect.MESSAGES.end(told)).isEqualTo("max_tokens");
            }
            assertThat(sizes).containsExactly(0, 1);
        }
    }

    @Test
    void argumentsThatAreTextBreakOffInTheMiddle() throws Exception {
        ObjectNode request = asked(Dialect.CHAT).put("max_tokens", 15);
        JsonNode answer = MOCK.send(Dialect.CHAT.path, request);
        assertThat(answer.at("/choices/0/message/tool_calls")).hasSize(1);
        assertThat(argumentsAsText(Dialect.CHAT, answer)).startsWith("{\"city").doesNotContain("}");
        ObjectNode other = asked(Dialect.RESPONSES).put("max_output_tokens", 36);
        JsonNode output = MOCK.send(Dialect.RESPONSES.path, other);
        assertThat(output.path("status").asText()).isEqualTo("incomplete");
        assertThat(output.at("/incomplete_details/reason").asText()).isEqualTo("max_output_tokens");
        assertThat(output.at("/output/0/status").asText()).isEqualTo("completed");
        assertThat(output.at("/output/1/status").asText()).isEqualTo("incomplete");
    }

    @Test
    void theEventsOfACutAnswerAddUpToIt() throws Exception {
        for (int limit : List.of(1, 9, 14, 20, 26)) {
            ObjectNode chat = asked(Dialect.CHAT).put("max_tokens", limit);
            JsonNode whole = MOCK.send(Dialect.CHAT.path, chat);
            JsonNode sum = MOCK.streamed("openai.chat", Dialect.CHAT.path, chat);
            assertThat(argumentsAsText(Dialect.CHAT, sum)).isEqualTo(argumentsAsText(Dialect.CHAT, whole));
            assertThat(sum.at("/choices/0/message/tool_calls"))
                    .hasSameSizeAs(whole.at("/choices/0/message/tool_calls"));
            assertThat(Dialect.CHAT.end(sum)).isEqualTo("length");

            ObjectNode messages = asked(Dialect.MESSAGES).put("max_tokens", limit);
            JsonNode blocks = MOCK.send(Dialect.MESSAGES.path, messages);
            JsonNode told = MOCK.streamed("anthropic.messages", Dialect.MESSAGES.path, messages);
            assertThat(Dialect.MESSAGES.text(told)).isEqualTo(Dialect.MESSAGES.text(blocks));
            assertThat(Dialect.MESSAGES.calls(told)).hasSameSizeAs(Dialect.MESSAGES.calls(blocks));
            assertThat(Dialect.MESSAGES.end(told)).isEqualTo("max_tokens");
            assertThat(told.at("/usage/output_tokens")).isEqualTo(blocks.at("/usage/output_tokens"));

            ObjectNode responses = asked(Dialect.RESPONSES).put("max_output_tokens", limit + 16);
            assertThat(argumentsAsText(
                            Dialect.RESPONSES, MOCK.streamed("openai.responses", Dialect.RESPONSES.path, responses)))
                    .isEqualTo(argumentsAsText(Dialect.RESPONSES, MOCK.send(Dialect.RESPONSES.path, responses)));
        }
    }

    @Test
    void noTokensAreNoneWhereTheContractSaysSo() throws Exception {
        ObjectNode request = asked(Dialect.MESSAGES).put("max_tokens", 0);
        JsonNode answer = MOCK.send(Dialect.MESSAGES.path, request);
        assertThat(answer.path("content")).isEmpty();
        assertThat(Dialect.MESSAGES.end(answer)).isEqualTo("max_tokens");
        assertThat(Dialect.MESSAGES.usage(answer)[1]).isZero();
        JsonNode told = MOCK.streamed("anthropic.messages", Dialect.MESSAGES.path, request);
        assertThat(told.path("content")).isEmpty();
        assertThat(Dialect.MESSAGES.end(told)).isEqualTo("max_tokens");
        ObjectNode chat = asked(Dialect.CHAT).put("max_tokens", 0);
        assertThat(Dialect.CHAT.calls(MOCK.send(Dialect.CHAT.path, chat)))
                .as("gateways read 0 as absent")
                .hasSize(2);
    }

    @Test
    void theCallsOfEveryChoiceAreCounted() throws Exception {
        long one = Dialect.CHAT.usage(MOCK.send(Dialect.CHAT.path, asked(Dialect.CHAT)))[1];
        for (int n = 2; n < 4; n++) {
            JsonNode answer = MOCK.send(Dialect.CHAT.path, asked(Dialect.CHAT).put("n", n));
            assertThat(answer.path("choices")).hasSize(n);
            for (JsonNode choice : answer.path("choices")) {
                assertThat(choice.at("/message/tool_calls")).hasSize(2);
            }
            assertThat(Dialect.CHAT.usage(answer)[1]).isEqualTo(n * one);
        }
        long candidates = 0;
        for (int n = 1; n < 3; n++) {
            ObjectNode request = asked(Dialect.GENERATE);
            request.putObject("generationConfig").put("candidateCount", n);
            JsonNode answer = MOCK.send("/v1beta/models/gemini-2.0-flash:generateContent", request);
            candidates = n == 1 ? Dialect.GENERATE.usage(answer)[1] : candidates;
            assertThat(Dialect.GENERATE.usage(answer)[1]).isEqualTo(n * candidates);
        }
    }
}

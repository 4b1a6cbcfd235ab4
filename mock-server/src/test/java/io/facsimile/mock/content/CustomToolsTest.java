package io.facsimile.mock.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.mock.CheckedMock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools that take a text, in the two dialects that have them. */
class CustomToolsTest {
    /** How each says it. */
    private enum Form {
        CHAT("openai.chat", Dialect.CHAT) {
            @Override
            void offer(ObjectNode request, String name, String syntax, String grammar) {
                ObjectNode tool = request.withArray("tools").addObject().put("type", "custom");
                ObjectNode custom = tool.putObject("custom").put("name", name);
                if (!syntax.isEmpty()) {
                    custom.putObject("format")
                            .put("type", "grammar")
                            .putObject("grammar")
                            .put("syntax", syntax)
                            .put("definition", grammar);
                }
            }

            @Override
            void function(ObjectNode request, String name) {
                Dialect.CHAT.tool(request, name, Dialect.object("{'type':'object'}"));
            }

            @Override
            void choose(ObjectNode request, String name) {
                request.putObject("tool_choice")
                        .put("type", "custom")
                        .putObject("custom")
                        .put("name", name);
            }

            @Override
            void result(ObjectNode request, String text) {
                request.withArray("messages")
                        .add(
                                Dialect.object(
                                        "{'role':'assistant','content':null,'tool_calls':[{'id':'call_1','type':'custom','custom':{'name':'run_sql','input':'SELECT 1;'}}]}"))
                        .add(Dialect.object("{'role':'tool','tool_call_id':'call_1'}")
                                .put("content", text));
            }

            @Override
            List<JsonNode> calls(JsonNode answer) {
                List<JsonNode> calls = new ArrayList<>();
                for (JsonNode call : answer.at("/choices/0/message/tool_calls")) {
                    assertThat(call.path("id").asText()).startsWith("call_");
                    calls.add(call.path(call.path("type").asText()));
                }
                if (!calls.isEmpty()) {
                    assertThat(Dialect.CHAT.end(answer)).isEqualTo("tool_calls");
                }
                return calls;
            }
        },
        RESPONSES("openai.responses", Dialect.RESPONSES) {
            @Override
            void offer(ObjectNode request, String name, String syntax, String grammar) {
                ObjectNode tool = request.withArray("tools")
                        .addObject()
                        .put("type", "custom")
                        .put("name", name);
                if (!syntax.isEmpty()) {
                    tool.putObject("format")
                            .put("type", "grammar")
                            .put("syntax", syntax)
                            .put("definition", grammar);
                }
            }

            @Override
            void function(ObjectNode request, String name) {
                Dialect.RESPONSES.tool(request, name, Dialect.object("{'type':'object'}"));
            }

            @Override
            void choose(ObjectNode request, String name) {
                request.putObject("tool_choice").put("type", "custom").put("name", name);
            }

            @Override
            void result(ObjectNode request, String text) {
                request.withArray("input")
                        .add(Dialect.object(
                                "{'type':'custom_tool_call','call_id':'call_1','name':'run_sql','input':'SELECT 1;'}"))
                        .add(Dialect.object("{'type':'custom_tool_call_output','call_id':'call_1'}")
                                .put("output", text));
            }

            @Override
            List<JsonNode> calls(JsonNode answer) {
                List<JsonNode> calls = new ArrayList<>();
                for (JsonNode item : answer.path("output")) {
                    if (item.path("type").asText().endsWith("_call")) {
                        assertThat(item.path("call_id").asText()).startsWith("call_");
                        assertThat(item.path("id")).isNotEqualTo(item.path("call_id"));
                        calls.add(item);
                    }
                }
                return calls;
            }
        };

        private final String grammar;
        private final Dialect dialect;
        private final String path;

        Form(String grammar, Dialect dialect) {
            this.grammar = grammar;
            this.dialect = dialect;
            this.path = dialect.path;
        }

        ObjectNode ask(String text) {
            return dialect.ask(text);
        }

        /** Offers a tool that takes a text, of any form where the syntax is empty. */
        abstract void offer(ObjectNode request, String name, String syntax, String grammar);

        abstract void function(ObjectNode request, String name);

        abstract void choose(ObjectNode request, String name);

        abstract void result(ObjectNode request, String text);

        String text(JsonNode answer) {
            return dialect.text(answer);
        }

        /** Each with its name, and with input or arguments. */
        abstract List<JsonNode> calls(JsonNode answer);

        long[] usage(JsonNode answer) {
            return dialect.usage(answer);
        }
    }

    @RegisterExtension
    static final CheckedMock MOCK = CheckedMock.of("juhe");

    private static List<JsonNode> calls(Form form, ObjectNode request) throws Exception {
        JsonNode answer = MOCK.send(form.path, request);
        long[] usage = form.usage(answer);
        assertThat(usage[0] + usage[1]).isEqualTo(usage[2]);
        return form.calls(answer);
    }

    @ParameterizedTest
    @EnumSource
    void aToolOfFreeTextIsCalledWithWhatIsQuoted(Form form) throws Exception {
        ObjectNode request = form.ask("Please run `SELECT 1;` and tell me the result.");
        form.offer(request, "run_sql", "", "");
        List<JsonNode> calls = calls(form, request);
        assertThat(calls).hasSize(1);
        assertThat(calls.get(0).path("name").asText()).isEqualTo("run_sql");
        assertThat(calls.get(0).path("input").asText()).isEqualTo("SELECT 1;");
        assertThat(calls(form, request).get(0).path("input"))
                .isEqualTo(calls.get(0).path("input"));
    }

    @ParameterizedTest
    @EnumSource
    void withoutAnythingQuotedItIsCalledWithTheQuestion(Form form) throws Exception {
        ObjectNode request = form.ask("How many harbours are there?");
        form.offer(request, "ask_database", "", "");
        assertThat(calls(form, request).get(0).path("input").asText()).isEqualTo("How many harbours are there?");
    }

    static Stream<String> patterns() {
        return Stream.of(
                "SELECT [a-z]{3,8} FROM (boats|harbours);",
                "^\\d{4}-\\d{2}-\\d{2}$",
                "(?:add|subtract) [0-9]+ [0-9]+|nothing",
                "^(?<day>Mon|Tue)day|costs [0-9]+\\$");
    }

    @ParameterizedTest
    @EnumSource
    void aRegularExpressionIsFitByTheWholeText(Form form) throws Exception {
        for (String pattern : patterns().toList()) {
            ObjectNode request = form.ask("What is the time in Lisbon?");
            form.offer(request, "calculate", "regex", pattern);
            String input = calls(form, request).get(0).path("input").asText();
            assertThat(input).matches(pattern);
            assertThat(calls(form, request).get(0).path("input").asText()).isEqualTo(input);
        }
    }

    @ParameterizedTest
    @EnumSource
    void otherGrammarsGetATextOfTheQuestion(Form form) throws Exception {
        ObjectNode request = form.ask("Add \"4 + 4\".");
        form.offer(request, "calculate", "lark", "start: NUMBER \"+\" NUMBER\nNUMBER: /[0-9]+/");
        assertThat(calls(form, request).get(0).path("input").asText()).isEqualTo("4 + 4");
    }

    @ParameterizedTest
    @EnumSource
    void theChoiceOfToolsIsKept(Form form) throws Exception {
        ObjectNode request = form.ask("Do the first thing.");
        form.function(request, "first");
        form.offer(request, "second", "", "");
        form.offer(request, "third", "", "");
        assertThat(calls(form, request).get(0).path("name").asText()).isEqualTo("first");
        assertThat(calls(form, request).get(0).has("arguments")).isTrue();
        form.choose(request, "third");
        assertThat(calls(form, request)).hasSize(1);
        assertThat(calls(form, request).get(0).path("name").asText()).isEqualTo("third");
        request.put("tool_choice", "required");
        assertThat(calls(form, request)).hasSize(1);
        request.put("tool_choice", "none");
        assertThat(calls(form, request)).isEmpty();
        assertThat(form.text(MOCK.send(form.path, request))).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource
    void afterItsResultComesATextUnlessACallIsRequired(Form form) throws Exception {
        ObjectNode request = form.ask("How many boats are there?");
        form.offer(request, "run_sql", "", "");
        form.result(request, "seventeen boats");
        assertThat(calls(form, request)).isEmpty();
        assertThat(form.text(MOCK.send(form.path, request))).contains("seventeen boats");
        form.choose(request, "run_sql");
        assertThat(calls(form, request)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void functionsAndToolsOfTextAreCalledTogether(Form form) throws Exception {
        ObjectNode request = form.ask("At the same time look up the weather and run `SELECT 1;`");
        form.offer(request, "run_sql", "", "");
        form.function(request, "get_weather");
        List<JsonNode> calls = calls(form, request);
        assertThat(calls).hasSize(2);
        assertThat(calls.get(0).path("input").asText()).isEqualTo("SELECT 1;");
        assertThat(calls.get(1).path("name").asText()).isEqualTo("get_weather");
        assertThat(calls.get(1).has("arguments")).isTrue();
        request.put("parallel_tool_calls", false);
        assertThat(calls(form, request)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void theEventsAddUpToTheAnswer(Form form) throws Exception {
        ObjectNode request = form.ask("At the same time look up the weather and run `SELECT name FROM harbours;`");
        form.offer(request, "run_sql", "", "");
        form.function(request, "get_weather");
        List<JsonNode> whole = calls(form, request);
        List<JsonNode> streamed = form.calls(MOCK.streamed(form.grammar, form.path, request));
        assertThat(streamed).hasSameSizeAs(whole);
        for (int i = 0; i < whole.size(); i++) {
            for (String member : List.of("name", "input", "arguments")) {
                assertThat(streamed.get(i).path(member)).isEqualTo(whole.get(i).path(member));
            }
        }
    }

    @Test
    void responsesTellTheTextInEventsOfItsOwn() throws Exception {
        ObjectNode request = Form.RESPONSES.ask("Run `SELECT name FROM harbours WHERE boats > 17;`");
        Form.RESPONSES.offer(request, "run_sql", "", "");
        List<JsonNode> events = MOCK.events(Form.RESPONSES.path, request);
        List<String> types = events.stream().map(e -> e.path("type").asText()).toList();
        assertThat(types.stream().filter("response.custom_tool_call_input.delta"::equals))
                .hasSizeGreaterThan(3);
        assertThat(types.stream().filter("response.custom_tool_call_input.done"::equals))
                .hasSize(1);
        assertThat(types).noneMatch(type -> type.contains("function_call"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a{2,1}", "(?<x)", "(a+)+$(?!)", "\\p{Nothing}", ""})
    void anExpressionThatOnlyAnotherEngineMayKnowStillGetsACall(String pattern) throws Exception {
        ObjectNode request = Form.CHAT.ask("What is the time in Lisbon?");
        Form.CHAT.offer(request, "calculate", "regex", pattern);
        assertThat(calls(Form.CHAT, request)).hasSize(1);
    }

    @Test
    void anotherContractOfTheSameDialectCallsThemToo() throws Exception {
        try (CheckedMock relay = CheckedMock.of("relay")) {
            ObjectNode request = Form.CHAT.ask("Please run `SELECT 1;`");
            Form.CHAT.offer(request, "run_sql", "", "");
            JsonNode answer = relay.send("/openai/v1/chat/completions", request);
            assertThat(answer.at("/choices/0/message/tool_calls/0/custom/input"))
                    .hasToString("\"SELECT 1;\"");
        }
    }
}

package io.facsimile.mock.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.mock.CheckedMock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who only greets or thanks gets no call of a tool, in each dialect, streamed and not; unless the request wants one. */
class SmallTalkTest {
    private static final JsonNode WEATHER =
            Dialect.object("{'type':'object','properties':{'city':{'type':'string'}},'required':['city']}");

    @RegisterExtension
    static final CheckedMock MOCK = CheckedMock.of("juhe");

    private static ObjectNode asked(Dialect dialect, String text) {
        ObjectNode request = dialect.ask(text);
        dialect.tool(request, "get_weather", WEATHER);
        dialect.tool(request, "second", WEATHER);
        return request;
    }

    @ParameterizedTest
    @EnumSource
    void aGreetingIsAnsweredInText(Dialect dialect) throws Exception {
        for (String text : List.of(
                "Hello!", "Hi there", "Guten Morgen", "你好", "Hey, how are you?", "Thanks!", "Thank you so much")) {
            ObjectNode request = asked(dialect, text);
            JsonNode bare = MOCK.send(dialect.path, request);
            assertThat(dialect.calls(bare)).as(bare.toString()).isEmpty();
            assertThat(dialect.text(bare)).isEqualTo(dialect.text(MOCK.send(dialect.path, dialect.ask(text))));
            assertThat(dialect.end(bare)).isEqualTo(dialect.end(MOCK.send(dialect.path, dialect.ask(text))));
            dialect.choice(request, Dialect.Choice.AUTO);
            assertThat(dialect.text(MOCK.send(dialect.path, request))).isEqualTo(dialect.text(bare));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aToolThatHasToBeCalledIsCalledAllTheSame(Dialect dialect) throws Exception {
        ObjectNode required = asked(dialect, "Hello!");
        dialect.choice(required, Dialect.Choice.REQUIRED);
        assertThat(dialect.calls(MOCK.send(dialect.path, required))).hasSize(1);
        ObjectNode named = asked(dialect, "Hello!");
        dialect.choice(named, Dialect.Choice.SECOND);
        assertThat(dialect.calls(MOCK.send(dialect.path, named)))
                .extracting(Dialect.Call::name)
                .containsExactly("second");
    }

    @ParameterizedTest
    @EnumSource
    void aQuestionAfterAGreetingStillCalls(Dialect dialect) throws Exception {
        for (String text :
                List.of("Hello, what is the weather in Oslo?", "Thanks, and the weather in Rome?", "Look it up")) {
            assertThat(dialect.calls(MOCK.send(dialect.path, asked(dialect, text))))
                    .as(text)
                    .hasSize(1);
        }
    }

    @Test
    void theStreamOfAGreetingIsItsText() throws Exception {
        ObjectNode chat = asked(Dialect.CHAT, "Hello!");
        assertThat(Dialect.CHAT.text(MOCK.streamed("openai.chat", Dialect.CHAT.path, chat)))
                .isEqualTo(Dialect.CHAT.text(MOCK.send(Dialect.CHAT.path, chat)))
                .isNotEmpty();
        ObjectNode responses = asked(Dialect.RESPONSES, "Hello!");
        assertThat(Dialect.RESPONSES.text(MOCK.streamed("openai.responses", Dialect.RESPONSES.path, responses)))
                .isEqualTo(Dialect.RESPONSES.text(MOCK.send(Dialect.RESPONSES.path, responses)))
                .isNotEmpty();
        ObjectNode messages = asked(Dialect.MESSAGES, "Hello!");
        assertThat(Dialect.MESSAGES.text(MOCK.streamed("anthropic.messages", Dialect.MESSAGES.path, messages)))
                .isEqualTo(Dialect.MESSAGES.text(MOCK.send(Dialect.MESSAGES.path, messages)))
                .isNotEmpty();
        String generate = Dialect.GENERATE.path;
        ObjectNode contents = asked(Dialect.GENERATE, "Hello!");
        List<JsonNode> events =
                MOCK.events(generate.replace(":generate", ":streamGenerate") + "?alt=sse", contents.toString());
        StringBuilder told = new StringBuilder();
        events.forEach(event -> told.append(Dialect.GENERATE.text(event)));
        assertThat(told.toString())
                .isEqualTo(Dialect.GENERATE.text(MOCK.send(generate, contents)))
                .isNotEmpty();
    }

    @Test
    void theFunctionsOfOldAndModelsThatThinkAreNoExceptions() throws Exception {
        ObjectNode old = Dialect.CHAT.ask("Hello!");
        old.withArray("functions").addObject().put("name", "first").set("parameters", WEATHER);
        assertThat(MOCK.send(Dialect.CHAT.path, old)
                        .at("/choices/0/message/function_call")
                        .isMissingNode())
                .isTrue();
        old.set("function_call", Dialect.object("{'name':'first'}"));
        assertThat(MOCK.send(Dialect.CHAT.path, old)
                        .at("/choices/0/message/function_call/name")
                        .asText())
                .isEqualTo("first");
        ObjectNode thinking = asked(Dialect.CHAT, "Hello!").put("model", "deepseek-reasoner");
        JsonNode message = MOCK.send(Dialect.CHAT.path, thinking).at("/choices/0/message");
        assertThat(message.path("tool_calls")).isEmpty();
        assertThat(message.path("reasoning_content").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Thanks!", "Thank you very much.", "Danke schön", "Merci beaucoup", "谢谢你", "ありがとうございます"})
    void thanksAreAnsweredAsThanks(String text) throws Exception {
        Language language = Languages.of(text);
        assertThat(language.sentences().of("thanks"))
                .contains(Dialect.CHAT.text(MOCK.send(Dialect.CHAT.path, Dialect.CHAT.ask(text))));
    }
}

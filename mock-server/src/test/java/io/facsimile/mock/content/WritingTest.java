package io.facsimile.mock.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.contract.schema.Schemas;
import io.facsimile.mock.CheckedMock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model writes, over the wire and in each dialect. */
class WritingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode WEATHER = Dialect.object(
            "{'type':'object','properties':{'city':{'type':'string'},'unit':{'type':'string','enum':['celsius','fahrenheit']},'days':{'type':'integer','minimum':1,'maximum':7}},'required':['city','days'],'additionalProperties':false}");
    private static final JsonNode ORDER = Dialect.object(
            "{'type':'object','properties':{'order_id':{'type':'string'},'lines':{'type':'array','minItems':2,'items':{'$ref':'#/$defs/line'}}},'required':['order_id','lines'],'additionalProperties':false,'$defs':{'line':{'type':'object','properties':{'product':{'type':'string'},'price':{'type':'number','minimum':1}},'required':['product','price'],'additionalProperties':false}}}");

    @RegisterExtension
    static final CheckedMock MOCK = CheckedMock.of("juhe");

    private static JsonNode send(Dialect dialect, ObjectNode request) throws Exception {
        JsonNode answer = MOCK.send(dialect.path, request);
        long[] usage = dialect.usage(answer);
        assertThat(usage[0] + usage[1]).as("usage of " + answer).isEqualTo(usage[2]);
        assertThat(usage[0]).isPositive();
        return answer;
    }

    private static void fits(JsonNode schema, JsonNode value) {
        assertThat(Schemas.of(schema).check("", value)).as(value.toString()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aTextSpeaksOfWhatWasAskedAndIsTheSameAgain(Dialect dialect) throws Exception {
        JsonNode answer = send(dialect, dialect.ask("Why do cats purr at night?"));
        assertThat(dialect.text(answer)).contains("Why do cats purr at night").endsWith(".");
        assertThat(dialect.text(send(dialect, dialect.ask("Why do cats purr at night?"))))
                .isEqualTo(dialect.text(answer));
        assertThat(dialect.text(send(dialect, dialect.ask("What do dogs dream of?"))))
                .isNotEqualTo(dialect.text(answer))
                .contains("What do dogs dream of");
    }

    @ParameterizedTest
    @EnumSource
    void aToolIsCalledWithArgumentsOfItsSchema(Dialect dialect) throws Exception {
        ObjectNode request = dialect.ask("What is the weather in Lisbon, in celsius?");
        dialect.tool(request, "get_weather", WEATHER);
        JsonNode answer = send(dialect, request);
        List<Dialect.Call> calls = dialect.calls(answer);
        assertThat(calls).hasSize(1);
        assertThat(calls.get(0).name()).isEqualTo("get_weather");
        assertThat(calls.get(0).id()).isNotBlank();
        assertThat(calls.get(0).arguments().path("city").asText()).isEqualTo("Lisbon");
        fits(WEATHER, calls.get(0).arguments());
    }

    @ParameterizedTest
    @EnumSource
    void theToolIsCalledThatTheWordsMean(Dialect dialect) throws Exception {
        ObjectNode request = dialect.ask("Please track order_8127 for me.");
        dialect.tool(request, "get_weather", WEATHER);
        dialect.tool(request, "track_order", ORDER);
        List<Dialect.Call> calls = dialect.calls(send(dialect, request));
        assertThat(calls).hasSize(1);
        assertThat(calls.get(0).name()).isEqualTo("track_order");
        assertThat(calls.get(0).arguments().path("order_id").asText()).isEqualTo("order_8127");
        fits(ORDER, calls.get(0).arguments());
    }

    @ParameterizedTest
    @EnumSource
    void theChoiceOfToolsIsKept(Dialect dialect) throws Exception {
        for (Dialect.Choice choice : Dialect.Choice.values()) {
            ObjectNode request = dialect.ask("Use the first one.");
            dialect.tool(request, "first", WEATHER);
            dialect.tool(request, "second", ORDER);
            dialect.choice(request, choice);
            JsonNode answer = send(dialect, request);
            List<String> names =
                    dialect.calls(answer).stream().map(Dialect.Call::name).toList();
            switch (choice) {
                case NONE -> {
                    assertThat(names).isEmpty();
                    assertThat(dialect.text(answer)).isNotBlank();
                }
                case AUTO, REQUIRED -> assertThat(names).as(choice.name()).containsExactly("first");
                case SECOND -> assertThat(names).containsExactly("second");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void afterWhatAToolReturnedComesATextUnlessACallIsRequired(Dialect dialect) throws Exception {
        ObjectNode request = dialect.ask("What is the weather in Lisbon?");
        dialect.tool(request, "first", WEATHER);
        dialect.result(request, "21 degrees and windy");
        JsonNode answer = send(dialect, request);
        assertThat(dialect.calls(answer)).isEmpty();
        assertThat(dialect.text(answer)).contains("21 degrees and windy");
        dialect.choice(request, Dialect.Choice.REQUIRED);
        assertThat(dialect.calls(send(dialect, request))).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void severalPlacesAreSeveralCallsWhereThatIsAllowed(Dialect dialect) throws Exception {
        ObjectNode request = dialect.ask("Compare the weather in Tokyo and Madrid.");
        dialect.tool(request, "get_weather", WEATHER);
        List<Dialect.Call> calls = dialect.calls(send(dialect, request));
        assertThat(calls).extracting(c -> c.arguments().path("city").asText()).containsExactly("Tokyo", "Madrid");
        assertThat(calls).extracting(Dialect.Call::id).doesNotHaveDuplicates();
        dialect.single(request);
        assertThat(dialect.calls(send(dialect, request))).hasSize(dialect == Dialect.GENERATE ? 2 : 1);
    }

    @ParameterizedTest
    @EnumSource
    void aTextOfAFormFitsTheSchema(Dialect dialect) throws Exception {
        ObjectNode request = dialect.ask("Give me order_8127.");
        dialect.form(request, ORDER);
        fits(ORDER, JSON.readTree(dialect.text(send(dialect, request))));
    }

    @ParameterizedTest
    @EnumSource
    void theMostTokensCutTheText(Dialect dialect) throws Exception {
        ObjectNode request = dialect.ask("Tell me in 400 words about the sea.");
        String whole = dialect.text(send(dialect, request));
        assertThat(whole.split(" ")).hasSizeBetween(300, 450);
        for (int limit : new int[] {90, 120}) {
            dialect.limit(request, limit);
            JsonNode answer = send(dialect, request);
            assertThat(dialect.end(answer)).isEqualTo(dialect.cut);
            assertThat(whole).startsWith(dialect.text(answer));
            assertThat(dialect.text(answer)).isNotBlank();
            assertThat(dialect.usage(answer)[1]).isLessThanOrEqualTo(limit).isGreaterThan(limit - 6L);
        }
        dialect.limit(request, 3_000);
        assertThat(dialect.text(send(dialect, request))).isEqualTo(whole);
        assertThat(dialect.end(send(dialect, request))).isNotEqualTo(dialect.cut);
    }

    @ParameterizedTest
    @EnumSource
    void theTextEndsBeforeAStopSequence(Dialect dialect) throws Exception {
        if (dialect.stopMember().isEmpty() && dialect != Dialect.GENERATE) {
            return;
        }
        ObjectNode request = dialect.ask("Why is the sea salty?");
        String whole = dialect.text(send(dialect, request));
        String word = whole.split(" ")[5];
        ObjectNode holder = dialect == Dialect.GENERATE ? request.putObject("generationConfig") : request;
        holder.putArray(dialect.stopMember().orElse("stopSequences"))
                .add("no such words")
                .add(word);
        JsonNode answer = send(dialect, request);
        assertThat(dialect.text(answer)).isEqualTo(whole.substring(0, whole.indexOf(word)));
        if (dialect == Dialect.MESSAGES) {
            assertThat(dialect.end(answer)).isEqualTo("stop_sequence");
            assertThat(answer.path("stop_sequence").asText()).isEqualTo(word);
            holder.putArray("stop_sequences").add("no such words");
            JsonNode other = send(dialect, request);
            assertThat(dialect.end(other)).isEqualTo("end_turn");
            assertThat(other.path("stop_sequence").isNull()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "为什么天空是蓝色的？, [\\u4e00-\\u9fff]",
        "空はなぜ青いのですか？, [\\u3040-\\u30ff]",
        "하늘은 왜 파란가요?, [\\uac00-\\ud7af]",
        "Почему небо голубое?, [\\u0400-\\u04ff]",
        "لماذا السماء زرقاء؟, [\\u0600-\\u06ff]",
        "आसमान नीला क्यों है?, [\\u0900-\\u097f]",
        "למה השמיים כחולים?, [\\u0590-\\u05ff]",
        "Γιατί ο ουρανός είναι μπλε;, [\\u0370-\\u03ff]"
    })
    void theTextIsInTheLanguageOfTheQuestion(String question, String letters) throws Exception {
        for (Dialect dialect : Dialect.values()) {
            String text = dialect.text(send(dialect, dialect.ask(question)));
            assertThat(text.replaceAll(letters, "").length()).as(text).isLessThan(text.length() / 2);
            assertThat(text).contains(question.substring(0, question.length() - 1));
        }
        assertThat(Dialect.CHAT.text(send(Dialect.CHAT, Dialect.CHAT.ask("Explain the tides. Answer in Chinese."))))
                .containsPattern("[\\u4e00-\\u9fff]{4}");
    }

    @Test
    void theWishForALanguageIsStrongerThanTheLanguageOfTheQuestion() throws Exception {
        for (Dialect dialect : Dialect.values()) {
            assertThat(dialect.text(send(dialect, dialect.ask("Pourquoi le ciel est-il bleu ?"))))
                    .contains("« Pourquoi le ciel est-il bleu »");
            assertThat(dialect.text(send(dialect, dialect.ask("Why is the sky blue? Antworte auf Deutsch."))))
                    .contains("„Why is the sky blue“");
        }
        ObjectNode instructed = Dialect.MESSAGES.ask("Why is the sky blue?").put("system", "Always answer in French.");
        assertThat(Dialect.MESSAGES.text(send(Dialect.MESSAGES, instructed))).contains("« Why is the sky blue »");
    }

    @Test
    void aTextHasAsManyWordsLinesAndParagraphsAsAsked() throws Exception {
        for (Dialect dialect : Dialect.values()) {
            assertThat(dialect.text(send(dialect, dialect.ask("Answer in one word: capital of France?"))))
                    .doesNotContain(" ");
            assertThat(dialect.text(send(dialect, dialect.ask("Describe the sea in twenty words.")))
                            .split(" "))
                    .hasSize(20);
            assertThat(dialect.text(send(dialect, dialect.ask("Describe the sea in 2 paragraphs.")))
                            .split("\n\n"))
                    .hasSize(2);
            assertThat(dialect.text(send(dialect, dialect.ask("A poem of 12 lines about the sea.")))
                            .lines())
                    .hasSize(12);
            assertThat(dialect.text(send(dialect, dialect.ask("写一篇五百字的文章，介绍大海。"))))
                    .hasSizeBetween(450, 560);
        }
    }

    @Test
    void aListHasAsManyItemsAsAsked() throws Exception {
        for (Dialect dialect : Dialect.values()) {
            String text = dialect.text(send(dialect, dialect.ask("Give me five tips for a good garden.")));
            assertThat(text.lines().filter(l -> l.matches("[0-9]+\\. .*")))
                    .as(text)
                    .hasSize(5);
        }
        String text = Dialect.CHAT.text(send(Dialect.CHAT, Dialect.CHAT.ask("Describe the sea in one sentence.")));
        assertThat(text.chars().filter(c -> c == '.').count()).as(text).isEqualTo(1);
    }

    @Test
    void severalAnswersDifferAndAreAllCounted() throws Exception {
        ObjectNode request = Dialect.CHAT.ask("Name a colour.").put("n", 4);
        JsonNode answer = send(Dialect.CHAT, request);
        Set<String> texts = new HashSet<>();
        long tokens = 0;
        Tokens counter = new Tokens();
        for (JsonNode choice : answer.path("choices")) {
            texts.add(choice.at("/message/content").asText());
            tokens += counter.count(choice.at("/message/content").asText());
        }
        assertThat(texts).hasSize(4);
        assertThat(Dialect.CHAT.usage(answer)[1]).isEqualTo(tokens);
    }

    @Test
    void aSeedDecidesTheText() throws Exception {
        ObjectNode request = Dialect.CHAT.ask("Name a colour.").put("seed", 1);
        String one = Dialect.CHAT.text(send(Dialect.CHAT, request));
        assertThat(Dialect.CHAT.text(send(Dialect.CHAT, request))).isEqualTo(one);
        Set<String> texts = new HashSet<>();
        for (int seed = 0; seed < 10; seed++) {
            texts.add(Dialect.CHAT.text(send(Dialect.CHAT, request.put("seed", seed))));
        }
        assertThat(texts.size()).isGreaterThan(4);
    }

    @Test
    void jsonWithoutASchemaIsAnObject() throws Exception {
        ObjectNode request = Dialect.CHAT.ask("Name three fruits, as JSON.");
        request.putObject("response_format").put("type", "json_object");
        assertThat(JSON.readTree(Dialect.CHAT.text(send(Dialect.CHAT, request))).isObject())
                .isTrue();
    }

    @Test
    void typesInUpperCaseAndBareWordsAreUnderstood() throws Exception {
        ObjectNode request = Dialect.GENERATE.ask("Two biscuits.");
        request.set(
                "generationConfig",
                Dialect.object(
                        "{'responseMimeType':'application/json','responseSchema':{'type':'ARRAY','minItems':'2','items':{'type':'OBJECT','properties':{'name':{'type':'STRING'},'note':{'type':'STRING','nullable':true}},'required':['name']}}}"));
        JsonNode value = JSON.readTree(Dialect.GENERATE.text(send(Dialect.GENERATE, request)));
        assertThat(value.isArray()).isTrue();
        assertThat(value.path(0).path("name").isTextual()).isTrue();
        request.set(
                "generationConfig",
                Dialect.object(
                        "{'responseMimeType':'text/x.enum','responseSchema':{'type':'STRING','enum':['wind','string']}}"));
        assertThat(Dialect.GENERATE.text(send(Dialect.GENERATE, request))).isIn("wind", "string");
    }

    @Test
    void thoughtsAreToldAndCounted() throws Exception {
        ObjectNode request = Dialect.MESSAGES.ask("How many primes are below 20?");
        request.set("thinking", Dialect.object("{'type':'enabled','budget_tokens':1024}"));
        JsonNode answer = send(Dialect.MESSAGES, request);
        assertThat(answer.at("/content/0/thinking").asText()).contains("How many primes are below 20");
        assertThat(answer.at("/content/1/text").asText()).contains("How many primes are below 20");
        long thought = answer.at("/usage/output_tokens_details/thinking_tokens").asLong();
        assertThat(thought).isPositive().isLessThan(Dialect.MESSAGES.usage(answer)[1]);

        ObjectNode other = Dialect.GENERATE.ask("How many primes are below 20?");
        other.set("generationConfig", Dialect.object("{'thinkingConfig':{'includeThoughts':true}}"));
        JsonNode told = send(Dialect.GENERATE, other);
        assertThat(told.at("/candidates/0/content/parts/0/thought").asBoolean()).isTrue();
        assertThat(told.at("/candidates/0/content/parts/0/text"))
                .isNotEqualTo(told.at("/candidates/0/content/parts/1/text"));
    }

    @Test
    void theOlderFormOfFunctionsIsAnsweredInItsOwn() throws Exception {
        ObjectNode request = Dialect.CHAT.ask("What is the weather in Vienna?");
        request.putArray("functions").addObject().put("name", "get_weather").set("parameters", WEATHER);
        JsonNode call = send(Dialect.CHAT, request).at("/choices/0/message/function_call");
        assertThat(call.path("name").asText()).isEqualTo("get_weather");
        fits(WEATHER, JSON.readTree(call.path("arguments").asText()));
    }

    @Test
    void aPromptIsCountedAsTheAnswerCountsIt() throws Exception {
        ObjectNode request = Dialect.MESSAGES.ask("Why is the sea salty?");
        long counted = MOCK.send("/v1/messages/count_tokens", request.deepCopy().without("max_tokens"))
                .path("input_tokens")
                .asLong();
        assertThat(Dialect.MESSAGES.usage(send(Dialect.MESSAGES, request))[0]).isEqualTo(counted);
        long longer = MOCK.send(
                        "/v1/messages/count_tokens",
                        Dialect.MESSAGES.ask("sea ".repeat(30_000)).without("max_tokens"))
                .path("input_tokens")
                .asLong();
        assertThat(longer).isBetween(29_000L, 31_000L);
    }

    @Test
    void anExampleWhoseTextIsThePointOfItKeepsIt() throws Exception {
        ObjectNode request = Dialect.CHAT.ask("A dog in space").put("model", "sora-2");
        assertThat(Dialect.CHAT.text(send(Dialect.CHAT, request))).contains("https://cdn.example.com/");
    }

    private static String answered(String question) throws Exception {
        return Dialect.CHAT.text(send(Dialect.CHAT, Dialect.CHAT.ask(question)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{'role':'system','content':'You are a pirate.'}]",
                "[{'role':'assistant','content':'Aye.'}]",
                "[{'role':'user','content':[{'type':'image_url','image_url':{'url':'https://example.com/a.png'}}]}]"
            })
    void withoutAQuestionNothingIsQuoted(String turns) throws Exception {
        ObjectNode request = Dialect.object("{'model':'gpt-4o','messages':" + turns + "}");
        assertThat(Dialect.CHAT.text(send(Dialect.CHAT, request)))
                .doesNotContain("“”")
                .isNotBlank();
        if (turns.contains("image_url")) {
            assertThat(Dialect.CHAT.text(send(Dialect.CHAT, request))).containsIgnoringCase("picture");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "He said \"hello\" and left. Why did he leave? | Why did he leave",
                "Explain \"hello\" to me | Explain ‘hello’ to me",
                "What does Dr. Smith do? | What does Dr. Smith do",
                "Explain this:\\n```js\\nlet a = 1\\n``` | let a = 1",
                "Summarise this text:\\n\\nThe sea is deep. It is cold. | The sea is deep",
            })
    void aTextSpeaksOfTheQuestion(String question, String subject) throws Exception {
        assertThat(answered(question.replace("\\n", "\n"))).contains("“" + subject + "”");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "Hi # (Hello|Hi there)!.*",
                "Hello, how are you? # (Hello|Hi there)!.*",
                "Bonjour ! # Bonjour !.*",
                "Reply with the single word OK # OK",
                "Respond with 'pong' # pong",
                "Reply with exactly \"ready to go\" and nothing else. # ready to go",
                "Say this is a test! # [Tt]his is a test!",
                "Answer with a number only: how many moons has Mars? # [0-9]+",
                "What is 12 * 34? Answer with just the number. # 408",
                "Classify as positive, negative or neutral: I love it # positive|negative|neutral",
                "What is it? A) red B) blue. Answer with A, B, C or D. # [ABCD]",
                "Is the sky blue? Answer yes or no. # Yes|No",
                "Choose one of: red, green, blue. # red|green|blue",
            })
    void aTextIsWhatTheWordsLeaveNoChoiceAbout(String question, String answer) throws Exception {
        assertThat(answered(question)).matches(answer);
        assertThat(answered(question)).isEqualTo(answered(question));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Give me a list of 5 book titles | 5",
                "Gib mir eine Liste mit 7 Büchern | 7",
                "Fais une liste de 3 livres | 3"
            })
    void aListIsOfWhatWasAsked(String question, int count) throws Exception {
        String text = answered(question);
        assertThat(text.lines().filter(l -> l.matches("[0-9]+\\. .*"))).as(text).hasSize(count);
        assertThat(text).doesNotContain(question).doesNotContain("easiest");
    }

    @Test
    void whatAToolReturnedIsSaidInWords() throws Exception {
        for (Dialect dialect : Dialect.values()) {
            ObjectNode request = dialect.ask("What is the weather in Lisbon?");
            dialect.tool(request, "first", WEATHER);
            dialect.result(request, "{\"temp\":21,\"wind\":{\"speed_kmh\":9},\"tags\":[\"dry\",\"warm\"]}");
            assertThat(dialect.text(send(dialect, request)))
                    .contains("temp: 21, wind speed kmh: 9, tags: dry, warm.")
                    .doesNotContain("{\"");
        }
        ObjectNode wrapped = Dialect.GENERATE.ask("What is the weather?");
        Dialect.GENERATE.result(wrapped, "x");
        ((ObjectNode) wrapped.at("/contents/2/parts/0/functionResponse"))
                .set("response", Dialect.object("{'name':'first','content':{'temp':21}}"));
        assertThat(Dialect.GENERATE.text(send(Dialect.GENERATE, wrapped)))
                .contains("temp: 21.")
                .doesNotContain("first");
    }

    @Test
    void anErrorOfAToolIsToldAsOne() throws Exception {
        ObjectNode request = Dialect.MESSAGES.ask("What is the weather in Lisbon?");
        Dialect.MESSAGES.result(request, "timeout");
        ((ObjectNode) request.at("/messages/2/content/0")).put("is_error", true);
        assertThat(Dialect.MESSAGES.text(send(Dialect.MESSAGES, request))).startsWith("The tool failed: timeout.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Weather in Oslo, Norway in celsius | location | string | Oslo, Norway",
                "Weather in Reykjavik tomorrow | city | string | Reykjavik",
                "stock price of AAPL? | ticker | string | AAPL",
                "Email bob@acme.com | to | string | bob@acme.com",
                "Fetch https://acme.com/a?b=1 please | url | string | https://acme.com/a?b=1",
                "Is 91 prime? | n | integer | 91",
                "What is 12 * 34? | expression | string | 12 * 34",
                "Book a table on 2026-05-04 | date | string | 2026-05-04",
                "Convert 100 USD to EUR | to_currency | string | EUR",
                "Send a message saying \"see you soon\" | message | string | see you soon",
            })
    void argumentsFollowTheQuestion(String question, String name, String type, String value) throws Exception {
        ObjectNode schema = Dialect.object("{'type':'object','properties':{},'required':[]}");
        ((ObjectNode) schema.get("properties")).putObject(name).put("type", type);
        if (name.equals("to_currency")) {
            ((ObjectNode) schema.get("properties")).putObject("from_currency").put("type", type);
            schema.withArray("required").add("from_currency");
        }
        schema.withArray("required").add(name);
        for (Dialect dialect : Dialect.values()) {
            ObjectNode request = dialect.ask(question);
            dialect.tool(request, "first", schema);
            JsonNode arguments = dialect.calls(send(dialect, request)).get(0).arguments();
            assertThat(arguments.path(name).asText()).as(arguments.toString()).isEqualTo(value);
        }
    }

    @Test
    void aSumIsForTheCalculator() throws Exception {
        ObjectNode request = Dialect.CHAT.ask("What is 12 * 34?");
        Dialect.CHAT.tool(request, "send_email", WEATHER);
        Dialect.CHAT.tool(request, "calculator", WEATHER);
        assertThat(Dialect.CHAT.calls(send(Dialect.CHAT, request)).get(0).name())
                .isEqualTo("calculator");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Describe Anna. Return JSON with keys name and age | name,age",
                "JSON format: { \"title\": \"a concise title\" } | title",
                "As JSON with the fields: `city`, `country` and `tags`. | city,country,tags",
            })
    void jsonHasTheKeysThatTheWordsName(String question, String keys) throws Exception {
        ObjectNode request = Dialect.CHAT.ask(question);
        request.putObject("response_format").put("type", "json_object");
        JsonNode object = JSON.readTree(Dialect.CHAT.text(send(Dialect.CHAT, request)));
        assertThat(String.join(",", (Iterable<String>) object::fieldNames)).isEqualTo(keys);
    }
}

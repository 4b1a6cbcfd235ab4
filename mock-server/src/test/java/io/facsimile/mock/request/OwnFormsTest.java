package io.facsimile.mock.request;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schemas and grammars of the caller's that a model cannot be held to are refused. */
class OwnFormsTest {
    @RegisterExtension
    static final Refused MOCK = new Refused();

    private static final String CHAT_TOOL =
            "{'model':'m','messages':[{'role':'user','content':'hi'}],'tools':[{'type':'function','function':{'name':'f','strict':%s,'parameters':%s}}]}";
    private static final String CHAT_FORMAT =
            "{'model':'m','messages':[{'role':'user','content':'hi'}],'response_format':{'type':'json_schema','json_schema':{'name':'f','strict':%s,'schema':%s}}}";
    private static final String RESPONSES_TOOL =
            "{'model':'m','input':'hi','tools':[{'type':'function','name':'f','strict':%s,'parameters':%s}]}";
    private static final String RESPONSES_FORMAT =
            "{'model':'m','input':'hi','text':{'format':{'type':'json_schema','name':'f','strict':%s,'schema':%s}}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'type':'object','properties':{'a':{'type':'string'}},'required':['a']} | In context=(), 'additionalProperties' is required to be supplied and to be false.",
                "{'type':'object','properties':{'a':{'type':'object'}},'required':['a'],'additionalProperties':false} | In context=('properties', 'a'), 'additionalProperties' is required",
                "{'type':'object','properties':{'a':{'type':'string'},'b':{'type':'string'}},'required':['a'],'additionalProperties':false} | including every key in properties. Missing 'b'.",
                "{'type':'array','items':{'type':'string'}} | schema must be a JSON Schema of 'type: \"object\"', got 'type: \"array\"'.",
                "{'type':'object','anyOf':[{'type':'object','properties':{},'required':[],'additionalProperties':false}],'properties':{},'additionalProperties':false} | at the top level",
                "{'type':'object','properties':{'a':{'$ref':'#/$defs/x'}},'required':['a'],'additionalProperties':false} | reference to component '#/$defs/x' which was not found in the schema",
                "{'type':'object','properties':{'a':{'type':'number','minimum':5,'maximum':1}},'required':['a'],'additionalProperties':false} | In context=('properties', 'a'), 'minimum' must not be above 'maximum'",
            })
    void aSchemaThatCannotBeKeptStrictlyIsRefusedOnlyWhereItIsToBe(String schema, String says) throws Exception {
        String function = "Invalid schema for function 'f': ";
        String format = "Invalid schema for response_format 'f': ";
        MOCK.refuses(Refused.CHAT, CHAT_TOOL.formatted("true", schema), "tools[0].function.parameters", function);
        MOCK.refuses(Refused.CHAT, CHAT_TOOL.formatted("true", schema), "tools[0].function.parameters", says);
        MOCK.refuses(Refused.CHAT, CHAT_FORMAT.formatted("true", schema), "response_format.json_schema.schema", format);
        MOCK.refuses(Refused.RESPONSES, RESPONSES_TOOL.formatted("true", schema), "tools[0].parameters", says);
        MOCK.refuses(Refused.RESPONSES, RESPONSES_FORMAT.formatted("true", schema), "text.format.schema", says);
        MOCK.answers(Refused.CHAT, CHAT_TOOL.formatted("false", schema));
        MOCK.answers(Refused.RESPONSES, RESPONSES_TOOL.formatted("null", schema));
    }

    @Test
    void aSchemaThatCanBeKeptStrictlyIsTaken() throws Exception {
        String schema =
                "{'type':'object','properties':{'a':{'type':['string','null']},'b':{'anyOf':[{'$ref':'#/$defs/n'},{'type':'null'}]},'c':{'$ref':'#'}},'required':['a','b','c'],'additionalProperties':false,'$defs':{'n':{'type':'object','properties':{},'required':[],'additionalProperties':false}}}";
        MOCK.answers(Refused.CHAT, CHAT_TOOL.formatted("true", schema));
        MOCK.answers(Refused.RESPONSES, RESPONSES_TOOL.formatted("true", schema));
    }

    private static final String CHAT_GRAMMAR =
            "{'model':'m','messages':[{'role':'user','content':'hi'}],'tools':[{'type':'custom','custom':{'name':'g','format':{'type':'grammar','grammar':{'syntax':'%s','definition':'%s'}}}}]}";
    private static final String RESPONSES_GRAMMAR =
            "{'model':'m','input':'hi','tools':[{'type':'custom','name':'g','format':{'type':'grammar','syntax':'%s','definition':'%s'}}]}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "regex ! ([ ! unterminated character set",
                "regex ! (a ! missing )",
                "regex ! a) ! unbalanced parenthesis",
                "lark ! start: ( ! unexpected end of input, expected )",
                "lark ! start: A ]\\nA: /x/ ! unexpected ] in line 1",
                "lark ! start: /x ! the regular expression in line 1 has no end"
            })
    void aGrammarThatIsEvidentlyBrokenIsRefused(String syntax, String definition, String says) throws Exception {
        MOCK.refuses(
                Refused.CHAT,
                CHAT_GRAMMAR.formatted(syntax, definition),
                "tools[0].custom.format.grammar.definition",
                "Invalid " + syntax + " grammar for custom tool 'g': " + says);
        MOCK.refuses(
                Refused.RESPONSES, RESPONSES_GRAMMAR.formatted(syntax, definition), "tools[0].format.definition", says);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "regex ! ^[]()]+(?P<year>[0-9]{4}).*\\\\($",
                "regex ! [^]]*\\\\)",
                "lark ! // (a\\nstart: (A | \\\"(\\\")* [B]\\nA: /[(\\\\/]+/i\\nB.2: \\\"b\\\"~2..3\\n%ignore \\\" \\\""
            })
    void aGrammarThatMayBeRightIsTaken(String syntax, String definition) throws Exception {
        MOCK.answers(Refused.CHAT, CHAT_GRAMMAR.formatted(syntax, definition));
        MOCK.answers(Refused.RESPONSES, RESPONSES_GRAMMAR.formatted(syntax, definition));
    }
}

package io.facsimile.mock.request;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A tool that is chosen has to be there. */
class ChosenToolsTest {
    private static final String CHAT =
            "{'model':'gpt-4o','messages':[{'role':'user','content':'hi'}],'tools':[{'type':'function','function':{'name':'first'}},{'type':'custom','custom':{'name':'sql'}}],'tool_choice':%s}";
    private static final String CHAT_BARE =
            "{'model':'gpt-4o','messages':[{'role':'user','content':'hi'}],'tool_choice':%s}";
    private static final String RESPONSES =
            "{'model':'gpt-4o','input':'hi','tools':[{'type':'function','name':'first','parameters':{}},{'type':'custom','name':'sql'},{'type':'web_search'}],'tool_choice':%s}";
    private static final String MESSAGES =
            "{'model':'claude-sonnet-4-5','max_tokens':100,'messages':[{'role':'user','content':'hi'}],'tools':[{'name':'first','input_schema':{'type':'object'}},{'type':'bash_20250124','name':'bash'}],'tool_choice':%s}";
    private static final String MESSAGES_BARE =
            "{'model':'claude-sonnet-4-5','max_tokens':100,'messages':[{'role':'user','content':'hi'}],'tool_choice':%s}";
    private static final String GEMINI =
            "{'contents':[{'role':'user','parts':[{'text':'hi'}]}],'tools':[{'functionDeclarations':[{'name':'first','description':'d'}]}],'toolConfig':{'functionCallingConfig':%s}}";
    private static final String GEMINI_BARE =
            "{'contents':[{'role':'user','parts':[{'text':'hi'}]}],'toolConfig':{'functionCallingConfig':%s}}";

    @RegisterExtension
    static final Refused MOCK = new Refused();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'function','function':{'name':'nope'}}",
                "{'type':'custom','custom':{'name':'nope'}}",
                "{'type':'function','function':{'name':'sql'}}",
                "{'type':'allowed_tools','allowed_tools':{'mode':'auto','tools':[{'type':'function','function':{'name':'first'}},{'type':'function','function':{'name':'nope'}}]}}"
            })
    void chatRefusesAChoiceOfAToolThatIsNotThere(String choice) throws Exception {
        MOCK.refuses(Refused.CHAT, CHAT.formatted(choice), "tool_choice", "tool_choice");
        MOCK.refuses(Refused.CHAT, CHAT_BARE.formatted(choice), "tool_choice", "tool_choice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'auto'",
                "'required'",
                "'none'",
                "{'type':'function','function':{'name':'first'}}",
                "{'type':'custom','custom':{'name':'sql'}}",
                "{'type':'allowed_tools','allowed_tools':{'mode':'required','tools':[{'type':'function','function':{'name':'first'}},{'type':'custom','custom':{'name':'sql'}}]}}"
            })
    void chatTakesAChoiceOfAToolThatIsThere(String choice) throws Exception {
        MOCK.answers(Refused.CHAT, CHAT.formatted(choice));
    }

    @Test
    void theFunctionsOfOldAreHeldToItToo() throws Exception {
        String request =
                "{'model':'gpt-4o','messages':[{'role':'user','content':'hi'}],'functions':[{'name':'first'}],'function_call':{'name':'%s'}}";
        MOCK.answers(Refused.CHAT, request.formatted("first"));
        MOCK.refuses(
                Refused.CHAT,
                request.formatted("nope"),
                "function_call",
                "no function named 'nope' was specified in the 'functions' parameter");
    }

    @Test
    void aCallCannotBeRequiredWithoutTools() throws Exception {
        MOCK.refuses(
                Refused.CHAT,
                CHAT_BARE.formatted("'required'"),
                "tool_choice",
                "'tool_choice' is only allowed when 'tools' are specified");
        MOCK.refuses(
                Refused.RESPONSES,
                "{'model':'gpt-4o','input':'hi','tool_choice':'required'}",
                "tool_choice",
                "'tools' parameter");
        MOCK.refuses(
                Refused.MESSAGES,
                MESSAGES_BARE.formatted("{'type':'any'}"),
                "tool_choice",
                "tool_choice may only be specified while providing tools");
        MOCK.refuses(Refused.GEMINI, GEMINI_BARE.formatted("{'mode':'ANY'}"), "", "without function_declarations");
        MOCK.answers(Refused.CHAT, CHAT_BARE.formatted("'none'"));
        MOCK.answers(Refused.RESPONSES, "{'model':'gpt-4o','input':'hi','tool_choice':'auto'}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'type':'function','name':'first'} | true",
                "{'type':'custom','name':'sql'} | true",
                "'required' | true",
                "{'type':'web_search_preview'} | true",
                "{'type':'mcp','server_label':'deepwiki','name':'ask'} | true",
                "{'type':'allowed_tools','mode':'auto','tools':[{'type':'function','name':'first'},{'type':'mcp','server_label':'deepwiki'}]} | true",
                "{'type':'function','name':'nope'} | false",
                "{'type':'custom','name':'nope'} | false",
                "{'type':'allowed_tools','mode':'auto','tools':[{'type':'function','name':'nope'}]} | false"
            })
    void responsesTakeOnlyAChoiceOfAToolThatIsThere(String choice, boolean isThere) throws Exception {
        if (isThere) {
            MOCK.answers(Refused.RESPONSES, RESPONSES.formatted(choice));
        } else {
            MOCK.refuses(
                    Refused.RESPONSES,
                    RESPONSES.formatted(choice),
                    "tool_choice",
                    "Tool choice 'nope' not found in 'tools' parameter");
        }
    }

    @Test
    void toolsOfAPromptThatTheVendorKeepsMayBeChosen() throws Exception {
        MOCK.answers(
                Refused.RESPONSES,
                "{'model':'gpt-4o','input':'hi','prompt':{'id':'pmpt_1'},'tool_choice':{'type':'function','name':'kept'}}");
    }

    @Test
    void messagesTakeOnlyAChoiceOfAToolThatIsThere() throws Exception {
        MOCK.answers(Refused.MESSAGES, MESSAGES.formatted("{'type':'tool','name':'first'}"));
        MOCK.answers(Refused.MESSAGES, MESSAGES.formatted("{'type':'tool','name':'bash'}"));
        MOCK.answers(Refused.MESSAGES, MESSAGES.formatted("{'type':'any'}"));
        MOCK.refuses(
                Refused.MESSAGES,
                MESSAGES.formatted("{'type':'tool','name':'nope'}"),
                "tool_choice.name",
                "Tool 'nope' not found in provided tools");
    }

    @Test
    void geminiTakesOnlyFunctionsThatAreDeclared() throws Exception {
        MOCK.answers(Refused.GEMINI, GEMINI.formatted("{'mode':'ANY','allowedFunctionNames':['first']}"));
        MOCK.answers(Refused.GEMINI, GEMINI_BARE.formatted("{'mode':'AUTO'}"));
        MOCK.refuses(
                Refused.GEMINI,
                GEMINI.formatted("{'mode':'ANY','allowedFunctionNames':['first','zzz']}"),
                "",
                "allowed_function_names: 'zzz'");
    }
}

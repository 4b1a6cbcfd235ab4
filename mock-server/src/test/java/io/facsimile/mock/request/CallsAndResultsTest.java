package io.facsimile.mock.request;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls of tools and their results go together, as agents' loops often get wrong. */
class CallsAndResultsTest {
    @RegisterExtension
    static final Refused MOCK = new Refused();

    private static String chat(String... turns) {
        return "{'model':'gpt-4o','messages':[" + String.join(",", turns) + "]}";
    }

    private static String called(String... ids) {
        StringBuilder calls = new StringBuilder();
        for (String id : ids) {
            calls.append(calls.length() == 0 ? "" : ",")
                    .append("{'id':'%s','type':'function','function':{'name':'f','arguments':'{}'}}".formatted(id));
        }
        return "{'role':'assistant','content':null,'tool_calls':[" + calls + "]}";
    }

    private static String result(String id) {
        return "{'role':'tool','tool_call_id':'%s','content':'42'}".formatted(id);
    }

    private static final String USER = "{'role':'user','content':'hi'}";

    @Test
    void chatTakesTheResultsOfParallelCallsInAnyOrderAndLoops() throws Exception {
        MOCK.answers(Refused.CHAT, chat(USER, called("a", "b"), result("b"), result("a")));
        MOCK.answers(Refused.CHAT, chat(USER, called("a"), result("a"), USER));
        MOCK.answers(
                Refused.CHAT,
                chat(
                        USER,
                        called("a"),
                        result("a"),
                        called("b"),
                        result("b"),
                        "{'role':'assistant','content':'x'}",
                        USER));
    }

    @Test
    void chatRefusesAResultWithoutACall() throws Exception {
        String says = "messages with role 'tool' must be a response to a preceeding message with 'tool_calls'";
        MOCK.refuses(Refused.CHAT, chat(USER, result("a")), "messages[1]", says);
        MOCK.refuses(Refused.CHAT, chat(result("a")), "messages[0]", says);
        MOCK.refuses(Refused.CHAT, chat(USER, called("a"), result("a"), USER, result("a")), "messages[4]", says);
    }

    @Test
    void chatRefusesAResultOfAnotherCall() throws Exception {
        MOCK.refuses(
                Refused.CHAT,
                chat(USER, called("a"), result("b")),
                "messages[2]",
                "'tool_call_id' of 'b' not found in 'tool_calls' of previous message");
    }

    @Test
    void chatRefusesACallWithoutAResult() throws Exception {
        String says = "The following tool_call_ids did not have response messages: ";
        MOCK.refuses(Refused.CHAT, chat(USER, called("a"), USER), "messages[1].tool_calls[0]", says + "a");
        MOCK.refuses(
                Refused.CHAT,
                chat(USER, called("a", "b", "c"), result("b")),
                "messages[1].tool_calls[0]",
                says + "a, c");
        MOCK.refuses(Refused.CHAT, chat(USER, called("a")), "messages[1].tool_calls[0]", says + "a");
    }

    private static String responses(String more, String... items) {
        return "{'model':'gpt-4o'" + more + ",'input':[" + String.join(",", items) + "]}";
    }

    private static final String CALL = "{'type':'function_call','call_id':'%s','name':'f','arguments':'{}'}";
    private static final String OUTPUT = "{'type':'function_call_output','call_id':'%s','output':'42'}";
    private static final String TEXT_CALL = "{'type':'custom_tool_call','call_id':'%s','name':'f','input':'x'}";
    private static final String TEXT_OUTPUT = "{'type':'custom_tool_call_output','call_id':'%s','output':'42'}";

    @Test
    void responsesTakeTheOutputsOfCallsInAnyOrder() throws Exception {
        MOCK.answers(
                Refused.RESPONSES,
                responses(
                        "",
                        USER,
                        CALL.formatted("a"),
                        CALL.formatted("b"),
                        TEXT_CALL.formatted("c"),
                        OUTPUT.formatted("b"),
                        TEXT_OUTPUT.formatted("c"),
                        OUTPUT.formatted("a"),
                        USER));
    }

    @Test
    void responsesRefuseAnOutputWithoutItsCallUnlessItMayBeKnown() throws Exception {
        MOCK.refuses(
                Refused.RESPONSES,
                responses("", USER, OUTPUT.formatted("a")),
                "input[1]",
                "No tool call found for function call output with call_id a.");
        MOCK.refuses(
                Refused.RESPONSES,
                responses("", USER, CALL.formatted("b"), OUTPUT.formatted("b"), OUTPUT.formatted("a")),
                "input[3]",
                "call_id a");
        MOCK.refuses(
                Refused.RESPONSES,
                responses("", USER, CALL.formatted("a"), TEXT_OUTPUT.formatted("a")),
                "input[1]",
                "No tool output found for function call a.");
        MOCK.refuses(
                Refused.RESPONSES,
                responses("", TEXT_OUTPUT.formatted("a")),
                "input[0]",
                "No tool call found for custom tool call output with call_id a.");
        MOCK.answers(Refused.RESPONSES, responses(",'previous_response_id':'resp_1'", OUTPUT.formatted("a")));
        MOCK.answers(Refused.RESPONSES, responses(",'conversation':'conv_1'", OUTPUT.formatted("a")));
        MOCK.answers(Refused.RESPONSES, responses("", "{'type':'item_reference','id':'fc_1'}", OUTPUT.formatted("a")));
    }

    private static String messages(String... turns) {
        return "{'model':'claude-sonnet-4-5','max_tokens':100,'messages':[" + String.join(",", turns) + "]}";
    }

    private static String turn(String role, String... blocks) {
        return "{'role':'" + role + "','content':[" + String.join(",", blocks) + "]}";
    }

    private static final String USE = "{'type':'tool_use','id':'%s','name':'f','input':{}}";
    private static final String RESULT = "{'type':'tool_result','tool_use_id':'%s','content':'42'}";
    private static final String TEXT = "{'type':'text','text':'hi'}";

    @Test
    void messagesTakeResultsInAnyOrderBesideTextAndInSeveralTurnsOfTheUser() throws Exception {
        MOCK.answers(
                Refused.MESSAGES,
                messages(
                        USER,
                        turn("assistant", TEXT, USE.formatted("a"), USE.formatted("b")),
                        turn("user", RESULT.formatted("b"), RESULT.formatted("a"), TEXT)));
        MOCK.answers(
                Refused.MESSAGES,
                messages(
                        USER,
                        turn("assistant", USE.formatted("a"), USE.formatted("b")),
                        turn("user", RESULT.formatted("a")),
                        turn("user", RESULT.formatted("b")),
                        USER));
        MOCK.answers(
                Refused.MESSAGES,
                messages(
                        USER,
                        turn("assistant", USE.formatted("a")),
                        turn("user", RESULT.formatted("a")),
                        turn("assistant", USE.formatted("b")),
                        turn("user", RESULT.formatted("b"))));
    }

    @Test
    void aResultMayBeOfACallThatTheVendorKeeps() throws Exception {
        MOCK.answers(
                Refused.MESSAGES,
                "{'model':'claude-sonnet-4-5','max_tokens':100,'messages':["
                        + turn("user", RESULT.formatted("a"))
                        + "],'tool_choice':{'type':'tool','name':'f'},'thread':{'type':'continue','previous_message_id':'msg_1'}}");
        MOCK.answers(
                Refused.GEMINI,
                "{'cachedContent':'cachedContents/abc','contents':[" + parts("user", RETURNED.formatted("f")) + "]}");
    }

    @Test
    void messagesRefuseAResultWithoutItsUse() throws Exception {
        MOCK.refuses(
                Refused.MESSAGES,
                messages(turn("user", TEXT, RESULT.formatted("a"))),
                "",
                "messages.0.content.1: unexpected `tool_use_id` found in `tool_result` blocks: a. Each `tool_result` block must have a corresponding `tool_use` block in the previous message.");
        MOCK.refuses(
                Refused.MESSAGES,
                messages(USER, turn("assistant", USE.formatted("a")), turn("user", RESULT.formatted("b"))),
                "",
                "messages.2.content.0: unexpected");
    }

    @Test
    void messagesRefuseAUseWithoutItsResult() throws Exception {
        MOCK.refuses(
                Refused.MESSAGES,
                messages(
                        USER,
                        turn("assistant", USE.formatted("a"), USE.formatted("b")),
                        turn("user", RESULT.formatted("b"))),
                "",
                "messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: a. Each `tool_use` block must have a corresponding `tool_result` block in the next message.");
        MOCK.refuses(
                Refused.MESSAGES,
                messages(USER, turn("assistant", USE.formatted("a")), USER),
                "",
                "messages.1: `tool_use` ids were found without");
    }

    private static String gemini(String... turns) {
        return "{'contents':[" + String.join(",", turns) + "]}";
    }

    private static String parts(String role, String... parts) {
        return "{'role':'" + role + "','parts':[" + String.join(",", parts) + "]}";
    }

    private static final String PLAIN = "{'text':'hi'}";
    private static final String FUNCTION = "{'functionCall':{'name':'%s','args':{}}}";
    private static final String RETURNED = "{'functionResponse':{'name':'%s','response':{'output':42}}}";

    @Test
    void geminiTakesTheResponsesOfParallelCallsInAnyOrder() throws Exception {
        MOCK.answers(
                Refused.GEMINI,
                gemini(
                        parts("user", PLAIN),
                        parts("model", FUNCTION.formatted("f"), FUNCTION.formatted("g"), FUNCTION.formatted("f")),
                        parts("user", RETURNED.formatted("g"), RETURNED.formatted("f"), RETURNED.formatted("f")),
                        parts("user", PLAIN)));
        MOCK.answers(
                Refused.GEMINI,
                gemini(
                        parts("user", PLAIN),
                        parts("model", FUNCTION.formatted("f")),
                        parts("function", RETURNED.formatted("f"))));
    }

    @Test
    void geminiRefusesAResponseThatNoCallHasAndACallWithoutOne() throws Exception {
        MOCK.refuses(
                Refused.GEMINI,
                gemini(parts("user", RETURNED.formatted("f"))),
                "",
                "Please ensure that function response turn comes immediately after a function call turn.");
        MOCK.refuses(
                Refused.GEMINI,
                gemini(
                        parts("user", PLAIN),
                        parts("model", FUNCTION.formatted("f")),
                        parts("user", RETURNED.formatted("zzz"))),
                "",
                "no call in it has the name 'zzz'");
        MOCK.refuses(
                Refused.GEMINI,
                gemini(parts("user", PLAIN), parts("model", FUNCTION.formatted("f")), parts("user", PLAIN)),
                "",
                "number of function response parts is equal to the number of function call parts");
    }
}

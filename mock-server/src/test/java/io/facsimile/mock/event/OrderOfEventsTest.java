package io.facsimile.mock.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import io.facsimile.contract.RequestSample;
import io.facsimile.contract.StreamRule;
import io.facsimile.contract.language.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What a client may rely on in the order of events, beyond what they add up to. */
class OrderOfEventsTest {
    private static final String WITH_USAGE = "{\"stream_options\":{\"include_usage\":true}}";

    private static List<JsonNode> events(String grammar, String whole) {
        return events(grammar, whole, "{}");
    }

    private static List<JsonNode> events(String grammar, String whole, String request) {
        List<JsonNode> data = new ArrayList<>();
        records(grammar, StreamClients.tree(whole), request, List.of())
                .forEach(e -> data.add(StreamClients.tree(e.data())));
        return data;
    }

    private static List<Event> records(String grammar, JsonNode whole, String request, List<Event> shown) {
        StreamRule rule = new StreamRule(
                grammar,
                List.of(),
                Optional.of(new StreamRule.OwnAnswer("*/*")),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Condition.parseAll(
                        StreamClients.tree("{\"at\":\"/stream_options/include_usage\",\"is\":true}"))));
        RequestSample sample =
                new RequestSample("any", Optional.empty(), StreamClients.tree(request), Map.of(), Map.of(), Map.of());
        return Grammars.of(grammar).orElseThrow().events(whole, new Asked(sample, rule, () -> shown));
    }

    private static <T> List<T> each(List<JsonNode> events, Function<JsonNode, T> told) {
        return events.stream().map(told).toList();
    }

    private static List<String> types(List<JsonNode> events) {
        return each(events, e -> e.path("type").asText());
    }

    private static String chat(String... choices) {
        return "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":["
                + String.join(",", choices) + "],\"usage\":{\"total_tokens\":3}}";
    }

    private static String choice(int index, String message) {
        return "{\"index\":" + index + ",\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\"," + message
                + "}}";
    }

    @Test
    void aChatBeginsWithTheRoleThenThinksThenSpeaksAndEndsOnce() {
        List<JsonNode> events = events(
                "openai.chat",
                chat(choice(0, "\"content\":\"Two words\",\"refusal\":null,\"reasoning_content\":\"Let me think\"")));
        assertThat(each(events, e -> e.at("/choices/0/delta").toString()))
                .containsExactly(
                        "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}",
                        "{\"reasoning_content\":\"Let\"}",
                        "{\"reasoning_content\":\" me\"}",
                        "{\"reasoning_content\":\" think\"}",
                        "{\"content\":\"Two\"}",
                        "{\"content\":\" words\"}",
                        "{}");
        assertThat(each(events, e -> e.at("/choices/0/finish_reason").asText()))
                .containsExactly("null", "null", "null", "null", "null", "null", "stop");
        assertThat(events).noneMatch(e -> e.has("usage"));
    }

    @Test
    void aCallOfAToolIsNamedBeforeItsArguments() {
        List<JsonNode> events = events(
                "openai.chat",
                chat(choice(
                        0,
                        "\"content\":null,\"tool_calls\":[{\"id\":\"a\",\"type\":\"function\",\"function\":"
                                + "{\"name\":\"f\",\"arguments\":\"{\\\"city\\\": 1}\"}},"
                                + "{\"id\":\"b\",\"type\":\"custom\",\"custom\":{\"name\":\"g\",\"input\":\"x\"}}]")));
        assertThat(each(events, e -> e.at("/choices/0/delta/tool_calls/0").toString()))
                .containsExactly(
                        "",
                        "{\"index\":0,\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}",
                        "{\"index\":0,\"function\":{\"arguments\":\"{\\\"city\\\":\"}}",
                        "{\"index\":0,\"function\":{\"arguments\":\" 1}\"}}",
                        "{\"index\":1,\"id\":\"b\",\"type\":\"custom\",\"custom\":{\"name\":\"g\",\"input\":\"\"}}",
                        "{\"index\":1,\"custom\":{\"input\":\"x\"}}",
                        "");
        assertThat(events.get(0).at("/choices/0/delta/content").isNull()).isTrue();
    }

    @Test
    void severalChoicesInterleave() {
        List<JsonNode> events =
                events("openai.chat", chat(choice(0, "\"content\":\"one\""), choice(1, "\"content\":\"two three\"")));
        assertThat(each(events, e -> e.at("/choices/0/index").asInt())).containsExactly(0, 1, 0, 1, 0, 1, 1);
        String texts = "{\"id\":\"c\",\"choices\":[{\"text\":\"one\",\"index\":0,\"finish_reason\":\"stop\"},"
                + "{\"text\":\"two three\",\"index\":1,\"finish_reason\":\"length\"}]}";
        assertThat(each(
                        events("openai.completions", texts),
                        e -> e.at("/choices/0/index") + e.at("/choices/0/text").asText()))
                .containsExactly("0one", "1two", "0", "1 three", "1");
    }

    @Test
    void theUsageComesLastWithoutChoicesAndOnlyWhenAskedFor() {
        for (String grammar : List.of("openai.chat", "openai.completions")) {
            String whole = grammar.equals("openai.chat")
                    ? chat(choice(0, "\"content\":\"hi\""))
                    : "{\"id\":\"c\",\"choices\":[{\"text\":\"hi\",\"index\":0,\"finish_reason\":\"stop\"}],"
                            + "\"usage\":{\"total_tokens\":3}}";
            List<JsonNode> events = events(grammar, whole, WITH_USAGE);
            JsonNode last = events.get(events.size() - 1);
            assertThat(last.path("choices").isEmpty()).isTrue();
            assertThat(last.at("/usage/total_tokens").asInt()).isEqualTo(3);
            assertThat(events.subList(0, events.size() - 1))
                    .allMatch(e -> e.path("usage").isNull() && e.path("choices").size() == 1);
            assertThat(events(grammar, whole)).noneMatch(e -> e.path("usage").isObject());
        }
    }

    @Test
    void eachTokenBringsItsLikelihood() {
        List<JsonNode> events = events(
                "openai.chat",
                chat(
                        "{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":\"Yes.\"},"
                                + "\"logprobs\":{\"content\":[{\"token\":\"Yes\"},{\"token\":\".\"}],\"refusal\":null}}"));
        assertThat(each(
                        events.subList(1, 3),
                        e -> e.at("/choices/0/delta/content").asText()
                                + e.at("/choices/0/logprobs").toString()))
                .containsExactly(
                        "Yes{\"content\":[{\"token\":\"Yes\"}],\"refusal\":null}",
                        ".{\"content\":[{\"token\":\".\"}],\"refusal\":null}");
        assertThat(events.get(0).at("/choices/0/logprobs").isNull()).isTrue();
    }

    private static String response(String status, String... items) {
        return "{\"id\":\"r\",\"status\":\"" + status + "\",\"output\":[" + String.join(",", items)
                + "],\"usage\":{\"total_tokens\":1}}";
    }

    private static final String MESSAGE = "{\"id\":\"m\",\"type\":\"message\",\"status\":\"completed\",\"content\":["
            + "{\"type\":\"output_text\",\"text\":\"See here.\",\"annotations\":[{\"type\":\"url_citation\",\"end_index\":3}]}]}";

    @Test
    void aResponseAnnouncesEachItemBeforeItsPiecesAndEndsWithTheWhole() {
        List<JsonNode> events = events(
                "openai.responses",
                response(
                        "completed",
                        "{\"id\":\"t\",\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"Hm\"}]}",
                        "{\"id\":\"w\",\"type\":\"web_search_call\",\"status\":\"completed\",\"action\":{\"type\":\"search\"}}",
                        MESSAGE));
        assertThat(types(events))
                .containsExactly(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.reasoning_summary_part.added",
                        "response.reasoning_summary_text.delta",
                        "response.reasoning_summary_text.done",
                        "response.reasoning_summary_part.done",
                        "response.output_item.done",
                        "response.output_item.added",
                        "response.web_search_call.in_progress",
                        "response.web_search_call.searching",
                        "response.web_search_call.completed",
                        "response.output_item.done",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.annotation.added",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.completed");
        assertThat(events.get(0).at("/response/output").isEmpty()).isTrue();
        assertThat(events.get(0).at("/response/usage").isNull()).isTrue();
        assertThat(events.get(8).at("/item/status").asText()).isEqualTo("in_progress");
        assertThat(events.get(8).path("item").has("action")).isFalse();
    }

    @Test
    void theCallsOfAResponseTellTheirSteps() {
        assertThat(types(events(
                                "openai.responses",
                                response(
                                        "completed",
                                        "{\"id\":\"f\",\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"f\",\"arguments\":\"{}\",\"status\":\"completed\"}",
                                        "{\"type\":\"custom_tool_call\",\"call_id\":\"c\",\"name\":\"f\",\"input\":\"x\"}",
                                        "{\"id\":\"p\",\"type\":\"mcp_call\",\"arguments\":\"{}\",\"error\":\"gone\"}",
                                        "{\"id\":\"i\",\"type\":\"code_interpreter_call\",\"code\":\"1\",\"status\":\"completed\"}",
                                        "{\"id\":\"g\",\"type\":\"image_generation_call\",\"result\":\"QQ==\",\"status\":\"completed\"}"),
                                "{\"tools\":[{\"type\":\"image_generation\",\"partial_images\":2}]}"))
                        .stream()
                        .filter(t -> !t.contains("output_item"))
                        .map(t -> t.replace("response.", ""))
                        .toList())
                .containsExactly(
                        "created",
                        "in_progress",
                        "function_call_arguments.delta",
                        "function_call_arguments.done",
                        "custom_tool_call_input.delta",
                        "custom_tool_call_input.done",
                        "mcp_call.in_progress",
                        "mcp_call_arguments.delta",
                        "mcp_call_arguments.done",
                        "mcp_call.failed",
                        "code_interpreter_call.in_progress",
                        "code_interpreter_call_code.delta",
                        "code_interpreter_call_code.done",
                        "code_interpreter_call.interpreting",
                        "code_interpreter_call.completed",
                        "image_generation_call.in_progress",
                        "image_generation_call.generating",
                        "image_generation_call.partial_image",
                        "image_generation_call.partial_image",
                        "image_generation_call.completed",
                        "completed");
    }

    @Test
    void aResponseEndsAsItsStatusSays() {
        assertThat(types(events("openai.responses", response("failed"))))
                .containsExactly("response.created", "response.in_progress", "response.failed");
        assertThat(types(events("openai.responses", response("incomplete"))))
                .last()
                .isEqualTo("response.incomplete");
        String inBackground = response("completed").replace("\"id\"", "\"background\":true,\"id\"");
        assertThat(types(events("openai.responses", inBackground)))
                .containsExactly("response.created", "response.queued", "response.in_progress", "response.completed");
    }

    @Test
    void namedEventsBearTheirTypeAsName() {
        for (String grammar : List.of("openai.responses", "anthropic.messages", "openai.images")) {
            JsonNode whole = StreamClients.tree("{\"status\":\"completed\",\"output\":[" + MESSAGE
                    + "],\"data\":[{\"b64_json\":\"QQ==\"}],\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]}");
            assertThat(records(grammar, whole, "{}", List.of())).isNotEmpty().allSatisfy(e -> assertThat(e.name())
                    .contains(StreamClients.tree(e.data()).path("type").asText()));
        }
    }

    @Test
    void theBlocksOfAMessageComeOneAfterTheOther() {
        List<JsonNode> events = events(
                "anthropic.messages",
                "{\"id\":\"m\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\"s\"},"
                        + "{\"type\":\"text\",\"text\":\"See\",\"citations\":[{\"type\":\"page_location\"}]},"
                        + "{\"type\":\"server_tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{\"q\":1}},"
                        + "{\"type\":\"web_search_tool_result\",\"tool_use_id\":\"t\",\"content\":[]}],"
                        + "\"stop_reason\":\"end_turn\",\"stop_sequence\":null,"
                        + "\"usage\":{\"input_tokens\":9,\"output_tokens\":4,\"server_tool_use\":{}}}");
        assertThat(each(
                        events,
                        e -> e.path("type").asText().replace("content_block_", "")
                                + e.path("index").asText() + " "
                                + e.at("/delta/type").asText()))
                .containsExactly(
                        "message_start ",
                        "start0 ",
                        "ping ",
                        "delta0 thinking_delta",
                        "delta0 signature_delta",
                        "stop0 ",
                        "start1 ",
                        "delta1 citations_delta",
                        "delta1 text_delta",
                        "stop1 ",
                        "start2 ",
                        "delta2 input_json_delta",
                        "delta2 input_json_delta",
                        "stop2 ",
                        "start3 ",
                        "stop3 ",
                        "message_delta ",
                        "message_stop ");
        JsonNode start = events.get(0).path("message");
        assertThat(start.path("content").isEmpty()).isTrue();
        assertThat(start.path("stop_reason").isNull()).isTrue();
        assertThat(start.path("usage").toString()).isEqualTo("{\"input_tokens\":9,\"output_tokens\":1}");
        assertThat(events.get(11).at("/delta/partial_json").asText()).isEmpty();
        JsonNode end = events.get(events.size() - 2);
        assertThat(end.path("delta").toString()).isEqualTo("{\"stop_reason\":\"end_turn\",\"stop_sequence\":null}");
        assertThat(end.at("/usage/output_tokens").asInt()).isEqualTo(4);
    }

    @Test
    void aContentThinksFirstAndTellsOnlyInItsLastChunkWhyItEnded() {
        List<JsonNode> events = events(
                "gemini",
                "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"Hm\",\"thought\":true},"
                        + "{\"text\":\"one two three four five six\"},{\"functionCall\":{\"name\":\"f\",\"args\":{\"a\":1}}}]},"
                        + "\"finishReason\":\"STOP\",\"groundingMetadata\":{\"x\":1}}],"
                        + "\"usageMetadata\":{\"promptTokenCount\":5,\"candidatesTokenCount\":8,\"totalTokenCount\":13},"
                        + "\"modelVersion\":\"m\",\"responseId\":\"r\"}");
        assertThat(each(events, e -> e.at("/candidates/0/content/parts").toString()))
                .containsExactly(
                        "[{\"text\":\"Hm\",\"thought\":true}]",
                        "[{\"text\":\"one two three four five\"}]",
                        "[{\"text\":\" six\"}]",
                        "[{\"functionCall\":{\"name\":\"f\",\"args\":{\"a\":1}}}]");
        assertThat(each(events, e -> e.at("/candidates/0").has("finishReason")))
                .containsExactly(false, false, false, true);
        assertThat(each(events, e -> e.at("/candidates/0").has("groundingMetadata")))
                .containsExactly(false, false, false, true);
        assertThat(each(events, e -> e.at("/usageMetadata/totalTokenCount").asInt()))
                .containsExactly(7, 9, 11, 13);
        assertThat(events).allMatch(e -> e.path("responseId").asText().equals("r"));
    }

    @Test
    void asManySketchesComeAsWereAskedFor() {
        String whole =
                "{\"created\":1,\"data\":[{\"b64_json\":\"QQ==\"}],\"size\":\"1x1\",\"usage\":{\"input_tokens\":1}}";
        assertThat(types(events("openai.images", whole))).containsExactly("image_generation.completed");
        List<JsonNode> events = events("openai.images", whole, "{\"partial_images\":2,\"quality\":\"low\"}");
        assertThat(types(events))
                .containsExactly(
                        "image_generation.partial_image",
                        "image_generation.partial_image",
                        "image_generation.completed");
        assertThat(events.get(1).path("partial_image_index").asInt()).isEqualTo(1);
        assertThat(events.get(2).path("quality").asText()).isEqualTo("low");
        assertThat(events.get(2).path("background").asText()).isEqualTo("auto");
    }

    @Test
    void soundComesInPiecesThatCanBePlayedAsTheyCome() {
        byte[] sound = new byte[2_000];
        Event done = Event.unnamed("{\"usage\":{\"input_tokens\":1,\"output_tokens\":2,\"total_tokens\":3}}");
        List<Event> events = records("openai.audio", BinaryNode.valueOf(sound), "{}", List.of(done));
        assertThat(events).hasSize(5);
        assertThat(StreamClients.tree(events.get(0).data()).path("audio").asText())
                .doesNotContain("=");
        assertThat(events.get(4).data())
                .isEqualTo(
                        "{\"type\":\"speech.audio.done\",\"usage\":{\"input_tokens\":1,\"output_tokens\":2,\"total_tokens\":3}}");
    }

    @Test
    void aSegmentFollowsTheWordsOfItsSpeaker() {
        List<JsonNode> events = events(
                "openai.audio",
                "{\"text\":\"Hi. Yes.\",\"segments\":[{\"type\":\"transcript.text.segment\",\"id\":\"a\",\"text\":\"Hi.\",\"speaker\":\"A\"},"
                        + "{\"type\":\"transcript.text.segment\",\"id\":\"b\",\"text\":\"Yes.\",\"speaker\":\"B\"}]}");
        assertThat(each(
                        events,
                        e -> e.path("type").asText().replace("transcript.text.", "")
                                + e.path("segment_id").asText()))
                .containsExactly("deltaa", "segment", "deltab", "segment", "done");
        assertThat(events.get(2).path("delta").asText()).isEqualTo(" Yes.");
    }
}

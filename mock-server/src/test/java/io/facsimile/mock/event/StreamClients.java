package io.facsimile.mock.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The clients of all dialects. Written from the vendors' references, not from our grammars. */
public final class StreamClients {
    static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper JSON = new ObjectMapper();

    public static final Map<String, StreamClient> BY_GRAMMAR = Map.of(
            "openai.chat", new Chat(),
            "openai.completions", new Completions(),
            "openai.responses", new Responses(),
            "openai.images", new Images(),
            "openai.audio", new Audio(),
            "anthropic.messages", new Messages(),
            "gemini", new Contents());

    private StreamClients() {}

    public static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    static ObjectNode copy(JsonNode object) {
        return object.<ObjectNode>deepCopy();
    }

    static void append(ObjectNode to, String member, JsonNode piece) {
        to.put(member, to.path(member).asText("") + piece.textValue());
    }

    /** Takes the item with an index from a list; makes it when it is the next. */
    static ObjectNode at(ArrayNode list, int index) {
        assertThat(index).isBetween(0, list.size());
        return index == list.size() ? list.addObject() : (ObjectNode) list.get(index);
    }

    /** Objects by member, lists by index, texts one after the other, everything else as last told. */
    private static final class Chat implements StreamClient {
        @Override
        public JsonNode assembled(List<JsonNode> events) {
            ObjectNode whole = NODES.objectNode();
            ArrayNode choices = whole.putArray("choices");
            for (JsonNode chunk : events) {
                assertThat(chunk.path("object").asText()).isEqualTo("chat.completion.chunk");
                chunk.properties().forEach(member -> {
                    if (!member.getKey().equals("choices") && !member.getValue().isNull()) {
                        JsonNode before = whole.get(member.getKey());
                        assertThat(before == null || before.isNull() || before.equals(member.getValue()))
                                .as(member.getKey() + " is one in all chunks")
                                .isTrue();
                        whole.set(member.getKey(), member.getValue());
                    } else if (!whole.has(member.getKey())) {
                        whole.set(member.getKey(), member.getValue());
                    }
                });
                for (JsonNode piece : chunk.path("choices")) {
                    ObjectNode choice = at(choices, piece.path("index").asInt());
                    assertThat(choice.path("finish_reason").isTextual())
                            .as("nothing follows a finish reason")
                            .isFalse();
                    choice.set("index", piece.get("index"));
                    accumulate(choice.withObject("/message"), piece.path("delta"));
                    if (piece.path("logprobs").isObject()) {
                        likelihoods(choice, piece.get("logprobs"));
                    } else if (!choice.has("logprobs")) {
                        choice.putNull("logprobs");
                    }
                    piece.properties().forEach(member -> {
                        if (!Set.of("index", "delta", "logprobs").contains(member.getKey())) {
                            choice.set(member.getKey(), member.getValue());
                        }
                    });
                }
            }
            for (JsonNode choice : choices) {
                choice.path("message").path("tool_calls").forEach(call -> ((ObjectNode) call).remove("index"));
            }
            return whole.put("object", "chat.completion");
        }

        private static void likelihoods(ObjectNode choice, JsonNode piece) {
            if (!choice.path("logprobs").isObject()) {
                choice.set("logprobs", piece.deepCopy());
                return;
            }
            piece.properties().forEach(list -> {
                ObjectNode known = (ObjectNode) choice.get("logprobs");
                if (list.getValue().isArray() && known.path(list.getKey()).isArray()) {
                    list.getValue().forEach(known.withArray("/" + list.getKey())::add);
                } else if (list.getValue().isArray()) {
                    known.set(list.getKey(), list.getValue().deepCopy());
                }
            });
        }

        private static void accumulate(ObjectNode known, JsonNode delta) {
            delta.properties().forEach(member -> {
                String name = member.getKey();
                JsonNode value = member.getValue();
                JsonNode before = known.path(name);
                if (before.isMissingNode() || before.isNull()) {
                    known.set(name, value.isArray() ? list(NODES.arrayNode(), value) : value.deepCopy());
                } else if (value.isTextual() && name.equals("data")) {
                    known.put(name, joined(before.textValue(), value.textValue()));
                } else if (value.isTextual() && !Set.of("id", "type", "role").contains(name)) {
                    append(known, name, value);
                } else if (value.isObject()) {
                    accumulate((ObjectNode) before, value);
                } else if (value.isArray()) {
                    list((ArrayNode) before, value);
                } else if (!value.isNull()) {
                    known.set(name, value);
                }
            });
        }

        private static ArrayNode list(ArrayNode known, JsonNode items) {
            for (JsonNode item : items) {
                if (item.has("index")) {
                    accumulate(at(known, item.path("index").asInt()), item);
                } else {
                    known.add(item);
                }
            }
            return known;
        }

        private static String joined(String one, String other) {
            byte[] first = Base64.getDecoder().decode(one);
            byte[] second = Base64.getDecoder().decode(other);
            byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
            System.arraycopy(second, 0, both, first.length, second.length);
            return Base64.getEncoder().encodeToString(both);
        }

        @Override
        public JsonNode told(JsonNode whole) {
            ObjectNode told = copy(whole);
            for (JsonNode choice : told.path("choices")) {
                if (!choice.has("logprobs")) {
                    ((ObjectNode) choice).putNull("logprobs");
                }
            }
            return told;
        }
    }

    private static final class Completions implements StreamClient {
        @Override
        public JsonNode assembled(List<JsonNode> events) {
            ObjectNode whole = NODES.objectNode();
            ArrayNode choices = whole.putArray("choices");
            for (JsonNode chunk : events) {
                chunk.properties().forEach(member -> {
                    if (!member.getKey().equals("choices")) {
                        whole.set(member.getKey(), member.getValue());
                    }
                });
                for (JsonNode piece : chunk.path("choices")) {
                    ObjectNode choice = at(choices, piece.path("index").asInt());
                    assertThat(choice.path("finish_reason").isTextual()).isFalse();
                    append(choice, "text", piece.path("text"));
                    choice.set("index", piece.path("index"));
                    choice.set("finish_reason", piece.path("finish_reason"));
                    if (!choice.path("logprobs").isObject()) {
                        choice.set("logprobs", piece.path("logprobs").deepCopy());
                    } else if (piece.path("logprobs").isObject()) {
                        ObjectNode known = (ObjectNode) choice.get("logprobs");
                        piece.path("logprobs").properties().forEach(list -> list.getValue()
                                .forEach(known.withArray("/" + list.getKey())::add));
                    }
                }
            }
            return whole;
        }
    }

    /** Follows the events item by item, and compares each done with what had come. */
    private static final class Responses implements StreamClient {
        /** What an item shows only when it is done. */
        private static final Set<String> AT_THE_END = Set.of(
                "status",
                "action",
                "results",
                "queries",
                "outputs",
                "output",
                "error",
                "tools",
                "result",
                "encrypted_content");

        @Override
        public JsonNode assembled(List<JsonNode> events) {
            ArrayNode output = NODES.arrayNode();
            int number = 0;
            for (JsonNode event : events) {
                assertThat(event.path("sequence_number").asInt()).isEqualTo(number++);
                follow(event, output);
            }
            JsonNode last = events.get(events.size() - 1).path("response");
            assertThat(last.path("output")).isEqualTo(output);
            return last;
        }

        private static void follow(JsonNode event, ArrayNode output) {
            String type = event.path("type").asText();
            if (type.equals("response.output_item.added")) {
                assertThat(event.path("output_index").asInt()).isEqualTo(output.size());
                output.add(event.path("item").deepCopy());
                return;
            }
            if (!event.has("output_index")) {
                return;
            }
            ObjectNode item = (ObjectNode) output.get(event.path("output_index").asInt());
            if (event.has("item_id")) {
                assertThat(event.get("item_id")).isEqualTo(item.has("id") ? item.get("id") : item.get("call_id"));
            }
            JsonNode delta = event.path("delta");
            switch (type.substring("response.".length())) {
                case "output_item.done" -> {
                    ObjectNode done = copy(event.path("item"));
                    assertThat(done.deepCopy().remove(AT_THE_END))
                            .isEqualTo(item.deepCopy().remove(AT_THE_END));
                    output.set(event.path("output_index").asInt(), done);
                }
                case "content_part.added" -> {
                    assertThat(event.path("content_index").asInt())
                            .isEqualTo(item.path("content").size());
                    item.withArray("/content").add(event.path("part").deepCopy());
                }
                case "output_text.delta" -> {
                    append(part(item, event), "text", delta);
                    event.path("logprobs")
                            .forEach(l ->
                                    part(item, event).withArray("/logprobs").add(l));
                }
                case "output_text.annotation.added" ->
                    part(item, event).withArray("/annotations").add(event.path("annotation"));
                case "output_text.done", "reasoning_text.done" -> same(part(item, event), event, "text");
                case "reasoning_text.delta" -> append(part(item, event), "text", delta);
                case "refusal.delta" -> append(part(item, event), "refusal", delta);
                case "refusal.done" -> same(part(item, event), event, "refusal");
                case "content_part.done" -> assertThat(part(item, event)).isEqualTo(event.path("part"));
                case "function_call_arguments.delta", "mcp_call_arguments.delta" -> append(item, "arguments", delta);
                case "function_call_arguments.done", "mcp_call_arguments.done" -> same(item, event, "arguments");
                case "custom_tool_call_input.delta" -> append(item, "input", delta);
                case "custom_tool_call_input.done" -> same(item, event, "input");
                case "code_interpreter_call_code.delta" -> append(item, "code", delta);
                case "code_interpreter_call_code.done" -> same(item, event, "code");
                case "reasoning_summary_part.added" ->
                    item.withArray("/summary").add(event.path("part").deepCopy());
                case "reasoning_summary_text.delta" -> append(summary(item, event), "text", delta);
                case "reasoning_summary_text.done" -> same(summary(item, event), event, "text");
                case "reasoning_summary_part.done" ->
                    assertThat(summary(item, event)).isEqualTo(event.path("part"));
                default ->
                    assertThat(type)
                            .matches(
                                    ".*\\.(in_progress|searching|interpreting|generating|partial_image|completed|failed)");
            }
        }

        private static ObjectNode part(ObjectNode item, JsonNode event) {
            return (ObjectNode)
                    item.path("content").get(event.path("content_index").asInt());
        }

        private static ObjectNode summary(ObjectNode item, JsonNode event) {
            return (ObjectNode)
                    item.path("summary").get(event.path("summary_index").asInt());
        }

        private static void same(JsonNode known, JsonNode event, String member) {
            assertThat(event.get(member)).isEqualTo(known.get(member));
        }
    }

    private static final class Images implements StreamClient {
        @Override
        public JsonNode assembled(List<JsonNode> events) {
            ObjectNode whole = NODES.objectNode();
            ArrayNode data = whole.putArray("data");
            for (JsonNode event : events) {
                ObjectNode members = copy(event);
                String type = members.remove("type").asText();
                if (type.endsWith(".partial_image")) {
                    continue;
                }
                if (!type.endsWith(".completed")) {
                    assertThat(members.remove("image_index").asInt()).isEqualTo(data.size());
                    members.remove(List.of("model", "created"));
                    data.add(members);
                } else {
                    if (members.has("b64_json")) {
                        data.addObject().set("b64_json", members.remove("b64_json"));
                        members.set("created", members.remove("created_at"));
                    }
                    whole.setAll(members);
                }
            }
            return whole;
        }
    }

    /** Bytes, or a text with its speakers. */
    private static final class Audio implements StreamClient {
        @Override
        public JsonNode assembled(List<JsonNode> events) {
            if (events.get(0).path("type").asText().startsWith("speech.")) {
                ByteArrayOutputStream sound = new ByteArrayOutputStream();
                for (JsonNode event : events.subList(0, events.size() - 1)) {
                    sound.writeBytes(
                            Base64.getDecoder().decode(event.path("audio").asText()));
                }
                JsonNode usage = events.get(events.size() - 1).path("usage");
                assertThat(usage.path("total_tokens").asInt())
                        .isEqualTo(usage.path("input_tokens").asInt()
                                + usage.path("output_tokens").asInt());
                return BinaryNode.valueOf(sound.toByteArray());
            }
            ObjectNode whole = NODES.objectNode();
            for (JsonNode event : events) {
                switch (event.path("type").asText()) {
                    case "transcript.text.delta" -> {
                        append(whole, "text", event.path("delta"));
                        event.path("logprobs").forEach(whole.withArray("/logprobs")::add);
                    }
                    case "transcript.text.segment" ->
                        whole.withArray("/segments").add(event);
                    case "transcript.text.done" -> {
                        assertThat(event.get("text")).isEqualTo(whole.get("text"));
                        if (event.has("usage")) {
                            whole.set("usage", event.get("usage"));
                        }
                    }
                    default -> throw new AssertionError(event);
                }
            }
            if (whole.path("logprobs").isEmpty()) {
                whole.remove("logprobs");
            }
            return whole;
        }

        /** Streams do not tell lengths, and of usage only tokens. */
        @Override
        public JsonNode told(JsonNode whole) {
            if (whole.isBinary()) {
                return whole;
            }
            ObjectNode told = copy(whole);
            told.remove(List.of("task", "duration"));
            if (!told.path("usage").path("type").asText().equals("tokens")) {
                told.remove("usage");
            }
            return told;
        }
    }

    private static final class Messages implements StreamClient {
        @Override
        public JsonNode assembled(List<JsonNode> events) {
            ObjectNode message = NODES.objectNode();
            ArrayNode content = NODES.arrayNode();
            StringBuilder json = new StringBuilder();
            int open = -1;
            for (JsonNode event : events) {
                int index = event.path("index").asInt(-1);
                switch (event.path("type").asText()) {
                    case "message_start" -> {
                        message = copy(event.path("message"));
                        content = message.withArray("/content");
                        assertThat(content).isEmpty();
                    }
                    case "content_block_start" -> {
                        assertThat(open).as("blocks come one after the other").isNegative();
                        assertThat(index).isEqualTo(content.size());
                        open = index;
                        json.setLength(0);
                        content.add(event.path("content_block").deepCopy());
                    }
                    case "content_block_delta" -> {
                        assertThat(index).isEqualTo(open);
                        delta((ObjectNode) content.get(index), event.path("delta"), json);
                    }
                    case "content_block_stop" -> {
                        assertThat(index).isEqualTo(open);
                        if (!json.isEmpty()) {
                            ((ObjectNode) content.get(index)).set("input", tree(json.toString()));
                        }
                        open = -1;
                    }
                    case "message_delta" -> {
                        message.setAll((ObjectNode) event.path("delta"));
                        message.withObject("/usage").setAll((ObjectNode) event.path("usage"));
                    }
                    default -> assertThat(event.path("type").asText()).isIn("ping", "message_stop");
                }
            }
            return message;
        }

        private static void delta(ObjectNode block, JsonNode delta, StringBuilder json) {
            switch (delta.path("type").asText()) {
                case "text_delta" -> append(block, "text", delta.path("text"));
                case "thinking_delta" -> append(block, "thinking", delta.path("thinking"));
                case "signature_delta" -> block.set("signature", delta.path("signature"));
                case "input_json_delta" ->
                    json.append(delta.path("partial_json").asText());
                case "citations_delta" -> block.withArray("/citations").add(delta.path("citation"));
                default -> throw new AssertionError(delta);
            }
        }
    }

    /** Texts that follow each other are one text. */
    private static final class Contents implements StreamClient {
        @Override
        public JsonNode assembled(List<JsonNode> events) {
            ObjectNode whole = NODES.objectNode();
            ArrayNode candidates = NODES.arrayNode();
            for (JsonNode chunk : events) {
                for (String name : List.of("responseId", "modelVersion")) {
                    assertThat(whole.has(name) ? whole.get(name) : chunk.get(name))
                            .isEqualTo(chunk.get(name));
                }
                chunk.properties().forEach(member -> whole.set(member.getKey(), member.getValue()));
                for (JsonNode piece : chunk.path("candidates")) {
                    ObjectNode candidate = at(candidates, piece.path("index").asInt());
                    assertThat(candidate.has("finishReason")).isFalse();
                    piece.properties().forEach(member -> {
                        if (!member.getKey().equals("content")) {
                            candidate.set(member.getKey(), member.getValue());
                        }
                    });
                    content(candidate, piece.path("content"));
                }
            }
            if (!candidates.isEmpty()) {
                whole.set("candidates", candidates);
            }
            return whole;
        }

        private static void content(ObjectNode candidate, JsonNode content) {
            ObjectNode known = candidate.withObject("/content");
            content.properties().forEach(member -> {
                if (!member.getKey().equals("parts")) {
                    known.set(member.getKey(), member.getValue());
                }
            });
            for (JsonNode part : content.path("parts")) {
                ArrayNode parts = known.withArray("/parts");
                JsonNode last = parts.path(parts.size() - 1);
                if (part.has("text") && last.has("text") && part.path("thought").equals(last.path("thought"))) {
                    ObjectNode joined = (ObjectNode) last;
                    append(joined, "text", part.path("text"));
                    part.properties().stream()
                            .filter(member -> !member.getKey().equals("text"))
                            .forEach(member -> joined.set(member.getKey(), member.getValue()));
                } else {
                    parts.add(part.deepCopy());
                }
            }
        }

        @Override
        public JsonNode told(JsonNode whole) {
            return assembled(List.of(whole));
        }
    }
}

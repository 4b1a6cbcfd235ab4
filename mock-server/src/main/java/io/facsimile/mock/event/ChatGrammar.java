package io.facsimile.mock.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chat completions: for each choice the role first, then reasoning, content or tool calls in pieces, then the reason
 * why it ended; the choices interleave. Usage comes in a last chunk without choices, when it was asked for.
 *
 * <p>Source: the vendor's public reference of chat completion chunks.
 */
final class ChatGrammar implements Grammar {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Set<String> NOT_IN_CHUNKS = Set.of("choices", "usage", "object");
    private static final Set<String> IN_PIECES = Set.of("content", "reasoning_content", "reasoning", "refusal");

    @Override
    public List<Event> events(ObjectNode whole, boolean withUsage) {
        List<List<ObjectNode>> choices = new ArrayList<>();
        for (JsonNode choice : whole.path("choices")) {
            choices.add(choice(choice));
        }
        List<Event> events = new ArrayList<>();
        int longest = choices.stream().mapToInt(List::size).max().orElse(0);
        for (int step = 0; step < longest; step++) {
            for (List<ObjectNode> choice : choices) {
                if (step < choice.size()) {
                    ObjectNode chunk = chunk(whole);
                    chunk.putArray("choices").add(choice.get(step));
                    if (withUsage) {
                        chunk.putNull("usage");
                    }
                    events.add(Event.unnamed(chunk.toString()));
                }
            }
        }
        if (withUsage && whole.path("usage").isObject()) {
            ObjectNode chunk = chunk(whole);
            chunk.putArray("choices");
            chunk.set("usage", whole.get("usage"));
            events.add(Event.unnamed(chunk.toString()));
        }
        return events;
    }

    private static ObjectNode chunk(ObjectNode whole) {
        ObjectNode chunk = NODES.objectNode();
        for (Map.Entry<String, JsonNode> member : whole.properties()) {
            if (member.getKey().equals("object")) {
                chunk.put("object", "chat.completion.chunk");
            } else if (!NOT_IN_CHUNKS.contains(member.getKey())) {
                chunk.set(member.getKey(), member.getValue());
            }
        }
        return chunk;
    }

    private static List<ObjectNode> choice(JsonNode choice) {
        JsonNode message = choice.path("message");
        int index = choice.path("index").asInt();
        List<ObjectNode> deltas = new ArrayList<>();
        ObjectNode first = NODES.objectNode();
        first.put("role", message.path("role").asText("assistant"));
        if (message.has("content")) {
            first.set("content", message.path("content").isNull() ? NODES.nullNode() : NODES.textNode(""));
        }
        for (Map.Entry<String, JsonNode> member : message.properties()) {
            boolean isCut =
                    IN_PIECES.contains(member.getKey()) && member.getValue().isTextual();
            boolean isKnown = Set.of("role", "content", "tool_calls").contains(member.getKey());
            if (!isCut && !isKnown) {
                first.set(member.getKey(), member.getValue());
            }
        }
        deltas.add(first);
        for (String name : List.of("reasoning_content", "reasoning", "content", "refusal")) {
            JsonNode text = message.path(name);
            if (text.isTextual()) {
                for (String piece : Pieces.of(text.textValue())) {
                    deltas.add(NODES.objectNode().put(name, piece));
                }
            }
        }
        int call = 0;
        for (JsonNode toolCall : message.path("tool_calls")) {
            toolCall(toolCall, call++, deltas);
        }
        List<ObjectNode> chunks = new ArrayList<>();
        for (ObjectNode delta : deltas) {
            chunks.add(chunkChoice(index, delta, NODES.nullNode()));
        }
        if (choice.path("logprobs").isObject() && chunks.size() > 1) {
            chunks.get(1).set("logprobs", choice.get("logprobs"));
        }
        chunks.add(chunkChoice(index, NODES.objectNode(), choice.path("finish_reason")));
        return chunks;
    }

    private static ObjectNode chunkChoice(int index, ObjectNode delta, JsonNode finishReason) {
        ObjectNode choice = NODES.objectNode();
        choice.put("index", index);
        choice.set("delta", delta);
        choice.putNull("logprobs");
        choice.set("finish_reason", finishReason.isMissingNode() ? NODES.nullNode() : finishReason);
        return choice;
    }

    /** The first fragment names the call, the others bring its arguments. */
    private static void toolCall(JsonNode toolCall, int index, List<ObjectNode> deltas) {
        String kind = toolCall.has("custom") ? "custom" : "function";
        String text = kind.equals("custom") ? "input" : "arguments";
        ObjectNode head = NODES.objectNode();
        head.put("index", index);
        head.set("id", toolCall.path("id"));
        head.put("type", toolCall.path("type").asText(kind));
        head.putObject(kind)
                .put("name", toolCall.path(kind).path("name").asText())
                .put(text, "");
        deltas.add(calls(head));
        for (String piece : Pieces.of(toolCall.path(kind).path(text).asText())) {
            ObjectNode next = NODES.objectNode();
            next.put("index", index);
            next.putObject(kind).put(text, piece);
            deltas.add(calls(next));
        }
    }

    private static ObjectNode calls(ObjectNode fragment) {
        ObjectNode delta = NODES.objectNode();
        delta.putArray("tool_calls").add(fragment);
        return delta;
    }
}

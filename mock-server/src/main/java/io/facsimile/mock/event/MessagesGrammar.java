package io.facsimile.mock.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Messages: the message as it begins, each block of its content from start to stop, one after the other, and why it
 * ended. Events bear their type as name.
 *
 * <p>Source: the vendor's public page on streaming.
 */
final class MessagesGrammar implements Grammar {
    /** Known only at the end. */
    private static final Set<String> USAGE_AT_END = Set.of("output_tokens", "output_tokens_details", "server_tool_use");

    private static final List<String> TOLD_AT_END =
            List.of("stop_reason", "stop_sequence", "stop_details", "container");

    @Override
    public List<Event> events(JsonNode whole, Asked asked) {
        List<Event> events = new ArrayList<>();
        start(whole, events);
        int index = 0;
        for (JsonNode block : whole.path("content")) {
            block(block, index++, events);
        }
        if (index == 0) {
            ping(events);
        }
        end(whole, events);
        return events;
    }

    private static ObjectNode event(String type) {
        return Nodes.object().put("type", type);
    }

    private static void start(JsonNode whole, List<Event> events) {
        ObjectNode message = Nodes.without(whole, Set.of("usage", "stop_details", "container"));
        message.putArray("content");
        message.putNull("stop_reason");
        message.putNull("stop_sequence");
        JsonNode usage = whole.path("usage");
        ObjectNode known = Nodes.without(usage, USAGE_AT_END);
        known.put("output_tokens", Math.min(1, usage.path("output_tokens").asInt()));
        message.set("usage", known);
        ObjectNode event = event("message_start");
        event.set("message", message);
        events.add(Event.named(event));
    }

    private static void ping(List<Event> events) {
        events.add(Event.named(event("ping")));
    }

    private static void block(JsonNode block, int index, List<Event> events) {
        ObjectNode begun = Nodes.without(block, Set.of());
        List<ObjectNode> deltas = new ArrayList<>();
        String type = block.path("type").asText();
        if (type.equals("text")) {
            begun.put("text", "");
            if (block.path("citations").isArray()) {
                begun.putArray("citations");
            }
            for (JsonNode citation : block.path("citations")) {
                ObjectNode delta = event("citations_delta");
                delta.set("citation", citation);
                deltas.add(delta);
            }
            Pieces.of(block.path("text").asText())
                    .forEach(piece -> deltas.add(event("text_delta").put("text", piece)));
        } else if (type.equals("thinking")) {
            begun.put("thinking", "");
            Pieces.of(block.path("thinking").asText())
                    .forEach(piece -> deltas.add(event("thinking_delta").put("thinking", piece)));
            if (Nodes.isFilled(block.path("signature"))) {
                begun.put("signature", "");
                deltas.add(event("signature_delta")
                        .put("signature", block.path("signature").asText()));
            }
        } else if (block.path("input").isObject()) {
            begun.putObject("input");
            deltas.add(event("input_json_delta").put("partial_json", ""));
            if (!block.path("input").isEmpty()) {
                Pieces.of(block.path("input").toString())
                        .forEach(piece -> deltas.add(event("input_json_delta").put("partial_json", piece)));
            }
        }
        // Whatever else there is, such as what the vendor's tools found, comes whole at the block's start.
        ObjectNode start = event("content_block_start").put("index", index);
        start.set("content_block", begun);
        events.add(Event.named(start));
        if (index == 0) {
            ping(events);
        }
        for (ObjectNode delta : deltas) {
            ObjectNode event = event("content_block_delta").put("index", index);
            event.set("delta", delta);
            events.add(Event.named(event));
        }
        events.add(Event.named(event("content_block_stop").put("index", index)));
    }

    private static void end(JsonNode whole, List<Event> events) {
        ObjectNode event = event("message_delta");
        ObjectNode change = event.putObject("delta");
        for (String name : TOLD_AT_END) {
            if (whole.has(name)) {
                change.set(name, whole.get(name));
            }
        }
        ObjectNode usage = event.putObject("usage");
        whole.path("usage").properties().forEach(member -> {
            if (USAGE_AT_END.contains(member.getKey())) {
                usage.set(member.getKey(), member.getValue());
            }
        });
        events.add(Event.named(event));
        events.add(Event.named(event("message_stop")));
    }
}

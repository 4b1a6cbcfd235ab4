package io.facsimile.mock.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Text completions: chunks are of the same shape as the whole; each brings a piece of a choice's text, the last of a
 * choice also its finish reason.
 *
 * <p>Source: the vendor's public reference of completions.
 */
final class CompletionsGrammar implements Grammar {
    @Override
    public List<Event> events(ObjectNode whole, boolean withUsage) {
        List<List<ObjectNode>> choices = new ArrayList<>();
        for (JsonNode choice : whole.path("choices")) {
            List<ObjectNode> pieces = new ArrayList<>();
            for (String piece : Pieces.of(choice.path("text").asText())) {
                ObjectNode part = choice.deepCopy();
                part.put("text", piece);
                part.putNull("finish_reason");
                if (!pieces.isEmpty()) {
                    part.putNull("logprobs");
                }
                pieces.add(part);
            }
            if (pieces.isEmpty()) {
                pieces.add(choice.<ObjectNode>deepCopy().put("text", ""));
            }
            pieces.get(pieces.size() - 1).set("finish_reason", choice.path("finish_reason"));
            choices.add(pieces);
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
        ObjectNode chunk = whole.objectNode();
        whole.properties().forEach(member -> {
            if (!member.getKey().equals("choices") && !member.getKey().equals("usage")) {
                chunk.set(member.getKey(), member.getValue());
            }
        });
        return chunk;
    }
}

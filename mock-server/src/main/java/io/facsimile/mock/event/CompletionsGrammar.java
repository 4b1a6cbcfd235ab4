package io.facsimile.mock.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Text completions: chunks are of the same shape as the whole; each brings a piece of a choice's text, the last of a
 * choice no text but its finish reason. The choices interleave.
 *
 * <p>Source: the vendor's public reference of completions.
 */
final class CompletionsGrammar implements Grammar {
    @Override
    public List<Event> events(JsonNode whole, Asked asked) {
        List<List<String>> choices = new ArrayList<>();
        for (JsonNode choice : whole.path("choices")) {
            choices.add(pieces(choice).stream().map(ObjectNode::toString).toList());
        }
        return Chunks.of(Nodes.without(whole, Set.of("choices", "usage")), choices, whole, asked);
    }

    private static List<ObjectNode> pieces(JsonNode choice) {
        JsonNode logprobs = choice.path("logprobs");
        String text = choice.path("text").asText();
        Optional<List<String>> tokens = Pieces.tokens(text, logprobs.path("tokens"));
        List<ObjectNode> pieces = new ArrayList<>();
        for (String piece : tokens.orElseGet(() -> Pieces.of(text))) {
            ObjectNode part = piece(choice, piece);
            if (tokens.isPresent()) {
                part.set("logprobs", at(logprobs, pieces.size()));
            }
            pieces.add(part);
        }
        ObjectNode last = piece(choice, "");
        last.set("finish_reason", choice.path("finish_reason"));
        pieces.add(last);
        if (tokens.isEmpty() && logprobs.isObject()) {
            pieces.get(0).set("logprobs", logprobs);
        }
        return pieces;
    }

    private static ObjectNode piece(JsonNode choice, String text) {
        ObjectNode part = Nodes.without(choice, Set.of());
        part.put("text", text);
        part.putNull("logprobs");
        part.putNull("finish_reason");
        return part;
    }

    /** What the lists say of one token. */
    private static ObjectNode at(JsonNode logprobs, int index) {
        ObjectNode one = Nodes.object();
        for (Map.Entry<String, JsonNode> list : logprobs.properties()) {
            if (list.getValue().isArray()) {
                ArrayNode item = one.putArray(list.getKey());
                if (index < list.getValue().size()) {
                    item.add(list.getValue().get(index));
                }
            } else {
                one.set(list.getKey(), list.getValue());
            }
        }
        return one;
    }
}

package io.facsimile.mock.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Contents: chunks of the same shape as the whole, each with the next part of a candidate; texts are cut, everything else
 * comes whole. A candidate's last chunk says why it ended and what it rests on. Usage counts up to each chunk. The
 * candidates interleave.
 *
 * <p>Source: the vendor's public reference of streamed contents.
 */
final class CandidatesGrammar implements Grammar {
    /** These chunks are longer than the tokens of other dialects. */
    private static final int TOGETHER = 5;

    @Override
    public List<Event> events(JsonNode whole, Asked asked) {
        List<List<ObjectNode>> candidates = new ArrayList<>();
        for (JsonNode candidate : whole.path("candidates")) {
            candidates.add(pieces(candidate));
        }
        List<ObjectNode> pieces = Nodes.inTurn(candidates);
        if (pieces.isEmpty()) {
            return List.of(Event.unnamed(whole));
        }
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            ObjectNode chunk = Nodes.object();
            chunk.putArray("candidates").add(pieces.get(i));
            Nodes.without(whole, i == 0 ? Set.of("candidates") : Set.of("candidates", "promptFeedback"))
                    .properties()
                    .forEach(member -> chunk.set(member.getKey(), member.getValue()));
            if (i < pieces.size() - 1 && whole.path("usageMetadata").isObject()) {
                chunk.set("usageMetadata", usage(whole.path("usageMetadata"), i + 1, pieces.size()));
            }
            events.add(Event.unnamed(chunk));
        }
        return events;
    }

    /** The counts when some of the pieces have come; the prompt's and the thoughts' are known from the first. */
    private static ObjectNode usage(JsonNode last, int come, int all) {
        ObjectNode usage = Nodes.without(last, Set.of("candidatesTokensDetails"));
        int tokens = last.path("candidatesTokenCount").asInt();
        int soFar = (int) ((long) tokens * come / all);
        if (soFar == 0) {
            usage.remove("candidatesTokenCount");
        } else {
            usage.put("candidatesTokenCount", soFar);
        }
        if (last.path("totalTokenCount").isNumber()) {
            usage.put(
                    "totalTokenCount", Math.max(0, last.path("totalTokenCount").asInt() - (tokens - soFar)));
        }
        return usage;
    }

    private static List<ObjectNode> pieces(JsonNode candidate) {
        JsonNode content = candidate.path("content");
        List<ObjectNode> pieces = new ArrayList<>();
        for (JsonNode part : content.path("parts")) {
            List<String> texts =
                    part.path("text").isTextual() ? Pieces.of(part.path("text").textValue(), TOGETHER) : List.of();
            for (int i = 0; i < texts.size() - 1; i++) {
                ObjectNode some = Nodes.without(part, Set.of("thoughtSignature"));
                pieces.add(piece(candidate, some.put("text", texts.get(i))));
            }
            ObjectNode last = Nodes.without(part, Set.of());
            if (!texts.isEmpty()) {
                last.put("text", texts.get(texts.size() - 1));
            }
            pieces.add(piece(candidate, last));
        }
        if (pieces.isEmpty()) {
            return List.of(Nodes.without(candidate, Set.of()));
        }
        Nodes.without(candidate, Set.of("content")).properties().forEach(member -> pieces.get(pieces.size() - 1)
                .set(member.getKey(), member.getValue()));
        return pieces;
    }

    private static ObjectNode piece(JsonNode candidate, ObjectNode part) {
        ObjectNode piece = Nodes.object();
        ObjectNode content = Nodes.without(candidate.path("content"), Set.of("parts"));
        content.putArray("parts").add(part);
        piece.set("content", content);
        if (candidate.has("index")) {
            piece.set("index", candidate.get("index"));
        }
        return piece;
    }
}

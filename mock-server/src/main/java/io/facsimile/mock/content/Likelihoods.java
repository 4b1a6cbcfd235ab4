package io.facsimile.mock.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** How likely the tokens of a text were: equal for equal texts. The token that was taken is the likeliest at its place. */
final class Likelihoods {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MOST_NAMED = 20;
    private static final List<String> OTHERS = List.of(
            " the", " a", ".", ",", " and", " of", " to", " in", " is", " it", " that", " for", " with", " as", " on",
            " are", " this", "\n", " an", " not", " be", " or");

    /** A token and the natural logarithm of its probability. */
    private record Likely(String token, double logprob) {}

    private final List<List<Likely>> places = new ArrayList<>();

    /**
     * @param tokens add up to the text
     * @param top how many tokens to name at each place
     */
    Likelihoods(List<String> tokens, int top) {
        Chance chance = new Chance(Chance.mix(11, String.join("", tokens)));
        int named = Math.max(0, Math.min(top, MOST_NAMED));
        for (String token : tokens) {
            List<Likely> likely = new ArrayList<>();
            double left = 1;
            double share = 0.6 + chance.below(399) / 1000.0;
            likely.add(new Likely(token, logarithm(share)));
            int start = chance.below(OTHERS.size());
            for (int i = 0; likely.size() < named && i < OTHERS.size(); i++) {
                String other = OTHERS.get((start + i) % OTHERS.size());
                if (!other.equals(token)) {
                    left -= share;
                    share = left * (0.5 + chance.below(300) / 1000.0);
                    likely.add(new Likely(other, logarithm(share)));
                }
            }
            places.add(likely);
        }
    }

    private static double logarithm(double share) {
        return Math.round(Math.log(Math.max(share, 1e-9)) * 1e6) / 1e6;
    }

    /** Returns an item for each token, with its bytes. */
    ArrayNode items(int top) {
        ArrayNode items = NODES.arrayNode();
        for (List<Likely> place : places) {
            ObjectNode item = item(place.get(0));
            ArrayNode named = item.putArray("top_logprobs");
            place.stream().limit(top).forEach(likely -> named.add(item(likely)));
            items.add(item);
        }
        return items;
    }

    /** Returns the chosen tokens, and at each place the likely ones if any are to be named. */
    ObjectNode chosen(int top) {
        ObjectNode all = NODES.objectNode();
        ArrayNode named = NODES.arrayNode();
        ArrayNode chosen = all.putArray("chosenCandidates");
        for (List<Likely> place : places) {
            chosen.add(candidate(place.get(0)));
            ArrayNode candidates = named.addObject().putArray("candidates");
            place.stream().limit(top).forEach(likely -> candidates.add(candidate(likely)));
        }
        if (top > 0) {
            all.set("topCandidates", named);
        }
        return all;
    }

    private static ObjectNode candidate(Likely likely) {
        return NODES.objectNode().put("token", likely.token).put("logProbability", likely.logprob);
    }

    private static ObjectNode item(Likely likely) {
        ObjectNode item = NODES.objectNode();
        item.put("token", likely.token);
        item.put("logprob", likely.logprob);
        ArrayNode bytes = item.putArray("bytes");
        for (byte b : likely.token.getBytes(StandardCharsets.UTF_8)) {
            bytes.add(b & 0xff);
        }
        return item;
    }

    /**
     * Returns lists side by side.
     *
     * @param isBegun whether the first token begins the whole text, so that nothing made it likely
     */
    JsonNode lists(int top, int offset, boolean isBegun) {
        ObjectNode lists = NODES.objectNode();
        ArrayNode tokens = lists.putArray("tokens");
        ArrayNode logprobs = lists.putArray("token_logprobs");
        ArrayNode named = lists.putArray("top_logprobs");
        ArrayNode offsets = lists.putArray("text_offset");
        int at = offset;
        for (List<Likely> place : places) {
            tokens.add(place.get(0).token);
            if (isBegun && tokens.size() == 1) {
                logprobs.addNull();
                named.addNull();
            } else {
                logprobs.add(place.get(0).logprob);
                ObjectNode likely = named.addObject();
                place.stream().limit(Math.max(top, 1)).forEach(l -> likely.put(l.token, l.logprob));
            }
            offsets.add(at);
            at += place.get(0).token.codePointCount(0, place.get(0).token.length());
        }
        return lists;
    }
}

package io.facsimile.mock.media;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.facsimile.contract.language.LiveWord;
import io.facsimile.contract.language.MediaRule;
import io.facsimile.contract.language.RequestValues;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** What an answer says of its pictures: what they are, and what they took. */
public final class Remark {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Remark() {}

    /**
     * Returns what is to be said, by the same rule that the picture is made by; nothing where the rule does not know it.
     *
     * @param number which one of several pictures it is said of, from 0
     */
    public static Optional<JsonNode> of(LiveWord.MediaSaid said, RequestValues request, int number) {
        MediaRule rule = said.rule();
        Wish wish = Wish.of(new LiveWord.Media(LiveWord.MediaKind.IMAGE, rule), request, number);
        return switch (said.fact()) {
            case SIZE -> text(wish.width() + "x" + wish.height());
            case WIDTH -> Optional.of(NODES.numberNode(wish.width()));
            case HEIGHT -> Optional.of(NODES.numberNode(wish.height()));
            case FORMAT -> text(Shelf.type(wish.format()).substring("image/".length()));
            case TYPE -> text(Shelf.type(wish.format()));
            case BACKGROUND -> text(wish.isTransparent() ? "transparent" : "opaque");
            case QUALITY -> quality(rule, request).map(NODES::textNode);
            case TOKENS, TOTAL ->
                tokens(rule, request, wish).map(one -> NODES.numberNode((long) one * count(rule, request)));
        };
    }

    private static Optional<JsonNode> text(String text) {
        return Optional.of(NODES.textNode(text));
    }

    private static int count(MediaRule rule, RequestValues request) {
        return Math.max(
                1, Wish.first(rule.count(), request).map(n -> n.asInt(1)).orElse(1));
    }

    /** A quality that has no tokens, such as auto, leaves the choice to the model. */
    private static Optional<String> quality(MediaRule rule, RequestValues request) {
        return Wish.first(rule.quality(), request)
                .map(JsonNode::asText)
                .filter(rule.tokens()::containsKey)
                .or(rule::usualQuality);
    }

    private static Optional<Integer> tokens(MediaRule rule, RequestValues request, Wish wish) {
        long pixels = (long) wish.width() * wish.height();
        Map<String, Integer> bySize =
                quality(rule, request).map(rule.tokens()::get).orElse(Map.of());
        Integer known = bySize.get(wish.width() + "x" + wish.height());
        return known != null
                ? Optional.of(known)
                : bySize.entrySet().stream()
                        .min(Comparator.<Map.Entry<String, Integer>>comparingLong(
                                        size -> Math.abs(Wish.pixels(size.getKey()) - pixels))
                                .thenComparing(Map.Entry::getKey))
                        .map(Map.Entry::getValue);
    }
}

package io.facsimile.contract.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a dialect's requests say what a picture, sound or film is to be like ({@code x-media}). Of several places the first
 * that holds something counts.
 *
 * @param prompt what it shows or says
 * @param size width and height, such as {@code 1024x1536}, or a word for them
 * @param ratio width to height, such as {@code 16:9}, or a word for it
 * @param format the name or media type of a format
 * @param background {@code transparent}, or anything else
 * @param quality how carefully it is to be made, such as {@code high}
 * @param count how many of them are wanted
 * @param tokens what one takes, by quality and size
 * @param sizes what words for sizes and ratios mean
 * @param usualSize the size when none is asked for
 * @param usualFormat the format when none is asked for
 * @param usualQuality the quality when none is asked for, or one that {@code tokens} does not have
 * @param lifetime how long an address holds
 */
public record MediaRule(
        List<Place> prompt,
        List<Place> size,
        List<Place> width,
        List<Place> height,
        List<Place> ratio,
        List<Place> format,
        List<Place> background,
        List<Place> quality,
        List<Place> count,
        Map<String, String> sizes,
        Map<String, Map<String, Integer>> tokens,
        Optional<String> usualSize,
        Optional<String> usualFormat,
        Optional<String> usualQuality,
        Duration lifetime) {
    /** How long an address holds where the contract does not say. */
    public static final Duration USUAL_LIFETIME = Duration.ofHours(24);

    /** Where nothing is said. */
    public static final MediaRule NONE = parse(MissingNode.getInstance());

    public MediaRule {
        prompt = List.copyOf(prompt);
        size = List.copyOf(size);
        width = List.copyOf(width);
        height = List.copyOf(height);
        ratio = List.copyOf(ratio);
        format = List.copyOf(format);
        background = List.copyOf(background);
        quality = List.copyOf(quality);
        count = List.copyOf(count);
        sizes = Map.copyOf(sizes);
        tokens = Map.copyOf(tokens);
    }

    /**
     * A place in a request.
     *
     * @param find what to take of the text that stands there: the pattern's first group
     */
    public record Place(Locator of, Optional<Pattern> find) {
        /** Returns the value at the place; a missing node if there is none. */
        public JsonNode find(RequestValues request) {
            JsonNode value = of.find(request);
            if (find.isEmpty()) {
                return value;
            }
            Matcher found = find.get().matcher(value.asText());
            return found.find() ? TextNode.valueOf(found.group(1)) : MissingNode.getInstance();
        }
    }

    /**
     * Reads a rule.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static MediaRule parse(JsonNode node) {
        Map<String, String> sizes = new HashMap<>();
        node.path("sizes")
                .properties()
                .forEach(e -> sizes.put(e.getKey(), e.getValue().asText()));
        Map<String, Map<String, Integer>> tokens = new HashMap<>();
        node.path("tokens").properties().forEach(quality -> tokens.put(quality.getKey(), numbers(quality.getValue())));
        JsonNode usual = node.path("usual");
        return new MediaRule(
                places(node.path("prompt")),
                places(node.path("size")),
                places(node.path("width")),
                places(node.path("height")),
                places(node.path("ratio")),
                places(node.path("format")),
                places(node.path("background")),
                places(node.path("quality")),
                places(node.path("count")),
                sizes,
                tokens,
                text(usual, "size"),
                text(usual, "format"),
                text(usual, "quality"),
                node.has("lifetime") ? Durations.parse(node.get("lifetime").asText()) : USUAL_LIFETIME);
    }

    private static Map<String, Integer> numbers(JsonNode node) {
        Map<String, Integer> numbers = new HashMap<>();
        node.properties().forEach(e -> numbers.put(e.getKey(), e.getValue().asInt()));
        return Map.copyOf(numbers);
    }

    private static Optional<String> text(JsonNode node, String name) {
        return node.hasNonNull(name) ? Optional.of(node.get(name).asText()) : Optional.empty();
    }

    private static List<Place> places(JsonNode node) {
        List<Place> places = new ArrayList<>();
        Iterable<JsonNode> all = node.isArray() ? node : node.isMissingNode() ? List.of() : List.of(node);
        for (JsonNode place : all) {
            places.add(
                    place.isTextual()
                            ? new Place(Locator.parse(place.textValue()), Optional.empty())
                            : new Place(
                                    Locator.parse(place.path("at").asText()),
                                    Optional.of(
                                            Pattern.compile(place.path("find").asText()))));
        }
        return places;
    }
}

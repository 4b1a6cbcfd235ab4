package io.facsimile.contract.language;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an example tells of the request that it answers ({@code x-tells}): {@code no channel serves {model}}.
 *
 * @param at JSON pointer to where it stands in the example
 * @param pieces what it is made of
 */
public record Telling(String at, List<Piece> pieces) {
    private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");

    /** A piece of the text. */
    public sealed interface Piece {}

    /** What stands there as it is written. */
    public record Words(String text) implements Piece {}

    /** What any request has. */
    public enum Part implements Piece {
        /** The model that it names. */
        MODEL("model"),
        /** A member of its body: the first that has to be there and names no model. */
        FIELD("field"),
        METHOD("method"),
        PATH("path");

        private final String word;

        Part(String word) {
            this.word = word;
        }
    }

    /** A value at some place of the request. */
    public record Place(Locator of) implements Piece {}

    /** What a header of the same answer says. */
    public record Header(String name) implements Piece {}

    public Telling {
        pieces = List.copyOf(pieces);
    }

    /**
     * Reads the tellings of an example.
     *
     * @throws IllegalArgumentException if something in braces is no place, or nothing stands where it is to be told
     */
    public static List<Telling> parseAll(JsonNode written, JsonNode example) {
        List<Telling> tellings = new ArrayList<>();
        written.properties().forEach(entry -> {
            JsonNode value = example.at(entry.getKey());
            if (!value.isTextual() && !value.isNumber()) {
                throw new IllegalArgumentException(
                        "\"" + entry.getKey() + "\" leads to no text of the example, so that nothing is told there");
            }
            tellings.add(new Telling(entry.getKey(), pieces(entry.getValue().asText())));
        });
        return tellings;
    }

    private static List<Piece> pieces(String text) {
        List<Piece> pieces = new ArrayList<>();
        Matcher place = PLACE.matcher(text);
        int from = 0;
        while (place.find()) {
            if (place.start() > from) {
                pieces.add(new Words(text.substring(from, place.start())));
            }
            pieces.add(piece(place.group(1)));
            from = place.end();
        }
        if (from < text.length()) {
            pieces.add(new Words(text.substring(from)));
        }
        return pieces;
    }

    private static Piece piece(String word) {
        for (Part part : Part.values()) {
            if (part.word.equals(word)) {
                return part;
            }
        }
        if (word.startsWith(LiveWord.ANSWER_HEADER)) {
            return new Header(word.substring(LiveWord.ANSWER_HEADER.length()));
        }
        return new Place(Locator.parse(word));
    }

    /**
     * Returns the text; nothing if one of its places holds nothing.
     *
     * @param held returns what a place holds, "" for nothing
     */
    public Optional<String> text(Function<Piece, String> held) {
        StringBuilder text = new StringBuilder();
        for (Piece piece : pieces) {
            String said = piece instanceof Words words ? words.text() : held.apply(piece);
            if (said.isEmpty()) {
                return Optional.empty();
            }
            text.append(said);
        }
        return Optional.of(text.toString());
    }
}

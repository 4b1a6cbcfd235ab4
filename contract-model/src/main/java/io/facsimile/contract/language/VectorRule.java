package io.facsimile.contract.language;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How many numbers an embedding has when the request does not say ({@code x-vector}).
 *
 * @param by where the request says what embeds
 * @param lengths the numbers for what is there; the first that fits counts
 * @param otherwise the number for everything else
 */
public record VectorRule(Optional<Locator> by, List<Length> lengths, int otherwise) {
    /** A number for all values that an expression finds. */
    public record Length(Pattern what, int numbers) {}

    public VectorRule {
        lengths = List.copyOf(lengths);
    }

    /** The same number for everything. */
    static VectorRule of(int otherwise) {
        return new VectorRule(Optional.empty(), List.of(), otherwise);
    }

    /** Reads the value of {@code x-vector}; what it does not name has the number of this rule. */
    public VectorRule read(JsonNode node) {
        List<Length> read = new ArrayList<>();
        node.path("lengths")
                .properties()
                .forEach(e -> read.add(
                        new Length(Pattern.compile(e.getKey()), e.getValue().asInt())));
        return new VectorRule(Optional.of(Locator.parse(node.path("by").asText())), read, otherwise);
    }

    /** Returns the number for a request. */
    public int length(RequestValues request) {
        String what = by.map(place -> place.find(request).asText("")).orElse("");
        return lengths.stream()
                .filter(length -> length.what().matcher(what).find())
                .mapToInt(Length::numbers)
                .findFirst()
                .orElse(otherwise);
    }
}

package io.facsimile.mock.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Names for members that an object's schema does not name: such as its patterns and the schema of its names allow. */
final class MemberNames {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
    private static final int LONGEST = 200;

    private final ObjectNode sum;
    private final ObjectNode rules;
    private final Plausible plausible;
    private final List<String> patterns = new ArrayList<>();
    private int tried;

    /**
     * @param sum all that the object's schema says
     * @param rules all that the schema of its names says
     */
    MemberNames(ObjectNode sum, ObjectNode rules, Plausible plausible) {
        this.sum = sum;
        this.rules = rules;
        this.plausible = plausible;
        sum.path("patternProperties").fieldNames().forEachRemaining(patterns::add);
    }

    /** Returns a name that is not taken, if one of the next few will do. */
    Optional<String> next(Set<String> taken) {
        int number = tried++;
        String base = base(number);
        String letter = LETTERS.substring(number % LETTERS.length()).substring(0, 1);
        int least = Math.min(Instances.count(rules, "minLength", 1), LONGEST);
        // A pattern may be of the beginning, of the end or of what lies between; a length may leave no room.
        for (String name : List.of(
                base,
                base + (number + 1),
                base + letter,
                (number + 1) + base,
                letter + base,
                letter.repeat(Math.max(least, 1)))) {
            if (!taken.contains(name) && !sum.path("properties").has(name) && isAllowed(name)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    private String base(int number) {
        JsonNode words = rules.path("enum");
        if (!words.isEmpty()) {
            return words.get(number % words.size()).asText();
        }
        if (rules.has("const")) {
            return rules.get("const").asText();
        }
        if (!patterns.isEmpty() && !sum.path("additionalProperties").isObject()) {
            ObjectNode named = rules.deepCopy();
            named.put("pattern", patterns.get(number % patterns.size()));
            return Texts.of(named, "key", plausible);
        }
        return rules.has("pattern") || rules.has("format")
                ? Texts.of(rules, "key", plausible)
                : fitted(plausible.key(number));
    }

    private String fitted(String key) {
        int most = Instances.count(rules, "maxLength", LONGEST);
        return key.length() > most ? key.substring(0, Math.max(most - 1, 0)) : key;
    }

    private boolean isAllowed(String name) {
        int length = name.codePointCount(0, name.length());
        boolean isName = length >= Instances.count(rules, "minLength", 0)
                && length <= Instances.count(rules, "maxLength", Integer.MAX_VALUE)
                && (!rules.path("pattern").isTextual()
                        || Instances.finds(rules.get("pattern").textValue(), name))
                && (rules.path("enum").isEmpty() || isOneOf(rules.get("enum"), name));
        boolean mustFit =
                !patterns.isEmpty() && !sum.path("additionalProperties").isObject();
        return isName && (!mustFit || patterns.stream().anyMatch(pattern -> Instances.finds(pattern, name)));
    }

    private static boolean isOneOf(JsonNode words, String name) {
        for (JsonNode word : words) {
            if (word.asText().equals(name)) {
                return true;
            }
        }
        return false;
    }
}

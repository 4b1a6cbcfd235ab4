package io.facsimile.mock.content;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Values that suit a member's name: what the request mentions where that fits, else one of {@code values.txt}. Of one
 * value of JSON; the second place in it is another than the first.
 */
final class Plausible {
    private static final Pattern WORDS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|[^\\p{L}0-9]+");
    private static final List<String> KEYS = List.of("first", "second", "third", "fourth", "fifth");

    private static final List<String> KINDS_OF_THINGS = List.of("Northern", "Blue", "Quiet", "Amber", "Harbour");

    /** From which departure on values are gone through one after the other. */
    static final int SWEEP = 20;

    private final Asked asked;
    private final Map<String, Set<Integer>> taken = new HashMap<>();
    private Chance chance;
    private int departure;
    private People people = new People("");
    private int places;

    Plausible(Chance chance, Asked asked) {
        this.chance = chance;
        this.asked = asked;
    }

    /**
     * Turns to another place in the value.
     *
     * @param newDeparture how often a value for this place was not good: the next ones are less usual
     */
    void turn(Chance newChance, int newDeparture) {
        this.chance = newChance;
        this.departure = newDeparture;
    }

    Chance chance() {
        return chance;
    }

    int departure() {
        return departure;
    }

    /** Goes into an object, and returns what {@link #leave} needs to come out again. */
    People enter(String name, Collection<String> members) {
        People outer = people;
        String about = "";
        for (String member : members) {
            about = about.isEmpty() ? ValueBank.ONE.beside().getOrDefault(member, "") : about;
        }
        String kind = ValueBank.kind(words(name), ValueBank.ONE.texts());
        people = new People(about.isEmpty() && kind != null && isOfThings(kind) ? kind : about);
        return outer;
    }

    void leave(People outer) {
        people = outer;
    }

    /** Returns whether what is in a list may be what a name there is of. */
    private static boolean isOfThings(String kind) {
        return (ValueBank.ONE.texts().containsKey(kind + "_name") && !isOfPeople(kind))
                || List.of("ingredient", "skill", "hobby", "department").contains(kind);
    }

    /** Returns the cities that are known by name. */
    static List<String> cities() {
        return ValueBank.ONE.of("-cities");
    }

    /** Returns the word that the request mentions, if it mentions one. */
    Optional<JsonNode> mentioned(List<JsonNode> words) {
        if (asked.text().isEmpty()) {
            return Optional.empty();
        }
        String text = asked.text().toLowerCase(Locale.ROOT);
        return words.stream()
                .filter(w -> w.isTextual() && w.textValue().length() > 2)
                .filter(w -> text.contains(w.textValue().toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    private static boolean isOfPeople(String kind) {
        List<String> values = ValueBank.ONE.of(kind);
        return values.equals(ValueBank.ONE.of("author")) || values.get(0).equals("*person");
    }

    /** Returns a text for a member. */
    String text(String name) {
        List<String> words = words(name);
        String kind = ValueBank.kind(words, ValueBank.ONE.texts());
        if (words.size() > 1 && words.get(words.size() - 1).equals("name") && "name".equals(kind)) {
            String of = ValueBank.kind(words.subList(0, words.size() - 1), ValueBank.ONE.texts());
            if (of == null) {
                return thing(words.subList(0, words.size() - 1));
            }
            kind = isOfPeople(of) ? kind : of;
        }
        if (kind == null) {
            String text = words.isEmpty() ? "text" : String.join(" ", words);
            return departure > 0 ? text + " " + (1 + chance.below(99)) : text;
        }
        if (kind.equals("name") && words.size() == 1 && !people.about().isEmpty()) {
            kind = people.about();
        }
        return ofKind(kind, words);
    }

    /** Returns a value of a list of values.txt. */
    String ofKind(String kind) {
        return ofKind(kind, List.of(kind));
    }

    private String ofKind(String kind, List<String> words) {
        List<String> values = ValueBank.ONE.of(kind);
        String first = values.get(0);
        List<String> others = values.subList(first.startsWith("*") ? 1 : 0, values.size());
        switch (first) {
            case "*subject" -> {
                return asked.subject().isEmpty() ? another(kind, others) : asked.subject();
            }
            case "*place" -> {
                return asked.places().isEmpty()
                        ? another(kind, others)
                        : asked.places().get(places++ % asked.places().size());
            }
            case "*mark" -> {
                return asked.marks().isEmpty() || departure > 0
                        ? chance.one(others) + "-" + (1_000 + chance.below(9_000))
                        : asked.marks().get(0);
            }
            case "*uuid" -> {
                return Formats.uuid(chance);
            }
            case "*person" -> {
                int parts = kind.split("_", -1).length;
                String prefix = String.join("_", words.subList(0, Math.max(words.size() - parts, 0)));
                Set<Integer> known = taken.computeIfAbsent("*person", k -> new HashSet<>());
                return unlike(others.get(people.person(prefix, others.size(), known, chance)));
            }
            default -> {
                return another(kind, others);
            }
        }
    }

    /** Returns a value that this answer does not have yet, as long as there is one. */
    private String another(String kind, List<String> values) {
        Set<Integer> known = taken.computeIfAbsent(kind, k -> new HashSet<>());
        if (known.size() >= values.size()) {
            known.clear();
        }
        int number = chance.below(values.size());
        while (!known.add(number)) {
            number = (number + 1) % values.size();
        }
        return unlike(values.get(number));
    }

    /** Makes a value another one by a number, where those that are known were not good. */
    private String unlike(String value) {
        if (departure < 4) {
            return value;
        }
        int number = 2 + chance.below(98);
        int at = value.indexOf('@');
        if (at > 0) {
            return value.substring(0, at) + number + value.substring(at);
        }
        return value.startsWith("http") ? value + "?page=" + number : value + " " + number;
    }

    private String thing(List<String> words) {
        StringBuilder thing = new StringBuilder(another("-things", KINDS_OF_THINGS));
        for (String word : words) {
            int first = word.offsetByCodePoints(0, 1);
            thing.append(' ')
                    .append(word.substring(0, first).toUpperCase(Locale.ROOT))
                    .append(word.substring(first));
        }
        return thing.toString();
    }

    /** Returns whether the request says what a member of this name holds. */
    boolean isAsked(String name) {
        String kind = ValueBank.kind(words(name), ValueBank.ONE.texts());
        return switch (kind == null ? "" : ValueBank.ONE.of(kind).get(0)) {
            case "*subject" -> !asked.subject().isEmpty();
            case "*place" -> !asked.places().isEmpty();
            case "*mark" -> !asked.marks().isEmpty();
            default -> false;
        };
    }

    /** Returns whether values of a member are places. */
    static boolean isPlace(String name) {
        String kind = ValueBank.kind(words(name), ValueBank.ONE.texts());
        return kind != null && ValueBank.ONE.of(kind).get(0).equals("*place");
    }

    ValueBank.Range range(String name) {
        String kind = ValueBank.kind(words(name), ValueBank.ONE.ranges());
        return kind == null ? ValueBank.Range.ANY : ValueBank.ONE.ranges().getOrDefault(kind, ValueBank.Range.ANY);
    }

    String key(int number) {
        return number < KEYS.size() ? KEYS.get(number) : "key" + (number + 1);
    }

    /** Returns the words of a name, in small letters. */
    static List<String> words(String name) {
        List<String> words = new ArrayList<>();
        for (String word : WORDS.split(name)) {
            if (!word.isEmpty()) {
                words.add(word.toLowerCase(Locale.ROOT));
            }
        }
        return words;
    }
}

package io.facsimile.mock.content;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values that suit a member's name: what the request mentions where that fits, else one of {@code values.txt}. Of one
 * value of JSON; the second place in it is another than the first.
 */
final class Plausible {
    private static final Pattern WORDS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|[^\\p{L}0-9]+");
    private static final List<String> KEYS = List.of("first", "second", "third", "fourth", "fifth");

    /** Numbers from one to another. */
    record Range(BigDecimal from, BigDecimal to, BigDecimal step) {}

    private static final Range ANY = new Range(BigDecimal.ONE, BigDecimal.valueOf(100), new BigDecimal("0.5"));

    /** The lists of values.txt by the words that they are for. */
    private record Bank(Map<String, List<String>> texts, Map<String, Range> ranges) {
        static final Bank ONE = read();

        private static Bank read() {
            Map<String, List<String>> texts = new HashMap<>();
            Map<String, Range> ranges = new HashMap<>();
            try (InputStream in = Plausible.class.getResourceAsStream("values.txt");
                    BufferedReader lines = new BufferedReader(
                            new InputStreamReader(Objects.requireNonNull(in, "values.txt"), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    int colon = line.indexOf(':');
                    if (line.startsWith("#") || colon < 0) {
                        continue;
                    }
                    String values = line.substring(colon + 1).strip();
                    for (String word : line.substring(0, colon).split(" ", -1)) {
                        if (values.contains("..")) {
                            String[] parts = values.split("\\.\\.| by ", -1);
                            ranges.put(
                                    word,
                                    new Range(
                                            new BigDecimal(parts[0]),
                                            new BigDecimal(parts[1]),
                                            new BigDecimal(parts[2])));
                        } else {
                            texts.put(word, List.of(values.split(" \\| ", -1)));
                        }
                    }
                }
                return new Bank(Map.copyOf(texts), Map.copyOf(ranges));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final Chance chance;
    private final Asked asked;
    private final boolean isVaried;
    private int places;

    /** @param isVaried whether what is always the same is made different by a number */
    Plausible(Chance chance, Asked asked, boolean isVaried) {
        this.isVaried = isVaried;
        this.chance = chance;
        this.asked = asked;
    }

    Chance chance() {
        return chance;
    }

    /** Returns the cities that are known by name. */
    static List<String> cities() {
        return Bank.ONE.texts.getOrDefault("-cities", List.of());
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

    /** Returns a text for a member. */
    String text(String name) {
        List<String> words = words(name);
        String kind = kind(words, Bank.ONE.texts);
        if (kind == null) {
            String text = words.isEmpty() ? "text" : String.join(" ", words);
            return isVaried ? text + " " + (1 + chance.below(99)) : text;
        }
        List<String> values = Objects.requireNonNull(Bank.ONE.texts.get(kind));
        switch (values.get(0)) {
            case "*subject" -> {
                return asked.subject().isEmpty() ? chance.one(values.subList(1, values.size())) : asked.subject();
            }
            case "*place" -> {
                return asked.places().isEmpty()
                        ? chance.one(values.subList(1, values.size()))
                        : asked.places().get(places++ % asked.places().size());
            }
            case "*mark" -> {
                return asked.marks().isEmpty()
                        ? chance.one(values.subList(1, values.size())) + "-" + (1_000 + chance.below(9_000))
                        : asked.marks().get(0);
            }
            default -> {
                return chance.one(values);
            }
        }
    }

    /** Returns whether values of a member are places. */
    static boolean isPlace(String name) {
        String kind = kind(words(name), Bank.ONE.texts);
        return kind != null
                && Objects.requireNonNull(Bank.ONE.texts.get(kind)).get(0).equals("*place");
    }

    Range range(String name) {
        String kind = kind(words(name), Bank.ONE.ranges);
        return kind == null ? ANY : Objects.requireNonNull(Bank.ONE.ranges.get(kind));
    }

    String key(int number) {
        return number < KEYS.size() ? KEYS.get(number) : "key" + (number + 1);
    }

    /** Returns the entry that suits a name best: for the whole of it, its last word, another one. */
    private static @Nullable String kind(List<String> words, Map<String, ?> bank) {
        String whole = String.join("_", words);
        if (bank.containsKey(whole)) {
            return whole;
        }
        for (int i = words.size() - 1; i >= 0; i--) {
            String word = words.get(i);
            if (bank.containsKey(word)) {
                return word;
            }
            if (word.endsWith("s") && bank.containsKey(word.substring(0, word.length() - 1))) {
                return word.substring(0, word.length() - 1);
            }
            if (word.endsWith("ies") && bank.containsKey(word.substring(0, word.length() - 3) + "y")) {
                return word.substring(0, word.length() - 3) + "y";
            }
        }
        return null;
    }

    private static List<String> words(String name) {
        List<String> words = new ArrayList<>();
        for (String word : WORDS.split(name)) {
            if (!word.isEmpty()) {
                words.add(word.toLowerCase(Locale.ROOT));
            }
        }
        return words;
    }
}

package io.facsimile.mock.content;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code values.txt} says: texts and ranges of numbers by the words of a member's name.
 *
 * @param texts for each word its values; a first one with a star says where values come from before these
 * @param ranges for each word its numbers
 * @param beside what a bare name is of, by what stands beside it
 */
record ValueBank(Map<String, List<String>> texts, Map<String, Range> ranges, Map<String, String> beside) {
    private static final Pattern NUMBERS = Pattern.compile("-?[0-9.]+\\.\\.");

    static final ValueBank ONE = read();

    /** Numbers from one to another. */
    record Range(BigDecimal from, BigDecimal to, BigDecimal step) {
        static final Range ANY = new Range(BigDecimal.ONE, BigDecimal.valueOf(100), new BigDecimal("0.5"));

        private static Range of(String written) {
            String[] parts = written.split("\\.\\.| by ", -1);
            return new Range(new BigDecimal(parts[0]), new BigDecimal(parts[1]), new BigDecimal(parts[2]));
        }
    }

    /** Returns the values of a word; none for a word that is not known. */
    List<String> of(String word) {
        return texts.getOrDefault(word, List.of());
    }

    /** Returns the entry that suits a name best: for the whole of it, the longest end, its last word, another one. */
    static @Nullable String kind(List<String> words, Map<String, ?> bank) {
        for (int i = 0; i + 1 < words.size(); i++) {
            String end = known(String.join("_", words.subList(i, words.size())), bank);
            if (end != null) {
                return end;
            }
        }
        for (int i = words.size() - 1; i >= 0; i--) {
            String word = known(words.get(i), bank);
            if (word != null) {
                return word;
            }
        }
        return null;
    }

    private static @Nullable String known(String word, Map<String, ?> bank) {
        if (bank.containsKey(word)) {
            return word;
        }
        for (String[] end : new String[][] {{"ies", "y"}, {"es", ""}, {"s", ""}}) {
            String one = word.endsWith(end[0]) ? word.substring(0, word.length() - end[0].length()) + end[1] : "";
            if (bank.containsKey(one)) {
                return one;
            }
        }
        return null;
    }

    private static ValueBank read() {
        Map<String, List<String>> texts = new HashMap<>();
        Map<String, Range> ranges = new HashMap<>();
        Map<String, String> beside = new HashMap<>();
        for (String line : Lines.of("values.txt")) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                continue;
            }
            String values = line.substring(colon + 1).strip();
            for (String word : line.substring(0, colon).split(" ", -1)) {
                boolean isKnown;
                if (word.startsWith("+")) {
                    isKnown = beside.put(word.substring(1), values) != null;
                } else if (NUMBERS.matcher(values).lookingAt()) {
                    isKnown = ranges.put(word, Range.of(values)) != null;
                } else {
                    isKnown = texts.put(word, List.of(values.split(" \\| ", -1))) != null;
                }
                if (isKnown) {
                    throw new IllegalStateException("values.txt says twice what " + word + " is");
                }
            }
        }
        return new ValueBank(Map.copyOf(texts), Map.copyOf(ranges), Map.copyOf(beside));
    }
}

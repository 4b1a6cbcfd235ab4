package io.facsimile.mock.live;

import com.github.curiousoddman.rgxgen.RgxGen;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.regex.Pattern;

/** The form of an id, from which fresh ones are made: a regular expression, or the shape of an example. */
public final class IdForm {
    private static final Pattern UNBOUNDED = Pattern.compile("(?<!\\\\)[+*]|\\{[0-9]+,}");

    private final LongFunction<String> generator;

    private IdForm(String regex) {
        Optional<List<char[]>> places = Places.of(regex);
        if (places.isPresent()) {
            char[][] known = places.get().toArray(char[][]::new);
            this.generator = number -> drawn(known, number);
        } else {
            RgxGen any = RgxGen.parse(regex);
            this.generator = number -> any.generate(new Random(number));
        }
    }

    private static String drawn(char[][] places, long number) {
        char[] id = new char[places.length];
        Numbers numbers = new Numbers(number);
        long bits = 0;
        for (int i = 0; i < id.length; i++) {
            // Twelve bits choose among a hundred letters, so a number serves for five places.
            bits = i % 5 == 0 ? numbers.next() : bits >>> 12;
            id[i] = places[i][(int) ((bits & 0xfff) * places[i].length >>> 12)];
        }
        return new String(id);
    }

    /**
     * @param regex with or without anchors; open repetitions become 24 characters
     * @throws IllegalArgumentException if it is no regular expression that ids can be made from
     */
    public static IdForm ofPattern(String regex) {
        String bare = regex;
        if (bare.startsWith("^")) {
            bare = bare.substring(1);
        }
        if (bare.endsWith("$") && !bare.endsWith("\\$")) {
            bare = bare.substring(0, bare.length() - 1);
        }
        try {
            return new IdForm(UNBOUNDED.matcher(bare).replaceAll("{24}"));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("no ids can be made from the pattern " + regex, e);
        }
    }

    /**
     * Takes the shape of an example: a leading word before {@code -} or {@code _} stays, runs of digits, of hexadecimal
     * digits, of small letters and of mixed letters become others of the same kind and length.
     */
    public static IdForm ofExample(String example) {
        StringBuilder regex = new StringBuilder();
        int i = 0;
        boolean isFirst = true;
        while (i < example.length()) {
            char c = example.charAt(i);
            if (!Character.isLetterOrDigit(c)) {
                regex.append(Pattern.quote(String.valueOf(c)));
                i++;
                continue;
            }
            int end = i;
            while (end < example.length() && Character.isLetterOrDigit(example.charAt(end))) {
                end++;
            }
            String run = example.substring(i, end);
            boolean isPrefix = isFirst
                    && end < example.length()
                    && (example.charAt(end) == '-' || example.charAt(end) == '_')
                    && run.chars().allMatch(Character::isLetter);
            regex.append(isPrefix ? run : kind(run) + "{" + run.length() + "}");
            isFirst = isFirst && isPrefix;
            i = end;
        }
        return new IdForm(regex.toString().replace("\\Q", "\\").replace("\\E", ""));
    }

    private static String kind(String run) {
        if (run.chars().allMatch(Character::isDigit)) {
            return "[1-9]";
        }
        if (run.chars().allMatch(c -> Character.isDigit(c) || c >= 'a' && c <= 'f')) {
            return "[0-9a-f]";
        }
        if (run.chars().allMatch(c -> Character.isDigit(c) || c >= 'a' && c <= 'z')) {
            return "[0-9a-z]";
        }
        return "[0-9A-Za-z]";
    }

    /** Makes an id. The same number gives the same id. */
    public String id(long number) {
        return generator.apply(number);
    }

    /** Numbers for ids: a sequence that begins at a seed, so that a run can be repeated. */
    public static final class Numbers {
        private final AtomicLong next;

        public Numbers(long seed) {
            next = new AtomicLong(seed * 0x9E3779B97F4A7C15L);
        }

        /** Returns the numbers that belong to a word: the same sequence every time. */
        public static Numbers of(String word) {
            long hash = 0xcbf29ce484222325L;
            for (int i = 0; i < word.length(); i++) {
                hash = (hash ^ word.charAt(i)) * 0x100000001b3L;
            }
            return new Numbers(hash);
        }

        public long next() {
            long z = next.getAndAdd(0x9E3779B97F4A7C15L);
            z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            return z ^ (z >>> 31);
        }
    }
}

package io.facsimile.mock.live;

import com.github.curiousoddman.rgxgen.RgxGen;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.regex.Pattern;

/** The form of an id, from which fresh ones are made: a regular expression, or the shape of an example. */
public final class IdForm {
    private static final Pattern UNBOUNDED = Pattern.compile("(?<!\\\\)[+*]|\\{[0-9]+,}");

    private static final String NUMERALS = "123456789";
    private static final String HEXADECIMALS = "0123456789abcdef";
    private static final String SMALL = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final String MIXED = SMALL + "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private final LongFunction<String> generator;

    private IdForm(LongFunction<String> generator) {
        this.generator = generator;
    }

    /** Characters of one kind; an alphabet of one character stays as it is. */
    private record Run(String alphabet, int length) {}

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
            RgxGen generator = RgxGen.parse(UNBOUNDED.matcher(bare).replaceAll("{24}"));
            return new IdForm(number -> generator.generate(new Random(number)));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("no ids can be made from the pattern " + regex, e);
        }
    }

    /**
     * Takes the shape of an example: a leading word before {@code -} or {@code _} stays, runs of digits, of hexadecimal
     * digits, of small letters and of mixed letters become others of the same kind and length.
     */
    public static IdForm ofExample(String example) {
        List<Run> runs = new ArrayList<>();
        int i = 0;
        boolean isFirst = true;
        while (i < example.length()) {
            char c = example.charAt(i);
            if (!Character.isLetterOrDigit(c)) {
                runs.add(new Run(String.valueOf(c), 1));
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
            if (isPrefix) {
                run.chars().forEach(letter -> runs.add(new Run(Character.toString(letter), 1)));
            } else {
                runs.add(new Run(kind(run), run.length()));
            }
            isFirst = isFirst && isPrefix;
            i = end;
        }
        return new IdForm(number -> drawn(runs, number));
    }

    /** Draws the characters of all runs. Ids are made for most answers, so this is a few steps for each character. */
    private static String drawn(List<Run> runs, long number) {
        StringBuilder id = new StringBuilder(48);
        long state = number;
        for (Run run : runs) {
            for (int i = 0; i < run.length; i++) {
                state += Numbers.STEP;
                id.append(run.alphabet.charAt((int) ((Numbers.mixed(state) >>> 32) * run.alphabet.length() >>> 32)));
            }
        }
        return id.toString();
    }

    private static String kind(String run) {
        if (run.chars().allMatch(Character::isDigit)) {
            return NUMERALS;
        }
        if (run.chars().allMatch(c -> Character.isDigit(c) || c >= 'a' && c <= 'f')) {
            return HEXADECIMALS;
        }
        if (run.chars().allMatch(c -> Character.isDigit(c) || c >= 'a' && c <= 'z')) {
            return SMALL;
        }
        return MIXED;
    }

    /** Makes an id. The same number gives the same id. */
    public String id(long number) {
        return generator.apply(number);
    }

    /** Numbers for ids: a sequence that begins at a seed, so that a run can be repeated. */
    public static final class Numbers {
        private static final long STEP = 0x9E3779B97F4A7C15L;

        private final AtomicLong next;

        public Numbers(long seed) {
            next = new AtomicLong(seed * STEP);
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
            return mixed(next.getAndAdd(STEP));
        }

        private static long mixed(long state) {
            long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            return z ^ (z >>> 31);
        }
    }
}

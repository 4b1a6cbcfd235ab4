package io.facsimile.contract.schema;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression that somebody else wrote, such as a caller in a schema of its own. It looks only so long for a
 * match: {@code ^(a+)+$} takes longer than the universe for forty characters that do not fit, and then finds nothing here.
 */
public final class PatientPattern {
    /** How often a search may look at a character; a sensible one looks a few times at each. */
    private static final int MOST_LOOKS = 500_000;

    private static final int LONGEST = 1_000;

    /** What a search found. */
    public enum Found {
        YES,
        NO,
        /** It took too long. */
        GAVE_UP
    }

    private final Pattern pattern;

    private PatientPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** Returns the expression; nothing for one that is none, or is longer than a thousand characters. */
    public static Optional<PatientPattern> of(String expression) {
        if (expression.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PatientPattern(Pattern.compile(expression)));
        } catch (PatternSyntaxException | StackOverflowError e) {
            return Optional.empty();
        }
    }

    /** Looks for a match anywhere in a text. */
    public Found find(String text) {
        try {
            return pattern.matcher(new Looked(text, new int[] {MOST_LOOKS})).find() ? Found.YES : Found.NO;
        } catch (GaveUp | StackOverflowError e) {
            return Found.GAVE_UP;
        }
    }

    public boolean finds(String text) {
        return find(text) == Found.YES;
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }

    private static final class GaveUp extends RuntimeException {
        private static final long serialVersionUID = 1L;

        GaveUp() {
            super("too many looks", null, false, false);
        }
    }

    /** Counts how often it is looked at. */
    private record Looked(String text, int[] left) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (left[0]-- <= 0) {
                throw new GaveUp();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Looked(text.substring(start, end), left);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}

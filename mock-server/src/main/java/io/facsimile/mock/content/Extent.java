package io.facsimile.mock.content;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long the texts are that a regular expression describes: repetitions inside of repetitions multiply. */
final class Extent {
    private static final Pattern COUNTED = Pattern.compile("\\{([0-9]+)(?:,([0-9]*))?\\}");
    private static final long MOST = 1_000_000_000_000L;

    private final String pattern;
    private final int endless;
    private final Deque<Long> outer = new ArrayDeque<>();
    private long length;
    private long last;
    private int at;

    private Extent(String pattern, int endless) {
        this.pattern = pattern;
        this.endless = endless;
    }

    /**
     * Returns about how long the longest text is; too long rather than too short.
     *
     * @param endless how often something is repeated that has no bound
     */
    static long of(String pattern, int endless) {
        Extent extent = new Extent(pattern, endless);
        while (extent.at < pattern.length()) {
            extent.step();
        }
        return extent.length;
    }

    private void step() {
        char c = pattern.charAt(at);
        switch (c) {
            case '(' -> {
                outer.push(length);
                length = 0;
                last = 0;
                at++;
            }
            case ')' -> {
                long group = length;
                length = outer.isEmpty() ? 0 : outer.pop();
                add(group);
                at++;
            }
            case '[' -> {
                int end = pattern.indexOf(']', Math.min(at + 2, pattern.length()));
                add(1);
                at = end < 0 ? pattern.length() : end + 1;
            }
            case '\\' -> {
                add(1);
                at += 2;
            }
            case '*', '+' -> {
                repeat(endless);
                at++;
            }
            case '{' -> counted();
            default -> {
                add(1);
                at++;
            }
        }
    }

    private void counted() {
        Matcher counted = COUNTED.matcher(pattern).region(at, pattern.length());
        if (!counted.lookingAt()) {
            add(1);
            at++;
            return;
        }
        String most = counted.group(2);
        boolean isOpen = most != null && most.isEmpty();
        String text = most == null || isOpen ? counted.group(1) : most;
        long times = text.length() > 9 ? MOST : Long.parseLong(text);
        repeat(isOpen ? times + endless : times);
        at = counted.end();
    }

    private void add(long more) {
        last = more;
        length = Math.min(MOST, length + more);
    }

    private void repeat(long times) {
        double more = (double) last * Math.max(0, times - 1);
        length = (long) Math.min(MOST, length + more);
        last = (long) Math.min(MOST, last + more);
    }
}

package io.facsimile.contract.language;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a header tells of a rate limit, as {@code x-limits} writes it: {@code requests.remaining},
 * {@code tokens.reset.duration}, {@code retry.seconds}.
 *
 * @param of what is limited, or when to come back
 */
public record LimitWord(Of of, Shows shows) {
    /** What a limit is of. */
    public enum Of {
        REQUESTS,
        TOKENS,
        RETRY
    }

    /** What is told of it, and in which form. */
    public enum Shows {
        /** How much there is in a minute. */
        LIMIT("limit"),
        /** How much is left. */
        REMAINING("remaining"),
        /** When all of it is there again: whole seconds from now. */
        SECONDS("reset.seconds"),
        /** The same in milliseconds. */
        MILLIS("reset.millis"),
        /** The same as {@code 12ms}, {@code 1.5s}, {@code 6m0s}. */
        DURATION("reset.duration"),
        /** The same as a time of day: RFC 3339. */
        TIME("reset.time"),
        /** The same in seconds since 1970. */
        EPOCH("reset.epoch");

        private final String word;

        Shows(String word) {
            this.word = word;
        }
    }

    /**
     * Reads a word.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static LimitWord parse(String text) {
        int dot = text.indexOf('.');
        String first = dot < 0 ? text : text.substring(0, dot);
        String rest = dot < 0 ? "" : text.substring(dot + 1);
        for (Of of : Of.values()) {
            if (of.name().toLowerCase(Locale.ROOT).equals(first)) {
                String asked = of == Of.RETRY ? "reset." + rest : rest;
                for (Shows shows : Shows.values()) {
                    if (shows.word.equals(asked)) {
                        return new LimitWord(of, shows);
                    }
                }
            }
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" tells nothing of a limit; there are requests.… and tokens.… with "
                        + Arrays.stream(Shows.values()).map(s -> s.word).collect(Collectors.joining(", "))
                        + ", and retry.… with seconds, millis, duration, time, epoch");
    }
}

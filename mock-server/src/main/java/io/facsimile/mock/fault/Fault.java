package io.facsimile.mock.fault;

import java.util.Locale;
import java.util.Optional;

/** What happens to the connection instead of a whole answer. Asked for by the scenario word {@code fault}. */
public enum Fault {
    /** The connection is reset before anything is sent. */
    RESET,
    /** The connection is closed before anything is sent. */
    EMPTY,
    /** Bytes that are no HTTP are sent, then the connection is closed. */
    GARBAGE,
    /** The answer comes byte by byte, over about ten seconds. */
    SLOW;

    /** Returns the fault of a word: {@code reset}, {@code empty}, {@code garbage}, {@code slow}. */
    public static Optional<Fault> of(String word) {
        for (Fault fault : values()) {
            if (fault.name().toLowerCase(Locale.ROOT).equals(word)) {
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }
}

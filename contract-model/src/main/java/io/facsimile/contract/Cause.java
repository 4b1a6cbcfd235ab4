package io.facsimile.contract;

import java.util.Locale;
import java.util.Optional;

/** Why a provider refuses or fails: the closed set that {@code x-errors} gives bodies to. */
public enum Cause {
    MISSING_KEY,
    BAD_KEY,
    FORBIDDEN,
    INVALID_REQUEST,
    UNKNOWN_PATH,
    WRONG_METHOD,
    UNKNOWN_MODEL,
    UNKNOWN_TASK,
    TOO_LARGE,
    UNSUPPORTED_MEDIA,
    CONTENT_POLICY,
    NO_QUOTA,
    RATE_LIMIT,
    QUEUE_FULL,
    UPSTREAM,
    OVERLOADED,
    TIMEOUT,
    INTERNAL;

    /** Returns the name as contracts write it: {@code missing-key}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Cause> of(String word) {
        for (Cause cause : values()) {
            if (cause.word().equals(word)) {
                return Optional.of(cause);
            }
        }
        return Optional.empty();
    }
}

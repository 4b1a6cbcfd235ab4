package io.facsimile.mock.request;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The headers of a request, whatever server received it. Names in any case. */
@FunctionalInterface
public interface Headers {
    /** Returns the first value, or null. */
    @Nullable String first(String name);

    default Optional<String> get(String name) {
        return Optional.ofNullable(first(name));
    }
}

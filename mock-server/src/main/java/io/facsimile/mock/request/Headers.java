package io.facsimile.mock.request;

import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The headers of a request, whatever server received it. Names in any case. */
public interface Headers {
    /** No headers at all. */
    Headers NONE = new Headers() {
        @Override
        public @Nullable String first(String name) {
            return null;
        }

        @Override
        public void forEach(BiConsumer<String, String> action) {}
    };

    /** Returns the first value, or null. */
    @Nullable
    String first(String name);

    /** Shows every name with every one of its values. */
    void forEach(BiConsumer<String, String> action);

    default Optional<String> get(String name) {
        return Optional.ofNullable(first(name));
    }
}

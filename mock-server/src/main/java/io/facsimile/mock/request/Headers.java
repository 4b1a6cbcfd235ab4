package io.facsimile.mock.request;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The headers of a request, whatever server received it. Names in any case. */
public interface Headers {
    /** No headers at all. */
    Headers NONE = of(Map.of());

    /**
     * Returns headers of which each has one value.
     *
     * @param byName the values by the names in lower case
     */
    static Headers of(Map<String, String> byName) {
        return new Headers() {
            @Override
            public @Nullable String first(String name) {
                return byName.get(name.toLowerCase(Locale.ROOT));
            }

            @Override
            public void forEach(BiConsumer<String, String> action) {
                byName.forEach(action);
            }
        };
    }

    /** Returns the first value, or null. */
    @Nullable
    String first(String name);

    /** Shows every name with every one of its values. */
    void forEach(BiConsumer<String, String> action);

    default Optional<String> get(String name) {
        return Optional.ofNullable(first(name));
    }
}

package io.facsimile.mock.request;

import io.facsimile.mock.journal.Entry;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The headers of a request, whatever server received it. Names in any case. */
public interface Headers extends Entry.Lines {
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

    /** Returns the values of all lines of a name as the one list that they are (RFC 9110, 5.3), or null. */
    default @Nullable String list(String name) {
        String first = first(name);
        if (first == null) {
            return null;
        }
        StringJoiner values = new StringJoiner(", ");
        forEach((other, value) -> {
            if (other.equalsIgnoreCase(name)) {
                values.add(value);
            }
        });
        return values.toString();
    }

    default Optional<String> get(String name) {
        return Optional.ofNullable(first(name));
    }
}

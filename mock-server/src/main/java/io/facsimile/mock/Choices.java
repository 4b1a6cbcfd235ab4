package io.facsimile.mock;

import io.facsimile.contract.bundle.Words;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Says what there is to choose from when somebody chose something else. */
final class Choices {
    private Choices() {}

    /** @throws IllegalArgumentException if one of the names is not known */
    static void require(Iterator<String> names, String... known) {
        names.forEachRemaining(name -> require("a field", name, List.of(known)));
    }

    /** @throws IllegalArgumentException if the value is not known */
    static void require(String what, String value, List<String> known) {
        if (!known.contains(value)) {
            throw new IllegalArgumentException("\"" + value + "\" is not " + what + " that there is; there "
                    + (known.isEmpty() ? "is none" : "are " + String.join(", ", known)));
        }
    }

    /** @throws IllegalArgumentException if a value of the query does not have a form */
    static void require(Map<String, List<String>> query, String name, String pattern, String what) {
        for (String value : query.getOrDefault(name, List.of())) {
            if (!value.matches(pattern)) {
                throw new IllegalArgumentException(name + " must be " + what + ", not \"" + value + "\"");
            }
        }
    }

    /** @throws IllegalArgumentException if a value of the query is no number from 0 on */
    static void requireNumber(Map<String, List<String>> query, String name) {
        require(query, name, "[0-9]{1,9}", "a number, 0 or more");
    }

    /** Returns a number that has been checked, or what counts without one. */
    static int number(Map<String, List<String>> query, String name, int otherwise) {
        return query.containsKey(name) ? Integer.parseInt(query.get(name).get(0)) : otherwise;
    }

    /**
     * What is not known never comes; "" is what has none.
     *
     * @param where it is told what is known
     * @throws IllegalArgumentException if a value of the query is not known
     */
    static void requireKnown(
            Map<String, List<String>> query, String name, String where, Supplier<Stream<String>> known) {
        for (String value : query.getOrDefault(name, List.of())) {
            if (!value.isEmpty() && known.get().noneMatch(value::equals)) {
                String close = Words.closest(value, known.get().iterator());
                throw new IllegalArgumentException("there is no " + name + " \"" + value + "\"; "
                        + (close.isEmpty() ? where : "did you mean " + close + "?"));
            }
        }
    }

    /** Returns whether a value is one of those that the query wants, or it wants none. */
    static boolean fits(Map<String, List<String>> query, String name, String value) {
        List<String> wanted = query.get(name);
        return wanted == null || wanted.contains(value);
    }
}

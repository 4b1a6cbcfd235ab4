package io.facsimile.mock;

import java.util.Iterator;
import java.util.List;

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
            throw new IllegalArgumentException(
                    "\"" + value + "\" is not " + what + " that there is; there are " + String.join(", ", known));
        }
    }
}

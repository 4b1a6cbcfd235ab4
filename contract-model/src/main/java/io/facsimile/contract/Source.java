package io.facsimile.contract;

import java.util.Optional;

/**
 * Where a statement of a contract comes from.
 *
 * @param kind how sure it is
 * @param document the document's number, for documented statements
 * @param title the document's own title
 * @param claim what exactly this source supports, when it is not everything
 * @param from the public reference, or the ground of an inference
 */
public record Source(
        Kind kind, Optional<String> document, Optional<String> title, Optional<String> claim, Optional<String> from) {
    /** How sure a statement is. */
    public enum Kind {
        DOCUMENTED,
        PUBLIC,
        INFERRED
    }
}

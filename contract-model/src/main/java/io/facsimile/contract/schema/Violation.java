package io.facsimile.contract.schema;

/**
 * One way in which a value breaks its schema.
 *
 * @param at JSON pointer into the value, to the offending member; for a missing member, to where it should be
 * @param keyword the schema keyword, such as {@code required} or {@code type}
 * @param message what is wrong, without the place
 * @param schemaPointer JSON pointer into the contract's document
 */
public record Violation(String at, String keyword, String message, String schemaPointer) {
    /** Returns place and message in one sentence. */
    public String sentence() {
        return (at.isEmpty() ? "the body" : at) + ": " + message;
    }
}

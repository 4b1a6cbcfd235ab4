package io.facsimile.mock.content;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A call of one of the caller's tools.
 *
 * @param arguments what it is called with: an object that fits the tool's schema, or a text where the tool takes one
 */
public record ToolCall(String name, JsonNode arguments) {
    /** Returns whether the tool takes a text. */
    public boolean isOfText() {
        return arguments.isTextual();
    }

    /** Returns what it is called with as text. */
    public String input() {
        return isOfText() ? arguments.textValue() : arguments.toString();
    }
}

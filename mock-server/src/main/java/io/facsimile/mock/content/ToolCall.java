package io.facsimile.mock.content;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A call of one of the caller's tools.
 *
 * @param arguments what it is called with: an object that fits the tool's schema, or a text where the tool takes one
 * @param input what it is called with as text
 * @param isCut whether this text breaks off
 */
public record ToolCall(String name, JsonNode arguments, String input, boolean isCut) {
    static ToolCall of(String name, JsonNode arguments) {
        String input = arguments.isTextual() ? arguments.textValue() : arguments.toString();
        return new ToolCall(name, arguments, input, false);
    }

    /** Returns whether the tool takes a text. */
    public boolean isOfText() {
        return arguments.isTextual();
    }

    ToolCall cutTo(String beginning) {
        return new ToolCall(name, arguments, beginning, true);
    }
}

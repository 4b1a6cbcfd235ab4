package io.facsimile.mock.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

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

    /** Returns the same with the beginning of its input; of an object the members are left that are whole there. */
    ToolCall cutTo(String beginning) {
        return new ToolCall(name, arguments.isObject() ? membersOf(beginning) : arguments, beginning, true);
    }

    private ObjectNode membersOf(String beginning) {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : arguments.properties()) {
            whole.set(member.getKey(), member.getValue());
            String written = whole.toString();
            // What follows a number tells that it has ended.
            String least = member.getValue().isNumber() ? input.substring(0, written.length()) : chopped(written);
            if (!beginning.startsWith(least)) {
                return whole.without(member.getKey());
            }
        }
        return whole;
    }

    private static String chopped(String object) {
        return object.substring(0, object.length() - 1);
    }
}

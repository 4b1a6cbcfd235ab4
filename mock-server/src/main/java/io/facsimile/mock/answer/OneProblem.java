package io.facsimile.mock.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * Makes an invented error body tell one problem. Its lists are of problems: they have one item, which tells it and names the
 * field, or none where there is no field to name and the body tells it already.
 */
final class OneProblem {
    private static final List<String> FIELDS = List.of("field", "param", "parameter", "property");
    private static final List<String> FIELDS_OF_ITEMS =
            List.of("field", "param", "parameter", "property", "path", "name");
    private static final int DEEPEST = 4;

    private OneProblem() {}

    /**
     * Changes a body.
     *
     * @param field what is wrong in the request; "" if it is no one field
     * @param saying the names of members that say what is wrong, the most likely first
     */
    static void in(JsonNode body, String says, String field, List<String> saying) {
        in(body, says, field, saying, false, 0);
    }

    private static void in(JsonNode body, String says, String field, List<String> saying, boolean isItem, int depth) {
        if (!(body instanceof ObjectNode object) || depth > DEEPEST) {
            return;
        }
        if (!field.isEmpty() && (isItem || saying.stream().anyMatch(object::has))) {
            replace(object, isItem ? FIELDS_OF_ITEMS : FIELDS, field);
        }
        if (isItem) {
            replace(object, saying, says);
        }
        boolean isTold = saying.stream().anyMatch(name -> object.path(name).isTextual());
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (member.getValue() instanceof ArrayNode list && list.path(0).isObject()) {
                JsonNode first = list.get(0);
                list.removeAll();
                if (!field.isEmpty() || !isTold) {
                    list.add(first);
                    in(first, says, field, saying, true, depth + 1);
                }
            } else {
                in(member.getValue(), says, field, saying, false, depth + 1);
            }
        }
    }

    private static void replace(ObjectNode object, List<String> names, String text) {
        for (String name : names) {
            if (object.path(name).isTextual()) {
                object.put(name, text);
                return;
            }
        }
    }
}

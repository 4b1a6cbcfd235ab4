package io.facsimile.mock.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What all grammars do with JSON. */
final class Nodes {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Nodes() {}

    static ObjectNode object() {
        return NODES.objectNode();
    }

    /** Returns an object's members but some; an empty object for anything else. Values are shared, not copied. */
    static ObjectNode without(JsonNode object, Set<String> names) {
        ObjectNode rest = NODES.objectNode();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (!names.contains(member.getKey())) {
                rest.set(member.getKey(), member.getValue());
            }
        }
        return rest;
    }

    /** Returns whether a value says something: neither null nor an empty text, list or object. */
    static boolean isFilled(JsonNode value) {
        if (value.isTextual()) {
            return !value.textValue().isEmpty();
        }
        return value.isContainerNode() ? !value.isEmpty() : !value.isMissingNode() && !value.isNull();
    }

    /** Returns the items of several lists in turn: the first of each, the second of each … */
    static <T> List<T> inTurn(List<List<T>> lists) {
        List<T> all = new ArrayList<>();
        int longest = lists.stream().mapToInt(List::size).max().orElse(0);
        for (int step = 0; step < longest; step++) {
            for (List<T> list : lists) {
                if (step < list.size()) {
                    all.add(list.get(step));
                }
            }
        }
        return all;
    }
}

package io.facsimile.mock.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values whose names say with brackets where they belong: {@code filter[price][gt]=5}, {@code items[0][id]=a},
 * {@code tags[]=x}.
 */
final class Brackets {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern STEP = Pattern.compile("\\[([^\\[\\]]*)]");
    private static final int DEEPEST = 20;

    private Brackets() {}

    /** Returns the tree of texts below a name; a missing node if no value has the name and brackets. */
    static JsonNode below(String name, Map<String, List<String>> values) {
        ObjectNode root = NODES.objectNode();
        values.forEach((key, texts) -> {
            if (key.startsWith(name + "[") && key.endsWith("]")) {
                put(root, name, key.substring(name.length()), texts);
            }
        });
        return lists(root.path(name));
    }

    private static void put(ObjectNode root, String name, String brackets, List<String> texts) {
        Matcher steps = STEP.matcher(brackets);
        ObjectNode at = root;
        String step = name;
        for (int depth = 0; depth < DEEPEST && steps.find(); depth++) {
            at = at.path(step) instanceof ObjectNode inner ? inner : at.putObject(step);
            step = steps.group(1);
        }
        if (texts.size() == 1 && !step.isEmpty()) {
            at.put(step, texts.get(0));
            return;
        }
        ArrayNode array = NODES.arrayNode();
        texts.forEach(array::add);
        at.set(step, array);
    }

    /** Objects whose members are called 0, 1, 2 … or nothing are lists. */
    private static JsonNode lists(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        if (object.size() == 1 && object.has("")) {
            return object.get("");
        }
        boolean isList = !object.isEmpty();
        int index = 0;
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            object.set(member.getKey(), lists(member.getValue()));
            isList &= member.getKey().equals(Integer.toString(index++));
        }
        if (!isList) {
            return object;
        }
        ArrayNode array = NODES.arrayNode();
        object.forEach(array::add);
        return array;
    }

    /** Returns a list of texts as JSON. */
    static ArrayNode array(List<String> texts) {
        ArrayNode array = NODES.arrayNode();
        texts.forEach(text -> array.add(TextNode.valueOf(text)));
        return array;
    }
}

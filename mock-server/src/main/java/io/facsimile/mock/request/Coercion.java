package io.facsimile.mock.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.facsimile.contract.References;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes of texts, as parameters and forms carry them, the JSON values that their schema means. */
final class Coercion {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEEPEST = 20;
    private static final List<String> PARTS = List.of("allOf", "anyOf", "oneOf");

    private final JsonNode document;

    /** @param document the document that schemas refer to */
    Coercion(JsonNode document) {
        this.document = document;
    }

    /** Returns a text as the number or boolean that its schema wants; the text itself if it is none. */
    JsonNode scalar(JsonNode schema, String text) {
        Set<String> types = types(schema);
        if (types.contains("boolean") && (text.equals("true") || text.equals("false"))) {
            return NODES.booleanNode(text.equals("true"));
        }
        if (types.contains("integer") || types.contains("number")) {
            try {
                return SoundValues.of(text.strip());
            } catch (NumberFormatException e) {
                return TextNode.valueOf(text);
            }
        }
        return TextNode.valueOf(text);
    }

    /** Returns a tree of texts with the numbers and booleans that its schema wants. */
    JsonNode tree(JsonNode schema, JsonNode texts) {
        if (texts.isTextual()) {
            return scalar(schema, texts.textValue());
        }
        if (texts.isArray()) {
            ArrayNode array = NODES.arrayNode();
            texts.forEach(item -> array.add(tree(items(schema), item)));
            return array;
        }
        ObjectNode object = NODES.objectNode();
        for (Map.Entry<String, JsonNode> member : texts.properties()) {
            object.set(member.getKey(), tree(member(schema, member.getKey()), member.getValue()));
        }
        return object;
    }

    /** Returns the JSON types that a schema lets a value have; none if it does not say. */
    Set<String> types(JsonNode schema) {
        Set<String> types = new HashSet<>();
        types(schema, types, 0);
        return types;
    }

    private void types(JsonNode schema, Set<String> into, int depth) {
        JsonNode at = References.follow(document, schema);
        if (at.path("type").isTextual()) {
            into.add(at.path("type").textValue());
        }
        at.path("type").forEach(word -> into.add(word.asText()));
        if (at.has("properties")) {
            into.add("object");
        }
        for (String part : PARTS) {
            for (JsonNode branch : at.path(part)) {
                if (depth < DEEPEST) {
                    types(branch, into, depth + 1);
                }
            }
        }
    }

    /** Returns the schema of a list's items; a missing node if there is none. */
    JsonNode items(JsonNode schema) {
        return find(schema, "items", "", 0);
    }

    /** Returns the schema of an object's member; a missing node if there is none. */
    JsonNode member(JsonNode schema, String name) {
        JsonNode declared = find(schema, "properties", name, 0);
        return declared.isMissingNode() ? find(schema, "additionalProperties", "", 0) : declared;
    }

    /** Returns the names of the members that a schema declares. */
    Set<String> names(JsonNode schema) {
        Set<String> names = new HashSet<>();
        names(schema, names, 0);
        return names;
    }

    private void names(JsonNode schema, Set<String> into, int depth) {
        JsonNode at = References.follow(document, schema);
        at.path("properties").fieldNames().forEachRemaining(into::add);
        for (String part : PARTS) {
            for (JsonNode branch : at.path(part)) {
                if (depth < DEEPEST) {
                    names(branch, into, depth + 1);
                }
            }
        }
    }

    /** Returns whether an object has to have a member. */
    boolean requires(JsonNode schema, String name) {
        return requires(schema, name, 0);
    }

    private boolean requires(JsonNode schema, String name, int depth) {
        JsonNode at = References.follow(document, schema);
        for (JsonNode required : at.path("required")) {
            if (required.asText().equals(name)) {
                return true;
            }
        }
        for (JsonNode part : at.path("allOf")) {
            if (depth < DEEPEST && requires(part, name, depth + 1)) {
                return true;
            }
        }
        return false;
    }

    private JsonNode find(JsonNode schema, String word, String name, int depth) {
        JsonNode at = References.follow(document, schema);
        JsonNode found = name.isEmpty() ? at.path(word) : at.path(word).path(name);
        for (String part : PARTS) {
            for (JsonNode branch : at.path(part)) {
                if (found.isMissingNode() && depth < DEEPEST) {
                    found = find(branch, word, name, depth + 1);
                }
            }
        }
        return found;
    }
}

package io.facsimile.mock.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.facsimile.contract.source.Pointers;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Brings schemas that callers write into the form of JSON Schema 2020-12: types in upper case, numbers as texts,
 * {@code nullable}, exclusive bounds as booleans, {@code items} as a list; bounds in a description as bounds.
 */
final class SchemaForm {
    private static final Set<String> ONE = Set.of(
            "items",
            "additionalProperties",
            "additionalItems",
            "unevaluatedProperties",
            "unevaluatedItems",
            "not",
            "if",
            "then",
            "else",
            "contains",
            "propertyNames");
    private static final Set<String> LISTS = Set.of("allOf", "anyOf", "oneOf", "prefixItems");
    private static final Set<String> MAPS =
            Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");
    private static final List<String> COUNTS =
            List.of("minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties");

    private SchemaForm() {}

    /** Returns a copy in which this schema and all inside it have the form. */
    static JsonNode standard(JsonNode schema) {
        JsonNode copy = schema.deepCopy();
        walk(copy);
        Map<String, String> anchors = new HashMap<>();
        anchors(copy, "", anchors);
        if (!anchors.isEmpty()) {
            resolve(copy, anchors);
        }
        return copy;
    }

    /** Finds the pointers of the names that schemas give themselves. */
    private static void anchors(JsonNode node, String pointer, Map<String, String> into) {
        for (String word : List.of("$anchor", "$dynamicAnchor")) {
            if (node.path(word).isTextual()) {
                into.putIfAbsent(node.get(word).textValue(), pointer);
            }
        }
        node.properties().forEach(m -> anchors(m.getValue(), pointer + "/" + Pointers.escape(m.getKey()), into));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            anchors(node.get(i), pointer + "/" + i, into);
        }
    }

    /** Puts pointers in place of names. */
    private static void resolve(JsonNode node, Map<String, String> anchors) {
        if (node instanceof ObjectNode object) {
            String reference = object.path("$ref").asText();
            String pointer = reference.startsWith("#") ? anchors.get(reference.substring(1)) : null;
            if (pointer != null) {
                object.put("$ref", "#" + pointer.replace("%", "%25"));
            }
        }
        node.forEach(inner -> resolve(inner, anchors));
    }

    private static void walk(JsonNode schema) {
        if (!(schema instanceof ObjectNode object)) {
            return;
        }
        DescribedBounds.add(object);
        here(object);
        // Nothing is fetched for a caller's schema, and "#" is its own top.
        if (!object.path("$ref").asText("#").startsWith("#")) {
            object.remove("$ref");
        }
        object.remove(List.of("$schema", "$id"));
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (ONE.contains(member.getKey())) {
                walk(member.getValue());
            } else if (LISTS.contains(member.getKey()) || MAPS.contains(member.getKey())) {
                member.getValue().forEach(SchemaForm::walk);
            }
        }
    }

    /** Brings one schema, not those inside it, into the form. */
    static void here(ObjectNode schema) {
        types(schema);
        for (String word : COUNTS) {
            JsonNode count = schema.get(word);
            if (count != null && count.isTextual() && count.textValue().matches("[0-9]{1,18}")) {
                schema.put(word, Long.parseLong(count.textValue()));
            }
        }
        exclusive(schema, "exclusiveMinimum", "minimum");
        exclusive(schema, "exclusiveMaximum", "maximum");
        if (schema.path("items") instanceof ArrayNode tuple) {
            schema.set("prefixItems", tuple);
            schema.remove("items");
            if (schema.has("additionalItems")) {
                schema.set("items", schema.remove("additionalItems"));
            }
        }
    }

    private static void types(ObjectNode schema) {
        JsonNode type = schema.path("type");
        if (type.isTextual()) {
            schema.put("type", type.textValue().toLowerCase(Locale.ROOT));
        } else if (type instanceof ArrayNode words) {
            for (int i = 0; i < words.size(); i++) {
                words.set(i, TextNode.valueOf(words.get(i).asText().toLowerCase(Locale.ROOT)));
            }
        }
        if (!schema.path("nullable").asBoolean()) {
            return;
        }
        schema.remove("nullable");
        if (schema.path("type").isTextual()) {
            String word = schema.get("type").textValue();
            schema.putArray("type").add(word).add("null");
            if (schema.path("enum") instanceof ArrayNode words) {
                words.addNull();
            }
        }
    }

    private static void exclusive(ObjectNode schema, String word, String bound) {
        JsonNode value = schema.path(word);
        if (value.isBoolean()) {
            schema.remove(word);
            if (value.booleanValue() && schema.has(bound)) {
                schema.set(word, schema.remove(bound));
            }
        }
    }
}

package io.facsimile.contract.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.facsimile.contract.source.Pointers;
import java.util.List;
import java.util.Map;

/**
 * Counts how many schemas a validator may have to look at for one value. References make it possible that a schema of a few
 * lines asks for more than anybody can wait for: each of thirty definitions refers twice to the next.
 */
final class Effort {
    /** Validators call themselves for each step inside. */
    private static final int DEEPEST = 300;

    private final JsonNode document;
    private final int most;
    private int count;

    /** @param most where counting ends */
    Effort(JsonNode document, int most) {
        this.document = document;
        this.most = most;
    }

    /** Returns how many it are; more than the most if there is no end to it. */
    int of(String pointer, JsonNode value) {
        visit(Pointers.at(document, pointer), value, 0);
        return count;
    }

    private void visit(JsonNode schema, JsonNode value, int depth) {
        if (depth > DEEPEST) {
            count = most + 1;
        }
        if (count > most) {
            return;
        }
        count++;
        for (Map.Entry<String, JsonNode> entry : schema.properties()) {
            JsonNode written = entry.getValue();
            switch (entry.getKey()) {
                case "$ref", "$dynamicRef", "$recursiveRef" -> visit(target(written.asText()), value, depth + 1);
                case "allOf", "anyOf", "oneOf", "dependentSchemas" ->
                    written.forEach(branch -> visit(branch, value, depth + 1));
                case "not", "if", "then", "else" -> visit(written, value, depth + 1);
                case "properties" ->
                    written.properties().forEach(p -> {
                        if (value.has(p.getKey())) {
                            visit(p.getValue(), value.get(p.getKey()), depth + 1);
                        }
                    });
                case "patternProperties" -> written.forEach(branch -> members(branch, value, depth));
                case "additionalProperties", "unevaluatedProperties" -> members(written, value, depth);
                case "propertyNames" ->
                    value.fieldNames().forEachRemaining(name -> visit(written, TextNode.valueOf(name), depth + 1));
                case "items", "contains", "unevaluatedItems" -> {
                    if (value.isArray()) {
                        value.forEach(item -> visit(written, item, depth + 1));
                    }
                }
                case "prefixItems" -> {
                    for (int i = 0; value.isArray() && i < Math.min(written.size(), value.size()); i++) {
                        visit(written.get(i), value.get(i), depth + 1);
                    }
                }
                default -> {}
            }
        }
    }

    private void members(JsonNode schema, JsonNode value, int depth) {
        if (value.isObject()) {
            List.copyOf(value.properties()).forEach(member -> visit(schema, member.getValue(), depth + 1));
        }
    }

    /** A name that is no pointer may be anywhere; the whole document stands for it. */
    private JsonNode target(String reference) {
        if (!reference.startsWith("#/")) {
            return document;
        }
        try {
            return Pointers.at(document, Pointers.ofFragment(reference.substring(1)));
        } catch (IllegalArgumentException e) {
            return document;
        }
    }
}

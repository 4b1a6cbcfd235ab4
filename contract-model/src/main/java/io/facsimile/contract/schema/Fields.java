package io.facsimile.contract.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.References;
import io.facsimile.contract.source.Pointers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The fields of a schema as a list for people: outer ones first, inner ones below them. */
public final class Fields {
    private static final int DEEPEST = 3;

    private final JsonNode document;
    private final List<Field> fields = new ArrayList<>();
    private final Set<String> open = new HashSet<>();

    private Fields(JsonNode document) {
        this.document = document;
    }

    /**
     * A field.
     *
     * @param depth how many objects it is inside of
     * @param type in words: {@code string}, {@code array of SunoClip}, {@code "a" | "b"}
     * @param text its description, with range and default
     */
    public record Field(int depth, String name, String type, boolean isRequired, String text) {}

    /**
     * Lists the fields of an object schema; nothing for other schemas.
     *
     * @param pointer JSON pointer of the schema in the document
     */
    public static List<Field> of(JsonNode document, String pointer) {
        Fields fields = new Fields(document);
        fields.object(pointer, 0);
        return List.copyOf(fields.fields);
    }

    private void object(String pointer, int depth) {
        String at = References.followPointer(document, pointer);
        JsonNode schema = Pointers.at(document, at);
        if (depth > DEEPEST || !open.add(at)) {
            return;
        }
        for (int i = 0; i < schema.path("allOf").size(); i++) {
            object(at + "/allOf/" + i, depth);
        }
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String inner = at + "/properties/" + Pointers.escape(property.getKey());
            JsonNode resolved = Pointers.at(document, References.followPointer(document, inner));
            fields.add(new Field(
                    depth,
                    property.getKey(),
                    type(property.getValue(), 0),
                    required.contains(property.getKey()),
                    text(property.getValue(), resolved)));
            if (resolved.has("properties") || resolved.has("allOf")) {
                object(inner, depth + 1);
            } else if (resolved.path("items").isObject()) {
                object(References.followPointer(document, inner) + "/items", depth + 1);
            }
        }
        open.remove(at);
    }

    private String type(JsonNode schema, int depth) {
        if (schema.path("$ref").isTextual()) {
            JsonNode resolved = References.follow(document, schema);
            String name = Pointers.last(schema.path("$ref").asText());
            return resolved.has("properties") || depth > 2 ? name : type(resolved, depth + 1);
        }
        if (schema.has("const")) {
            return schema.get("const").toString();
        }
        if (schema.has("enum")) {
            return words(schema.get("enum"));
        }
        for (String union : List.of("oneOf", "anyOf")) {
            if (schema.has(union)) {
                List<String> branches = new ArrayList<>();
                schema.get(union).forEach(b -> branches.add(type(b, depth + 1)));
                return String.join(" | ", branches.stream().distinct().toList());
            }
        }
        JsonNode type = schema.path("type");
        if (type.asText().equals("array")) {
            return "array of " + (schema.has("items") ? type(schema.get("items"), depth + 1) : "anything");
        }
        if (type.isArray()) {
            List<String> words = new ArrayList<>();
            type.forEach(w -> words.add(w.asText()));
            return String.join(" | ", words);
        }
        return type.asText("anything");
    }

    private static String words(JsonNode values) {
        List<String> words = new ArrayList<>();
        values.forEach(v -> words.add(v.toString()));
        return String.join(" | ", words);
    }

    private static String text(JsonNode written, JsonNode schema) {
        StringBuilder text = new StringBuilder(written.path("description")
                .asText(schema.path("description").asText(""))
                .strip());
        if (schema.has("minimum") || schema.has("maximum")) {
            text.append(" [")
                    .append(schema.path("minimum").asText("…"))
                    .append(" to ")
                    .append(schema.path("maximum").asText("…"))
                    .append("]");
        }
        if (schema.has("x-extensible-enum")) {
            text.append(" Known: ")
                    .append(words(schema.get("x-extensible-enum")))
                    .append(".");
        }
        if (schema.has("default")) {
            text.append(" Default: ").append(schema.get("default")).append(".");
        }
        return text.toString();
    }
}

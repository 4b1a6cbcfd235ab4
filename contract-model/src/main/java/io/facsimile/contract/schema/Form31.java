package io.facsimile.contract.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.contract.bundle.Kind;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Brings the schemas of an OpenAPI 3.0 document into the form of 3.1, so that one validator and one generator serve both.
 * Pointers stay. Documents that call themselves 3.1 and write some words as 3.0 does are many; they mean the same.
 *
 * <p>Source: OpenAPI 3.0.4, Schema Object and Reference Object: {@code nullable} counts beside a {@code type}, bounds are
 * exclusive by a boolean, and what stands beside a {@code $ref} is ignored.
 */
final class Form31 {
    private Form31() {}

    /** Returns a copy in the form of 3.1; a document that has it already as it is. */
    static JsonNode of(JsonNode document) {
        boolean is30 = document.path("openapi").asText().startsWith("3.0");
        if (!is30 && !hasOldWords(document)) {
            return document;
        }
        JsonNode copy = document.deepCopy();
        Kind.walk(copy, (kind, pointer, node) -> {
            if (kind == Kind.SCHEMA) {
                schema((ObjectNode) node, is30);
            }
        });
        return copy;
    }

    private static boolean hasOldWords(JsonNode document) {
        AtomicBoolean found = new AtomicBoolean();
        Kind.walk(document, (kind, pointer, node) -> {
            if (kind == Kind.SCHEMA
                    && (node.has("nullable")
                            || node.has("discriminator")
                            || node.path("exclusiveMinimum").isBoolean()
                            || node.path("exclusiveMaximum").isBoolean())) {
                found.set(true);
            }
        });
        return found.get();
    }

    private static void schema(ObjectNode schema, boolean is30) {
        if (is30 && schema.path("$ref").isTextual()) {
            schema.retain("$ref");
            return;
        }
        if (schema.path("nullable").asBoolean() && schema.path("type").isTextual()) {
            String word = schema.get("type").textValue();
            schema.putArray("type").add(word).add("null");
            if (schema.path("enum") instanceof ArrayNode words && !hasNull(words)) {
                // A validator that knows nullable lets null pass its words; the authors of such schemas mean that, too.
                schema.set("enum", words.deepCopy().addNull());
            }
        }
        if (schema.path("nullable").asBoolean() && !schema.has("type")) {
            orNull(schema);
        }
        schema.remove("nullable");
        // A hint for readers, which must not change what is valid; the validator takes it for more.
        schema.remove("discriminator");
        exclusive(schema, "exclusiveMinimum", "minimum");
        exclusive(schema, "exclusiveMaximum", "maximum");
    }

    /** Beside a union or a sum the word asks for nothing, by the letter; who writes it there means that null is taken. */
    private static void orNull(ObjectNode schema) {
        for (String union : List.of("oneOf", "anyOf")) {
            if (schema.path(union) instanceof ArrayNode branches) {
                ArrayNode more = branches.deepCopy();
                more.addObject().put("type", "null");
                schema.set(union, more);
                return;
            }
        }
        if (schema.path("allOf").size() == 1 && !schema.has("properties")) {
            ArrayNode branches = schema.putArray("anyOf");
            branches.addAll((ArrayNode) schema.remove("allOf"));
            branches.addObject().put("type", "null");
        }
    }

    private static boolean hasNull(ArrayNode words) {
        for (JsonNode word : words) {
            if (word.isNull()) {
                return true;
            }
        }
        return false;
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

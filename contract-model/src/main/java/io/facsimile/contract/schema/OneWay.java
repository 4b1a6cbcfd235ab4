package io.facsimile.contract.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.contract.References;
import io.facsimile.contract.bundle.Kind;
import java.util.HashSet;
import java.util.Set;

/**
 * Members that go one way only. OpenAPI lets {@code required} count for a {@code readOnly} member in answers alone, and
 * for a {@code writeOnly} one in requests alone.
 */
final class OneWay {
    private OneWay() {}

    /** Returns whether a document requires a member that has a word. */
    static boolean isUsed(String word, JsonNode document) {
        return document.findValue(word) != null && !places(word, document).isEmpty();
    }

    /** Returns a copy that requires no member that has a word; the document itself if it requires none. */
    static JsonNode without(String word, JsonNode document) {
        Set<String> places = places(word, document);
        if (places.isEmpty()) {
            return document;
        }
        JsonNode copy = document.deepCopy();
        Kind.walk(copy, (kind, pointer, node) -> {
            if (kind == Kind.SCHEMA && places.contains(pointer)) {
                ArrayNode all = (ArrayNode) node.get("required");
                ArrayNode left = ((ObjectNode) node).putArray("required");
                all.forEach(name -> {
                    if (!isOneWay(word, document, node, name.asText())) {
                        left.add(name);
                    }
                });
            }
        });
        return copy;
    }

    private static Set<String> places(String word, JsonNode document) {
        Set<String> places = new HashSet<>();
        Kind.walk(document, (kind, pointer, node) -> {
            if (kind == Kind.SCHEMA && requires(word, document, node)) {
                places.add(pointer);
            }
        });
        return places;
    }

    private static boolean requires(String word, JsonNode document, JsonNode schema) {
        if (!schema.path("required").isArray()) {
            return false;
        }
        for (JsonNode name : schema.get("required")) {
            if (isOneWay(word, document, schema, name.asText())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOneWay(String word, JsonNode document, JsonNode schema, String name) {
        JsonNode member = schema.path("properties").path(name);
        return member.path(word).asBoolean()
                || References.follow(document, member).path(word).asBoolean();
    }
}

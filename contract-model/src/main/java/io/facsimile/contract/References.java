package io.facsimile.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.facsimile.contract.source.Pointers;

/** References inside a bundled document. */
public final class References {
    private static final int LONGEST_CHAIN = 50;

    private References() {}

    /** Returns what a value refers to, however many references lead there; the value itself if it is no reference. */
    public static JsonNode follow(JsonNode document, JsonNode value) {
        JsonNode at = value;
        for (int i = 0; i < LONGEST_CHAIN; i++) {
            JsonNode reference = at.get("$ref");
            if (reference == null || !reference.isTextual()) {
                return at;
            }
            at = Pointers.at(document, pointer(reference.textValue()));
        }
        return MissingNode.getInstance();
    }

    /** Returns the pointer at the end of a chain of references that begins at a pointer. */
    public static String followPointer(JsonNode document, String pointer) {
        String at = pointer;
        for (int i = 0; i < LONGEST_CHAIN; i++) {
            JsonNode reference = Pointers.at(document, at).get("$ref");
            if (reference == null || !reference.isTextual()) {
                return at;
            }
            at = pointer(reference.textValue());
        }
        return at;
    }

    private static String pointer(String reference) {
        return reference.startsWith("#") ? Pointers.ofFragment(reference.substring(1)) : "/" + reference;
    }
}

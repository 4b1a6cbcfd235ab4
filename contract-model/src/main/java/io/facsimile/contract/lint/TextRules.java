package io.facsimile.contract.lint;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.bundle.Kind;
import io.facsimile.contract.source.Pointers;

/** Every element that a reader meets says what it is. */
final class TextRules {
    private TextRules() {}

    static void described(Subject subject, Report report) {
        Kind.walk(subject.document(), (kind, pointer, node) -> {
            if (node.has("$ref")) {
                return;
            }
            switch (kind) {
                case OPERATION -> {
                    lacks(node, "summary", pointer, report);
                    lacks(node, "description", pointer, report);
                }
                case PARAMETER, RESPONSE -> lacks(node, "description", pointer, report);
                case SCHEMA -> {
                    if (isNamed(pointer)) {
                        lacks(node, "description", pointer, report);
                    }
                }
                default -> {}
            }
        });
    }

    /** Schemas with a name of their own: components and properties. */
    private static boolean isNamed(String pointer) {
        if (pointer.contains("/not/") || pointer.contains("/if/") || pointer.contains("/then/")) {
            return false;
        }
        int slash = pointer.lastIndexOf('/');
        String parent = pointer.substring(0, slash);
        return parent.equals("/components/schemas")
                || parent.endsWith("/properties") && !parent.contains("/anyOf/") && !parent.contains("/oneOf/");
    }

    private static void lacks(JsonNode node, String member, String pointer, Report report) {
        if (node.path(member).asText().isBlank()) {
            report.problem(
                    pointer, "\"" + Pointers.last(pointer) + "\" has no " + member, "say what it means in a sentence");
        }
    }
}

package io.facsimile.contract.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.contract.Operation;
import io.facsimile.contract.References;
import io.facsimile.contract.bundle.Kind;
import io.facsimile.contract.source.Pointers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Schemas: their words, their likeness, their unions. */
final class SchemaRules {
    /** JSON Schema 2020-12 and what OpenAPI adds. */
    private static final Set<String> KEYWORDS = Set.of(
            "$ref",
            "$id",
            "$schema",
            "$anchor",
            "$dynamicRef",
            "$dynamicAnchor",
            "$comment",
            "$defs",
            "$vocabulary",
            "type",
            "enum",
            "const",
            "title",
            "description",
            "default",
            "examples",
            "example",
            "deprecated",
            "readOnly",
            "writeOnly",
            "format",
            "multipleOf",
            "maximum",
            "exclusiveMaximum",
            "minimum",
            "exclusiveMinimum",
            "maxLength",
            "minLength",
            "pattern",
            "contentEncoding",
            "contentMediaType",
            "contentSchema",
            "items",
            "prefixItems",
            "contains",
            "maxContains",
            "minContains",
            "maxItems",
            "minItems",
            "uniqueItems",
            "unevaluatedItems",
            "properties",
            "patternProperties",
            "additionalProperties",
            "propertyNames",
            "unevaluatedProperties",
            "maxProperties",
            "minProperties",
            "required",
            "dependentRequired",
            "dependentSchemas",
            "allOf",
            "anyOf",
            "oneOf",
            "not",
            "if",
            "then",
            "else",
            "discriminator",
            "xml",
            "externalDocs",
            "nullable");

    private static final Set<String> NOT_MEANING = Set.of("description", "title", "x-source", "examples");

    private SchemaRules() {}

    static void keywords(Subject subject, Report report) {
        Kind.walk(subject.document(), (kind, pointer, node) -> {
            if (kind != Kind.SCHEMA) {
                return;
            }
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                if (!KEYWORDS.contains(entry.getKey()) && !entry.getKey().startsWith("x-")) {
                    report.problem(
                            pointer + "/" + Pointers.escape(entry.getKey()),
                            "\"" + entry.getKey() + "\" is no keyword of a schema",
                            "quote the text before it if a comma cut it, or correct the keyword");
                }
            }
        });
    }

    /** OpenAPI 3.0 and tools that grew up with it demand {@code items} of every list, conditions included. */
    static void items(Subject subject, Report report) {
        Kind.walk(subject.document(), (kind, pointer, node) -> {
            boolean isList = node.path("type").asText().equals("array");
            if (kind == Kind.SCHEMA && isList && !node.has("items") && !node.has("prefixItems")) {
                report.problem(pointer, "a list does not say what is in it", "write items");
            }
        });
    }

    /** Classes that are generated from a schema have one member for each name, whatever its spelling. */
    static void names(Subject subject, Report report) {
        Kind.walk(subject.document(), (kind, pointer, node) -> {
            if (kind != Kind.SCHEMA) {
                return;
            }
            Map<String, String> seen = new HashMap<>();
            for (Map.Entry<String, JsonNode> property : node.path("properties").properties()) {
                String bare = property.getKey().replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
                String other = bare.isEmpty() ? null : seen.putIfAbsent(bare, property.getKey());
                if (other != null) {
                    report.problem(
                            pointer + "/properties/" + Pointers.escape(property.getKey()),
                            "\"" + other + "\" and \"" + property.getKey() + "\" differ only in their spelling",
                            "keep one under properties and the other under patternProperties");
                }
            }
        });
    }

    static void alike(Subject subject, Report report) {
        Map<JsonNode, String> seen = new HashMap<>();
        for (Map.Entry<String, JsonNode> schema :
                subject.document().path("components").path("schemas").properties()) {
            if (schema.getValue().path("properties").size() < 3) {
                continue;
            }
            String other = seen.putIfAbsent(meaning(schema.getValue()), schema.getKey());
            if (other != null) {
                report.problem(
                        "/components/schemas/" + Pointers.escape(schema.getKey()),
                        "the schemas \"" + other + "\" and \"" + schema.getKey() + "\" are the same",
                        "keep one and refer to it");
            }
        }
    }

    private static JsonNode meaning(JsonNode node) {
        if (node.isObject()) {
            ObjectNode copy = ((ObjectNode) node).objectNode();
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                boolean isText = NOT_MEANING.contains(member.getKey())
                        && (member.getValue().isTextual() || member.getKey().startsWith("x-"));
                if (!isText) {
                    copy.set(member.getKey(), meaning(member.getValue()));
                }
            }
            return copy;
        }
        if (node.isArray()) {
            var copy = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.arrayNode();
            node.forEach(item -> copy.add(meaning(item)));
            return copy;
        }
        return node;
    }

    /** A request must not need what only answers have, and an answer not what only requests have. */
    static void direction(Subject subject, Report report) {
        for (Operation operation : subject.contract().operations()) {
            operation.requestBody().ifPresent(b -> b.content().forEach(m -> m.schema()
                    .ifPresent(s -> direction(subject, s, "readOnly", "a request", report, new HashSet<>()))));
            operation.responses().forEach(r -> r.content().forEach(m -> m.schema()
                    .ifPresent(s -> direction(subject, s, "writeOnly", "an answer", report, new HashSet<>()))));
        }
    }

    private static void direction(
            Subject subject, String pointer, String mark, String what, Report report, Set<String> seen) {
        String at = References.followPointer(subject.document(), pointer);
        JsonNode schema = Pointers.at(subject.document(), at);
        if (!seen.add(at)) {
            return;
        }
        for (JsonNode name : schema.path("required")) {
            JsonNode property = References.follow(
                    subject.document(), schema.path("properties").path(name.asText()));
            if (property.path(mark).asBoolean()) {
                report.problem(
                        at + "/properties/" + Pointers.escape(name.asText()),
                        "\"" + name.asText() + "\" is " + mark + " and required in " + what,
                        "take it out of required, or split the schema");
            }
        }
        schema.path("properties")
                .fieldNames()
                .forEachRemaining(name ->
                        direction(subject, at + "/properties/" + Pointers.escape(name), mark, what, report, seen));
        if (schema.path("items").isObject()) {
            direction(subject, at + "/items", mark, what, report, seen);
        }
    }

    static void unions(Subject subject, Report report) {
        Kind.walk(subject.document(), (kind, pointer, node) -> {
            if (kind != Kind.SCHEMA) {
                return;
            }
            for (String union : List.of("oneOf", "anyOf")) {
                JsonNode branches = node.path(union);
                if (isCondition(branches)) {
                    continue;
                }
                for (int i = 0; i < branches.size(); i++) {
                    for (int j = i + 1; j < branches.size(); j++) {
                        if (!differ(subject, branches.get(i), branches.get(j), 0)) {
                            report.problem(
                                    pointer + "/" + union,
                                    "nothing tells the branches " + (i + 1) + " and " + (j + 1) + " of a union apart",
                                    "give them different types, a const tag, or a required member that the other lacks");
                        }
                    }
                }
            }
        });
    }

    /** Returns whether the branches only say which members there have to be. */
    private static boolean isCondition(JsonNode branches) {
        for (JsonNode branch : branches) {
            if (branch.has("$ref") || branch.has("type") || branch.has("const") || branch.has("enum")) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether a value shows by itself which of two schemas it is of. */
    private static boolean differ(Subject subject, JsonNode one, JsonNode other, int depth) {
        JsonNode a = whole(subject, one);
        JsonNode b = whole(subject, other);
        if (depth > 4) {
            return true;
        }
        Set<String> types = types(a);
        Set<String> shared = new HashSet<>(types(b));
        shared.retainAll(types);
        shared.remove("null");
        if (shared.isEmpty()) {
            return true;
        }
        if (words(a) || words(b)) {
            return !a.path("const").equals(b.path("const")) || !a.path("enum").equals(b.path("enum"));
        }
        if (shared.equals(Set.of("array"))) {
            return differ(subject, a.path("items"), b.path("items"), depth + 1);
        }
        if (shared.equals(Set.of("object"))) {
            return objectsDiffer(subject, a, b);
        }
        return a.has("pattern") != b.has("pattern")
                || a.has("format") != b.has("format")
                || !a.path("pattern").equals(b.path("pattern"))
                || !a.path("format").equals(b.path("format"));
    }

    private static boolean objectsDiffer(Subject subject, JsonNode a, JsonNode b) {
        for (Map.Entry<String, JsonNode> property : a.path("properties").properties()) {
            JsonNode twin = b.path("properties").path(property.getKey());
            if (!twin.isMissingNode()) {
                JsonNode x = whole(subject, property.getValue());
                JsonNode y = whole(subject, twin);
                boolean isTag = excludes(x, y)
                        || excludes(y, x)
                        || (words(x) || words(y)) && !x.path("const").equals(y.path("const"))
                        || words(x) && words(y) && !x.path("enum").equals(y.path("enum"));
                Set<String> types = new HashSet<>(types(x));
                types.retainAll(types(y));
                if (isTag || types.isEmpty()) {
                    return true;
                }
            }
        }
        return requiresMore(a, b) || requiresMore(b, a);
    }

    /** Returns whether the pattern of one takes none of the words of the other. */
    private static boolean excludes(JsonNode patterned, JsonNode worded) {
        if (!patterned.has("pattern") || !words(worded)) {
            return false;
        }
        Pattern pattern = Pattern.compile(patterned.path("pattern").asText());
        List<JsonNode> words = new ArrayList<>();
        worded.path("enum").forEach(words::add);
        if (worded.has("const")) {
            words.add(worded.get("const"));
        }
        return words.stream().noneMatch(w -> pattern.matcher(w.asText()).find());
    }

    private static boolean requiresMore(JsonNode a, JsonNode b) {
        for (JsonNode name : a.path("required")) {
            boolean isAlsoRequired = false;
            for (JsonNode twin : b.path("required")) {
                isAlsoRequired |= twin.equals(name);
            }
            if (!isAlsoRequired) {
                return true;
            }
        }
        return false;
    }

    private static boolean words(JsonNode schema) {
        return schema.has("const") || schema.has("enum");
    }

    /** Returns a schema with what it refers to and its parts put together, one level deep. */
    private static JsonNode whole(Subject subject, JsonNode written) {
        JsonNode schema = References.follow(subject.document(), written);
        if (!schema.has("allOf") || !schema.isObject()) {
            return schema;
        }
        ObjectNode copy = schema.deepCopy();
        for (JsonNode part : schema.path("allOf")) {
            JsonNode resolved = whole(subject, part);
            resolved.path("properties").properties().forEach(p -> copy.withObject("/properties")
                    .set(p.getKey(), p.getValue()));
            resolved.path("required").forEach(r -> copy.withArray("/required").add(r));
            if (!copy.has("type") && resolved.has("type")) {
                copy.set("type", resolved.get("type"));
            }
        }
        return copy;
    }

    private static Set<String> types(JsonNode schema) {
        Set<String> types = new HashSet<>();
        if (schema.path("type").isTextual()) {
            types.add(number(schema.path("type").asText()));
        }
        schema.path("type").forEach(t -> types.add(number(t.asText())));
        if (types.isEmpty() && schema.has("const")) {
            types.add(schema.get("const").isTextual() ? "string" : "other");
        }
        List<JsonNode> branches = new ArrayList<>();
        schema.path("oneOf").forEach(branches::add);
        schema.path("anyOf").forEach(branches::add);
        if (types.isEmpty() && schema.has("properties")) {
            types.add("object");
        }
        if (types.isEmpty() && branches.isEmpty()) {
            types.addAll(Set.of("object", "array", "string", "number", "boolean"));
        }
        if (types.isEmpty()) {
            branches.forEach(branch -> types.addAll(branch.has("$ref") ? Set.of("object") : types(branch)));
        }
        return types;
    }

    private static String number(String type) {
        return type.equals("integer") ? "number" : type;
    }
}

package io.facsimile.mock.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.RequestRules.Flaw;
import io.facsimile.contract.source.Pointers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether a schema of the caller's is one to which a model can be held without exception. */
final class StrictSchemas {
    private static final List<String> AT_ROOT = List.of("anyOf", "oneOf", "allOf", "enum", "not");
    private static final List<String> MEMBERS = List.of("properties", "$defs", "definitions");
    private static final List<String> PARTS = List.of("anyOf", "allOf", "oneOf");
    private static final String[][] RANGES = {
        {"minimum", "maximum"}, {"minLength", "maxLength"}, {"minItems", "maxItems"}
    };

    private final JsonNode root;

    /**
     * What is wrong with a schema.
     *
     * @param words what a text about it may speak of
     */
    record Found(Flaw flaw, Map<String, String> words) {}

    private StrictSchemas(JsonNode root) {
        this.root = root;
    }

    /** Returns the first thing that is wrong with a schema, or nothing. */
    static Optional<Found> flaw(JsonNode schema) {
        if (!isType(schema, "object")) {
            JsonNode type = schema.path("type");
            return Optional.of(new Found(Flaw.ROOT, Map.of("type", type.isTextual() ? type.textValue() : "None")));
        }
        if (AT_ROOT.stream().anyMatch(schema::has)) {
            return Optional.of(new Found(Flaw.UNION, Map.of()));
        }
        return new StrictSchemas(schema).inside(schema, List.of());
    }

    private static boolean isType(JsonNode schema, String type) {
        JsonNode said = schema.path("type");
        if (said.isArray()) {
            for (JsonNode one : said) {
                if (one.asText().equals(type)) {
                    return true;
                }
            }
        }
        return said.asText().equals(type);
    }

    private Optional<Found> inside(JsonNode schema, List<String> context) {
        if (!schema.isObject()) {
            return Optional.empty();
        }
        Optional<Found> own = own(schema, context(context));
        if (own.isPresent()) {
            return own;
        }
        for (String keyword : MEMBERS) {
            for (Map.Entry<String, JsonNode> member : schema.path(keyword).properties()) {
                Optional<Found> found = inside(member.getValue(), with(context, keyword, member.getKey()));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        for (String keyword : PARTS) {
            for (int i = 0; i < schema.path(keyword).size(); i++) {
                Optional<Found> found =
                        inside(schema.path(keyword).path(i), with(context, keyword, Integer.toString(i)));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return inside(schema.path("items"), with(context, "items"));
    }

    private Optional<Found> own(JsonNode schema, String context) {
        if (schema.path("$ref").isTextual()) {
            String reference = schema.get("$ref").textValue();
            boolean isPointer = reference.equals("#") || reference.startsWith("#/");
            if (!isPointer
                    || Pointers.at(root, Pointers.ofFragment(reference.substring(1)))
                            .isMissingNode()) {
                return Optional.of(new Found(Flaw.REFERENCE, Map.of("context", context, "reference", reference)));
            }
        }
        if (isType(schema, "object") || schema.has("properties")) {
            JsonNode open = schema.path("additionalProperties");
            if (!open.isBoolean() || open.booleanValue()) {
                return Optional.of(new Found(Flaw.OPEN, Map.of("context", context)));
            }
            List<String> required = new ArrayList<>();
            schema.path("required").forEach(name -> required.add(name.asText()));
            for (Map.Entry<String, JsonNode> property :
                    schema.path("properties").properties()) {
                if (!required.contains(property.getKey())) {
                    return Optional.of(
                            new Found(Flaw.OPTIONAL, Map.of("context", context, "missing", property.getKey())));
                }
            }
        }
        for (String[] range : RANGES) {
            JsonNode least = schema.path(range[0]);
            JsonNode most = schema.path(range[1]);
            if (least.isNumber() && most.isNumber() && least.decimalValue().compareTo(most.decimalValue()) > 0) {
                return Optional.of(
                        new Found(Flaw.RANGE, Map.of("context", context, "least", range[0], "most", range[1])));
            }
        }
        return Optional.empty();
    }

    private static List<String> with(List<String> context, String... steps) {
        List<String> longer = new ArrayList<>(context);
        longer.addAll(List.of(steps));
        return longer;
    }

    private static String context(List<String> steps) {
        return steps.stream().map(step -> "'" + step + "'").collect(Collectors.joining(", ", "(", ")"));
    }
}

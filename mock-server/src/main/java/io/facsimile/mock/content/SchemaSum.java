package io.facsimile.mock.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds up schemas that must all hold to one that says the same, as far as generating a value needs it. */
final class SchemaSum {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private SchemaSum() {}

    /** Adds what a schema says to a sum. Returns whether both may hold. */
    static boolean add(ObjectNode sum, ObjectNode more) {
        boolean isPossible = true;
        for (Map.Entry<String, JsonNode> member : more.properties()) {
            String word = member.getKey();
            JsonNode value = member.getValue();
            JsonNode known = sum.get(word);
            if (known == null || known.equals(value)) {
                sum.set(word, word.equals("properties") || word.equals("patternProperties") ? value.deepCopy() : value);
                continue;
            }
            isPossible &= merge(sum, word, known, value);
        }
        return isPossible;
    }

    private static boolean merge(ObjectNode sum, String word, JsonNode known, JsonNode value) {
        switch (word) {
            case "type" -> {
                return types(sum, known, value);
            }
            case "enum" -> {
                ArrayNode both = NODES.arrayNode();
                Set<JsonNode> others = new HashSet<>();
                value.forEach(others::add);
                for (JsonNode item : known) {
                    if (others.contains(item)) {
                        both.add(item);
                    }
                }
                sum.set(word, both);
                return !both.isEmpty();
            }
            case "const" -> {
                return false;
            }
            case "minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains" ->
                sum.set(word, compare(known, value) >= 0 ? known : value);
            case "maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains" ->
                sum.set(word, compare(known, value) <= 0 ? known : value);
            case "multipleOf" -> sum.set(word, leastMultiple(known.decimalValue(), value.decimalValue()));
            case "required" -> {
                Set<JsonNode> names = new HashSet<>();
                ArrayNode all = NODES.arrayNode();
                known.forEach(n -> {
                    if (names.add(n)) {
                        all.add(n);
                    }
                });
                value.forEach(n -> {
                    if (names.add(n)) {
                        all.add(n);
                    }
                });
                sum.set(word, all);
            }
            case "properties", "patternProperties" -> {
                ObjectNode all = (ObjectNode) known;
                value.properties()
                        .forEach(p -> all.set(
                                p.getKey(),
                                all.has(p.getKey()) ? both(all.get(p.getKey()), p.getValue()) : p.getValue()));
            }
            case "items", "additionalProperties", "unevaluatedProperties", "contains", "propertyNames" ->
                sum.set(word, both(known, value));
            case "prefixItems" -> {
                ArrayNode all = NODES.arrayNode();
                for (int i = 0; i < Math.max(known.size(), value.size()); i++) {
                    all.add(
                            i >= known.size()
                                    ? value.get(i)
                                    : i >= value.size() ? known.get(i) : both(known.get(i), value.get(i)));
                }
                sum.set(word, all);
            }
            case "uniqueItems" -> sum.put(word, known.asBoolean() || value.asBoolean());
            case "pattern" -> sum.withArray(TextRules.MORE_PATTERNS).add(value);
            // A second format cannot be merged; the finished value is checked.
            case "not" -> {
                ObjectNode either = NODES.objectNode();
                either.putArray("anyOf").add(known).add(value);
                sum.set(word, either);
            }
            default -> {}
        }
        return true;
    }

    private static boolean types(ObjectNode sum, JsonNode known, JsonNode value) {
        Set<String> left = words(known);
        Set<String> right = words(value);
        ArrayNode both = NODES.arrayNode();
        for (String word : left) {
            if (right.contains(word)) {
                both.add(word);
            } else if (word.equals("number") && right.contains("integer")) {
                both.add("integer");
            } else if (word.equals("integer") && right.contains("number")) {
                both.add("integer");
            }
        }
        sum.set("type", both.size() == 1 ? both.get(0) : both);
        return !both.isEmpty();
    }

    static Set<String> words(@Nullable JsonNode type) {
        Set<String> words = new java.util.LinkedHashSet<>();
        if (type != null && type.isTextual()) {
            words.add(type.textValue());
        } else if (type != null) {
            type.forEach(w -> words.add(w.asText()));
        }
        return words;
    }

    private static int compare(JsonNode a, JsonNode b) {
        return a.decimalValue().compareTo(b.decimalValue());
    }

    private static JsonNode both(JsonNode a, JsonNode b) {
        if (a.isBoolean()) {
            return a.booleanValue() ? b : a;
        }
        if (b.isBoolean()) {
            return b.booleanValue() ? a : b;
        }
        ObjectNode all = NODES.objectNode();
        all.putArray("allOf").add(a).add(b);
        return all;
    }

    private static JsonNode leastMultiple(BigDecimal a, BigDecimal b) {
        BigDecimal multiple = a;
        for (int i = 0; i < 1_000 && b.signum() != 0 && multiple.remainder(b).signum() != 0; i++) {
            multiple = multiple.add(a);
        }
        return NODES.numberNode(multiple);
    }
}

package io.facsimile.mock.content;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The keys that a text wants an object to have: named in words, or shown in a piece of JSON. */
final class NamedKeys {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LOOKED_AT = 8_000;
    private static final int MOST_KEYS = 40;
    private static final int DEEPEST = 5;
    private static final String KEY = "[\"'`“]?\\p{L}[\\p{L}\\p{N}_]{0,40}[\"'`”]?(?: ?\\([^)\\n]{0,60}\\))?";
    private static final Pattern LIST = Pattern.compile(
            "\\b(?:keys?|fields?|properties|attributes|members|schlüsseln?|felder|clés|champs|claves|campos)\\b"
                    + "(?: (?:called|named|are|is|of))?:? (" + KEY
                    + "(?:(?:, ?(?:and |und |et |y |e )?| (?:and|und|et|y|e) )" + KEY
                    + "){0,39})",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern BETWEEN = Pattern.compile(", ?(?:and |und |et |y |e )?| (?:and|und|et|y|e) ");
    private static final Pattern NO_KEY = Pattern.compile("[\"'`“”]| ?\\([^)]*\\)");
    private static final Set<String> NUMBERS = Set.of(
            "age",
            "year",
            "count",
            "score",
            "confidence",
            "rating",
            "price",
            "amount",
            "quantity",
            "number",
            "total",
            "population",
            "temperature",
            "percentage",
            "cost",
            "height",
            "weight",
            "length",
            "width",
            "duration");
    private static final Set<String> LISTS = Set.of(
            "list",
            "tags",
            "keywords",
            "ingredients",
            "steps",
            "items",
            "topics",
            "questions",
            "names",
            "examples",
            "colors",
            "cities",
            "queries");

    private NamedKeys() {}

    /** Returns a schema of the object that a text wants. */
    static Optional<JsonNode> schema(String text) {
        String looked = text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text;
        for (int at = looked.indexOf('{'), tries = 0;
                at >= 0 && tries < 10;
                at = looked.indexOf('{', at + 1), tries++) {
            Optional<JsonNode> shown = shown(looked, at);
            if (shown.isPresent()) {
                return Optional.of(like(shown.get(), 0));
            }
        }
        Matcher list = LIST.matcher(looked);
        if (!list.find()) {
            return Optional.empty();
        }
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        for (String key : BETWEEN.split(list.group(1), -1)) {
            String name = NO_KEY.matcher(key).replaceAll("").strip();
            if (!name.isEmpty() && properties.size() < MOST_KEYS) {
                properties.set(name, ofName(name));
            }
        }
        return properties.isEmpty() ? Optional.empty() : Optional.of(object(properties));
    }

    private static Optional<JsonNode> shown(String text, int from) {
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                try {
                    JsonNode value = JSON.readTree(text.substring(from, i + 1));
                    return value.isObject() && !value.isEmpty() && value.size() <= MOST_KEYS
                            ? Optional.of(value)
                            : Optional.empty();
                } catch (JsonProcessingException e) {
                    // Braces of something else.
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    /** Returns a schema of values that have the form of one. */
    private static JsonNode like(JsonNode value, int depth) {
        if (value.isObject() && depth < DEEPEST) {
            ObjectNode properties = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                properties.set(member.getKey(), like(member.getValue(), depth + 1));
            }
            return object(properties);
        } else if (value.isArray()) {
            return listOf(value.isEmpty() ? type("string") : like(value.get(0), depth + 1));
        }
        return type(
                value.isIntegralNumber()
                        ? "integer"
                        : value.isNumber() ? "number" : value.isBoolean() ? "boolean" : "string");
    }

    private static JsonNode ofName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String last = lower.substring(lower.lastIndexOf('_') + 1);
        if (LISTS.contains(last)) {
            return listOf(type("string"));
        } else if (lower.startsWith("is_") || lower.startsWith("has_")) {
            return type("boolean");
        }
        return type(
                NUMBERS.contains(last)
                        ? (last.equals("price") || last.equals("score") ? "number" : "integer")
                        : "string");
    }

    private static JsonNode listOf(JsonNode items) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.put("type", "array").put("minItems", 2).put("maxItems", 3).set("items", items);
        return list;
    }

    private static JsonNode type(String name) {
        return JsonNodeFactory.instance.objectNode().put("type", name);
    }

    private static ObjectNode object(ObjectNode properties) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("type", "object").put("additionalProperties", false);
        properties.fieldNames().forEachRemaining(schema.withArray("required")::add);
        schema.set("properties", properties);
        return schema;
    }
}

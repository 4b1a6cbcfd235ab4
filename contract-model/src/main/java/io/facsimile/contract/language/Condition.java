package io.facsimile.contract.language;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A test of one place in a request.
 *
 * @param place where to look
 * @param test what must hold of the values there
 */
public record Condition(Locator place, Test test) {
    /** What must hold of the values at a place. */
    public sealed interface Test {
        boolean holds(JsonNode[] values);

        /** Returns whether it cannot hold where there is no value. */
        default boolean needsValue() {
            return !holds(new JsonNode[0]);
        }
    }

    /** Some value equals this one. Texts of paths, queries and headers equal numbers and booleans by their text. */
    public record Is(JsonNode expected) implements Test {
        @Override
        public boolean holds(JsonNode[] values) {
            for (JsonNode value : values) {
                if (same(value, expected)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** No value equals this one. */
    public record Not(JsonNode refused) implements Test {
        @Override
        public boolean holds(JsonNode[] values) {
            return !new Is(refused).holds(values);
        }
    }

    /** There is a value other than null, or there is none. */
    public record Exists(boolean expected) implements Test {
        @Override
        public boolean holds(JsonNode[] values) {
            boolean exists = false;
            for (JsonNode value : values) {
                exists |= !value.isNull();
            }
            return exists == expected;
        }
    }

    /** Some value, or an item of it, equals this one; in a text, it occurs. */
    public record Includes(JsonNode wanted) implements Test {
        @Override
        public boolean holds(JsonNode[] values) {
            for (JsonNode value : values) {
                if (same(value, wanted)
                        || value.isTextual()
                                && wanted.isTextual()
                                && value.textValue().contains(wanted.textValue())) {
                    return true;
                }
                if (value.isArray()) {
                    for (JsonNode item : value) {
                        if (same(item, wanted)) {
                            return true;
                        }
                    }
                }
            }
            return false;
        }
    }

    /** Some text has a part that fits a regular expression. */
    public record Matches(Pattern pattern) implements Test {
        @Override
        public boolean holds(JsonNode[] values) {
            for (JsonNode value : values) {
                if (value.isValueNode() && pattern.matcher(value.asText()).find()) {
                    return true;
                }
            }
            return false;
        }
    }

    private static boolean same(JsonNode value, JsonNode expected) {
        if (value.isNumber() && expected.isNumber()) {
            return value.decimalValue().compareTo(expected.decimalValue()) == 0;
        }
        return value.equals(expected)
                || value.isTextual()
                        && expected.isValueNode()
                        && !expected.isNull()
                        && value.textValue().equals(expected.asText());
    }

    public boolean holds(RequestValues request) {
        return test.holds(place.findAll(request));
    }

    /** Returns whether every one of some conditions holds; true for none. */
    public static boolean allHold(List<Condition> conditions, RequestValues request) {
        for (Condition condition : conditions) {
            if (!condition.holds(request)) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether one of some conditions holds; false for none. */
    public static boolean anyHolds(List<Condition> conditions, RequestValues request) {
        for (Condition condition : conditions) {
            if (condition.holds(request)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Reads conditions: one object or a list of them, each with one place and one test.
     *
     * @throws IllegalArgumentException if something else stands there
     */
    public static List<Condition> parseAll(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return List.of();
        }
        List<Condition> conditions = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(item -> conditions.add(parse(item)));
        } else {
            conditions.add(parse(node));
        }
        return List.copyOf(conditions);
    }

    private static Condition parse(JsonNode node) {
        Locator place = null;
        Test test = null;
        for (var entry : node.properties()) {
            JsonNode value = entry.getValue();
            switch (entry.getKey()) {
                case "at" -> place = Locator.body(value.asText());
                case "query" -> place = new Locator.Query(value.asText());
                case "header" -> place = new Locator.Header(value.asText());
                case "path" -> place = new Locator.Path(value.asText());
                case "part" -> place = new Locator.Body(List.of(value.asText()));
                case "is" -> test = new Is(value);
                case "not" -> test = new Not(value);
                case "exists" -> test = new Exists(value.asBoolean());
                case "includes" -> test = new Includes(value);
                case "matches" -> test = new Matches(Pattern.compile(value.asText()));
                default ->
                    throw new IllegalArgumentException(
                            "\"" + entry.getKey()
                                    + "\" is no word of a condition (at, query, header, path, part; is, not, exists, includes, matches)");
            }
        }
        if (place == null || test == null) {
            throw new IllegalArgumentException("a condition needs one place and one test: " + node);
        }
        return new Condition(place, test);
    }
}

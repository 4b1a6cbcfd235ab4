package io.facsimile.mock.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Puts what an object begins and ends with into order: a start is before its end, a least below its most. */
final class Order {
    private static final String[][] PAIRS = {
        {"start", "end"},
        {"starts", "ends"},
        {"begin", "end"},
        {"start", "finish"},
        {"from", "to"},
        {"min", "max"},
        {"minimum", "maximum"},
        {"lower", "upper"},
        {"low", "high"},
        {"departure", "arrival"},
        {"check_in", "check_out"},
        {"checkin", "checkout"},
        {"opening", "closing"},
        {"created", "updated"},
        {"page", "pages"},
        {"page", "total_pages"},
        {"current_page", "total_pages"},
        {"page_number", "page_count"}
    };
    private static final String TIME = "(?:[0-9]{4}-[0-9]{2}-[0-9]{2})?T?(?:[0-9]{2}:[0-9]{2}.*)?";

    private Order() {}

    /**
     * Swaps values that are the wrong way round, where their schemas say the same.
     *
     * @param schemas the schemas of the members
     */
    static void restore(ObjectNode object, Map<String, JsonNode> schemas) {
        if (object.size() < 2) {
            return;
        }
        for (String first : List.copyOf(schemas.keySet())) {
            List<String> words = Plausible.words(first);
            String name = "_" + String.join("_", words) + "_";
            for (String[] pair : PAIRS) {
                if (name.contains("_" + pair[0] + "_")) {
                    String other = name.replace("_" + pair[0] + "_", "_" + pair[1] + "_");
                    for (String second : schemas.keySet()) {
                        if (other.equals("_" + String.join("_", Plausible.words(second)) + "_")) {
                            restore(object, first, second, schemas);
                        }
                    }
                }
            }
        }
    }

    private static void restore(ObjectNode object, String first, String second, Map<String, JsonNode> schemas) {
        JsonNode least = object.path(first);
        JsonNode most = object.path(second);
        if (isAfter(least, most) && bare(schemas, first).equals(bare(schemas, second))) {
            object.set(first, most);
            object.set(second, least);
        }
    }

    private static boolean isAfter(JsonNode a, JsonNode b) {
        if (a.isNumber() && b.isNumber()) {
            return a.decimalValue().compareTo(b.decimalValue()) > 0;
        }
        boolean areTimes = a.isTextual()
                && b.isTextual()
                && a.textValue().length() == b.textValue().length()
                && a.textValue().matches(TIME)
                && b.textValue().matches(TIME);
        return areTimes && a.textValue().compareTo(b.textValue()) > 0;
    }

    /** Returns what a schema demands, without what it tells. */
    private static JsonNode bare(Map<String, JsonNode> schemas, String name) {
        JsonNode schema = schemas.getOrDefault(name, MissingNode.getInstance());
        return schema instanceof ObjectNode object
                ? object.deepCopy().without(List.of("title", "description", "default", "examples", "example"))
                : schema;
    }
}

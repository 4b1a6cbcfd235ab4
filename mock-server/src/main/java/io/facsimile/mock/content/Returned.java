package io.facsimile.mock.content;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What tools returned, as one says it.
 *
 * @param words their members in words, if it was JSON
 * @param isError whether it tells that a tool failed
 */
record Returned(String words, boolean isError) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 300;
    private static final int MOST_PARTS = 40;
    private static final int DEEPEST = 8;

    /** Names of a member that only wraps what was returned. */
    private static final Set<String> WRAPPERS = Set.of("output", "result", "content", "response", "data", "text");

    /** @param isError whether the request says that it failed */
    static Returned of(List<String> results, boolean isError) {
        boolean isFailed = isError;
        List<String> parts = new ArrayList<>();
        for (String result : results) {
            String text = result.strip();
            Optional<JsonNode> json = json(text);
            if (json.isPresent()) {
                JsonNode bare = bare(json.get());
                isFailed |= bare.isObject() && bare.size() == 1 && bare.has("error");
                if (bare.isTextual()) {
                    parts.add(bare.textValue());
                } else {
                    say(bare, "", 0, parts);
                }
            } else {
                isFailed |= text.startsWith("Error:");
                parts.add(text);
            }
        }
        return new Returned(Conversation.shortened(String.join(", ", parts), LONGEST), isFailed);
    }

    private static Optional<JsonNode> json(String text) {
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            // A text that only looks like JSON is said as it is.
            return Optional.empty();
        }
    }

    private static JsonNode bare(JsonNode value) {
        JsonNode at = value;
        for (int i = 0; i < DEEPEST && at.isObject(); i++) {
            String only = at.size() == 1 ? at.fieldNames().next() : "";
            if (at.size() == 2 && at.path("name").isTextual() && at.has("content")) {
                at = at.get("content");
            } else if (WRAPPERS.contains(only)) {
                at = at.get(only);
            } else {
                break;
            }
            Optional<JsonNode> inner = at.isTextual() ? json(at.textValue().strip()) : Optional.empty();
            at = inner.orElse(at);
        }
        return at;
    }

    private static void say(JsonNode value, String name, int depth, List<String> parts) {
        if (parts.size() >= MOST_PARTS || depth > DEEPEST) {
            return;
        }
        if (value.isObject()) {
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                String own = member.getKey().replace('_', ' ');
                say(member.getValue(), name.isEmpty() ? own : name + " " + own, depth + 1, parts);
            }
        } else if (value.isArray()) {
            List<String> items = new ArrayList<>();
            for (JsonNode item : value) {
                if (item.isContainerNode()) {
                    say(item, name, depth + 1, parts);
                } else if (items.size() < MOST_PARTS) {
                    items.add(item.asText());
                }
            }
            if (!items.isEmpty()) {
                parts.add((name.isEmpty() ? "" : name + ": ") + String.join(", ", items));
            }
        } else {
            parts.add((name.isEmpty() ? "" : name + ": ") + value.asText());
        }
    }
}

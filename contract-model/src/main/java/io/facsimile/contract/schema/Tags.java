package io.facsimile.contract.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.References;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What tells the branches of a union apart: a member for which each branch names the words that it may have. An object with
 * another word there fits no branch.
 *
 * @param branches the numbers of the branches that a word is for
 */
record Tags(String member, Map<String, List<Integer>> branches) {
    /** Returns the tags of a union; nothing if there is a branch without. */
    static Optional<Tags> of(JsonNode document, JsonNode union) {
        if (!union.isArray() || union.size() < 2) {
            return Optional.empty();
        }
        for (String member : members(document, union.get(0)).keySet()) {
            Map<String, List<Integer>> branches = new HashMap<>();
            boolean isInAll = true;
            for (int i = 0; i < union.size(); i++) {
                Set<String> words = members(document, union.get(i)).getOrDefault(member, Set.of());
                isInAll &= !words.isEmpty();
                for (String word : words) {
                    branches.computeIfAbsent(word, w -> new ArrayList<>()).add(i);
                }
            }
            if (isInAll && branches.size() > 1) {
                return Optional.of(new Tags(member, branches));
            }
        }
        return Optional.empty();
    }

    /** The members of a schema that may only have certain words, with the words. */
    private static Map<String, Set<String>> members(JsonNode document, JsonNode schema) {
        Map<String, Set<String>> members = new HashMap<>();
        for (Map.Entry<String, JsonNode> property :
                References.follow(document, schema).path("properties").properties()) {
            Set<String> words = words(References.follow(document, property.getValue()));
            if (!words.isEmpty()) {
                members.put(property.getKey(), words);
            }
        }
        return members;
    }

    /** Returns the words that a schema names, if it names nothing else; none if it takes others. */
    static Set<String> words(JsonNode schema) {
        if (schema.path("const").isTextual()) {
            return Set.of(schema.get("const").textValue());
        }
        Set<String> words = new LinkedHashSet<>();
        for (JsonNode word : schema.path("enum")) {
            if (!word.isTextual()) {
                return Set.of();
            }
            words.add(word.textValue());
        }
        return words;
    }
}

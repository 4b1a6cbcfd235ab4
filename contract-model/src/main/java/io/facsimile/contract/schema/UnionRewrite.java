package io.facsimile.contract.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.contract.References;
import io.facsimile.contract.bundle.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Rewrites unions so that a validator need not try every branch. {@code oneOf} obliges it to; where the branches
 * exclude each other by JSON type, the first that fits is enough, and where they do by a tag, only the branch of the tag
 * has to be tried. The rewritten document accepts exactly the same values; its error messages are of no use.
 */
final class UnionRewrite {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Set<String> TYPES =
            Set.of("object", "array", "string", "number", "integer", "boolean", "null");

    private final JsonNode document;

    private UnionRewrite(JsonNode document) {
        this.document = document;
    }

    static JsonNode rewrite(JsonNode document) {
        JsonNode copy = document.deepCopy();
        UnionRewrite rewrite = new UnionRewrite(document);
        Kind.walk(copy, (kind, pointer, node) -> {
            if (kind == Kind.SCHEMA && node.path("oneOf").isArray() && !node.has("anyOf")) {
                rewrite.union((ObjectNode) node);
            }
        });
        return copy;
    }

    /** A branch and what it resolves to. */
    private record Branch(JsonNode written, JsonNode resolved) {
        Set<String> types() {
            JsonNode type = resolved.path("type");
            Set<String> types = new HashSet<>();
            if (type.isTextual()) {
                types.add(type.textValue());
            }
            type.forEach(word -> types.add(word.asText()));
            return types.isEmpty() ? TYPES : types;
        }

        boolean isObject() {
            return types().equals(Set.of("object"));
        }
    }

    private void union(ObjectNode schema) {
        List<Branch> objects = new ArrayList<>();
        List<Branch> others = new ArrayList<>();
        for (JsonNode written : schema.get("oneOf")) {
            boolean isPlain = !written.has("$ref") || written.size() == 1;
            Branch branch = new Branch(written, isPlain ? References.follow(document, written) : written);
            (branch.isObject() ? objects : others).add(branch);
        }
        if (!areDisjoint(others) || others.stream().anyMatch(b -> b.types().contains("object"))) {
            return;
        }
        ArrayNode anyOf = NODES.arrayNode();
        others.forEach(b -> anyOf.add(b.written()));
        if (objects.size() == 1) {
            anyOf.add(objects.get(0).written());
        } else if (objects.size() > 1) {
            Optional<JsonNode> chain = byTag(objects);
            if (chain.isEmpty()) {
                return;
            }
            anyOf.add(chain.get());
        }
        schema.remove("oneOf");
        schema.set("anyOf", anyOf);
    }

    private static boolean areDisjoint(List<Branch> branches) {
        Set<String> seen = new HashSet<>();
        for (Branch branch : branches) {
            for (String type : branch.types()) {
                // Every integer is a number.
                if (!seen.add(type.equals("integer") ? "number" : type)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Returns the branches as a chain of questions for their tag, if they have one. */
    private Optional<JsonNode> byTag(List<Branch> branches) {
        for (JsonNode required : branches.get(0).resolved().path("required")) {
            Optional<JsonNode> chain = byTag(branches, required.asText());
            if (chain.isPresent()) {
                return chain;
            }
        }
        return Optional.empty();
    }

    private Optional<JsonNode> byTag(List<Branch> branches, String tag) {
        Set<String> taken = new HashSet<>();
        List<ArrayNode> words = new ArrayList<>();
        List<Branch> tagged = new ArrayList<>();
        Branch open = null;
        for (Branch branch : branches) {
            boolean isRequired = false;
            for (JsonNode required : branch.resolved().path("required")) {
                isRequired |= required.asText().equals(tag);
            }
            JsonNode schema = References.follow(
                    document, branch.resolved().path("properties").path(tag));
            Optional<ArrayNode> of = words(schema);
            if (!isRequired || of.isEmpty() && open != null) {
                return Optional.empty();
            }
            if (of.isEmpty()) {
                open = branch;
                continue;
            }
            for (JsonNode word : of.get()) {
                if (!taken.add(word.toString())) {
                    return Optional.empty();
                }
            }
            words.add(of.get());
            tagged.add(branch);
        }
        if (open != null && !excludes(open, tag, words)) {
            return Optional.empty();
        }
        JsonNode chain = open == null ? NODES.booleanNode(false) : open.written();
        for (int i = tagged.size() - 1; i >= 0; i--) {
            ObjectNode question = NODES.objectNode();
            question.putArray("required").add(tag);
            question.putObject("properties").putObject(tag).set("enum", words.get(i));
            ObjectNode link = NODES.objectNode();
            link.put("type", "object");
            link.set("if", question);
            link.set("then", tagged.get(i).written());
            link.set("else", chain);
            chain = link;
        }
        return Optional.of(chain);
    }

    private static Optional<ArrayNode> words(JsonNode schema) {
        if (schema.has("const")) {
            return Optional.of(NODES.arrayNode().add(schema.get("const")));
        }
        return schema.path("enum") instanceof ArrayNode words ? Optional.of(words) : Optional.empty();
    }

    /** Returns whether the branch without words of its own refuses those of all others, by its pattern. */
    private boolean excludes(Branch open, String tag, List<ArrayNode> words) {
        JsonNode pattern = References.follow(
                        document, open.resolved().path("properties").path(tag))
                .path("pattern");
        if (!pattern.isTextual()) {
            return false;
        }
        Pattern compiled = Pattern.compile(pattern.textValue());
        return words.stream().allMatch(list -> {
            for (JsonNode word : list) {
                if (compiled.matcher(word.asText()).find()) {
                    return false;
                }
            }
            return true;
        });
    }
}

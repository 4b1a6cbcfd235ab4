package io.facsimile.contract.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.contract.References;
import io.facsimile.contract.bundle.Kind;
import io.facsimile.contract.source.Pointers;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says in words of JSON Schema what OpenAPI's {@code discriminator} says: a member names the schema that an object is held to.
 * Each branch of a union gets the words that are for it. A schema that others are built on ({@code allOf}) becomes a union of
 * these; they are built on a copy of it that is none, so that nothing leads back to itself.
 *
 * <p>Source: OpenAPI 3.1.1, Discriminator Object. A schema is named by the keys of {@code mapping}, else by its own name; where
 * it has neither this name among its own words nor a key, its own words count, as authors mean them.
 */
final class Discriminated {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String SCHEMAS = "#/components/schemas/";
    private static final List<String> UNIONS = List.of("oneOf", "anyOf");

    private final JsonNode document;
    private final ObjectNode schemas;

    /** Of which schema each is built on which: parent to the children, those of children too. */
    private final Map<String, Set<String>> children = new LinkedHashMap<>();

    private Discriminated(JsonNode document) {
        this.document = document;
        this.schemas = (ObjectNode) document.path("components").path("schemas");
    }

    /** Returns a document without discriminators that count; the same one if nothing is to be changed. */
    static JsonNode of(JsonNode document) {
        if (!document.path("components").path("schemas").isObject() || !isUsed(document) && !hasCircle(document)) {
            return document;
        }
        JsonNode copy = document.deepCopy();
        new Discriminated(copy).rewrite();
        return copy;
    }

    /** Looks for a discriminator, but not among examples: they are most of a document. */
    private static boolean isUsed(JsonNode document) {
        if (document.path("paths").findValue("discriminator") != null) {
            return true;
        }
        for (Map.Entry<String, JsonNode> section : document.path("components").properties()) {
            if (!section.getKey().equals("examples") && section.getValue().findValue("discriminator") != null) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a branch of a union is built on the union. */
    private static boolean hasCircle(JsonNode document) {
        for (Map.Entry<String, JsonNode> schema :
                document.path("components").path("schemas").properties()) {
            for (String union : UNIONS) {
                for (JsonNode branch : schema.getValue().path(union)) {
                    if (isBuiltOn(References.follow(document, branch), schema.getKey())) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean isBuiltOn(JsonNode schema, String parent) {
        for (JsonNode part : schema.path("allOf")) {
            if (name(part).equals(parent)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the name of the component that a schema refers to; "" for none. */
    private static String name(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        return reference.startsWith(SCHEMAS) && reference.indexOf('/', SCHEMAS.length()) < 0
                ? Pointers.unescape(Pointers.ofFragment(reference.substring(SCHEMAS.length())))
                : "";
    }

    private void rewrite() {
        for (String name : Pointers.names(schemas)) {
            JsonNode schema = schemas.get(name);
            boolean isUnion = UNIONS.stream().anyMatch(schema::has);
            if (isUnion || !member(schema).isEmpty()) {
                Set<String> built = built(name);
                if (isUnion) {
                    // Others that are built on a union mean that both hold.
                    built.retainAll(branches(schema, new LinkedHashSet<>()));
                }
                if (!built.isEmpty()) {
                    children.put(name, built);
                }
            }
        }
        Map<String, String> copies = new LinkedHashMap<>();
        children.keySet().forEach(parent -> copies.put(parent, free(parent)));
        copies.forEach(this::buildOn);
        copies.forEach((parent, copy) -> {
            ObjectNode plain = schemas.get(parent).deepCopy();
            plain.remove(List.of("discriminator", "oneOf", "anyOf"));
            schemas.set(copy, plain);
        });
        // Words are looked up in what was written, so nothing is changed before all are known.
        IdentityHashMap<ObjectNode, ObjectNode> changes = new IdentityHashMap<>();
        Kind.walk(document, (kind, pointer, node) -> {
            if (kind == Kind.SCHEMA && !member(node).isEmpty()) {
                changes.put((ObjectNode) node, change((ObjectNode) node, pointer));
            }
        });
        changes.forEach(ObjectNode::setAll);
    }

    private static String member(JsonNode schema) {
        return schema.path("discriminator").path("propertyName").asText();
    }

    /** Returns the names of the schemas that are built on one, directly or through others. */
    private Set<String> built(String parent) {
        Set<String> found = new LinkedHashSet<>();
        boolean isGrowing = true;
        while (isGrowing) {
            isGrowing = false;
            for (Map.Entry<String, JsonNode> schema : schemas.properties()) {
                if (schema.getKey().equals(parent)
                        || found.contains(schema.getKey())
                        || isOtherName(schema.getValue())) {
                    continue;
                }
                for (JsonNode part : schema.getValue().path("allOf")) {
                    String on = name(part);
                    if (on.equals(parent) || found.contains(on)) {
                        isGrowing |= found.add(schema.getKey());
                    }
                }
            }
        }
        return found;
    }

    /** A reference with a description is often written as the only part of a sum. */
    private static boolean isOtherName(JsonNode schema) {
        return schema.path("allOf").size() == 1 && !schema.has("properties") && !schema.has("required");
    }

    /** Returns the names of the schemas that are branches of a union, or of its branches. */
    private Set<String> branches(JsonNode schema, Set<String> found) {
        for (String union : UNIONS) {
            for (JsonNode branch : schema.path(union)) {
                String name = name(branch);
                if (!name.isEmpty() && found.add(name)) {
                    branches(schemas.path(name), found);
                }
            }
        }
        return found;
    }

    private String free(String name) {
        String free = name + "-itself";
        while (schemas.has(free)) {
            free += "-";
        }
        return free;
    }

    private void buildOn(String parent, String copy) {
        for (String child : children.getOrDefault(parent, Set.of())) {
            for (JsonNode part : schemas.path(child).path("allOf")) {
                if (name(part).equals(parent)) {
                    ((ObjectNode) part).put("$ref", SCHEMAS + Pointers.escape(copy));
                }
            }
        }
    }

    /** Returns what a schema with a discriminator says from now on. */
    private ObjectNode change(ObjectNode schema, String pointer) {
        ObjectNode change = NODES.objectNode();
        String member = member(schema);
        for (String union : UNIONS) {
            if (schema.path(union).isArray()) {
                ArrayNode branches = change.putArray(union);
                for (JsonNode branch : schema.get(union)) {
                    branches.add(
                            branch.path("$ref").isTextual() ? tagged(branch, member, words(schema, branch)) : branch);
                }
            }
        }
        String name = Pointers.last(pointer);
        boolean isParent = pointer.equals("/components/schemas/" + Pointers.escape(name)) && children.containsKey(name);
        if (change.isEmpty() && isParent) {
            change.set("anyOf", descendants(schema, name, member));
        }
        return change;
    }

    private ArrayNode descendants(ObjectNode schema, String name, String member) {
        ArrayNode branches = NODES.arrayNode();
        for (String child : children.getOrDefault(name, Set.of())) {
            ObjectNode reference = NODES.objectNode().put("$ref", SCHEMAS + Pointers.escape(child));
            branches.add(tagged(reference, member, words(schema, reference)));
        }
        Set<String> own = words(schema, NODES.objectNode().put("$ref", SCHEMAS + Pointers.escape(name)));
        boolean isMapped = !schema.path("discriminator").path("mapping").isEmpty();
        Set<String> keys = keys(schema, name);
        if (!isMapped && own.contains(name) || !keys.isEmpty()) {
            branches.add(tag(member, keys.isEmpty() ? Set.of(name) : keys));
        }
        if (!requires(schema, member)) {
            // An object that does not say what it is, is the parent; with any word that is nobody's, it is not.
            branches.add(tag(member, Set.of()));
        }
        return branches;
    }

    private static boolean requires(JsonNode schema, String member) {
        for (JsonNode name : schema.path("required")) {
            if (name.asText().equals(member)) {
                return true;
            }
        }
        return false;
    }

    private static ObjectNode tagged(JsonNode branch, String member, Set<String> words) {
        ObjectNode tagged = tag(member, words);
        tagged.putArray("allOf").add(branch);
        return tagged;
    }

    private static ObjectNode tag(String member, Set<String> words) {
        ObjectNode tag = NODES.objectNode();
        ArrayNode values = tag.putObject("properties").putObject(member).putArray("enum");
        words.forEach(values::add);
        return tag;
    }

    /** Returns the words by which a schema with a discriminator calls one that a branch refers to. */
    private Set<String> words(JsonNode schema, JsonNode branch) {
        return words(schema, branch, new IdentityHashMap<>());
    }

    private Set<String> words(JsonNode schema, JsonNode branch, IdentityHashMap<JsonNode, Set<String>> known) {
        String name = Pointers.last(branch.path("$ref").asText());
        Set<String> keys = keys(schema, name);
        if (!keys.isEmpty()) {
            return keys;
        }
        Set<String> own = own(branch, member(schema), known);
        return own.isEmpty() || own.contains(name) ? Set.of(name) : own;
    }

    /** Returns the keys of the mapping that lead to a schema. */
    private static Set<String> keys(JsonNode schema, String name) {
        Set<String> keys = new LinkedHashSet<>();
        for (Map.Entry<String, JsonNode> entry :
                schema.path("discriminator").path("mapping").properties()) {
            String target = entry.getValue().asText();
            if (target.equals(name)
                    || target.startsWith("#/") && Pointers.last(target).equals(name)) {
                keys.add(entry.getKey());
            }
        }
        return keys;
    }

    /**
     * Returns the words that a schema itself allows a member; none if it allows any.
     *
     * @param known what is known of schemas already, and of those that are being looked at
     */
    private Set<String> own(JsonNode written, String member, IdentityHashMap<JsonNode, Set<String>> known) {
        JsonNode schema = References.follow(document, written);
        Set<String> seen = known.putIfAbsent(schema, Set.of());
        if (seen != null) {
            return seen;
        }
        Set<String> words =
                Tags.words(References.follow(document, schema.path("properties").path(member)));
        for (JsonNode part : schema.path("allOf")) {
            words = words.isEmpty() ? own(part, member, known) : words;
        }
        words = words.isEmpty() ? ofBranches(schema, member, known) : words;
        known.put(schema, words);
        return words;
    }

    private Set<String> ofBranches(JsonNode schema, String member, IdentityHashMap<JsonNode, Set<String>> known) {
        Set<String> all = new LinkedHashSet<>();
        for (String union : UNIONS) {
            for (JsonNode branch : schema.path(union)) {
                boolean isNamed =
                        member(schema).equals(member) && branch.path("$ref").isTextual();
                Set<String> some = isNamed ? words(schema, branch, known) : own(branch, member, known);
                if (some.isEmpty()) {
                    return Set.of();
                }
                all.addAll(some);
            }
        }
        return all;
    }
}

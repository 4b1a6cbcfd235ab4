package io.facsimile.contract.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.Problem;
import io.facsimile.contract.source.Pointers;
import io.facsimile.contract.source.YamlFile;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the schemas of a file call themselves: {@code $id}, {@code $anchor}, {@code $dynamicAnchor}. A schema with an
 * {@code $id} is a resource: references inside of it count from its address, and anchors are its own.
 *
 * <p>Source: JSON Schema 2020-12, Core, 8.2 and 9.1.
 */
final class SchemaNames {
    /** Keywords whose value is no schema and has none inside. */
    private static final Set<String> VALUES = Set.of("example", "examples", "default", "const", "enum", "value");

    /** Keywords whose value is a map of names to schemas. */
    private static final Set<String> MAPS =
            Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "schemas");

    private final YamlFile file;
    private final List<Problem> problems;

    /** Pointer of each resource to its address. The file is one, too. */
    private final Map<String, URI> addresses = new HashMap<>();

    private final Map<Anchor, String> anchors = new HashMap<>();
    private final Set<Anchor> dynamic = new TreeSet<>();

    /** The name of a schema within a resource, that of the pointer. */
    private record Anchor(String resource, String name) implements Comparable<Anchor> {
        @Override
        public int compareTo(Anchor other) {
            int byName = name.compareTo(other.name);
            return byName != 0 ? byName : resource.compareTo(other.resource);
        }
    }

    private SchemaNames(YamlFile file, List<Problem> problems) {
        this.file = file;
        this.problems = problems;
    }

    /**
     * Looks through a file.
     *
     * @param problems where names that cannot be are told
     */
    static SchemaNames of(YamlFile file, List<Problem> problems) {
        SchemaNames names = new SchemaNames(file, problems);
        names.addresses.put("", file.path().toUri());
        names.look(file.root(), "", "", false);
        return names;
    }

    private void look(JsonNode node, String pointer, String resource, boolean isMap) {
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                look(node.get(i), pointer + "/" + i, resource, false);
            }
            return;
        }
        String inside = isMap ? resource : named(node, pointer, resource);
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            String key = member.getKey();
            if (member.getValue().isContainerNode() && (isMap || !VALUES.contains(key) && !key.startsWith("x-"))) {
                look(
                        member.getValue(),
                        pointer + "/" + Pointers.escape(key),
                        inside,
                        !isMap && MAPS.contains(key) && member.getValue().isObject());
            }
        }
    }

    /** Notes the names of a schema, and returns the resource that what is in it belongs to. */
    private String named(JsonNode schema, String pointer, String resource) {
        String inside = resource;
        String id = schema.path("$id").asText();
        if (id.startsWith("#")) {
            // That was how older drafts wrote an anchor.
            anchor(new Anchor(resource, id.substring(1)), pointer);
        } else if (!id.isEmpty() && schema.get("$id").isTextual()) {
            try {
                URI address =
                        addresses.getOrDefault(resource, file.path().toUri()).resolve(withoutFragment(id));
                addresses.put(pointer, address);
                inside = pointer;
            } catch (IllegalArgumentException e) {
                problems.add(new Problem(
                        "reference",
                        file.line(pointer + "/$id"),
                        "the $id \"" + id + "\" is no address",
                        "write a URI, such as https://example.com/schemas/order, or leave it out"));
            }
        }
        String anchor = text(schema, "$anchor");
        if (!anchor.isEmpty()) {
            anchor(new Anchor(inside, anchor), pointer);
        }
        String moving = text(schema, "$dynamicAnchor");
        if (!moving.isEmpty()) {
            anchor(new Anchor(inside, moving), pointer);
            dynamic.add(new Anchor(inside, moving));
        }
        return inside;
    }

    private static String text(JsonNode schema, String keyword) {
        return schema.path(keyword).isTextual() ? schema.get(keyword).textValue() : "";
    }

    private void anchor(Anchor anchor, String pointer) {
        String other = anchors.putIfAbsent(anchor, pointer);
        if (other != null) {
            problems.add(new Problem(
                    "reference",
                    file.line(pointer),
                    "two schemas have the anchor \"" + anchor.name + "\"; the other is at " + file.line(other),
                    "give one another name"));
        }
    }

    private static String withoutFragment(String uri) {
        int hash = uri.indexOf('#');
        return hash < 0 ? uri : uri.substring(0, hash);
    }

    /** Returns the pointer of the resource that a pointer lies in. */
    String resource(String pointer) {
        String at = pointer;
        while (!addresses.containsKey(at)) {
            at = at.substring(0, at.lastIndexOf('/'));
        }
        return at;
    }

    /** Returns the address of what a reference at a pointer names; nothing if it is none. */
    Optional<URI> address(String pointer, String reference) {
        URI base = addresses.getOrDefault(resource(pointer), file.path().toUri());
        try {
            return Optional.of(base.resolve(reference));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns the pointer of the resource with an address. */
    Optional<String> resource(URI address) {
        return addresses.entrySet().stream()
                .filter(resource -> resource.getValue().equals(address))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Returns the way from the file's own address to another, as a file's name; nothing if there is none. */
    Optional<String> beside(URI address) {
        URI own = addresses.getOrDefault("", file.path().toUri());
        String way = own.resolve(".").relativize(address).toString();
        return way.isEmpty() || Bundler.isElsewhere(way) ? Optional.empty() : Optional.of(way);
    }

    /** Returns the pointer of the schema with an anchor in a resource. */
    Optional<String> anchor(String resource, String name) {
        return Optional.ofNullable(anchors.get(new Anchor(resource, name)));
    }

    /** Returns the names of all anchors, in order. */
    Set<String> anchors() {
        Set<String> names = new TreeSet<>();
        anchors.keySet().forEach(anchor -> names.add(anchor.name));
        return names;
    }

    /** Returns the pointers of all schemas with a dynamic anchor. */
    List<String> dynamic(String name) {
        List<String> pointers = new ArrayList<>();
        for (Anchor anchor : dynamic) {
            if (anchor.name.equals(name)) {
                pointers.add(anchors.getOrDefault(anchor, ""));
            }
        }
        return pointers;
    }
}

package io.facsimile.contract.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.contract.ContractException;
import io.facsimile.contract.Problem;
import io.facsimile.contract.References;
import io.facsimile.contract.source.Pointers;
import io.facsimile.contract.source.SourceLine;
import io.facsimile.contract.source.YamlFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes one document out of a contract that is spread over files. Works on the raw YAML, because models of OpenAPI
 * libraries lose what they do not know.
 *
 * <p>A reference into another file becomes a component named by the last word of its pointer. Path items and the
 * contents of extensions are written in place. A path item that comes from {@code families/<family>/} gets
 * {@code x-family}, its operations that stream {@code x-events}, the name of the events' schema.
 */
public final class Bundler {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** By these words a schema says what it is called. */
    private static final Set<String> NAMES = Set.of("$id", "$anchor", "$dynamicAnchor");

    private final Path home;
    private final YamlFile root;
    private final Map<Path, YamlFile> read = new HashMap<>();
    private final Map<Path, SchemaNames> names = new HashMap<>();
    private final Set<Path> broken = new HashSet<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, SourceLine> lines = new HashMap<>();
    private final Map<String, Path> files = new TreeMap<>();
    private final Map<Place, String> lifted = new HashMap<>();
    private final Map<String, Place> taken = new HashMap<>();
    private final Deque<Lift> waiting = new ArrayDeque<>();
    private final Set<Place> inside = new HashSet<>();
    private final Map<String, Map<String, JsonNode>> components = new LinkedHashMap<>();

    /** A place in a file: the file and a JSON pointer in it. */
    private record Place(Path file, String pointer) {}

    /** What a reference leads to, if it is there. */
    private record Target(YamlFile file, String pointer) {}

    private record Lift(Kind kind, String name, YamlFile file, String pointer, JsonNode node) {}

    private Bundler(Path home, YamlFile root) {
        this.home = home;
        this.root = root;
        read.put(root.path(), root);
    }

    /**
     * Bundles the contract whose entry document is a file.
     *
     * @throws ContractException with every file that cannot be read and every reference that leads nowhere
     */
    public static Bundle bundle(Path entry) {
        Path path = entry.toAbsolutePath().normalize();
        Path parent = Objects.requireNonNull(path.getParent());
        // For our own layout, names are relative to the contracts' directory, so that messages stay short.
        Path home = parent.getFileName() != null
                        && parent.getFileName().toString().equals("providers")
                        && parent.getParent() != null
                ? parent.getParent()
                : parent;
        return new Bundler(home, YamlFile.read(path, name(home, path))).run();
    }

    private static String name(Path home, Path path) {
        return (path.startsWith(home) ? home.relativize(path) : path).toString().replace('\\', '/');
    }

    private Bundle run() {
        if (!root.root().isObject()) {
            throw new ContractException(new Problem(
                    "syntax", root.line(""), "the document is not an object", "begin it with \"openapi: 3.1.0\""));
        }
        names(root);
        ObjectNode document = (ObjectNode) copy(Kind.DOCUMENT, root, "", root.root(), "");
        while (!waiting.isEmpty()) {
            Lift lift = waiting.remove();
            String out = "/components/" + lift.kind.section + "/" + Pointers.escape(lift.name);
            components
                    .computeIfAbsent(lift.kind.section, section -> new TreeMap<>())
                    .put(lift.name, copy(lift.kind, lift.file, lift.pointer, lift.node, out));
        }
        if (!components.isEmpty()) {
            ObjectNode all = document.withObject("/components");
            components.forEach((section, entries) -> {
                ObjectNode target = all.withObject("/" + section);
                entries.forEach(target::set);
            });
        }
        if (!problems.isEmpty()) {
            throw new ContractException(problems);
        }
        dropForeignLinks(document);
        Map<String, SourceLine> known = Map.copyOf(lines);
        return new Bundle(document, pointer -> nearest(known, pointer, root.line("")), files);
    }

    /** A family links to all its operations; a provider that has only some of them has only the links to those. */
    private void dropForeignLinks(ObjectNode document) {
        Set<String> operations = new HashSet<>();
        Kind.walk(document, (kind, pointer, node) -> {
            if (kind == Kind.OPERATION) {
                operations.add(node.path("operationId").asText());
            }
        });
        Kind.walk(document, (kind, pointer, node) -> {
            if (kind != Kind.RESPONSE || !node.path("links").isObject()) {
                return;
            }
            ObjectNode links = (ObjectNode) node.get("links");
            for (String name : Pointers.names(links)) {
                String at = pointer + "/links/" + Pointers.escape(name);
                JsonNode link = References.follow(document, links.get(name));
                boolean isOfFamily = !nearest(lines, at, root.line("")).file().equals(root.name());
                String target = link.path("operationId").asText();
                if (isOfFamily && !target.isEmpty() && !operations.contains(target)) {
                    links.remove(name);
                }
            }
            if (links.isEmpty()) {
                ((ObjectNode) node).remove("links");
            }
        });
    }

    static SourceLine nearest(Map<String, SourceLine> lines, String pointer, SourceLine otherwise) {
        String at = pointer;
        while (true) {
            SourceLine line = lines.get(at);
            if (line != null) {
                return line;
            }
            int slash = at.lastIndexOf('/');
            if (slash < 0) {
                return otherwise;
            }
            at = at.substring(0, slash);
        }
    }

    private JsonNode copy(Kind kind, YamlFile file, String pointer, JsonNode written, String out) {
        lines.put(out, file.line(pointer));
        boolean isDynamic = kind == Kind.SCHEMA && written.path("$dynamicRef").isTextual();
        JsonNode node = isDynamic ? plain(file, pointer, (ObjectNode) written) : written;
        if (node.isArray() && kind == Kind.EXTENSION) {
            return list(Kind.EXTENSION, file, pointer, node, out);
        }
        if (!node.isObject()) {
            return node;
        }
        JsonNode reference = node.get("$ref");
        if (reference != null && reference.isTextual()) {
            return reference(kind, file, pointer, (ObjectNode) node, reference.textValue(), out);
        }
        return members(kind, file, pointer, (ObjectNode) node, out);
    }

    private ObjectNode members(Kind kind, YamlFile file, String pointer, ObjectNode node, String out) {
        ObjectNode copy = NODES.objectNode();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (kind == Kind.SCHEMA && NAMES.contains(entry.getKey())) {
                // References are written as pointers, which do not count from the schema's own address.
                continue;
            }
            String key = Pointers.escape(entry.getKey());
            String from = pointer + "/" + key;
            String to = out + "/" + key;
            Kind.Member member = kind == Kind.EXTENSION ? EXTENSION_MEMBER : kind.member(entry.getKey());
            JsonNode value = entry.getValue();
            JsonNode copied;
            if (member != null) {
                copied = member(member, file, from, value, to);
            } else if (kind == Kind.EXAMPLE && entry.getKey().equals("externalValue")) {
                copied = externalValue(file, from, value);
            } else if (kind == Kind.SCHEMA && entry.getKey().equals("discriminator")) {
                copied = discriminator(file, from, value);
            } else {
                copied = value;
            }
            lines.put(to, file.line(from));
            copy.set(entry.getKey(), copied);
        }
        return copy;
    }

    private JsonNode member(Kind.Member member, YamlFile file, String from, JsonNode value, String to) {
        return switch (member.shape()) {
            case ONE -> copy(member.kind(), file, from, value, to);
            case LIST -> list(member.kind(), file, from, value, to);
            case MAP -> map(member.kind(), file, from, value, to);
        };
    }

    private static final Kind.Member EXTENSION_MEMBER = new Kind.Member(Kind.EXTENSION, Kind.Shape.ONE);

    private JsonNode list(Kind kind, YamlFile file, String pointer, JsonNode node, String out) {
        lines.put(out, file.line(pointer));
        if (!node.isArray()) {
            return node;
        }
        ArrayNode copy = NODES.arrayNode(node.size());
        for (int i = 0; i < node.size(); i++) {
            copy.add(copy(kind, file, pointer + "/" + i, node.get(i), out + "/" + i));
        }
        return copy;
    }

    private JsonNode map(Kind kind, YamlFile file, String pointer, JsonNode node, String out) {
        lines.put(out, file.line(pointer));
        if (!node.isObject()) {
            return node;
        }
        ObjectNode copy = NODES.objectNode();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String key = Pointers.escape(entry.getKey());
            copy.set(entry.getKey(), copy(kind, file, pointer + "/" + key, entry.getValue(), out + "/" + key));
        }
        return copy;
    }

    private JsonNode reference(
            Kind kind, YamlFile file, String pointer, ObjectNode node, String reference, String out) {
        if (kind == Kind.EXTENSION && file == root && reference.startsWith("#/components/")) {
            // It leads there in the bundle, too; other people's extensions can be large and many.
            return node;
        }
        Target found = target(kind, file, pointer, reference);
        if (found == null) {
            return NODES.objectNode();
        }
        YamlFile other = found.file;
        String target = found.pointer;
        JsonNode value = target.isEmpty() || target.startsWith("/") ? Pointers.at(other.root(), target) : null;
        boolean isWhole = target.isEmpty() && other == root;
        if (value == null || value.isMissingNode() || isWhole) {
            problems.add(new Problem(
                    "reference",
                    file.line(pointer),
                    "the reference \"" + reference + "\" leads " + (isWhole ? "to the whole document" : "nowhere"),
                    "point it at something in " + other.name() + nearby(other, target)));
            return NODES.objectNode();
        }
        if (kind == Kind.EXTENSION && value.isObject() && (value.has("value") || value.has("externalValue"))) {
            return refer(Kind.EXAMPLE, other, target, value, NODES.objectNode());
        }
        if (!kind.isComponent()) {
            return inPlace(kind, file, pointer, other, target, value, out);
        }
        ObjectNode siblings = NODES.objectNode();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!entry.getKey().equals("$ref") && !(kind == Kind.SCHEMA && NAMES.contains(entry.getKey()))) {
                String key = Pointers.escape(entry.getKey());
                Kind.Member member = kind.member(entry.getKey());
                siblings.set(
                        entry.getKey(),
                        member == null
                                ? entry.getValue()
                                : member(member, file, pointer + "/" + key, entry.getValue(), out + "/" + key));
            }
        }
        return refer(kind, other, target, value, siblings);
    }

    /** Returns what a reference leads to; null if that cannot be, which has been told. */
    private @Nullable Target target(Kind kind, YamlFile file, String pointer, String reference) {
        int hash = reference.indexOf('#');
        String fileName = hash < 0 ? reference : reference.substring(0, hash);
        String fragment = hash < 0 ? "" : Pointers.ofFragment(reference.substring(hash + 1));
        String scope = kind == Kind.SCHEMA ? names(file).resource(pointer) : "";
        Target resource = new Target(file, scope);
        if (!fileName.isEmpty()) {
            Target named = kind == Kind.SCHEMA ? named(file, pointer, fileName) : null;
            YamlFile other = named == null ? open(file, pointer, beside(kind, file, pointer, fileName)) : named.file;
            if (other == null) {
                return null;
            }
            resource = named == null ? new Target(other, "") : named;
        }
        if (fragment.isEmpty() || fragment.startsWith("/")) {
            String exact = resource.pointer + fragment;
            // Many authors count from the document, also inside of a schema with an address of its own.
            boolean isThere = !Pointers.at(resource.file.root(), exact).isMissingNode();
            return new Target(resource.file, isThere ? exact : fragment);
        }
        return anchored(kind, resource, fragment);
    }

    private Target anchored(Kind kind, Target resource, String fragment) {
        SchemaNames names = names(resource.file);
        Optional<String> anchor = kind == Kind.SCHEMA
                ? names.anchor(resource.pointer, fragment).or(() -> names.anchor("", fragment))
                : Optional.empty();
        return new Target(resource.file, anchor.orElse(fragment));
    }

    /** Returns the schema with an address of its own that a reference names; null if there is none. */
    private @Nullable Target named(YamlFile file, String pointer, String fileName) {
        Optional<URI> address = names(file).address(pointer, fileName);
        for (YamlFile known : address.isEmpty() ? List.<YamlFile>of() : read.values()) {
            Optional<String> resource = names(known).resource(address.get());
            if (resource.isPresent()) {
                return new Target(known, resource.get());
            }
        }
        return null;
    }

    /** A file whose schemas have addresses may refer by them to the files beside it. */
    private String beside(Kind kind, YamlFile file, String pointer, String fileName) {
        if (kind != Kind.SCHEMA || !isElsewhere(fileName)) {
            return fileName;
        }
        return names(file)
                .address(pointer, fileName)
                .flatMap(names(file)::beside)
                .filter(way -> Files.isRegularFile(file.path().resolveSibling(way)))
                .orElse(fileName);
    }

    private SchemaNames names(YamlFile file) {
        SchemaNames known = names.get(file.path());
        if (known == null) {
            known = SchemaNames.of(file, problems);
            names.put(file.path(), known);
        }
        return known;
    }

    /**
     * A dynamic reference leads where a plain one does, if only one schema has the anchor.
     */
    private ObjectNode plain(YamlFile file, String pointer, ObjectNode schema) {
        String reference = schema.get("$dynamicRef").textValue();
        String anchor = reference.substring(reference.indexOf('#') + 1);
        List<String> places = new ArrayList<>();
        for (YamlFile known : read.values()) {
            names(known)
                    .dynamic(anchor)
                    .forEach(place -> places.add(known.line(place).toString()));
        }
        if (places.size() > 1) {
            problems.add(
                    new Problem(
                            "reference",
                            file.line(pointer),
                            "the $dynamicRef \"" + reference + "\" may lead to several schemas: "
                                    + String.join(", ", places),
                            "write a schema for each use and refer to it with $ref; which one is meant is not worked out here"));
        }
        ObjectNode plain = schema.deepCopy();
        plain.remove("$dynamicRef");
        if (plain.has("$ref")) {
            plain.withArray("allOf").add(NODES.objectNode().put("$ref", reference));
        } else {
            plain.put("$ref", reference);
        }
        return plain;
    }

    private String nearby(YamlFile file, String pointer) {
        if (!pointer.isEmpty() && !pointer.startsWith("/")) {
            Set<String> anchors = names(file).anchors();
            return anchors.isEmpty()
                    ? ", by a pointer such as #/components/schemas/Name; no schema has an $anchor there"
                    : "; its anchors are " + String.join(", ", anchors);
        }
        String word = Pointers.last(pointer);
        JsonNode parent = Pointers.at(
                file.root(),
                pointer.startsWith("/") ? pointer.substring(0, Math.max(0, pointer.lastIndexOf('/'))) : "");
        if (!parent.isObject() || parent.isEmpty()) {
            return "";
        }
        String close = Words.closest(word, parent.fieldNames());
        return close.isEmpty() ? "" : "; did you mean \"" + close + "\"?";
    }

    private JsonNode inPlace(
            Kind kind, YamlFile file, String pointer, YamlFile other, String target, JsonNode value, String out) {
        Place place = new Place(other.path(), target);
        if (!inside.add(place)) {
            problems.add(new Problem(
                    "reference", file.line(pointer), "the reference leads back to itself", "break the circle"));
            return NODES.objectNode();
        }
        JsonNode copy = copy(kind, other, target, value, out);
        inside.remove(place);
        String family = family(other);
        if (kind == Kind.PATH_ITEM && !family.isEmpty() && copy.isObject()) {
            ((ObjectNode) copy).put("x-family", family);
            copy.forEach(Bundler::sayEvents);
        }
        return copy;
    }

    /** Says on an operation that streams what its events are, for generators that cannot look for it. */
    private static void sayEvents(JsonNode operation) {
        for (JsonNode response : operation.path("responses")) {
            String schema = response.path("content")
                    .path("text/event-stream")
                    .path("schema")
                    .path("$ref")
                    .asText();
            if (!schema.isEmpty() && operation instanceof ObjectNode object) {
                object.put("x-events", Pointers.last(schema));
                return;
            }
        }
    }

    /** Returns the family that a file belongs to, or "" for files outside {@code families/}. */
    private static String family(YamlFile file) {
        String[] words = file.name().split("/", -1);
        return words.length > 2 && words[0].equals("families") ? words[1] : "";
    }

    private JsonNode refer(Kind kind, YamlFile file, String pointer, JsonNode value, ObjectNode siblings) {
        ObjectNode copy = NODES.objectNode();
        copy.put("$ref", "#" + component(kind, file, pointer, value));
        copy.setAll(siblings);
        return copy;
    }

    /** Returns the pointer of the component that a value of a file becomes. */
    private String component(Kind kind, YamlFile file, String pointer, JsonNode value) {
        String prefix = "/components/" + kind.section + "/";
        if (file == root && pointer.startsWith(prefix) && pointer.indexOf('/', prefix.length()) < 0) {
            return pointer;
        }
        Place place = new Place(file.path(), pointer);
        String known = lifted.get(place);
        if (known != null) {
            return known;
        }
        String wanted = kind == Kind.EXAMPLE ? exampleName(file, pointer) : schemaName(file, pointer);
        String name = wanted;
        for (int i = 2; taken.putIfAbsent(prefix + name, place) != null || inRoot(prefix + name); i++) {
            name = wanted + i;
        }
        String at = prefix + Pointers.escape(name);
        lifted.put(place, at);
        waiting.add(new Lift(kind, name, file, pointer, value));
        return at;
    }

    private boolean inRoot(String pointer) {
        return !Pointers.at(root.root(), pointer).isMissingNode();
    }

    private static String schemaName(YamlFile file, String pointer) {
        return sanitize(pointer.isEmpty() ? stem(file) : Pointers.last(pointer));
    }

    /** {@code examples/openai/createChatCompletion/vision.yaml#/request}: openai.createChatCompletion.vision.request. */
    private static String exampleName(YamlFile file, String pointer) {
        String[] words = file.name().split("/", -1);
        StringBuilder name = new StringBuilder();
        for (int i = Math.max(0, words.length - 3); i < words.length - 1; i++) {
            name.append(words[i]).append('.');
        }
        name.append(stem(file));
        if (!pointer.isEmpty()) {
            name.append('.').append(Pointers.last(pointer));
        }
        return sanitize(name.toString());
    }

    private static String stem(YamlFile file) {
        String name = Objects.requireNonNull(file.path().getFileName()).toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static String sanitize(String name) {
        return name.replaceAll("[^A-Za-z0-9._-]", "-");
    }

    private JsonNode discriminator(YamlFile file, String pointer, JsonNode value) {
        if (!value.isObject() || !value.path("mapping").isObject()) {
            return value;
        }
        ObjectNode copy = ((ObjectNode) value).deepCopy();
        ObjectNode mapping = (ObjectNode) copy.get("mapping");
        for (Map.Entry<String, JsonNode> entry : value.get("mapping").properties()) {
            String text = entry.getValue().asText();
            if (text.contains("#") || text.contains("/") || text.matches(".*\\.(ya?ml|json)")) {
                ObjectNode reference = NODES.objectNode().put("$ref", text);
                JsonNode rewritten = reference(
                        Kind.SCHEMA,
                        file,
                        pointer + "/mapping/" + Pointers.escape(entry.getKey()),
                        reference,
                        text,
                        "");
                mapping.set(entry.getKey(), rewritten.path("$ref"));
            }
        }
        return copy;
    }

    /** Returns whether the name of a file is an address, of which nothing is fetched. */
    public static boolean isElsewhere(String fileName) {
        return fileName.matches("[a-zA-Z][a-zA-Z0-9+.-]+:.*");
    }

    private JsonNode externalValue(YamlFile file, String pointer, JsonNode value) {
        if (isElsewhere(value.asText())) {
            return value;
        }
        Path target = file.path().resolveSibling(value.asText()).normalize();
        if (!Files.isRegularFile(target)) {
            problems.add(new Problem(
                    "reference", file.line(pointer), "there is no file \"" + value.asText() + "\"", "add the file"));
            return value;
        }
        String name = name(home, target);
        files.put(name, target);
        return NODES.textNode(name);
    }

    private @Nullable YamlFile open(YamlFile from, String pointer, String fileName) {
        if (isElsewhere(fileName)) {
            problems.add(new Problem(
                    "reference",
                    from.line(pointer),
                    "\"" + fileName + "\" is not a file",
                    "copy it beside the contract; nothing is fetched"));
            return null;
        }
        Path path = from.path().resolveSibling(Pointers.ofFragment(fileName)).normalize();
        YamlFile known = read.get(path);
        if (known != null) {
            return known;
        }
        if (!Files.isRegularFile(path)) {
            problems.add(new Problem(
                    "reference",
                    from.line(pointer),
                    "there is no file \"" + fileName + "\"",
                    "correct the name, relative to " + from.name()));
            return null;
        }
        try {
            YamlFile file = YamlFile.read(path, name(home, path));
            read.put(path, file);
            return file;
        } catch (ContractException e) {
            // Said once, however many references lead there.
            if (broken.add(path)) {
                problems.addAll(e.problems());
            }
            return null;
        }
    }
}

package io.facsimile.contract.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.contract.ContractException;
import io.facsimile.contract.Problem;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * A YAML (or JSON) file as a JSON tree, with the line of every value. Read as YAML 1.2, so {@code on} and {@code no}
 * are words; numbers keep all their digits.
 */
public final class YamlFile {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Path path;
    private final String name;
    private final JsonNode root;
    private final Map<String, Integer> lines;

    private YamlFile(Path path, String name, JsonNode root, Map<String, Integer> lines) {
        this.path = path;
        this.name = name;
        this.root = root;
        this.lines = Collections.unmodifiableMap(lines);
    }

    /**
     * Reads a file.
     *
     * @param path the file
     * @param name how messages call it
     * @throws ContractException if the file cannot be read, is not YAML, or has a key twice; with the line
     */
    public static YamlFile read(Path path, String name) {
        String text;
        try {
            text = Files.readString(path);
        } catch (MalformedInputException e) {
            throw new ContractException(
                    new Problem("syntax", new SourceLine(name, 1), "the file is not UTF-8", "save it as UTF-8"));
        } catch (IOException e) {
            throw new ContractException(new Problem(
                    "syntax", new SourceLine(name, 1), "the file cannot be read", "check that it exists: " + path));
        }
        return parse(path, name, text);
    }

    static YamlFile parse(Path path, String name, String text) {
        if (text.stripLeading().startsWith("{")) {
            // JSON allows what YAML does not, such as tabs, and is read much faster.
            Optional<JsonText> json = JsonText.read(name, text);
            if (json.isPresent()) {
                return new YamlFile(path, name, json.get().root(), json.get().lines());
            }
        }
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setSchema(new CoreSchema())
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(100)
                .setCodePointLimit(64 * 1024 * 1024)
                .build();
        try {
            Optional<Node> node = new Compose(settings).composeString(text);
            Map<String, Integer> lines = new HashMap<>();
            JsonNode root =
                    node.<JsonNode>map(n -> new Reader(name, lines).tree(n, "")).orElseGet(NODES::objectNode);
            return new YamlFile(path, name, root, lines);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new ContractException(new Problem(
                    "syntax", new SourceLine(name, line), "not valid YAML: " + e.getProblem(), "mend the YAML"));
        } catch (YamlEngineException e) {
            throw new ContractException(new Problem(
                    "syntax", new SourceLine(name, 1), "not valid YAML: " + e.getMessage(), "mend the YAML"));
        }
    }

    public Path path() {
        return path;
    }

    public String name() {
        return name;
    }

    /** Returns the content. Callers must not change it. */
    public JsonNode root() {
        return root;
    }

    /** Returns where the value at a JSON pointer stands; for an unknown pointer, the nearest enclosing value. */
    public SourceLine line(String pointer) {
        String at = pointer;
        while (true) {
            Integer line = lines.get(at);
            if (line != null) {
                return new SourceLine(name, line);
            }
            int slash = at.lastIndexOf('/');
            if (slash < 0) {
                return new SourceLine(name, 1);
            }
            at = at.substring(0, slash);
        }
    }

    /** Builds the tree. An alias gives the same subtree again, with the line of its anchor. */
    private static final class Reader {
        private final String name;
        private final Map<String, Integer> lines;
        private final Set<String> merged = new HashSet<>();
        private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());

        Reader(String name, Map<String, Integer> lines) {
            this.name = name;
            this.lines = lines;
        }

        JsonNode tree(Node node, String pointer) {
            lines.put(pointer, line(node));
            if (!open.add(node)) {
                throw problem(node, "an alias contains itself", "write the value out");
            }
            JsonNode result;
            if (node instanceof MappingNode mapping) {
                result = object(mapping, pointer);
            } else if (node instanceof SequenceNode sequence) {
                var array = NODES.arrayNode(sequence.getValue().size());
                int index = 0;
                for (Node item : sequence.getValue()) {
                    array.add(tree(item, pointer + "/" + index++));
                }
                result = array;
            } else {
                result = scalar((ScalarNode) node);
            }
            open.remove(node);
            return result;
        }

        private ObjectNode object(MappingNode mapping, String pointer) {
            ObjectNode object = NODES.objectNode();
            for (NodeTuple tuple : mapping.getValue()) {
                if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                    throw problem(tuple.getKeyNode(), "a key is not a word", "use a scalar key");
                }
                if (isMerge(key)) {
                    merge(tuple.getValueNode(), object, pointer);
                    continue;
                }
                String at = pointer + "/" + Pointers.escape(key.getValue());
                if (object.has(key.getValue()) && !merged.remove(at)) {
                    throw problem(key, "the key \"" + key.getValue() + "\" stands twice", "remove one of them");
                }
                object.set(key.getValue(), tree(tuple.getValueNode(), at));
                // The key's line is the one that people look for.
                lines.put(at, line(key));
            }
            return object;
        }

        private static boolean isMerge(ScalarNode key) {
            return key.getValue().equals("<<") && key.getScalarStyle() == ScalarStyle.PLAIN;
        }

        /** YAML 1.1's merge: members of another mapping, which those of this one come before. */
        private void merge(Node value, ObjectNode object, String pointer) {
            List<Node> others = value instanceof SequenceNode several ? several.getValue() : List.of(value);
            for (Node other : others) {
                tree(other, pointer + "/<<").properties().forEach(member -> {
                    if (!object.has(member.getKey())) {
                        object.set(member.getKey(), member.getValue());
                        merged.add(pointer + "/" + Pointers.escape(member.getKey()));
                    }
                });
            }
        }

        private JsonNode scalar(ScalarNode scalar) {
            Tag tag = scalar.getTag();
            String text = scalar.getValue();
            if (tag.equals(Tag.NULL)) {
                return NODES.nullNode();
            }
            if (tag.equals(Tag.BOOL)) {
                return NODES.booleanNode(Boolean.parseBoolean(text));
            }
            if (tag.equals(Tag.INT)) {
                BigInteger value = integer(text);
                return value.bitLength() < 32
                        ? NODES.numberNode(value.intValue())
                        : value.bitLength() < 64 ? NODES.numberNode(value.longValue()) : NODES.numberNode(value);
            }
            if (tag.equals(Tag.FLOAT)) {
                try {
                    return NODES.numberNode(new BigDecimal(text));
                } catch (NumberFormatException e) {
                    throw problem(scalar, "JSON has no number " + text, "quote it or use another number");
                }
            }
            return NODES.textNode(text);
        }

        private static BigInteger integer(String text) {
            if (text.startsWith("0x")) {
                return new BigInteger(text.substring(2), 16);
            }
            if (text.startsWith("0o")) {
                return new BigInteger(text.substring(2), 8);
            }
            return new BigInteger(text.startsWith("+") ? text.substring(1) : text);
        }

        private static int line(Node node) {
            return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
        }

        private ContractException problem(Node node, String what, String remedy) {
            return new ContractException(new Problem("syntax", new SourceLine(name, line(node)), what, remedy));
        }
    }
}

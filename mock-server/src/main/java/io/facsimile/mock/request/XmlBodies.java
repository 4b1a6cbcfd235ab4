package io.facsimile.mock.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.facsimile.contract.References;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads XML into the value that a schema can judge: elements and attributes by the names that the schema gives them, lists
 * with or without an element around them, numbers and booleans where the schema asks for them. What the schema does not know
 * becomes a member of its own name.
 *
 * <p>Source: OpenAPI 3.1.1, XML Object.
 */
final class XmlBodies {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";

    private final JsonNode document;
    private final Coercion coercion;

    /** @param document the document that schemas refer to */
    XmlBodies(JsonNode document) {
        this.document = document;
        this.coercion = new Coercion(document);
    }

    /**
     * Returns a document's value.
     *
     * @param schema the value's schema
     * @throws XmlElement.BrokenXml if the outermost element, or one with a namespace, is another than the schema's
     */
    JsonNode value(XmlElement root, JsonNode schema) throws XmlElement.BrokenXml {
        JsonNode xml = xml(schema);
        String name = local(xml.path("name").asText());
        if (!name.isEmpty() && !name.equals(root.name())) {
            throw new XmlElement.BrokenXml("", "the outermost element is <" + root.name() + ">, use <" + name + ">");
        }
        hasNamespace(root, xml, "");
        return value(root, schema, "");
    }

    private JsonNode xml(JsonNode written) {
        return written.has("xml")
                ? written.get("xml")
                : References.follow(document, written).path("xml");
    }

    /** A name may be written with its prefix. */
    private static String local(String name) {
        return name.substring(name.indexOf(':') + 1);
    }

    private static void hasNamespace(XmlElement element, JsonNode xml, String at) throws XmlElement.BrokenXml {
        String wanted = xml.path("namespace").asText();
        if (!wanted.isEmpty() && !wanted.equals(element.namespace())) {
            String is = element.namespace().isEmpty() ? "no namespace" : "the namespace " + element.namespace();
            throw new XmlElement.BrokenXml(at, "<" + element.name() + "> has " + is + ", use " + wanted);
        }
    }

    private JsonNode value(XmlElement element, JsonNode written, String at) throws XmlElement.BrokenXml {
        Set<String> types = coercion.types(written);
        if (element.attribute(INSTANCE, "nil").filter("true"::equals).isPresent()) {
            return NullNode.getInstance();
        }
        if (types.contains("array") && !types.contains("object")) {
            return list(element.children(), coercion.items(written), itemName(written, ""), at);
        }
        boolean isObject = types.contains("object") || types.isEmpty() && element.hasParts();
        if (isObject && (element.hasParts() || element.text().isBlank())
                || !element.children().isEmpty()) {
            return object(element, written, at);
        }
        if (element.text().isEmpty() && !types.contains("string") && takesNull(written, types)) {
            return NullNode.getInstance();
        }
        String text = types.contains("string") ? element.text() : element.text().strip();
        return coercion.scalar(written, text);
    }

    private boolean takesNull(JsonNode written, Set<String> types) {
        return types.contains("null")
                || References.follow(document, written).path("nullable").asBoolean();
    }

    /** Returns the name of a list's elements. */
    private String itemName(JsonNode list, String otherwise) {
        return local(xml(coercion.items(list)).path("name").asText(otherwise));
    }

    private ArrayNode list(List<XmlElement> elements, JsonNode items, String name, String at)
            throws XmlElement.BrokenXml {
        ArrayNode list = NODES.arrayNode();
        for (XmlElement element : elements) {
            if (!name.isEmpty() && !name.equals(element.name())) {
                throw new XmlElement.BrokenXml(
                        at, "<" + element.name() + "> is none of its elements, use <" + name + ">");
            }
            list.add(value(element, items, at + "/" + list.size()));
        }
        return list;
    }

    private ObjectNode object(XmlElement element, JsonNode written, String at) throws XmlElement.BrokenXml {
        ObjectNode object = NODES.objectNode();
        Set<String> known = new HashSet<>();
        Map<String, List<XmlElement>> children = element.childrenByName();
        for (String name : coercion.names(written)) {
            JsonNode schema = coercion.member(written, name);
            String shown = local(xml(schema).path("name").asText(name));
            boolean isList = isList(schema) && !xml(schema).path("wrapped").asBoolean();
            String sought = isList ? itemName(schema, shown) : shown;
            known.add(sought);
            if (xml(schema).path("attribute").asBoolean()) {
                element.attribute(shown).ifPresent(text -> object.set(name, coercion.scalar(schema, text)));
                continue;
            }
            member(object, name, children.getOrDefault(sought, List.of()), schema, at + "/" + name);
            if (isList && !object.has(name) && coercion.requires(written, name)) {
                // A list without an element around it and without elements is not to be seen.
                object.putArray(name);
            }
        }
        others(element, written, known, object, at);
        return object;
    }

    private boolean isList(JsonNode schema) {
        Set<String> types = coercion.types(schema);
        return types.contains("array") && !types.contains("object");
    }

    private void member(ObjectNode object, String name, List<XmlElement> elements, JsonNode schema, String at)
            throws XmlElement.BrokenXml {
        if (elements.isEmpty()) {
            return;
        }
        JsonNode xml = xml(schema);
        for (XmlElement element : elements) {
            hasNamespace(element, xml, at);
        }
        if (isList(schema) && xml.path("wrapped").asBoolean() && elements.size() == 1) {
            String shown = local(xml.path("name").asText(name));
            object.set(name, list(elements.get(0).children(), coercion.items(schema), itemName(schema, shown), at));
        } else if (isList(schema) || elements.size() > 1) {
            object.set(name, list(elements, coercion.items(schema), "", at));
        } else {
            object.set(name, value(elements.get(0), schema, at));
        }
    }

    private void others(XmlElement element, JsonNode written, Set<String> known, ObjectNode object, String at)
            throws XmlElement.BrokenXml {
        for (Map.Entry<String, List<XmlElement>> child :
                element.childrenByName().entrySet()) {
            String name = child.getKey();
            if (!known.contains(name) && !object.has(name)) {
                member(object, name, child.getValue(), coercion.member(written, name), at + "/" + name);
            }
        }
        element.attributes().forEach((name, text) -> {
            if (!known.contains(name.name())
                    && !object.has(name.name())
                    && !name.namespace().equals(INSTANCE)) {
                object.set(name.name(), TextNode.valueOf(text));
            }
        });
    }
}

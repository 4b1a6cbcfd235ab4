package io.facsimile.mock.answer;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.References;
import io.facsimile.contract.source.Pointers;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes JSON values as XML, with the names, attributes, namespaces and wrappers that their schema says.
 *
 * <p>Source: OpenAPI 3.1.1, XML Object.
 */
final class Xml {
    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newFactory();
    private static final int DEEPEST = 60;

    private final JsonNode document;
    private final XMLStreamWriter out;

    private Xml(JsonNode document, XMLStreamWriter out) {
        this.document = document;
        this.out = out;
    }

    /**
     * Writes a value as a document.
     *
     * @param document the document that the schema refers to
     * @param schema the value's schema; a missing node if it has none
     */
    static String of(JsonNode document, JsonNode schema, JsonNode value) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter out = FACTORY.createXMLStreamWriter(text);
            out.writeStartDocument("UTF-8", "1.0");
            new Xml(document, out).element(schema, name(schema), value, 0);
            out.writeEndDocument();
            out.close();
            return text.toString();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("cannot write XML: " + e.getMessage(), e);
        }
    }

    /** An element without a name of its own is called as its schema is. */
    private static String name(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        return reference.isEmpty() ? "root" : Pointers.last(reference);
    }

    private void element(JsonNode written, String otherwise, JsonNode value, int depth) throws XMLStreamException {
        JsonNode schema = References.follow(document, written);
        JsonNode xml = xml(schema, written);
        if (value.isArray()) {
            list(schema, xml, xml.path("name").asText(otherwise), value, depth);
            return;
        }
        start(xml, xml.path("name").asText(otherwise));
        if (value.isObject() && depth < DEEPEST) {
            members(schema, value, depth);
        } else if (!value.isNull()) {
            out.writeCharacters(printable(value.asText()));
        }
        out.writeEndElement();
    }

    private static JsonNode xml(JsonNode schema, JsonNode written) {
        return written.has("xml") ? written.get("xml") : schema.path("xml");
    }

    private void start(JsonNode xml, String name) throws XMLStreamException {
        String plain = name.replaceAll("[^A-Za-z0-9_.-]", "_").replaceFirst("^(?=[^A-Za-z_])", "_");
        String namespace = xml.path("namespace").asText();
        String prefix = xml.path("prefix").asText();
        out.writeStartElement(prefix.isEmpty() ? plain : prefix + ":" + plain);
        if (!namespace.isEmpty()) {
            out.writeAttribute(prefix.isEmpty() ? "xmlns" : "xmlns:" + prefix, namespace);
        }
    }

    private void members(JsonNode schema, JsonNode value, int depth) throws XMLStreamException {
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            JsonNode written = member(schema, member.getKey(), 0);
            JsonNode xml = xml(References.follow(document, written), written);
            if (xml.path("attribute").asBoolean() && member.getValue().isValueNode()) {
                out.writeAttribute(
                        xml.path("name").asText(member.getKey()),
                        printable(member.getValue().asText()));
            }
        }
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            JsonNode written = member(schema, member.getKey(), 0);
            JsonNode xml = xml(References.follow(document, written), written);
            if (!xml.path("attribute").asBoolean() || !member.getValue().isValueNode()) {
                element(written, member.getKey(), member.getValue(), depth + 1);
            }
        }
    }

    private void list(JsonNode schema, JsonNode xml, String name, JsonNode value, int depth) throws XMLStreamException {
        JsonNode items = schema.path("items");
        // A document has one outermost element, whatever the schema says.
        boolean isWrapped = xml.path("wrapped").asBoolean() || depth == 0;
        if (isWrapped) {
            start(xml, name);
        }
        String itemName = depth == 0 && items.has("$ref") ? name(items) : name;
        for (JsonNode item : value) {
            element(items, itemName, item, depth + 1);
        }
        if (isWrapped) {
            out.writeEndElement();
        }
    }

    private JsonNode member(JsonNode schema, String name, int depth) {
        JsonNode at = References.follow(document, schema);
        JsonNode found = at.path("properties").path(name);
        for (String part : List.of("allOf", "oneOf", "anyOf")) {
            for (JsonNode branch : at.path(part)) {
                if (found.isMissingNode() && depth < DEEPEST) {
                    found = member(branch, name, depth + 1);
                }
            }
        }
        return found.isMissingNode() && at.path("additionalProperties").isObject()
                ? at.get("additionalProperties")
                : found;
    }

    /** XML has no characters below the space but three. */
    private static String printable(String text) {
        return text.replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]", " ");
    }
}

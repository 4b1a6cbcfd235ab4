package io.facsimile.mock.request;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * An element of an XML document that somebody sent, with what is in it.
 *
 * @param characters what stands between its tags, without what stands in other elements
 */
record XmlElement(
        String name,
        String namespace,
        Map<Name, String> attributes,
        List<XmlElement> children,
        StringBuilder characters) {
    /** Newer JDKs read 100 and no more. */
    private static final int DEEPEST = 90;

    private static final int MOST_ELEMENTS = 200_000;
    private static final XMLInputFactory FACTORY = factory();

    /** The name of an attribute; one without a prefix has no namespace. */
    record Name(String namespace, String name) {}

    /** Thrown when a body is no XML, or none that the contract takes. */
    static final class BrokenXml extends Exception {
        private static final long serialVersionUID = 1L;

        private final String at;

        /** @param at JSON pointer to the value that is meant; "" for the whole */
        BrokenXml(String at, String message) {
            super(message);
            this.at = at;
        }

        String at() {
            return at;
        }
    }

    /** Document types can name files of this machine and texts that multiply. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing outside of the document is read");
        });
        return factory;
    }

    /**
     * Reads a document.
     *
     * @param charset as the request says it; empty if only the document does
     * @throws BrokenXml if it is not well-formed, has a document type, or is too deep or too large
     */
    static XmlElement parse(byte[] bytes, Optional<Charset> charset) throws BrokenXml {
        try {
            ByteArrayInputStream in = new ByteArrayInputStream(bytes);
            XMLStreamReader reader = charset.isPresent()
                    ? FACTORY.createXMLStreamReader(in, charset.get().name())
                    : FACTORY.createXMLStreamReader(in);
            return new Reading(reader).document();
        } catch (XMLStreamException e) {
            throw new BrokenXml("", "the body is not well-formed XML" + where(e.getLocation()) + ": " + what(e));
        }
    }

    private static String where(Location at) {
        return at == null ? "" : " at line " + at.getLineNumber() + ", column " + at.getColumnNumber();
    }

    /** The parser's messages begin with the place, in lines of their own. */
    private static String what(XMLStreamException e) {
        String message = String.valueOf(e.getMessage());
        int last = message.indexOf("\nMessage: ");
        return message.substring(last < 0 ? 0 : last + "\nMessage: ".length()).strip();
    }

    /** Returns whether there is anything in the element but text. */
    boolean hasParts() {
        return !children.isEmpty() || !attributes.isEmpty();
    }

    String text() {
        return characters.toString();
    }

    /** Returns the elements in this one by their names, in the order in which the names come. */
    Map<String, List<XmlElement>> childrenByName() {
        Map<String, List<XmlElement>> byName = new LinkedHashMap<>();
        children.forEach(child ->
                byName.computeIfAbsent(child.name, n -> new ArrayList<>()).add(child));
        return byName;
    }

    Optional<String> attribute(String named) {
        return attributes.entrySet().stream()
                .filter(attribute -> attribute.getKey().name.equals(named))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    Optional<String> attribute(String namespaced, String named) {
        return Optional.ofNullable(attributes.get(new Name(namespaced, named)));
    }

    private static final class Reading {
        private final XMLStreamReader reader;
        private int count;

        Reading(XMLStreamReader reader) {
            this.reader = reader;
        }

        XmlElement document() throws XMLStreamException, BrokenXml {
            XmlElement root = null;
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamConstants.DTD) {
                    throw new BrokenXml("", "the body has a document type; send it without <!DOCTYPE>");
                }
                if (event == XMLStreamConstants.START_ELEMENT) {
                    root = element(0);
                }
            }
            if (root == null) {
                throw new BrokenXml("", "the body is not well-formed XML: there is no element");
            }
            return root;
        }

        private XmlElement element(int depth) throws XMLStreamException, BrokenXml {
            if (depth > DEEPEST || ++count > MOST_ELEMENTS) {
                throw new BrokenXml(
                        "",
                        depth > DEEPEST
                                ? "elements stand more than " + DEEPEST + " deep in each other"
                                : "there are more than " + MOST_ELEMENTS + " elements");
            }
            XmlElement element = start();
            while (true) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> element.children.add(element(depth + 1));
                    case XMLStreamConstants.END_ELEMENT -> {
                        return element;
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                        element.characters.append(reader.getText());
                    case XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new BrokenXml("", "the entity &" + reader.getLocalName() + "; is not known");
                    default -> {}
                }
            }
        }

        private XmlElement start() {
            Map<Name, String> attributes = new LinkedHashMap<>();
            for (int i = 0; i < reader.getAttributeCount(); i++) {
                attributes.put(
                        new Name(orEmpty(reader.getAttributeNamespace(i)), reader.getAttributeLocalName(i)),
                        reader.getAttributeValue(i));
            }
            return new XmlElement(
                    reader.getLocalName(),
                    orEmpty(reader.getNamespaceURI()),
                    attributes,
                    new ArrayList<>(),
                    new StringBuilder());
        }

        private static String orEmpty(@Nullable String text) {
            return text == null ? "" : text;
        }
    }
}

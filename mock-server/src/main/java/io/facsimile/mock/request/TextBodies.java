package io.facsimile.mock.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.facsimile.contract.Cause;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.References;
import io.facsimile.contract.source.Pointers;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads bodies that are texts but neither JSON nor forms: XML into what its schema describes, others as one text, number or
 * boolean. Bytes, and texts whose schema describes more than one value, are left as they are.
 */
final class TextBodies {
    private static final Set<String> SINGLE = Set.of("string", "number", "integer", "boolean", "null");

    private final JsonNode document;
    private final Coercion coercion;
    private final XmlBodies xml;

    /** @param document the document that schemas refer to */
    TextBodies(JsonNode document) {
        this.document = document;
        this.coercion = new Coercion(document);
        this.xml = new XmlBodies(document);
    }

    /** Reads the body into the call. Returns why that cannot be done, or nothing. */
    Optional<Refusal> read(Call call, MediaType declared) {
        String sent = call.request().contentType();
        String essence = MediaType.essence(sent.isEmpty() ? declared.name() : sent);
        boolean isXml = isXml(essence);
        if (!isXml && !essence.startsWith("text/")) {
            return Optional.empty();
        }
        try {
            Optional<Charset> charset = charset(sent);
            if (isXml) {
                xml(call, declared, charset);
            } else {
                text(call, declared, charset.orElse(StandardCharsets.UTF_8));
            }
            return Optional.empty();
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return refusal("", "the charset of " + RequestCheck.cut(sent) + " is not known, use UTF-8");
        } catch (CharacterCodingException e) {
            return refusal("", "the body is not in the charset that it should be in; send it in UTF-8");
        } catch (XmlElement.BrokenXml e) {
            return refusal(RequestCheck.field(e.at()), String.valueOf(e.getMessage()));
        }
    }

    private static Optional<Refusal> refusal(String field, String problem) {
        String where = field.isEmpty() ? "" : field + ": ";
        return Optional.of(new Refusal(Cause.INVALID_REQUEST, field, where + RequestCheck.cut(problem)));
    }

    /** Pictures and pages have document types, and nobody describes them by schemas. */
    private static boolean isXml(String essence) {
        return (essence.endsWith("/xml") || essence.endsWith("+xml"))
                && !essence.startsWith("image/")
                && !essence.equals("application/xhtml+xml");
    }

    private void xml(Call call, MediaType declared, Optional<Charset> charset)
            throws XmlElement.BrokenXml, CharacterCodingException {
        byte[] bytes = call.request().body();
        XmlElement root = XmlElement.parse(bytes, charset);
        if (declared.schema().isEmpty()) {
            return;
        }
        JsonNode schema = Pointers.at(document, declared.schema().get());
        boolean isText = coercion.types(schema).equals(Set.of("string"))
                && !schema.has("xml")
                && !References.follow(document, schema).has("xml");
        call.setBody(
                isText
                        ? TextNode.valueOf(decoded(bytes, charset.orElse(StandardCharsets.UTF_8)))
                        : xml.value(root, schema));
    }

    private void text(Call call, MediaType declared, Charset charset) throws CharacterCodingException {
        if (declared.schema().isEmpty()) {
            return;
        }
        JsonNode schema = Pointers.at(document, declared.schema().get());
        if (SINGLE.containsAll(coercion.types(schema)) && !isBytes(schema)) {
            call.setBody(coercion.scalar(schema, decoded(call.request().body(), charset)));
        }
    }

    private boolean isBytes(JsonNode schema) {
        return References.follow(document, schema).path("format").asText().equals("binary");
    }

    private static String decoded(byte[] bytes, Charset charset) throws CharacterCodingException {
        return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    /** Returns the charset that a media type names; nothing if it names none. */
    private static Optional<Charset> charset(String mediaType) {
        for (String parameter : mediaType.split(";", -1)) {
            String[] words = parameter.strip().split("=", 2);
            if (words.length == 2 && words[0].strip().toLowerCase(Locale.ROOT).equals("charset")) {
                return Optional.of(Charset.forName(words[1].strip().replace("\"", "")));
            }
        }
        return Optional.empty();
    }
}

package io.facsimile.mock.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.facsimile.contract.References;
import io.facsimile.contract.source.Pointers;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads forms into an object that the form's schema can judge: a field per part, arrays where the schema has arrays or
 * parts repeat, numbers and booleans where the schema asks for them, file names for files.
 */
public final class Forms {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper JSON =
            JsonMapper.builder().nodeFactory(new SoundValues()).build();
    private static final int MOST_FIELDS = 1_000;

    private final JsonNode document;
    private final String schema;
    private final Coercion coercion;

    /** @param schema JSON pointer of the form's schema */
    public Forms(JsonNode document, String schema) {
        this.document = document;
        this.schema = References.followPointer(document, schema);
        this.coercion = new Coercion(document);
    }

    /** Thrown when a body is no form. */
    public static final class BrokenForm extends Exception {
        private static final long serialVersionUID = 1L;

        BrokenForm(String message) {
            super(message);
        }
    }

    /** Reads a URL-encoded or multipart body. */
    public ObjectNode read(MockRequest request) throws BrokenForm {
        Map<String, List<String>> fields = request.contentType().startsWith("multipart/")
                ? multipart(request)
                : Query.parse(new String(request.body(), StandardCharsets.UTF_8));
        ObjectNode form = NODES.objectNode();
        fields.forEach((name, values) -> {
            if (isNested(name)) {
                String root = name.substring(0, name.indexOf('['));
                if (!form.has(root)) {
                    form.set(root, coercion.tree(properties().path(root), Brackets.below(root, fields)));
                }
                return;
            }
            // Clients write repeated fields as name[]; the contract may or may not.
            String property = name.endsWith("[]") && !hasProperty(name) ? name.substring(0, name.length() - 2) : name;
            form.set(property, field(property, values, !property.equals(name)));
        });
        return form;
    }

    /** {@code metadata[order]=7} is a member of the object metadata. */
    private boolean isNested(String name) {
        int bracket = name.indexOf('[');
        return bracket > 0
                && name.endsWith("]")
                && bracket < name.length() - 2
                && !hasProperty(name)
                && hasProperty(name.substring(0, bracket));
    }

    private boolean hasProperty(String name) {
        return properties().has(name);
    }

    private JsonNode properties() {
        return Pointers.at(document, schema).path("properties");
    }

    private JsonNode field(String property, List<String> values, boolean isList) {
        JsonNode of = References.follow(document, properties().path(property));
        boolean isArray = type(of).equals("array") || isList || values.size() > 1;
        if (isArray && !(values.size() == 1 && !isList && takesScalar(of))) {
            JsonNode items = References.follow(document, arrayItems(of));
            ArrayNode array = NODES.arrayNode();
            values.forEach(v -> array.add(scalar(items, v)));
            return array;
        }
        return scalar(of, values.get(0));
    }

    private boolean takesScalar(JsonNode of) {
        for (String union : List.of("oneOf", "anyOf")) {
            for (JsonNode branch : of.path(union)) {
                if (!type(branch).equals("array")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static JsonNode arrayItems(JsonNode of) {
        if (of.has("items")) {
            return of.path("items");
        }
        for (String union : List.of("oneOf", "anyOf")) {
            for (JsonNode branch : of.path(union)) {
                if (branch.has("items")) {
                    return branch.path("items");
                }
            }
        }
        return of;
    }

    private JsonNode scalar(JsonNode of, String text) {
        switch (type(of)) {
            case "integer":
            case "number":
                try {
                    return SoundValues.of(text.strip());
                } catch (NumberFormatException e) {
                    return TextNode.valueOf(text);
                }
            case "boolean":
                return text.equals("true") || text.equals("false")
                        ? NODES.booleanNode(text.equals("true"))
                        : TextNode.valueOf(text);
            case "object":
                return object(text);
            default:
                // A word or an object: settings are often either.
                boolean mayBeObject = text.startsWith("{") && coercion.types(of).contains("object");
                return mayBeObject ? object(text) : TextNode.valueOf(text);
        }
    }

    private static JsonNode object(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }

    private String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            for (JsonNode word : type) {
                if (!word.asText().equals("null")) {
                    return word.asText();
                }
            }
        }
        if (type.isTextual()) {
            return type.textValue();
        }
        // What a schema does not say itself, its parts may.
        Set<String> types = coercion.types(schema);
        types.remove("null");
        return types.size() == 1 ? types.iterator().next() : "";
    }

    /**
     * One part of a multipart body.
     *
     * @param fileName present for files
     */
    public record Part(String name, Optional<String> fileName, String contentType, byte[] bytes) {
        private String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** Returns the parts of a multipart body; none if it is not one or is broken. */
    public static List<Part> parts(MockRequest request) {
        try {
            return request.contentType().startsWith("multipart/") ? decode(request) : List.of();
        } catch (BrokenForm e) {
            return List.of();
        }
    }

    private Map<String, List<String>> multipart(MockRequest request) throws BrokenForm {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (Part part : decode(request)) {
            String value;
            if (part.fileName().isPresent()) {
                value = part.fileName().get().isEmpty()
                        ? "file"
                        : part.fileName().get();
            } else if (isBinary(part.name())) {
                throw new BrokenForm(part.name() + " must be a file, with a file name");
            } else {
                value = part.text();
            }
            fields.computeIfAbsent(part.name(), n -> new ArrayList<>()).add(value);
        }
        return fields;
    }

    private boolean isBinary(String part) {
        String property = part.endsWith("[]") && !hasProperty(part) ? part.substring(0, part.length() - 2) : part;
        JsonNode of = References.follow(document, properties().path(property));
        return of.path("format").asText().equals("binary")
                || References.follow(document, arrayItems(of))
                        .path("format")
                        .asText()
                        .equals("binary");
    }

    private static List<Part> decode(MockRequest request) throws BrokenForm {
        var http = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.POST, "/", Unpooled.wrappedBuffer(request.body()));
        http.headers().set(HttpHeaderNames.CONTENT_TYPE, request.contentType());
        List<Part> parts = new ArrayList<>();
        HttpPostRequestDecoder decoder = null;
        try {
            decoder = new HttpPostRequestDecoder(new DefaultHttpDataFactory(false), http, StandardCharsets.UTF_8);
            for (InterfaceHttpData data : decoder.getBodyHttpDatas()) {
                if (parts.size() == MOST_FIELDS) {
                    throw new BrokenForm("more than " + MOST_FIELDS + " parts");
                }
                parts.add(
                        data instanceof FileUpload file
                                ? new Part(
                                        file.getName(),
                                        Optional.of(file.getFilename()),
                                        file.getContentType(),
                                        file.get())
                                : new Part(data.getName(), Optional.empty(), "text/plain", ((Attribute) data).get()));
            }
            if (parts.isEmpty() && request.body().length > 0) {
                throw new BrokenForm("no complete part was found");
            }
            return parts;
        } catch (IOException | RuntimeException e) {
            throw new BrokenForm(String.valueOf(e.getMessage()));
        } finally {
            if (decoder != null) {
                decoder.destroy();
            }
        }
    }
}

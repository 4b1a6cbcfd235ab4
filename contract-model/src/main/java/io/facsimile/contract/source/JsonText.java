package io.facsimile.contract.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.contract.ContractException;
import io.facsimile.contract.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON text as a tree, with the line of every value.
 *
 * @param lines by JSON pointer
 */
record JsonText(JsonNode root, Map<String, Integer> lines) {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEEPEST = 500;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(64 * 1024 * 1024)
                    .build())
            .build();

    /**
     * Reads a text.
     *
     * @return nothing if it is no JSON; it may be YAML that begins like it
     * @throws ContractException if a key stands twice
     */
    static Optional<JsonText> read(String name, String text) {
        Map<String, Integer> lines = new HashMap<>();
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            JsonNode root = value(name, parser, "", lines);
            return parser.nextToken() == null ? Optional.of(new JsonText(root, lines)) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode value(String name, JsonParser parser, String pointer, Map<String, Integer> lines)
            throws IOException {
        lines.putIfAbsent(pointer, parser.currentTokenLocation().getLineNr());
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(name, parser, pointer, lines);
            case START_ARRAY -> array(name, parser, pointer, lines);
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT -> integer(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
            case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(parser.currentToken() == JsonToken.VALUE_TRUE);
            default -> NODES.nullNode();
        };
    }

    private static JsonNode object(String name, JsonParser parser, String pointer, Map<String, Integer> lines)
            throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            int line = parser.currentTokenLocation().getLineNr();
            if (object.has(key)) {
                throw new ContractException(new Problem(
                        "syntax",
                        new SourceLine(name, line),
                        "the key \"" + key + "\" stands twice",
                        "remove one of them"));
            }
            String at = pointer + "/" + Pointers.escape(key);
            lines.put(at, line);
            parser.nextToken();
            object.set(key, value(name, parser, at, lines));
        }
        return object;
    }

    private static JsonNode array(String name, JsonParser parser, String pointer, Map<String, Integer> lines)
            throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(name, parser, pointer + "/" + array.size(), lines));
        }
        return array;
    }

    static JsonNode integer(BigInteger value) {
        return value.bitLength() < 32
                ? NODES.numberNode(value.intValue())
                : value.bitLength() < 64 ? NODES.numberNode(value.longValue()) : NODES.numberNode(value);
    }
}

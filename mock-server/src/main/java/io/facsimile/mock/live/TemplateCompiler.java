package io.facsimile.mock.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.facsimile.contract.References;
import io.facsimile.contract.language.LiveWord;
import io.facsimile.contract.schema.Schemas;
import io.facsimile.contract.source.Pointers;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compiles an example and its schema to a template. The schema says with {@code x-live} which values change; of a
 * union, those branches speak that the example's value fits.
 */
public final class TemplateCompiler {
    private final Schemas schemas;
    private final JsonNode document;
    private int repetitions;

    public TemplateCompiler(Schemas schemas) {
        this.schemas = schemas;
        this.document = schemas.document();
    }

    /**
     * @param schema JSON pointer of the body's schema
     * @param example a body that fits it
     */
    public Template compile(String schema, JsonNode example) {
        Writer writer = new Writer();
        value(example, List.of(schema), writer);
        return writer.template();
    }

    /** Compiles an example that has no schema: nothing in it changes. */
    public static Template literal(JsonNode example) {
        Writer writer = new Writer();
        writer.literal(example.toString());
        return writer.template();
    }

    private static final class Writer {
        private final List<Template.Part> parts = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();

        void literal(String json) {
            text.append(json);
        }

        void part(Template.Part part) {
            flush();
            parts.add(part);
        }

        private void flush() {
            if (text.length() > 0) {
                parts.add(new Template.Literal(text.toString().getBytes(StandardCharsets.UTF_8)));
                text.setLength(0);
            }
        }

        Template template() {
            flush();
            return new Template(parts);
        }
    }

    private void value(JsonNode value, List<String> pointers, Writer writer) {
        List<String> applicable = new ArrayList<>();
        pointers.forEach(p -> collect(p, value, applicable, 0));
        Optional<LiveWord> word = word(applicable, value);
        if (word.isPresent() && word.get() instanceof LiveWord.Count count && value.isArray() && !value.isEmpty()) {
            Writer item = new Writer();
            repetitions++;
            value(value.get(0), items(applicable, 0), item);
            repetitions--;
            Writer otherwise = new Writer();
            structure(value, applicable, otherwise);
            writer.part(new Template.Repeat(count, item.template(), otherwise.template()));
            return;
        }
        // Outside repetitions the example's own index is right.
        boolean isFixedIndex = word.isPresent() && word.get() instanceof LiveWord.Index && repetitions == 0;
        if (word.isPresent() && !(word.get() instanceof LiveWord.Count) && !isFixedIndex) {
            writer.part(new Template.Hole(
                    word.get(), idForm(word.get(), applicable, value), bytes(value), form(applicable, value)));
            return;
        }
        structure(value, applicable, writer);
    }

    private void structure(JsonNode value, List<String> applicable, Writer writer) {
        if (value.isObject()) {
            char separator = '{';
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                writer.literal(separator + json(TextNode.valueOf(member.getKey())) + ":");
                value(member.getValue(), member(applicable, member.getKey()), writer);
                separator = ',';
            }
            writer.literal(value.isEmpty() ? "{}" : "}");
        } else if (value.isArray()) {
            writer.literal("[");
            for (int i = 0; i < value.size(); i++) {
                writer.literal(i == 0 ? "" : ",");
                value(value.get(i), items(applicable, i), writer);
            }
            writer.literal("]");
        } else {
            writer.literal(json(value));
        }
    }

    /** Collects the schemas that speak about a value: itself, what it refers to, its parts and its fitting branches. */
    private void collect(String pointer, JsonNode value, List<String> into, int depth) {
        if (depth > 40 || into.contains(pointer)) {
            return;
        }
        JsonNode schema = Pointers.at(document, pointer);
        if (!schema.isObject()) {
            return;
        }
        into.add(pointer);
        if (schema.path("$ref").isTextual()) {
            collect(References.followPointer(document, pointer), value, into, depth + 1);
        }
        for (int i = 0; i < schema.path("allOf").size(); i++) {
            collect(pointer + "/allOf/" + i, value, into, depth + 1);
        }
        for (String union : List.of("oneOf", "anyOf")) {
            for (int i = 0; i < schema.path(union).size(); i++) {
                String branch = pointer + "/" + union + "/" + i;
                if (schemas.accepts(branch, value)) {
                    collect(branch, value, into, depth + 1);
                }
            }
        }
    }

    private Optional<LiveWord> word(List<String> pointers, JsonNode value) {
        // Null and "" are statements of the example: nothing is there yet.
        if (value.isNull() || value.isTextual() && value.textValue().isEmpty()) {
            return Optional.empty();
        }
        for (String pointer : pointers) {
            JsonNode word = Pointers.at(document, pointer + "/x-live");
            if (word.isTextual()) {
                LiveWord parsed = LiveWord.parse(word.textValue());
                // Text stays the example's until the simulator writes its own.
                boolean isFilled = !(parsed instanceof LiveWord.Text
                        || parsed instanceof LiveWord.Tokens
                        || parsed instanceof LiveWord.Balance
                        || parsed instanceof LiveWord.Cost);
                return isFilled ? Optional.of(parsed) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private Optional<IdForm> idForm(LiveWord word, List<String> pointers, JsonNode value) {
        if (!(word instanceof LiveWord.FreshId)) {
            return Optional.empty();
        }
        for (String pointer : pointers) {
            JsonNode pattern = Pointers.at(document, pointer + "/pattern");
            if (pattern.isTextual()) {
                return Optional.of(IdForm.ofPattern(pattern.textValue()));
            }
        }
        return value.isTextual() ? Optional.of(IdForm.ofExample(value.textValue())) : Optional.empty();
    }

    private Template.Form form(List<String> pointers, JsonNode value) {
        for (String pointer : pointers) {
            JsonNode schema = Pointers.at(document, pointer);
            if (schema.path("contentEncoding").asText().equals("base64")) {
                return Template.Form.BASE64;
            }
        }
        for (String pointer : pointers) {
            JsonNode type = Pointers.at(document, pointer).path("type");
            String word = type.isArray() && type.size() == 2
                    ? (type.get(0).asText().equals("null")
                            ? type.get(1).asText()
                            : type.get(1).asText().equals("null") ? type.get(0).asText() : "")
                    : type.asText();
            switch (word) {
                case "string":
                    return Template.Form.TEXT;
                case "integer":
                    return Template.Form.INTEGER;
                case "number":
                    return Template.Form.NUMBER;
                default:
                    break;
            }
        }
        return value.isIntegralNumber() ? Template.Form.INTEGER : Template.Form.ANY;
    }

    private List<String> member(List<String> pointers, String name) {
        List<String> found = new ArrayList<>();
        String token = Pointers.escape(name);
        for (String pointer : pointers) {
            JsonNode schema = Pointers.at(document, pointer);
            if (schema.path("properties").has(name)) {
                found.add(pointer + "/properties/" + token);
            } else if (schema.path("additionalProperties").isObject()) {
                found.add(pointer + "/additionalProperties");
            }
        }
        return found;
    }

    private List<String> items(List<String> pointers, int index) {
        List<String> found = new ArrayList<>();
        for (String pointer : pointers) {
            JsonNode schema = Pointers.at(document, pointer);
            if (index < schema.path("prefixItems").size()) {
                found.add(pointer + "/prefixItems/" + index);
            } else if (schema.path("items").isObject()) {
                found.add(pointer + "/items");
            }
        }
        return found;
    }

    private static byte[] bytes(JsonNode value) {
        return json(value).getBytes(StandardCharsets.UTF_8);
    }

    private static String json(JsonNode value) {
        try {
            return Template.JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.facsimile.mock.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.facsimile.contract.References;
import io.facsimile.contract.language.Condition;
import io.facsimile.contract.language.LiveWord;
import io.facsimile.contract.language.MediaRule;
import io.facsimile.contract.schema.Schemas;
import io.facsimile.contract.source.Pointers;
import io.facsimile.mock.content.Shown;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Compiles an example and its schema to a template. The schema says with {@code x-live} which values change; of a
 * union, those branches speak that the example's value fits.
 */
public final class TemplateCompiler {
    private final Schemas schemas;
    private final JsonNode document;
    private final boolean isFixed;
    private int repetitions;
    private boolean hasText;
    private boolean thinks;
    private boolean tellsThoughts;
    private boolean countsThoughts;
    private boolean calls;
    private boolean cuts;
    /** What the sum that is compiled next has beside the counts next to it. */
    private long rest;
    /** How often the example has a text. */
    private final Map<String, Integer> texts = new HashMap<>();

    public TemplateCompiler(Schemas schemas) {
        this(schemas, false);
    }

    /** @param isFixed whether what the model writes stays the example's */
    public TemplateCompiler(Schemas schemas, boolean isFixed) {
        this.isFixed = isFixed;
        this.schemas = schemas;
        this.document = schemas.document();
    }

    /**
     * @param schema JSON pointer of the body's schema
     * @param example a body that fits it
     */
    public Template compile(String schema, JsonNode example) {
        texts.clear();
        countTexts(example);
        Writer writer = new Writer();
        value(example, List.of(schema), writer);
        Shown shown = new Shown(hasText, thinks, tellsThoughts, countsThoughts, calls, cuts);
        return writer.template(new Template.Shape(shown));
    }

    private void countTexts(JsonNode value) {
        if (value.isTextual()) {
            texts.merge(value.textValue(), 1, Integer::sum);
        }
        value.forEach(this::countTexts);
    }

    /** Returns whether a schema says of any value that a header of the answer, or its status, says the same. */
    public static boolean speaksOfHeaders(JsonNode document, String schema) {
        return speaks(
                document,
                Pointers.at(document, schema),
                part -> part.path("x-live").asText().startsWith(LiveWord.ANSWER),
                new HashSet<>());
    }

    /** Returns whether a schema says of any value that it is a file, written as text. */
    public static boolean speaksOfFiles(JsonNode document, String schema) {
        return speaks(
                document,
                Pointers.at(document, schema),
                part -> part.path("x-live").asText().startsWith("media(")
                        && References.follow(document, part)
                                .path("contentEncoding")
                                .asText()
                                .equals("base64"),
                new HashSet<>());
    }

    private static boolean speaks(JsonNode document, JsonNode schema, Predicate<JsonNode> so, Set<JsonNode> seen) {
        if (so.test(schema)) {
            return true;
        }
        if (schema.path("$ref").isTextual()
                && seen.add(schema)
                && speaks(document, References.follow(document, schema), so, seen)) {
            return true;
        }
        for (JsonNode part : schema) {
            if (part.isContainerNode() && speaks(document, part, so, seen)) {
                return true;
            }
        }
        return false;
    }

    /** Compiles an example that has no schema: nothing in it changes. */
    public static Template literal(JsonNode example) {
        Writer writer = new Writer();
        writer.literal(example.toString());
        return writer.template(Template.Shape.NONE);
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

        Template template(Template.Shape shape) {
            flush();
            return new Template(parts, shape);
        }

        /** Returns what is written as a part of a larger template, which alone knows the shape. */
        Template template() {
            return template(Template.Shape.NONE);
        }
    }

    private void value(JsonNode value, List<String> pointers, Writer writer) {
        List<String> applicable = new ArrayList<>();
        pointers.forEach(p -> collect(p, value, applicable, 0));
        List<Condition> given = given(applicable);
        if (given.isEmpty()) {
            filled(value, applicable, writer);
        } else {
            Writer shown = new Writer();
            filled(value, applicable, shown);
            JsonNode otherwise = declared(applicable)
                    .orElseGet(() -> value.isArray() ? Template.JSON.createArrayNode() : NullNode.getInstance());
            writer.part(new Template.Given(given, shown.template(), bytes(otherwise)));
        }
    }

    /** Returns what must hold of a request for its answer to show a value. */
    private List<Condition> given(List<String> applicable) {
        return applicable.stream()
                .map(pointer -> Pointers.at(document, pointer + "/x-given"))
                .filter(JsonNode::isContainerNode)
                .findFirst()
                .map(Condition::parseAll)
                .orElse(List.of());
    }

    private void filled(JsonNode value, List<String> applicable, Writer writer) {
        Optional<LiveWord> word = word(applicable, value);
        boolean isRepeated = word.isPresent() && isRepetition(word.get());
        if (isRepeated && value.isArray() && !value.isEmpty()) {
            Writer item = new Writer();
            repetitions++;
            value(value.get(0), items(applicable, 0), item);
            repetitions--;
            Writer otherwise = new Writer();
            structure(value, applicable, otherwise);
            writer.part(new Template.Repeat(word.get(), item.template(), otherwise.template()));
            return;
        }
        if (word.isPresent() && word.get() instanceof LiveWord.Tools) {
            if (value.isArray()) {
                calls(value, applicable, writer);
            } else {
                structure(value, applicable, writer);
            }
            return;
        }
        // Outside repetitions the example's own index is right.
        boolean isFixedIndex = word.isPresent() && word.get() instanceof LiveWord.Index && repetitions == 0;
        if (word.isPresent() && !isRepeated && !isFixedIndex) {
            note(word.get(), value);
            boolean isAgain = word.get() instanceof LiveWord.FreshId && texts.getOrDefault(value.asText(), 0) > 1;
            boolean onlyWhenCut = word.get() instanceof LiveWord.Finish finish && !finish.has(value);
            writer.part(new Template.Hole(
                    word.get(),
                    idForm(word.get(), applicable, value),
                    bytes(otherwise(word.get(), applicable, value)),
                    form(word.get(), applicable, value),
                    rest,
                    isAgain,
                    onlyWhenCut));
            return;
        }
        structure(value, applicable, writer);
    }

    private Template.Form form(LiveWord word, List<String> applicable, JsonNode value) {
        if (word instanceof LiveWord.ToolArguments && value.isTextual()) {
            return Template.Form.TEXT;
        }
        // What a request may say in several forms comes back in its own.
        boolean isUnion = word instanceof LiveWord.Echo echo
                && echo.isEmptyWithout()
                && applicable.stream()
                        .map(p -> Pointers.at(document, p))
                        .anyMatch(s -> s.has("oneOf") || s.has("anyOf"));
        return isUnion ? Template.Form.ANY : form(applicable, value);
    }

    /** What stands there when the word has no value. */
    private JsonNode otherwise(LiveWord word, List<String> applicable, JsonNode value) {
        if (!(word instanceof LiveWord.Echo echo && echo.isEmptyWithout())) {
            return value;
        }
        return declared(applicable).orElseGet(NullNode::getInstance);
    }

    /** Returns the value that is usual by the schema. */
    private Optional<JsonNode> declared(List<String> applicable) {
        return applicable.stream()
                .map(pointer -> Pointers.at(document, pointer))
                .filter(schema -> schema.has("default"))
                .map(schema -> schema.get("default"))
                .findFirst();
    }

    private static boolean isRepetition(LiveWord word) {
        return word instanceof LiveWord.Count || word instanceof LiveWord.ForEach;
    }

    private void note(LiveWord word, JsonNode value) {
        boolean countsThem = word instanceof LiveWord.Tokens tokens && tokens.kind() == LiveWord.TokenKind.THINKING;
        hasText |= word instanceof LiveWord.Text;
        tellsThoughts |= word instanceof LiveWord.Thinking;
        countsThoughts |= countsThem;
        // An example that counts no thoughts has none.
        thinks |= word instanceof LiveWord.Thinking || countsThem && value.asInt() != 0;
        calls |= word instanceof LiveWord.ToolName;
        cuts |= word instanceof LiveWord.ToolInput || word instanceof LiveWord.ToolArguments && value.isTextual();
    }

    /** Those items that speak of a tool are one item of each kind; these are repeated where the first of them stands. */
    private void calls(JsonNode array, List<String> applicable, Writer writer) {
        List<Writer> others = new ArrayList<>();
        List<Template> ofTools = new ArrayList<>();
        int place = 0;
        for (int i = 0; i < array.size(); i++) {
            Writer item = new Writer();
            repetitions++;
            value(array.get(i), items(applicable, i), item);
            repetitions--;
            Template template = item.template();
            if (!template.isOfTools()) {
                others.add(item);
            } else if (ofTools.stream().noneMatch(t -> t.isOfTextTools() == template.isOfTextTools())) {
                place = ofTools.isEmpty() ? others.size() : place;
                ofTools.add(template);
            }
        }
        if (!ofTools.isEmpty()) {
            Writer repeated = new Writer();
            boolean isFirst = place == 0;
            repeated.part(new Template.Calls(ofTools, !isFirst, isFirst && !others.isEmpty()));
            others.add(place, repeated);
        }
        writer.literal("[");
        for (int i = 0; i < others.size(); i++) {
            // Calls write the commas beside them, for there may be none of them.
            boolean isBeside = !ofTools.isEmpty() && (i == place || i == 1 && place == 0);
            writer.literal(i == 0 || isBeside ? "" : ",");
            others.get(i).parts.forEach(writer::part);
        }
        writer.literal("]");
    }

    /** Returns what a sum among an object's members has beside the counts next to it. */
    private long rest(JsonNode object, List<String> applicable) {
        long sum = 0;
        long counted = 0;
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (!member.getValue().isIntegralNumber()) {
                continue;
            }
            List<String> pointers = new ArrayList<>();
            member(applicable, member.getKey()).forEach(p -> collect(p, member.getValue(), pointers, 0));
            Optional<LiveWord> word = word(pointers, member.getValue());
            if (word.isPresent() && word.get() instanceof LiveWord.Tokens tokens) {
                long count = member.getValue().asLong();
                sum += tokens.kind() == LiveWord.TokenKind.TOTAL ? count : 0;
                counted += tokens.kind() == LiveWord.TokenKind.TOTAL ? 0 : count;
            }
        }
        return Math.max(sum - counted, 0);
    }

    private void structure(JsonNode value, List<String> applicable, Writer writer) {
        if (value.isObject()) {
            char separator = '{';
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                writer.literal(separator + json(TextNode.valueOf(member.getKey())) + ":");
                List<String> pointers = member(applicable, member.getKey());
                rest = isSum(pointers, member.getValue()) ? rest(value, applicable) : 0;
                value(member.getValue(), pointers, writer);
                rest = 0;
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
        if (schema.has("if")) {
            String branch = pointer + (schemas.accepts(pointer + "/if", value) ? "/then" : "/else");
            collect(branch, value, into, depth + 1);
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
        boolean isNothing =
                value.isNull() || value.isTextual() && value.textValue().isEmpty();
        for (String pointer : pointers) {
            JsonNode word = Pointers.at(document, pointer + "/x-live");
            if (word.isTextual()) {
                LiveWord parsed = ruled(LiveWord.parse(word.textValue()), pointers);
                boolean isFilled = !(parsed instanceof LiveWord.Balance || parsed instanceof LiveWord.Cost)
                        && !(isFixed && parsed instanceof LiveWord.Content)
                        && (!isNothing
                                || parsed instanceof LiveWord.TaskEcho echo && echo.isEmptyWithout()
                                || parsed instanceof LiveWord.Echo echo && echo.isEmptyWithout()
                                || parsed instanceof LiveWord.FinishSequence
                                || parsed instanceof LiveWord.Sealed
                                || parsed instanceof LiveWord.Finish finish && finish.has(value));
                return isFilled ? Optional.of(parsed) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Adds to a word what a key beside it says: of a file, what it is to be like; of a vector, how long it is. */
    private LiveWord ruled(LiveWord word, List<String> pointers) {
        if (word instanceof LiveWord.Media media) {
            return beside(pointers, "x-media")
                    .<LiveWord>map(rule -> new LiveWord.Media(media.kind(), MediaRule.parse(rule)))
                    .orElse(word);
        } else if (word instanceof LiveWord.MediaSaid said) {
            return beside(pointers, "x-media")
                    .<LiveWord>map(rule -> new LiveWord.MediaSaid(said.fact(), MediaRule.parse(rule)))
                    .orElse(word);
        } else if (word instanceof LiveWord.Vector vector) {
            return beside(pointers, "x-vector")
                    .<LiveWord>map(rule -> new LiveWord.Vector(
                            vector.of(), vector.dimensions(), vector.usual().read(rule)))
                    .orElse(word);
        }
        return word;
    }

    private Optional<JsonNode> beside(List<String> pointers, String key) {
        return pointers.stream()
                .map(pointer -> Pointers.at(document, pointer + "/" + key))
                .filter(JsonNode::isObject)
                .findFirst();
    }

    private boolean isSum(List<String> pointers, JsonNode value) {
        if (!value.isIntegralNumber()) {
            return false;
        }
        List<String> applicable = new ArrayList<>();
        pointers.forEach(p -> collect(p, value, applicable, 0));
        Optional<LiveWord> word = word(applicable, value);
        return word.isPresent()
                && word.get() instanceof LiveWord.Tokens tokens
                && tokens.kind() == LiveWord.TokenKind.TOTAL;
    }

    private Optional<IdForm> idForm(LiveWord word, List<String> pointers, JsonNode value) {
        if (!(word instanceof LiveWord.FreshId || word instanceof LiveWord.ToolId)) {
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

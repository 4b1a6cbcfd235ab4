package io.facsimile.mock.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.facsimile.contract.language.Condition;
import io.facsimile.contract.language.LiveWord;
import io.facsimile.contract.schema.Schemas;
import io.facsimile.mock.content.Shown;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compiles an example and its schema to a template. The schema says with {@code x-live} which values change; of a
 * union, those branches speak that the example's value fits.
 */
public final class TemplateCompiler {
    private final Schemas schemas;
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
        Applicable applicable = new Applicable(schemas, pointers, value);
        List<Condition> given = applicable.given();
        if (given.isEmpty()) {
            filled(value, applicable, writer);
        } else {
            Writer shown = new Writer();
            filled(value, applicable, shown);
            JsonNode otherwise = applicable
                    .declared()
                    .orElseGet(() -> value.isArray() ? Template.JSON.createArrayNode() : NullNode.getInstance());
            writer.part(new Template.Given(given, shown.template(), bytes(otherwise)));
        }
    }

    private void filled(JsonNode value, Applicable applicable, Writer writer) {
        Optional<LiveWord> word = applicable.word(isFixed);
        boolean isRepeated = word.isPresent() && isRepetition(word.get());
        if (isRepeated && value.isArray() && !value.isEmpty()) {
            Writer item = new Writer();
            repetitions++;
            value(value.get(0), applicable.items(0), item);
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
                    applicable.idForm(word.get()),
                    bytes(otherwise(word.get(), applicable, value)),
                    applicable.form(word.get()),
                    rest,
                    isAgain,
                    onlyWhenCut));
            return;
        }
        structure(value, applicable, writer);
    }

    /** What stands there when the word has no value. */
    private JsonNode otherwise(LiveWord word, Applicable applicable, JsonNode value) {
        if (!(word instanceof LiveWord.Echo echo && echo.isEmptyWithout())) {
            return value;
        }
        return applicable.declared().orElseGet(NullNode::getInstance);
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
    private void calls(JsonNode array, Applicable applicable, Writer writer) {
        List<Writer> others = new ArrayList<>();
        List<Template> ofTools = new ArrayList<>();
        int place = 0;
        for (int i = 0; i < array.size(); i++) {
            Writer item = new Writer();
            repetitions++;
            value(array.get(i), applicable.items(i), item);
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
    private long rest(JsonNode object, Applicable applicable) {
        long sum = 0;
        long counted = 0;
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (!member.getValue().isIntegralNumber()) {
                continue;
            }
            Optional<LiveWord> word =
                    new Applicable(schemas, applicable.member(member.getKey()), member.getValue()).word(isFixed);
            if (word.isPresent() && word.get() instanceof LiveWord.Tokens tokens) {
                long count = member.getValue().asLong();
                sum += tokens.kind() == LiveWord.TokenKind.TOTAL ? count : 0;
                counted += tokens.kind() == LiveWord.TokenKind.TOTAL ? 0 : count;
            }
        }
        return Math.max(sum - counted, 0);
    }

    private void structure(JsonNode value, Applicable applicable, Writer writer) {
        if (value.isObject()) {
            char separator = '{';
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                writer.literal(separator + json(TextNode.valueOf(member.getKey())) + ":");
                List<String> pointers = applicable.member(member.getKey());
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
                value(value.get(i), applicable.items(i), writer);
            }
            writer.literal("]");
        } else {
            writer.literal(json(value));
        }
    }

    private boolean isSum(List<String> pointers, JsonNode value) {
        if (!value.isIntegralNumber()) {
            return false;
        }
        Optional<LiveWord> word = new Applicable(schemas, pointers, value).word(isFixed);
        return word.isPresent()
                && word.get() instanceof LiveWord.Tokens tokens
                && tokens.kind() == LiveWord.TokenKind.TOTAL;
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

package io.facsimile.mock.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.facsimile.contract.language.Condition;
import io.facsimile.contract.language.LiveWord;
import io.facsimile.contract.language.Locator;
import io.facsimile.contract.language.RequestValues;
import io.facsimile.mock.content.Shown;
import io.facsimile.mock.content.ToolCall;
import io.facsimile.mock.content.Writing;
import io.facsimile.mock.task.FollowUp;
import io.facsimile.mock.task.TaskView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A JSON body that is rendered once, with holes for the values that change. */
public final class Template {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MOST_ITEMS = 1_000;
    private static final int MOST_LISTED = 2_048;

    /** A piece of a template. */
    sealed interface Part {}

    /** Bytes that never change. */
    record Literal(byte[] bytes) implements Part {}

    /**
     * A value that changes.
     *
     * @param otherwise what stands there when the word has no value
     * @param form how the schema's type wants it written
     * @param rest what the example's sum has beside the counts next to it
     * @param isAgain whether the example has the same text elsewhere, too: an id that is told more than once stays one
     * @param onlyWhenCut whether the example's value stands there unless calls were cut: it is no word of the word
     */
    record Hole(
            LiveWord word,
            Optional<IdForm> id,
            byte[] otherwise,
            Form form,
            long rest,
            boolean isAgain,
            boolean onlyWhenCut)
            implements Part {}

    /** How a value is written. */
    enum Form {
        TEXT,
        INTEGER,
        NUMBER,
        BASE64,
        /** Base64 behind the head that says what it is: data:image/png;base64,… */
        DATA_URL,
        ANY
    }

    /**
     * An array whose first item is repeated as often as the request asks.
     *
     * @param count the word that says how often
     */
    record Repeat(LiveWord count, Template item, Template otherwise) implements Part {}

    /**
     * Items of an array that stand there once for each call of a tool.
     *
     * @param items one for each kind of tool
     * @param isAfter whether other items come before them
     * @param isBefore whether other items come after them, and none before
     */
    record Calls(List<Template> items, boolean isAfter, boolean isBefore) implements Part {
        Calls {
            items = List.copyOf(items);
        }
    }

    /**
     * A value that only some requests get to see.
     *
     * @param when what holds of them
     * @param otherwise what the others see
     */
    record Given(List<Condition> when, Template shown, byte[] otherwise) implements Part {}

    /**
     * What a part of a body belongs to.
     *
     * @param shown what the whole body shows
     * @param isWhole whether it is of a call that was not cut
     * @param ids what the numbers of ids that are told more than once are made from, in one rendering the same
     */
    record Shape(Shown shown, boolean isWhole, long ids) {
        static final Shape NONE = new Shape(Shown.NOTHING);

        Shape(Shown shown) {
            this(shown, false, 0);
        }

        private Shape ofWholeCall() {
            return new Shape(shown, true, ids);
        }
    }

    private final List<Part> parts;
    private final Shape shape;
    private final int size;
    private final boolean showsHeaders;
    private final boolean draws;
    private final boolean repeatsIds;

    Template(List<Part> parts, Shape shape) {
        this.parts = List.copyOf(parts);
        this.shape = shape;
        int sum = 0;
        for (Part part : parts) {
            sum += part instanceof Literal literal ? literal.bytes.length : 48;
        }
        this.size = sum;
        this.showsHeaders = parts.stream().anyMatch(Template::showsHeaders);
        this.draws = parts.stream().anyMatch(Template::draws);
        this.repeatsIds = parts.stream().anyMatch(Template::repeatsIds);
    }

    /** Renders the body as UTF-8 JSON. */
    public byte[] bytes(LiveValues values) {
        Bytes out = new Bytes(size + 64);
        write(values, 0, repeatsIds ? new Shape(shape.shown, shape.isWhole, values.freshNumber()) : shape, out);
        return out.toArray();
    }

    /** Renders the body as a tree, for those who change it further. */
    public JsonNode tree(LiveValues values) {
        return parsed(bytes(values));
    }

    /** Renders a value as text: a word without its quotes. */
    public String text(LiveValues values) {
        if (parts.size() == 1 && parts.get(0) instanceof Hole hole && !hole.isAgain) {
            JsonNode value = formed(hole, values, 0, shape);
            return value == null ? parsed(hole.otherwise).asText() : value.asText();
        }
        byte[] bytes = bytes(values);
        boolean isPlain = bytes.length > 1 && bytes[0] == '"';
        for (int i = 1; isPlain && i < bytes.length; i++) {
            isPlain = bytes[i] != '\\';
        }
        if (isPlain) {
            return new String(bytes, 1, bytes.length - 2, StandardCharsets.UTF_8);
        }
        return parsed(bytes).asText();
    }

    /** Returns whether the body shows calls of tools. */
    public boolean showsCalls() {
        return shape.shown.calls();
    }

    /** Returns whether any part depends on the calls of tools. */
    boolean isOfTools() {
        for (Part part : parts) {
            if (part instanceof Hole hole
                    && (hole.word instanceof LiveWord.ToolName || hole.word instanceof LiveWord.ToolArguments)) {
                return true;
            }
        }
        return isOfTextTools();
    }

    /** Returns whether any part is what a tool that takes a text is called with. */
    boolean isOfTextTools() {
        for (Part part : parts) {
            if (part instanceof Hole hole && hole.word instanceof LiveWord.ToolInput) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether any part shows what a header of the answer says. */
    public boolean showsHeaders() {
        return showsHeaders;
    }

    /** Returns whether a file stands in the body, which has to be made and written as text. */
    public boolean draws() {
        return draws;
    }

    private static boolean draws(Part part) {
        return part instanceof Hole hole
                ? (hole.form == Form.BASE64 || hole.form == Form.DATA_URL) && hole.word instanceof LiveWord.Media
                : inside(part).stream().anyMatch(template -> template.draws);
    }

    private static boolean repeatsIds(Part part) {
        return part instanceof Hole hole
                ? hole.isAgain
                : inside(part).stream().anyMatch(template -> template.repeatsIds);
    }

    private static boolean showsHeaders(Part part) {
        return part instanceof Hole hole
                ? hole.word instanceof LiveWord.AnswerHeader
                : inside(part).stream().anyMatch(template -> template.showsHeaders);
    }

    /** Returns the templates that a part is made of. */
    private static List<Template> inside(Part part) {
        if (part instanceof Repeat repeat) {
            return List.of(repeat.item, repeat.otherwise);
        } else if (part instanceof Given given) {
            return List.of(given.shown);
        }
        return part instanceof Calls calls ? calls.items : List.of();
    }

    private void write(LiveValues values, int index, Shape shape, Bytes out) {
        for (Part part : parts) {
            if (part instanceof Literal literal) {
                out.add(literal.bytes);
            } else if (part instanceof Hole hole) {
                write(hole, values, index, shape, out);
            } else if (part instanceof Repeat repeat) {
                write(repeat, values, index, shape, out);
            } else if (part instanceof Calls calls) {
                write(calls, values, shape, out);
            } else if (part instanceof Given given) {
                write(given, values, index, shape, out);
            }
        }
    }

    private static void write(Calls calls, LiveValues values, Shape shape, Bytes out) {
        List<ToolCall> made =
                values.writing().map(writing -> writing.calls(shape.shown)).orElse(List.of());
        Shape whole = shape.ofWholeCall();
        int written = calls.isAfter ? 1 : 0;
        int before = written;
        for (int i = 0; i < made.size(); i++) {
            for (Template item : calls.items) {
                if (item.isOfTextTools() == made.get(i).isOfText()) {
                    write(item, values, i, made.get(i).isCut() ? shape : whole, written++, out);
                }
            }
        }
        boolean isNoneLeft = values.writing()
                .map(writing -> made.isEmpty() && writing.hasTools())
                .orElse(false);
        if (written == before && !isNoneLeft) {
            // Nothing that the example could show: it stays as it is.
            for (Template item : calls.items) {
                write(item, values, made.size(), shape, written++, out);
            }
        }
        if (calls.isBefore && written > 0) {
            out.add(',');
        }
    }

    private static void write(Template item, LiveValues values, int index, Shape shape, int before, Bytes out) {
        if (before > 0) {
            out.add(',');
        }
        item.write(values, index, shape, out);
    }

    private static void write(Repeat repeat, LiveValues values, int index, Shape shape, Bytes out) {
        int wanted = count(repeat.count, values);
        if (wanted < 1) {
            repeat.otherwise.write(values, index, shape, out);
            return;
        }
        out.add('[');
        for (int i = 0; i < wanted; i++) {
            write(repeat.item, values, i, shape, i, out);
        }
        out.add(']');
    }

    private static void write(Given given, LiveValues values, int index, Shape shape, Bytes out) {
        if (Condition.allHold(given.when, values.request())) {
            given.shown.write(values, index, shape, out);
        } else {
            out.add(given.otherwise);
        }
    }

    private static int count(LiveWord word, LiveValues values) {
        if (word instanceof LiveWord.ForEach each) {
            return values.writing().map(writing -> count(each.each(), writing)).orElse(0);
        }
        if (!(word instanceof LiveWord.Count count)) {
            return 0;
        }
        RequestValues task =
                count.isOfTask() ? values.task().map(TaskView::submittedWith).orElse(null) : null;
        for (Locator place : count.of()) {
            JsonNode asked = !count.isOfTask()
                    ? place.find(values.request())
                    : task == null ? MissingNode.getInstance() : FollowUp.find(place, task);
            if (!asked.isMissingNode() && !asked.isNull()) {
                return count(asked);
            }
        }
        return 0;
    }

    private static int count(LiveWord.Each each, Writing writing) {
        return switch (each) {
            case TEXTS -> writing.count();
            case RANKS -> writing.ranking().size();
            case JUDGEMENTS -> writing.judgements().size();
        };
    }

    private static int count(JsonNode asked) {
        if (asked.isArray()) {
            return asked.path(0).isNumber() ? 1 : Math.min(asked.size(), MOST_LISTED);
        }
        return asked.isNumber() || asked.isTextual() ? Math.min(asked.asInt(0), MOST_ITEMS) : 0;
    }

    private static void write(Hole hole, LiveValues values, int index, Shape shape, Bytes out) {
        if (HoleValues.write(hole, values, index, shape, out)) {
            return;
        }
        JsonNode formed = formed(hole, values, index, shape);
        if (formed == null) {
            out.add(hole.otherwise);
        } else if (formed.isTextual()) {
            out.addQuoted(formed.textValue());
        } else if (formed.isIntegralNumber() && formed.canConvertToLong()) {
            out.add(formed.longValue());
        } else {
            out.add(formed.toString());
        }
    }

    private static @Nullable JsonNode formed(Hole hole, LiveValues values, int index, Shape shape) {
        JsonNode value = HoleValues.value(hole, values, index, shape);
        return value == null ? null : formed(hole.form, value);
    }

    /** Brings a value into the form that the schema asks for; null if it has none. */
    private static @Nullable JsonNode formed(Form form, JsonNode value) {
        if (value.isNull()) {
            return value;
        }
        return switch (form) {
            case TEXT, BASE64, DATA_URL ->
                value.isTextual() ? value : value.isValueNode() ? TextNode.valueOf(value.asText()) : null;
            case INTEGER, NUMBER -> number(value, form == Form.INTEGER);
            case ANY -> value;
        };
    }

    private static @Nullable JsonNode number(JsonNode value, boolean isInteger) {
        if (value.isNumber()) {
            return value;
        }
        try {
            String text = value.asText();
            return isInteger
                    ? NODES.numberNode(Long.parseLong(text))
                    : NODES.numberNode(new java.math.BigDecimal(text));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    static JsonNode parsed(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

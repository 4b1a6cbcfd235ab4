package io.facsimile.mock.live;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.facsimile.contract.language.Condition;
import io.facsimile.contract.language.LiveWord;
import io.facsimile.contract.language.RequestValues;
import io.facsimile.mock.content.Judgement;
import io.facsimile.mock.content.Ranked;
import io.facsimile.mock.content.Shown;
import io.facsimile.mock.content.ToolCall;
import io.facsimile.mock.content.Writing;
import io.facsimile.mock.task.FollowUp;
import io.facsimile.mock.task.TaskView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A JSON body that is rendered once, with holes for the values that change. */
public final class Template {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MOST_ITEMS = 1_000;
    private static final int MOST_LISTED = 2_048;
    private static final int EMPTY_LIST = 2;
    private static final int SEALED_BYTES = 240;

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
                ? hole.form == Form.BASE64 && hole.word instanceof LiveWord.Media
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
        return word instanceof LiveWord.Count count ? count(count.of().find(values.request())) : 0;
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
        JsonNode value = value(hole, values, index, shape);
        if (value == null) {
            out.add(hole.otherwise);
            return;
        }
        JsonNode formed = formed(hole.form, value);
        if (formed == null) {
            out.add(hole.otherwise);
        } else if (formed.isTextual()) {
            writeText(formed.textValue(), out);
        } else if (formed.isIntegralNumber() || formed.isBoolean() || formed.isNull()) {
            out.addAscii(formed.asText());
        } else {
            out.add(formed.toString());
        }
    }

    private static void writeText(String text, Bytes out) {
        out.add('"');
        if (isPlain(text)) {
            out.addAscii(text);
        } else {
            out.add(JsonStringEncoder.getInstance().quoteAsUTF8(text));
        }
        out.add('"');
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\' || c > 0x7e) {
                return false;
            }
        }
        return true;
    }

    /** Brings a value into the form that the schema asks for; null if it has none. */
    private static @Nullable JsonNode formed(Form form, JsonNode value) {
        if (value.isNull()) {
            return value;
        }
        return switch (form) {
            case TEXT, BASE64 ->
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

    private static @Nullable JsonNode value(Hole hole, LiveValues values, int index, Shape shape) {
        LiveWord word = hole.word;
        if (word instanceof LiveWord.FreshId) {
            return hole.id
                    .<JsonNode>map(form -> TextNode.valueOf(
                            form.id(hole.isAgain ? sameNumber(hole, index, shape) : values.freshNumber())))
                    .orElse(null);
        } else if (word instanceof LiveWord.Sealed sealed) {
            return TextNode.valueOf(sealed(sealed, values.freshNumber()));
        } else if (word instanceof LiveWord.Now now) {
            return time(values.now().plus(now.later()), now.form());
        } else if (word instanceof LiveWord.Index) {
            return NODES.numberNode(index);
        } else if (word instanceof LiveWord.Echo echo) {
            return present(echo.of().find(values.request()));
        } else if (word instanceof LiveWord.Vector vector) {
            return Vectors.of(vector, values.request(), index, hole.form);
        } else if (word instanceof LiveWord.Content content) {
            Writing writing = values.writing().orElse(null);
            return writing == null ? null : contentValue(content, hole, values, writing, index, shape);
        } else if (word instanceof LiveWord.Media media) {
            return TextNode.valueOf(
                    hole.form == Form.BASE64
                            ? Base64.getEncoder().encodeToString(values.mediaBytes(media, index))
                            : values.mediaUrl(media, index));
        } else if (word instanceof LiveWord.MediaSaid said) {
            return mediaSaid(said, values, index);
        }
        if (word instanceof LiveWord.AnswerHeader header) {
            return values.answerHeader(header.name())
                    .map(said -> TextNode.valueOf(said + header.unit()))
                    .orElse(null);
        }
        TaskView task = values.task().orElse(null);
        if (task != null && word instanceof LiveWord.TaskAddress address) {
            return values.taskAddress(address.operation(), exampleText(hole))
                    .map(TextNode::valueOf)
                    .orElse(null);
        }
        return task == null ? null : taskValue(word, task, hole.form);
    }

    private static String exampleText(Hole hole) {
        try {
            return JSON.readTree(hole.otherwise).asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sealed(LiveWord.Sealed word, long number) {
        IdForm.Numbers numbers = new IdForm.Numbers(number);
        ByteBuffer bytes = ByteBuffer.allocate(SEALED_BYTES);
        while (bytes.hasRemaining()) {
            bytes.putLong(numbers.next());
        }
        return word.beginning() + Base64.getUrlEncoder().encodeToString(bytes.array());
    }

    /** The items of an array that is repeated have ids of their own. */
    private static long sameNumber(Hole hole, int index, Shape shape) {
        return new IdForm.Numbers(shape.ids + 31L * Arrays.hashCode(hole.otherwise) + index).next();
    }

    private static @Nullable JsonNode mediaSaid(LiveWord.MediaSaid said, LiveValues values, int index) {
        JsonNode value = values.mediaSaid(said, index).orElse(null);
        Writing writing =
                said.fact() == LiveWord.MediaFact.TOTAL ? values.writing().orElse(null) : null;
        return value == null || writing == null
                ? value
                : NODES.numberNode(value.asLong() + writing.textTokens() + writing.mediaTokens());
    }

    private static @Nullable JsonNode contentValue(
            LiveWord.Content word, Hole hole, LiveValues values, Writing writing, int index, Shape shape) {
        Shown shown = shape.shown;
        if (word instanceof LiveWord.Text) {
            return TextNode.valueOf(shown.calls() ? writing.announcement(shown) : writing.text(index, shown));
        } else if (word instanceof LiveWord.Thinking) {
            return TextNode.valueOf(writing.thinking());
        } else if (word instanceof LiveWord.Tokens tokens) {
            return NODES.numberNode(tokens(tokens.kind(), writing, shown) + hole.rest);
        } else if (word instanceof LiveWord.Finish finish) {
            return finish(finish, hole, writing, index, shape);
        } else if (word instanceof LiveWord.Logprobs logprobs) {
            return logprobs(logprobs, hole, values.request(), writing, index, shown);
        } else if (word instanceof LiveWord.FinishSequence) {
            return shown.calls() || !shown.hasText()
                    ? NODES.nullNode()
                    : writing.sequence(index, shown)
                            .<JsonNode>map(TextNode::valueOf)
                            .orElseGet(NODES::nullNode);
        } else if (word instanceof LiveWord.Rank rank) {
            return index < writing.ranking().size()
                    ? rankValue(rank.part(), writing.ranking().get(index), hole)
                    : null;
        } else if (word instanceof LiveWord.Flagged
                || word instanceof LiveWord.Found
                || word instanceof LiveWord.Score) {
            return index < writing.judgements().size()
                    ? judged(word, writing.judgements().get(index))
                    : null;
        }
        return callValue(word, hole, values, writing.calls(shown), index);
    }

    private static @Nullable JsonNode finish(
            LiveWord.Finish finish, Hole hole, Writing writing, int index, Shape shape) {
        Shown shown = shape.shown;
        if (shown.calls()) {
            boolean isCut = !shape.isWhole && writing.isCut(shown);
            return isCut ? finish.length() : hole.onlyWhenCut ? null : finish.stop();
        }
        if (hole.onlyWhenCut) {
            return null;
        }
        return switch (shown.hasText() ? writing.end(index, shown) : Writing.End.LENGTH) {
            case STOP -> finish.stop();
            case LENGTH -> finish.length();
            case SEQUENCE -> finish.sequence();
        };
    }

    private static @Nullable JsonNode judged(LiveWord.Content word, Judgement judgement) {
        if (word instanceof LiveWord.Found found) {
            return NODES.booleanNode(judgement.isFound(found.category()));
        }
        return word instanceof LiveWord.Score score
                ? NODES.numberNode(judgement.score(score.category()))
                : NODES.booleanNode(judgement.isFlagged());
    }

    private static JsonNode rankValue(LiveWord.RankPart part, Ranked ranked, Hole hole) {
        return switch (part) {
            case INDEX -> NODES.numberNode(ranked.index());
            case SCORE -> NODES.numberNode(ranked.score());
            case DOCUMENT -> document(ranked, hole);
        };
    }

    private static JsonNode document(Ranked ranked, Hole hole) {
        if (hole.form == Form.TEXT) {
            return TextNode.valueOf(ranked.text());
        }
        return ranked.document().isTextual() ? inPlace(ranked.document(), hole) : ranked.document();
    }

    /** Where the example has an object for a text, the text stands in it, in place of the example's. */
    private static JsonNode inPlace(JsonNode text, Hole hole) {
        JsonNode shown = parsed(hole.otherwise);
        if (shown instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                if (member.getValue().isTextual()) {
                    object.set(member.getKey(), text);
                    return object;
                }
            }
        }
        return text;
    }

    private static JsonNode parsed(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable JsonNode callValue(
            LiveWord.Content word, Hole hole, LiveValues values, List<ToolCall> calls, int index) {
        if (index >= calls.size()) {
            return null;
        }
        ToolCall call = calls.get(index);
        if (word instanceof LiveWord.ToolId) {
            return hole.id
                    .<JsonNode>map(form -> TextNode.valueOf(form.id(values.freshNumber())))
                    .orElse(null);
        } else if (word instanceof LiveWord.ToolName) {
            return TextNode.valueOf(call.name());
        } else if (word instanceof LiveWord.ToolArguments) {
            return hole.form == Form.TEXT ? TextNode.valueOf(call.input()) : call.arguments();
        } else if (word instanceof LiveWord.ToolInput) {
            return TextNode.valueOf(call.input());
        }
        return null;
    }

    /** An example's empty list says that nobody asked. */
    private static @Nullable JsonNode logprobs(
            LiveWord.Logprobs word, Hole hole, RequestValues request, Writing writing, int index, Shown shown) {
        JsonNode top = word.top().find(request);
        boolean isAsked = top.isNumber() || hole.otherwise.length > EMPTY_LIST;
        if (!isAsked || shown.calls()) {
            return null;
        }
        return writing.logprobs(index, shown, word.form(), top.asInt(0));
    }

    /** What is not shown is not counted either. */
    private static long tokens(LiveWord.TokenKind kind, Writing writing, Shown shown) {
        return switch (kind) {
            case TEXT -> writing.textTokens();
            case MEDIA -> writing.mediaTokens();
            case PROMPT -> (long) writing.textTokens() + writing.mediaTokens();
            case THINKING -> writing.thinkingTokens(shown);
            case ANSWER -> writing.answerTokens(shown);
            case COMPLETION -> writing.answerTokens(shown) + writing.thinkingTokens(shown);
            case TOTAL ->
                (long) writing.textTokens()
                        + writing.mediaTokens()
                        + writing.answerTokens(shown)
                        + writing.thinkingTokens(shown);
        };
    }

    private static @Nullable JsonNode taskValue(LiveWord word, TaskView task, Form form) {
        if (word instanceof LiveWord.TaskId) {
            return TextNode.valueOf(task.id());
        } else if (word instanceof LiveWord.TaskTypeName) {
            return TextNode.valueOf(task.type());
        } else if (word instanceof LiveWord.TaskState) {
            return TextNode.valueOf(task.state());
        } else if (word instanceof LiveWord.TaskProgress) {
            return task.progress().isEmpty() ? null : TextNode.valueOf(task.progress());
        } else if (word instanceof LiveWord.TaskParent) {
            return task.parent().isEmpty() ? null : TextNode.valueOf(task.parent());
        } else if (word instanceof LiveWord.TaskFact fact) {
            return task.facts().get(fact.name());
        } else if (word instanceof LiveWord.TaskEcho echo) {
            RequestValues submitted = task.submittedWith();
            JsonNode found =
                    present(echo.isEmptyWithout() ? echo.of().find(submitted) : FollowUp.find(echo.of(), submitted));
            return found != null || !echo.isEmptyWithout()
                    ? found
                    : form == Form.TEXT ? TextNode.valueOf("") : NODES.nullNode();
        } else if (word instanceof LiveWord.TaskMoment moment) {
            Optional<Instant> at =
                    switch (moment.time()) {
                        case SUBMITTED -> Optional.of(task.submitted());
                        case STARTED -> task.started();
                        case FINISHED -> task.finished();
                        case CHANGED -> task.finished().or(task::started).or(() -> Optional.of(task.submitted()));
                    };
            return at.map(instant -> time(instant, moment.form())).orElse(null);
        }
        return null;
    }

    private static @Nullable JsonNode present(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? null : value;
    }

    private static JsonNode time(Instant instant, LiveWord.TimeForm form) {
        return switch (form) {
            case SECONDS -> NODES.numberNode(instant.getEpochSecond());
            case MILLIS -> NODES.numberNode(instant.toEpochMilli());
            case ISO ->
                TextNode.valueOf(DateTimeFormatter.ISO_INSTANT.format(
                        instant.truncatedTo(java.time.temporal.ChronoUnit.MILLIS)));
        };
    }
}

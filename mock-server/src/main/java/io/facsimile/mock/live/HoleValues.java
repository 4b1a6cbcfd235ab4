package io.facsimile.mock.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.facsimile.contract.language.LiveWord;
import io.facsimile.contract.language.Locator;
import io.facsimile.contract.language.RequestValues;
import io.facsimile.mock.content.Speech;
import io.facsimile.mock.content.Writing;
import io.facsimile.mock.task.FollowUp;
import io.facsimile.mock.task.TaskView;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the holes of a template are filled with: moments, ids, values of the request, files, tasks. */
final class HoleValues {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int SEALED_BYTES = 240;
    private static final Pattern PLACE = Pattern.compile("\\{([^}]+)\\}");

    private HoleValues() {}

    /**
     * Writes a text of the model at once, as it was quoted before; nothing of a hole that is filled otherwise.
     *
     * @param index the position in the nearest repeated array
     * @return whether it wrote
     */
    static boolean write(Template.Hole hole, LiveValues values, int index, Template.Shape shape, Bytes out) {
        boolean isText = hole.word() instanceof LiveWord.Text
                && hole.form() == Template.Form.TEXT
                && values.writing().isPresent()
                && !shape.shown().calls();
        if (isText) {
            out.add('"');
            out.add(values.writing().get().quoted(index, shape.shown()));
            out.add('"');
        }
        return isText;
    }

    /**
     * Returns what a hole is filled with; null for the example's value.
     *
     * @param index the position in the nearest repeated array
     */
    static @Nullable JsonNode value(Template.Hole hole, LiveValues values, int index, Template.Shape shape) {
        LiveWord word = hole.word();
        if (word instanceof LiveWord.FreshId) {
            return hole.id()
                    .<JsonNode>map(form -> TextNode.valueOf(
                            form.id(hole.isAgain() ? sameNumber(hole, index, shape) : values.freshNumber())))
                    .orElse(null);
        } else if (word instanceof LiveWord.Sealed sealed) {
            return TextNode.valueOf(sealed(sealed, values.freshNumber()));
        } else if (word instanceof LiveWord.Now now) {
            return time(values.now().plus(now.later()), now.form());
        } else if (word instanceof LiveWord.Index) {
            return NODES.numberNode(index);
        } else if (word instanceof LiveWord.Echo echo) {
            return present(echo.of().find(values.request()));
        } else if (word instanceof LiveWord.Says says) {
            return filled(says.text(), place -> place.find(values.request()));
        } else if (word instanceof LiveWord.Spoken spoken) {
            String tag = spoken.language().find(values.request()).asText("");
            return (spoken.isName() ? Speech.name(tag) : Speech.in(tag, Template.parsed(hole.otherwise())))
                    .orElse(null);
        } else if (word instanceof LiveWord.Vector vector) {
            return Vectors.of(vector, values.request(), index, hole.form());
        } else if (word instanceof LiveWord.Content content) {
            Writing writing = values.writing().orElse(null);
            return writing == null ? null : ContentValues.of(content, hole, values, writing, index, shape);
        } else if (word instanceof LiveWord.Media media) {
            return TextNode.valueOf(media(hole.form(), media, values, index));
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
            return values.taskAddress(
                            address.operation(),
                            Template.parsed(hole.otherwise()).asText())
                    .map(TextNode::valueOf)
                    .orElse(null);
        }
        return task == null ? null : taskValue(word, task, hole.form());
    }

    private static String media(Template.Form form, LiveWord.Media media, LiveValues values, int index) {
        return switch (form) {
            case BASE64 -> Base64.getEncoder().encodeToString(values.mediaBytes(media, index));
            case DATA_URL ->
                "data:" + values.mediaType(media, index) + ";base64,"
                        + Base64.getEncoder().encodeToString(values.mediaBytes(media, index));
            default -> values.mediaUrl(media, index);
        };
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
    private static long sameNumber(Template.Hole hole, int index, Template.Shape shape) {
        return new IdForm.Numbers(shape.ids() + 31L * Arrays.hashCode(hole.otherwise()) + index).next();
    }

    private static @Nullable JsonNode mediaSaid(LiveWord.MediaSaid said, LiveValues values, int index) {
        JsonNode value = values.mediaSaid(said, index).orElse(null);
        Writing writing =
                said.fact() == LiveWord.MediaFact.TOTAL ? values.writing().orElse(null) : null;
        return value == null || writing == null
                ? value
                : NODES.numberNode(value.asLong() + writing.textTokens() + writing.mediaTokens());
    }

    private static @Nullable JsonNode taskValue(LiveWord word, TaskView task, Template.Form form) {
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
            return fact(task.facts().get(fact.name()), task);
        } else if (word instanceof LiveWord.TaskEcho echo) {
            RequestValues submitted = task.submittedWith();
            JsonNode found =
                    present(echo.isEmptyWithout() ? echo.of().find(submitted) : FollowUp.find(echo.of(), submitted));
            return found != null || !echo.isEmptyWithout()
                    ? found
                    : form == Template.Form.TEXT ? TextNode.valueOf("") : NODES.nullNode();
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

    /** A fact may name places of the request in braces; one of them that is not there leaves the example's value. */
    private static @Nullable JsonNode fact(@Nullable JsonNode fact, TaskView task) {
        return fact == null || !fact.isTextual() || fact.textValue().indexOf('{') < 0
                ? fact
                : filled(fact.textValue(), place -> FollowUp.find(place, task.submittedWith()));
    }

    /** Fills in the places in braces; null where one holds nothing. */
    private static @Nullable JsonNode filled(String sentence, Function<Locator, JsonNode> values) {
        Matcher place = PLACE.matcher(sentence);
        StringBuilder text = new StringBuilder();
        while (place.find()) {
            JsonNode found = values.apply(Locator.parse(place.group(1)));
            if (!found.isValueNode()) {
                return null;
            }
            place.appendReplacement(text, Matcher.quoteReplacement(found.asText()));
        }
        return TextNode.valueOf(place.appendTail(text).toString());
    }

    private static @Nullable JsonNode present(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? null : value;
    }

    private static JsonNode time(Instant instant, LiveWord.TimeForm form) {
        return switch (form) {
            case SECONDS -> NODES.numberNode(instant.getEpochSecond());
            case MILLIS -> NODES.numberNode(instant.toEpochMilli());
            case ISO -> TextNode.valueOf(DateTimeFormatter.ISO_INSTANT.format(instant.truncatedTo(ChronoUnit.MILLIS)));
        };
    }
}

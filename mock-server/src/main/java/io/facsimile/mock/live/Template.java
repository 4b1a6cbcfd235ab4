package io.facsimile.mock.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.facsimile.contract.language.LiveWord;
import io.facsimile.contract.language.RequestValues;
import io.facsimile.mock.task.TaskView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A JSON body that is rendered once, with holes for the values that change. */
public final class Template {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MOST_ITEMS = 1_000;

    /** A piece of a template. */
    sealed interface Part {}

    /** Bytes that never change. */
    record Literal(byte[] bytes) implements Part {}

    /**
     * A value that changes.
     *
     * @param otherwise what stands there when the word has no value
     * @param word the schema's type, when it has exactly one
     */
    record Hole(LiveWord word, Optional<IdForm> id, byte[] otherwise, Form form) implements Part {}

    /** How a value is written. */
    enum Form {
        TEXT,
        INTEGER,
        NUMBER,
        BASE64,
        ANY
    }

    /** An array whose first item is repeated as often as the request asks. */
    record Repeat(LiveWord.Count count, Template item, Template otherwise) implements Part {}

    private final List<Part> parts;
    private final int size;

    Template(List<Part> parts) {
        this.parts = List.copyOf(parts);
        int sum = 0;
        for (Part part : parts) {
            sum += part instanceof Literal literal ? literal.bytes.length : 48;
        }
        this.size = sum;
    }

    /** Renders the body as UTF-8 JSON. */
    public byte[] bytes(LiveValues values) {
        Bytes out = new Bytes(size + 64);
        write(values, 0, out);
        return out.toArray();
    }

    /** Renders the body as a tree, for those who change it further. */
    public JsonNode tree(LiveValues values) {
        try {
            return JSON.readTree(bytes(values));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(LiveValues values, int index, Bytes out) {
        for (Part part : parts) {
            if (part instanceof Literal literal) {
                out.add(literal.bytes);
            } else if (part instanceof Hole hole) {
                write(hole, values, index, out);
            } else if (part instanceof Repeat repeat) {
                write(repeat, values, index, out);
            }
        }
    }

    private static void write(Repeat repeat, LiveValues values, int index, Bytes out) {
        int wanted = count(repeat.count.of().find(values.request()));
        if (wanted < 1) {
            repeat.otherwise.write(values, index, out);
            return;
        }
        out.add('[');
        for (int i = 0; i < Math.min(wanted, MOST_ITEMS); i++) {
            if (i > 0) {
                out.add(',');
            }
            repeat.item.write(values, i, out);
        }
        out.add(']');
    }

    private static int count(JsonNode asked) {
        if (asked.isArray()) {
            return asked.path(0).isNumber() ? 1 : asked.size();
        }
        return asked.isNumber() || asked.isTextual() ? asked.asInt(0) : 0;
    }

    private static void write(Hole hole, LiveValues values, int index, Bytes out) {
        JsonNode value = value(hole, values, index);
        if (value == null) {
            out.add(hole.otherwise);
            return;
        }
        JsonNode formed = formed(hole.form, value);
        if (formed == null) {
            out.add(hole.otherwise);
        } else if (formed.isTextual()) {
            writeText(formed.textValue(), out);
        } else {
            out.add(formed.toString());
        }
    }

    private static void writeText(String text, Bytes out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\' || c > 0x7e) {
                try {
                    out.add(JSON.writeValueAsString(text));
                } catch (JsonProcessingException e) {
                    throw new UncheckedIOException(e);
                }
                return;
            }
        }
        out.add('"');
        out.add(text);
        out.add('"');
    }

    /** Brings a value into the form that the schema asks for; null if it has none. */
    private static @Nullable JsonNode formed(Form form, JsonNode value) {
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

    private static @Nullable JsonNode value(Hole hole, LiveValues values, int index) {
        LiveWord word = hole.word;
        if (word instanceof LiveWord.FreshId) {
            return hole.id
                    .<JsonNode>map(form -> TextNode.valueOf(form.id(values.freshNumber())))
                    .orElse(null);
        } else if (word instanceof LiveWord.Now now) {
            return time(values.now(), now.form());
        } else if (word instanceof LiveWord.Index) {
            return NODES.numberNode(index);
        } else if (word instanceof LiveWord.Echo echo) {
            return present(echo.of().find(values.request()));
        } else if (word instanceof LiveWord.Vector vector) {
            return Vectors.of(vector, values.request(), index, hole.form);
        } else if (word instanceof LiveWord.Media media) {
            return TextNode.valueOf(
                    hole.form == Form.BASE64
                            ? Base64.getEncoder().encodeToString(values.mediaBytes(media.kind()))
                            : values.mediaUrl(media.kind()));
        }
        TaskView task = values.task().orElse(null);
        return task == null ? null : taskValue(word, task);
    }

    private static @Nullable JsonNode taskValue(LiveWord word, TaskView task) {
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
            return present(echo.of().find(submitted));
        } else if (word instanceof LiveWord.TaskMoment moment) {
            Optional<Instant> at =
                    switch (moment.time()) {
                        case SUBMITTED -> Optional.of(task.submitted());
                        case STARTED -> task.started();
                        case FINISHED -> task.finished();
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

package io.facsimile.contract.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A word of {@code x-live}: which value the simulator puts in place of an example's. */
public sealed interface LiveWord {
    /** How a point in time is written. */
    enum TimeForm {
        SECONDS,
        MILLIS,
        ISO
    }

    /** Which tokens are counted. */
    enum TokenKind {
        /** Those of all that the caller sent. */
        PROMPT,
        /** Those of the prompt that are text. */
        TEXT,
        /** Those of the prompt that are pictures, sounds and the like. */
        MEDIA,
        /** Those of all that the model wrote, thoughts included. */
        COMPLETION,
        /** Those of what the model wrote, without its thoughts. */
        ANSWER,
        THINKING,
        TOTAL
    }

    /** What kind of media is served. */
    enum MediaKind {
        IMAGE,
        AUDIO,
        VIDEO,
        THUMBNAIL
    }

    /** A point in a task's life. */
    enum TaskTime {
        SUBMITTED,
        STARTED,
        FINISHED,
        /** When it came to the state that it is in. */
        CHANGED
    }

    /** A fresh id of the form that the property's pattern or example shows. */
    record FreshId() implements LiveWord {}

    /**
     * A long text that only the provider can read, another one each time. It fills an example's null, too.
     *
     * @param beginning what all of them begin with
     */
    record Sealed(String beginning) implements LiveWord {}

    /** The position in the nearest enclosing array. */
    record Index() implements LiveWord {}

    /** @param later how long after the moment of the answer */
    record Now(TimeForm form, Duration later) implements LiveWord {}

    /** What depends on what the model writes; it stays the example's where the text is the example's. */
    sealed interface Content extends LiveWord {}

    /** What the model writes. */
    record Text() implements Content {}

    /** What the model thinks before it writes. */
    record Thinking() implements Content {}

    /** On an array: those of its items that hold a word of a tool stand once for each call. */
    record Tools() implements Content {}

    /** An id of a call, of the form that the property's pattern or example shows. */
    record ToolId() implements Content {}

    record ToolName() implements Content {}

    /** The arguments of a call: an object, or JSON as text where the schema is a text. */
    record ToolArguments() implements Content {}

    /** What a tool that takes a text is called with. */
    record ToolInput() implements Content {}

    /** What an array has an item for. */
    enum Each {
        /** The texts that are wanted. */
        TEXTS,
        /** The best of the caller's documents, best first. */
        RANKS,
        /** What the caller wants to be judged. */
        JUDGEMENTS
    }

    /** On an array: the example's first item stands once for each of these. */
    record ForEach(Each each) implements Content {}

    /** What is told of one of the caller's documents. */
    enum RankPart {
        INDEX,
        SCORE,
        DOCUMENT
    }

    /** One of the best documents: the one at the array's position. */
    record Rank(RankPart part) implements Content {}

    /** Whether anything was found in what is judged. */
    record Flagged() implements Content {}

    /** Whether something of a category was found. */
    record Found(String category) implements Content {}

    /** How sure it is that something of a category is there, from 0 to 1. */
    record Score(String category) implements Content {}

    /**
     * Why the text ended. It fills an example's value only where that is one of the three.
     *
     * @param stop by itself
     * @param length at the limit of tokens
     * @param sequence at a stop sequence
     */
    record Finish(JsonNode stop, JsonNode length, JsonNode sequence) implements Content {
        /** Returns whether a value is one of the three. */
        public boolean has(JsonNode value) {
            return value.equals(stop) || value.equals(length) || value.equals(sequence);
        }
    }

    /**
     * The tokens of the text and how likely they were.
     *
     * @param form how they are written
     * @param top where the request says how many likely tokens to name at each place
     */
    record Logprobs(LogprobsForm form, Locator top) implements Content {}

    /** How tokens and their likelihoods are written. */
    enum LogprobsForm {
        /** An item for each token, with the likely ones at its place. */
        ITEMS,
        /** Lists side by side. */
        LISTS,
        /** The chosen tokens, and the likely ones beside them. */
        CHOSEN
    }

    /** The stop sequence at which the text ended; null where it ended otherwise. */
    record FinishSequence() implements Content {}

    record Balance() implements LiveWord {}

    record Cost() implements LiveWord {}

    record Tokens(TokenKind kind) implements Content {}

    /** @param rule where requests say what it is to be like */
    record Media(MediaKind kind, MediaRule rule) implements LiveWord {}

    /** What is told of a picture. */
    enum MediaFact {
        /** Width and height, such as 1024x1536. */
        SIZE,
        WIDTH,
        HEIGHT,
        /** The subtype of its media type, such as jpeg. */
        FORMAT,
        /** Its media type. */
        TYPE,
        /** {@code transparent} or {@code opaque}. */
        BACKGROUND,
        /** How carefully it was made. */
        QUALITY,
        /** What all pictures of the answer took. */
        TOKENS,
        /** The same and the tokens of the prompt. */
        TOTAL
    }

    /** @param rule where requests say what it is to be like, as where the picture itself stands */
    record MediaSaid(MediaFact fact, MediaRule rule) implements LiveWord {}

    /**
     * The numbers of an embedding: of unit length, and equal for equal input.
     *
     * @param of what is embedded; of a list, the item at the array's position
     * @param dimensions where the request says how many numbers
     * @param usual how many, when it does not
     */
    record Vector(Locator of, Locator dimensions, VectorRule usual) implements LiveWord {}

    /**
     * As many items as the request asks for: a number, or the items of a list; a list of numbers is one item.
     *
     * @param of where it says so; the first place that holds something counts
     * @param isOfTask whether the request is meant that submitted the task
     */
    record Count(List<Locator> of, boolean isOfTask) implements LiveWord {
        public Count {
            of = List.copyOf(of);
        }
    }

    /**
     * A value of the request.
     *
     * @param isEmptyWithout whether a request without it shows the schema's default, else null, rather than the example's
     *     value
     */
    record Echo(Locator of, boolean isEmptyWithout) implements LiveWord {}

    /**
     * A sentence.
     *
     * @param text places of the request in braces are filled in
     */
    record Says(String text) implements LiveWord {}

    /**
     * What the example says, in the language that the request names: a text, a list of words with their times, or one of
     * tokens with their likelihoods.
     *
     * @param language where the request names it
     * @param isName whether the English name of the language is meant
     */
    record Spoken(Locator language, boolean isName) implements LiveWord {}

    record TaskId() implements LiveWord {}

    record TaskTypeName() implements LiveWord {}

    record TaskState() implements LiveWord {}

    record TaskProgress() implements LiveWord {}

    record TaskParent() implements LiveWord {}

    record TaskMoment(TaskTime time, TimeForm form) implements LiveWord {}

    /** A constant that the task type declares. */
    record TaskFact(String name) implements LiveWord {}

    /**
     * The address at which this simulator answers for the task.
     *
     * @param operation the id of the operation that answers there
     */
    record TaskAddress(String operation) implements LiveWord {}

    /**
     * A value of the request that submitted the task.
     *
     * @param isEmptyWithout whether a request without it shows "" (or null, where no text may stand), rather than the
     *     example's value
     */
    record TaskEcho(Locator of, boolean isEmptyWithout) implements LiveWord {}

    /**
     * What a header of the same answer says.
     *
     * @param unit what follows it; mostly nothing
     */
    record AnswerHeader(String name, String unit) implements LiveWord {}

    /** How a word or a place begins that is of the task. */
    String TASK = "task.";

    /** How a word begins that gives the address of a task. */
    String TASK_ADDRESS = "task.address(";

    /** How the words begin that speak of the answer itself. */
    String ANSWER = "answer.";

    /** How a word begins that names a header of the answer. */
    String ANSWER_HEADER = ANSWER + "header:";

    /** The name under which the answer's status stands among its headers, as HTTP/2 has it. */
    String STATUS = ":status";

    Pattern CALL = Pattern.compile("([a-z.]+)\\(([^)]*)\\)");

    /**
     * Reads a word.
     *
     * @throws IllegalArgumentException if it is none
     */
    static LiveWord parse(String text) {
        switch (text) {
            case "id":
                return new FreshId();
            case "index":
                return new Index();
            case "text":
                return new Text();
            case "text(thinking)":
                return new Thinking();
            case "tools":
                return new Tools();
            case "tool.id":
                return new ToolId();
            case "tool.name":
                return new ToolName();
            case "tool.arguments":
                return new ToolArguments();
            case "tool.input":
                return new ToolInput();
            case "rank.index":
                return new Rank(RankPart.INDEX);
            case "rank.score":
                return new Rank(RankPart.SCORE);
            case "rank.document":
                return new Rank(RankPart.DOCUMENT);
            case "judgement.flagged":
                return new Flagged();
            case "finish.sequence":
                return new FinishSequence();
            case "answer.status":
                return new AnswerHeader(STATUS, "");
            case "balance":
                return new Balance();
            case "cost":
                return new Cost();
            case "task.id":
                return new TaskId();
            case "task.type":
                return new TaskTypeName();
            case "task.state":
                return new TaskState();
            case "task.progress":
                return new TaskProgress();
            case "task.parent":
                return new TaskParent();
            default:
                break;
        }
        Matcher call = CALL.matcher(text);
        if (call.matches()) {
            String argument = call.group(2).strip();
            switch (call.group(1)) {
                case "sealed":
                    return new Sealed(argument);
                case "now":
                    return now(argument.split(" *, *", -1));
                case "tokens":
                    return new Tokens(TokenKind.valueOf(upper(argument)));
                case "finish":
                    return finish(argument.split(" *, *", -1), text);
                case "logprobs":
                    return logprobs(argument.split(" *, *", -1), text);
                case "media":
                    return new Media(MediaKind.valueOf(upper(argument)), MediaRule.NONE);
                case "media.tokens":
                    if (argument.equals("total")) {
                        return new MediaSaid(MediaFact.TOTAL, MediaRule.NONE);
                    }
                    break;
                case "each":
                    return new ForEach(Each.valueOf(upper(argument)));
                case "judgement.found":
                    return new Found(argument);
                case "judgement.score":
                    return new Score(argument);
                case "count":
                    boolean isOfTask = argument.startsWith(TASK);
                    return new Count(
                            Stream.of((isOfTask ? argument.substring(TASK.length()) : argument).split(" *, *", -1))
                                    .map(Locator::parse)
                                    .toList(),
                            isOfTask);
                case "says":
                    return new Says(argument);
                case "spoken":
                    return new Spoken(Locator.parse(argument), false);
                case "spoken.language":
                    return new Spoken(Locator.parse(argument), true);
                case "vector":
                    return vector(argument.split(" *, *", -1), text);
                case "task.fact":
                    return new TaskFact(argument);
                case "task.address":
                    return new TaskAddress(argument);
                case "task.time":
                    String[] words = argument.split(" *, *", -1);
                    if (words.length == 2) {
                        return new TaskMoment(TaskTime.valueOf(upper(words[0])), TimeForm.valueOf(upper(words[1])));
                    }
                    break;
                default:
                    break;
            }
        } else if (text.startsWith("media.")) {
            return new MediaSaid(MediaFact.valueOf(upper(text.substring("media.".length()))), MediaRule.NONE);
        } else if (text.startsWith(TASK)) {
            boolean isEmptyWithout = text.endsWith("?");
            String place = text.substring(TASK.length(), text.length() - (isEmptyWithout ? 1 : 0));
            return new TaskEcho(Locator.parse(place), isEmptyWithout);
        } else if (text.startsWith(ANSWER_HEADER) && text.length() > ANSWER_HEADER.length()) {
            String[] parts = text.substring(ANSWER_HEADER.length()).split(" *, *", 2);
            return new AnswerHeader(parts[0], parts.length > 1 ? parts[1] : "");
        } else if (text.indexOf(':') > 0) {
            boolean isEmptyWithout = text.endsWith("?");
            return new Echo(
                    Locator.parse(isEmptyWithout ? text.substring(0, text.length() - 1) : text), isEmptyWithout);
        }
        throw new IllegalArgumentException("\"" + text + "\" is no word of x-live");
    }

    private static LiveWord now(String[] arguments) {
        return new Now(
                TimeForm.valueOf(upper(arguments[0])),
                arguments.length > 1 ? Durations.parse(arguments[1]) : Duration.ZERO);
    }

    private static LiveWord finish(String[] words, String text) {
        if (words.length < 2 || words.length > 3) {
            throw new IllegalArgumentException("\"" + text + "\" is not finish(stop, length) or with a third word");
        }
        return new Finish(finishWord(words[0]), finishWord(words[1]), finishWord(words[words.length == 3 ? 2 : 0]));
    }

    /** A word is a text, null, or name:word for an object with that one member. */
    private static JsonNode finishWord(String word) {
        if (word.equals("null")) {
            return JsonNodeFactory.instance.nullNode();
        }
        int colon = word.indexOf(':');
        return colon > 0
                ? JsonNodeFactory.instance
                        .objectNode()
                        .put(word.substring(0, colon), word.substring(colon + 1).strip())
                : JsonNodeFactory.instance.textNode(word);
    }

    private static LiveWord logprobs(String[] arguments, String text) {
        for (LogprobsForm form : LogprobsForm.values()) {
            if (arguments.length == 2 && form.name().equals(upper(arguments[0]))) {
                return new Logprobs(form, Locator.parse(arguments[1]));
            }
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" is not logprobs(items, number), logprobs(lists, number) or logprobs(chosen, number)");
    }

    private static LiveWord vector(String[] arguments, String text) {
        if (arguments.length != 3 || !arguments[2].matches("[1-9][0-9]{0,5}")) {
            throw new IllegalArgumentException("\"" + text + "\" is not vector(of, dimensions, number)");
        }
        return new Vector(
                Locator.parse(arguments[0]),
                Locator.parse(arguments[1]),
                VectorRule.of(Integer.parseInt(arguments[2])));
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}

package io.facsimile.contract;

import io.facsimile.contract.language.Condition;
import io.facsimile.contract.language.RequestValues;
import java.util.List;
import java.util.Optional;

/**
 * How an answer comes in pieces ({@code x-stream}).
 *
 * @param grammar the order of events: {@code openai.chat}, {@code anthropic.messages} …; {@code listed} for events
 *     that are sent as the example lists them
 * @param when which requests get the stream
 * @param whole the answer that the events add up to; absent when the grammar is {@code listed}
 * @param prefix the first word of the events' types, where one grammar serves several operations
 * @param terminator the data of the last record
 * @param usageWhen which requests also get a usage event; absent when the grammar always or never has one
 */
public record StreamRule(
        String grammar,
        List<Condition> when,
        Optional<Whole> whole,
        Optional<String> prefix,
        Optional<String> terminator,
        Optional<List<Condition>> usageWhen) {
    /** The grammar of streams that are sent as an example lists them. */
    public static final String LISTED = "listed";

    /** Where the answer stands that the events add up to. */
    public sealed interface Whole {}

    /**
     * The operation's own answer.
     *
     * @param mediaTypes a media type, or a range of them such as {@code audio/*}
     */
    public record OwnAnswer(String mediaTypes) implements Whole {}

    /** The answer that another operation of the provider gives to the same request. */
    public record AnswerOf(String operation) implements Whole {}

    public StreamRule {
        when = List.copyOf(when);
    }

    /** Returns whether a request asks for the usage event. */
    public boolean wantsUsage(RequestValues request) {
        return usageWhen.isPresent() && Condition.allHold(usageWhen.get(), request);
    }
}

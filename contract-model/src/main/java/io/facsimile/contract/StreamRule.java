package io.facsimile.contract;

import io.facsimile.contract.language.Condition;
import java.util.List;
import java.util.Optional;

/**
 * How an answer comes as events ({@code x-stream}).
 *
 * @param grammar the order of events: {@code openai.chat}, {@code anthropic.messages} …; {@code listed} for events
 *     that are sent as the example lists them
 * @param when which requests get the stream
 * @param whole the media type of the answer that the events add up to
 * @param terminator the data of the last record
 * @param usageWhen which requests also get a usage event; absent when the grammar always or never has one
 */
public record StreamRule(
        String grammar,
        List<Condition> when,
        Optional<String> whole,
        Optional<String> terminator,
        Optional<List<Condition>> usageWhen) {
    public StreamRule {
        when = List.copyOf(when);
    }
}

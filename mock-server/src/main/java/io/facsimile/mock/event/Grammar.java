package io.facsimile.mock.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The order of events in which a dialect streams an answer. What the events add up to equals the whole answer. */
@FunctionalInterface
public interface Grammar {
    /**
     * Cuts an answer into events, without the terminator.
     *
     * @param whole the answer as it would be sent unstreamed
     * @param withUsage whether the caller asked for a usage event
     */
    List<Event> events(ObjectNode whole, boolean withUsage);

    Map<String, Grammar> BY_NAME =
            Map.of("openai.chat", new ChatGrammar(), "openai.completions", new CompletionsGrammar());

    /** Returns a grammar by the name that contracts use; nothing for {@code listed} and grammars without code. */
    static Optional<Grammar> of(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}

package io.facsimile.mock.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The order of events in which a dialect streams an answer. What the events add up to equals the whole answer. */
@FunctionalInterface
public interface Grammar {
    /**
     * Cuts an answer into events, without the terminator.
     *
     * @param whole the answer as it would be sent unstreamed, with its live values: a JSON document, or a binary node
     */
    List<Event> events(JsonNode whole, Asked asked);

    Map<String, Grammar> BY_NAME = Map.of(
            "openai.chat", new ChatGrammar(),
            "openai.completions", new CompletionsGrammar(),
            "openai.responses", new ResponsesGrammar(),
            "openai.images", new ImagesGrammar(),
            "openai.audio", new AudioGrammar(),
            "anthropic.messages", new MessagesGrammar(),
            "gemini", new CandidatesGrammar());

    /** Returns a grammar by the name that contracts use; nothing for {@code listed}. */
    static Optional<Grammar> of(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}

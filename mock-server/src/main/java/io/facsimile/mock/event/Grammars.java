package io.facsimile.mock.event;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The grammars by the names that contracts use. */
public final class Grammars {
    private static final Map<String, Grammar> BY_NAME = Map.of(
            "openai.chat", new ChatGrammar(),
            "openai.completions", new CompletionsGrammar(),
            "openai.responses", new ResponsesGrammar(),
            "openai.images", new ImagesGrammar(),
            "openai.audio", new AudioGrammar(),
            "anthropic.messages", new MessagesGrammar(),
            "gemini", new CandidatesGrammar());

    private Grammars() {}

    /** Returns every name that has a grammar. */
    public static Set<String> names() {
        return BY_NAME.keySet();
    }

    /** Returns a grammar; nothing for {@code listed}, whose events are sent as they are listed. */
    public static Optional<Grammar> of(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}

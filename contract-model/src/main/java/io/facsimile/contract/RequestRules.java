package io.facsimile.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.language.Condition;
import io.facsimile.contract.language.Locator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What must hold between the parts of a request, beside its schema ({@code rules} of {@code x-content}).
 *
 * @param choices what is chosen among what the request offers
 * @param exchanges calls and their results, in the turns of a conversation
 */
public record RequestRules(List<Choice> choices, List<Exchange> exchanges) {
    public RequestRules {
        choices = List.copyOf(choices);
        exchanges = List.copyOf(exchanges);
    }

    /**
     * Something that is chosen, and must be there to be chosen.
     *
     * @param at where the request chooses
     * @param when what holds inside what stands there, for the rule to count
     * @param name the name inside it; without one, anything has to be there
     * @param among where the names of what is offered are, or what is offered
     * @param unless of these conditions one is enough for the rule not to count
     * @param field the field that a refusal names
     * @param says what it says, with {@code {name}}
     */
    public record Choice(
            Locator at,
            List<Condition> when,
            List<Locator> name,
            List<Locator> among,
            List<Condition> unless,
            String field,
            String says) {
        public Choice {
            when = List.copyOf(when);
            name = List.copyOf(name);
            among = List.copyOf(among);
            unless = List.copyOf(unless);
        }
    }

    /**
     * Calls and their results.
     *
     * @param calls the calls in a turn
     * @param results the results in a turn
     * @param isAnywhere whether a result may stand anywhere; else it follows in the next turn
     * @param together where turns name their side, when consecutive ones of one side are one turn; empty for never
     * @param togetherWhen which turns join the one before
     * @param unless of these conditions one is enough for results to need no call, as it may be known from elsewhere
     * @param says what a refusal says of each {@link Break}
     */
    public record Exchange(
            List<Part> calls,
            List<Part> results,
            boolean isAnywhere,
            List<Locator> together,
            List<Condition> togetherWhen,
            List<Condition> unless,
            Map<Break, String> says) {
        public Exchange {
            calls = List.copyOf(calls);
            results = List.copyOf(results);
            together = List.copyOf(together);
            togetherWhen = List.copyOf(togetherWhen);
            unless = List.copyOf(unless);
            says = Map.copyOf(says);
        }
    }

    /** How calls and results may not go together. */
    public enum Break {
        /** A result where there was no call. */
        ORPHAN,
        /** A result of another call than those that wait for one. */
        UNKNOWN,
        /** A call without its result. */
        UNANSWERED
    }

    /**
     * A part of a turn.
     *
     * @param at where such are, in the turn
     * @param when what holds inside one
     * @param id what names it, inside it
     */
    public record Part(Locator at, List<Condition> when, Locator id) {
        public Part {
            when = List.copyOf(when);
        }
    }

    /** Returns whether nothing has to hold. */
    public boolean isEmpty() {
        return choices.isEmpty() && exchanges.isEmpty();
    }

    /**
     * Reads rules; none from a missing node.
     *
     * @throws IllegalArgumentException if they say what no rule says
     */
    static RequestRules parse(JsonNode node) {
        List<Choice> choices = new ArrayList<>();
        node.path("choices").forEach(c -> choices.add(choice(c)));
        List<Exchange> exchanges = new ArrayList<>();
        node.path("exchanges").forEach(e -> exchanges.add(exchange(e)));
        return new RequestRules(choices, exchanges);
    }

    private static Choice choice(JsonNode node) {
        return new Choice(
                Locator.body(node.path("at").asText()),
                Condition.parseAll(node.path("when")),
                ContentRule.places(node.path("name")),
                ContentRule.places(node.path("among")),
                Condition.parseAll(node.path("unless")),
                node.path("field").asText(),
                node.path("says").asText());
    }

    private static Exchange exchange(JsonNode node) {
        Map<Break, String> says = new TreeMap<>();
        for (Break how : Break.values()) {
            JsonNode text = node.path("says").path(how.name().toLowerCase(java.util.Locale.ROOT));
            if (text.isTextual()) {
                says.put(how, text.textValue());
            }
        }
        JsonNode together = node.path("together");
        return new Exchange(
                parts(node.path("calls")),
                parts(node.path("results")),
                node.path("anywhere").asBoolean(),
                ContentRule.places(together.path("by")),
                Condition.parseAll(together.path("when")),
                Condition.parseAll(node.path("unless")),
                says);
    }

    private static List<Part> parts(JsonNode node) {
        List<Part> parts = new ArrayList<>();
        for (Locator at : ContentRule.places(node.path("at"))) {
            parts.add(new Part(
                    at,
                    Condition.parseAll(node.path("when")),
                    Locator.body(node.path("id").asText())));
        }
        return parts;
    }
}

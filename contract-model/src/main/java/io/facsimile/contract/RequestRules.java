package io.facsimile.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.language.Condition;
import io.facsimile.contract.language.Locator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What must hold between the parts of a request, beside its schema ({@code rules} of {@code x-content}).
 *
 * @param choices what is chosen among what the request offers
 * @param exchanges calls and their results, in the turns of a conversation
 * @param schemas schemas of the caller's that are held to what a model can keep without exception
 * @param grammars grammars of the caller's that must not be broken
 */
public record RequestRules(
        List<Choice> choices, List<Exchange> exchanges, List<StrictSchema> schemas, List<Grammar> grammars) {
    public RequestRules {
        choices = List.copyOf(choices);
        exchanges = List.copyOf(exchanges);
        schemas = List.copyOf(schemas);
        grammars = List.copyOf(grammars);
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

    /**
     * A schema that is to be kept without exception.
     *
     * @param at where what has such a schema is
     * @param when what holds inside it, for the rule to count
     * @param name its name, inside it
     * @param schema the schema, inside it
     * @param intro what a refusal begins with, with {@code {name}}
     * @param says what it says of each flaw; what is absent is no flaw
     */
    public record StrictSchema(
            Locator at, List<Condition> when, Locator name, Locator schema, String intro, Map<Flaw, String> says) {
        public StrictSchema {
            when = List.copyOf(when);
            says = Map.copyOf(says);
        }
    }

    /** What may be wrong with a schema that is to be kept without exception. */
    public enum Flaw {
        /** It is none of an object. */
        ROOT,
        /** It is several schemas, or a list of values. */
        UNION,
        /** An object may have other members than it names. */
        OPEN,
        /** A member need not be there. */
        OPTIONAL,
        /** It refers to what is not in it. */
        REFERENCE,
        /** The least is more than the most. */
        RANGE
    }

    /**
     * A grammar of the caller's.
     *
     * @param at where what has a grammar is
     * @param when what holds inside it, for the rule to count
     * @param name its name, inside it
     * @param definition the grammar, inside it
     * @param isRegex whether it is a regular expression; else rules of Lark's
     * @param says what a refusal says, with {@code {name}} and {@code {problem}}
     */
    public record Grammar(
            Locator at, List<Condition> when, Locator name, Locator definition, boolean isRegex, String says) {
        public Grammar {
            when = List.copyOf(when);
        }
    }

    /** Returns whether nothing has to hold. */
    public boolean isEmpty() {
        return choices.isEmpty() && exchanges.isEmpty() && schemas.isEmpty() && grammars.isEmpty();
    }

    /**
     * Reads rules; none from a missing node.
     *
     * @throws IllegalArgumentException if they say what no rule says
     */
    static RequestRules parse(JsonNode node) {
        return new RequestRules(
                all(node.path("choices"), RequestRules::choice),
                all(node.path("exchanges"), RequestRules::exchange),
                all(node.path("schemas"), RequestRules::schema),
                all(node.path("grammars"), RequestRules::grammar));
    }

    private static <T> List<T> all(JsonNode list, Function<JsonNode, T> reader) {
        List<T> all = new ArrayList<>();
        list.forEach(node -> all.add(reader.apply(node)));
        return all;
    }

    private static StrictSchema schema(JsonNode node) {
        return new StrictSchema(
                Locator.body(node.path("at").asText()),
                Condition.parseAll(node.path("when")),
                Locator.body(node.path("name").asText()),
                Locator.body(node.path("schema").asText()),
                node.path("intro").asText(),
                texts(Flaw.values(), node.path("says")));
    }

    private static Grammar grammar(JsonNode node) {
        return new Grammar(
                Locator.body(node.path("at").asText()),
                Condition.parseAll(node.path("when")),
                Locator.body(node.path("name").asText()),
                Locator.body(node.path("definition").asText()),
                node.path("language").asText().equals("regex"),
                node.path("says").asText());
    }

    private static <K extends Enum<K>> Map<K, String> texts(K[] keys, JsonNode node) {
        Map<K, String> texts = new TreeMap<>();
        for (K key : keys) {
            JsonNode text = node.path(key.name().toLowerCase(Locale.ROOT));
            if (text.isTextual()) {
                texts.put(key, text.textValue());
            }
        }
        return texts;
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
        JsonNode together = node.path("together");
        return new Exchange(
                parts(node.path("calls")),
                parts(node.path("results")),
                node.path("anywhere").asBoolean(),
                ContentRule.places(together.path("by")),
                Condition.parseAll(together.path("when")),
                Condition.parseAll(node.path("unless")),
                texts(Break.values(), node.path("says")));
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

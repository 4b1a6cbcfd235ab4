package io.facsimile.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.language.Condition;
import io.facsimile.contract.language.Locator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the requests of an operation say what a model is to write ({@code x-content}).
 *
 * @param turns the conversation
 * @param system instructions that stand outside of it
 * @param counts what else counts as tokens of the prompt, as its JSON
 * @param tools the tools that may be called; the first of these places that has one counts
 * @param single of these conditions one is enough to have at most one call
 * @param forced of these conditions one is enough for a call even where nothing but a greeting is answered
 * @param tears whether a call that does not fit is shown with what fits of its arguments, be they an object
 * @param form the form of the text
 * @param thinking when the model thinks; as its examples do where there is no such rule
 * @param limit the most tokens of the text; the first place with a number above 0 counts
 * @param stop texts at which the text ends
 * @param count how many texts are wanted
 * @param seed a number that the text depends on
 * @param echo of these conditions one is enough for the text to begin with the prompt
 * @param ranking where there are documents to be ordered
 * @param judging what is to be judged
 * @param rules what must hold between the parts of a request
 */
public record ContentRule(
        Turns turns,
        List<Locator> system,
        List<Locator> counts,
        List<Tools> tools,
        List<Condition> single,
        List<Condition> forced,
        boolean tears,
        Form form,
        Optional<Thinking> thinking,
        List<Locator> limit,
        List<Locator> stop,
        Optional<Locator> count,
        Optional<Locator> seed,
        List<Condition> echo,
        Optional<Ranking> ranking,
        Optional<Judging> judging,
        RequestRules rules) {
    public ContentRule {
        system = List.copyOf(system);
        counts = List.copyOf(counts);
        tools = List.copyOf(tools);
        single = List.copyOf(single);
        forced = List.copyOf(forced);
        limit = List.copyOf(limit);
        stop = List.copyOf(stop);
        echo = List.copyOf(echo);
    }

    /**
     * The turns of a conversation. What is not a list is one turn; a text is a turn of the user.
     *
     * @param at where they are
     * @param asks which turns are the user's
     * @param instructs which turns are instructions
     * @param texts the texts in a turn
     * @param results what tools returned, in a turn
     * @param resultsWhen which turns hold such
     * @param resultsFailed of these conditions one is enough for a tool to have failed
     * @param media what else is in a turn
     * @param areFramed whether tokens that frame the turns count, too
     * @param areAlone whether each is a prompt of its own, with as many texts as are wanted
     */
    public record Turns(
            Locator at,
            boolean areFramed,
            boolean areAlone,
            List<Condition> asks,
            List<Condition> instructs,
            List<Locator> texts,
            List<Locator> results,
            List<Condition> resultsWhen,
            List<Condition> resultsFailed,
            List<Media> media) {
        public Turns {
            asks = List.copyOf(asks);
            instructs = List.copyOf(instructs);
            texts = List.copyOf(texts);
            results = List.copyOf(results);
            resultsWhen = List.copyOf(resultsWhen);
            resultsFailed = List.copyOf(resultsFailed);
            media = List.copyOf(media);
        }
    }

    /** Pictures, sounds and the like in a turn, each of which counts as so many tokens. */
    public record Media(Locator at, int tokens) {}

    /**
     * A place of tools.
     *
     * @param at where each of them is
     * @param when what must hold of one for it to be the caller's own
     * @param name its name
     * @param schema the schema of its arguments; the first place that has one counts
     * @param text what the text is to be like of a tool that takes one instead of arguments
     * @param named where the request names the tool, or several, of which one is to be called
     */
    public record Tools(
            Locator at,
            List<Condition> when,
            Locator name,
            List<Locator> schema,
            Optional<TakenText> text,
            List<Locator> named) {
        public Tools {
            when = List.copyOf(when);
            schema = List.copyOf(schema);
            named = List.copyOf(named);
        }
    }

    /**
     * What a tool takes, in pointers into the tool.
     *
     * @param grammar a grammar that the text fits
     * @param regex what holds where the grammar is a regular expression
     */
    public record TakenText(List<Locator> grammar, List<Condition> regex) {
        public TakenText {
            grammar = List.copyOf(grammar);
            regex = List.copyOf(regex);
        }
    }

    /**
     * Documents that are to be ordered by how well they answer a question.
     *
     * @param query the texts of the question
     * @param at the documents
     * @param texts the texts in one that is none itself
     * @param most how many of them are wanted; all when that is absent or 0
     */
    public record Ranking(List<Locator> query, Locator at, List<Locator> texts, List<Locator> most) {
        public Ranking {
            query = List.copyOf(query);
            texts = List.copyOf(texts);
            most = List.copyOf(most);
        }
    }

    /**
     * What is judged, and by which words.
     *
     * @param at a text, or a list of them
     * @param together whether a list is judged as one
     * @param texts the texts in an item that is none itself
     * @param threshold the score from which on something counts as found
     * @param words for each category what it is found by
     */
    public record Judging(
            Locator at, List<Condition> together, List<Locator> texts, double threshold, Map<String, Pattern> words) {
        public Judging {
            together = List.copyOf(together);
            texts = List.copyOf(texts);
            words = Map.copyOf(words);
        }
    }

    /**
     * The form of a text.
     *
     * @param schema its schema; the first place that has one counts
     * @param json of these conditions one is enough for JSON without a schema
     * @param word of these conditions one is enough for a word that stands there without quotes
     */
    public record Form(List<Locator> schema, List<Condition> json, List<Condition> word) {
        public Form {
            schema = List.copyOf(schema);
            json = List.copyOf(json);
            word = List.copyOf(word);
        }
    }

    /**
     * When a model thinks before it writes.
     *
     * @param when of these conditions one is enough
     * @param unless of these conditions one is enough for it not to think
     * @param budget the most tokens of its thoughts; the first place with a number above 0 counts
     */
    public record Thinking(List<Condition> when, List<Condition> unless, List<Locator> budget) {
        public Thinking {
            when = List.copyOf(when);
            unless = List.copyOf(unless);
            budget = List.copyOf(budget);
        }
    }

    /**
     * Reads a rule; nothing from a missing node.
     *
     * @throws IllegalArgumentException if it says what no rule says
     */
    static Optional<ContentRule> parse(JsonNode node) {
        if (!node.isObject()) {
            return Optional.empty();
        }
        List<Tools> tools = new ArrayList<>();
        node.path("tools")
                .forEach(t -> tools.add(new Tools(
                        Locator.body(t.path("at").asText()),
                        Condition.parseAll(t.path("when")),
                        Locator.body(t.path("name").asText()),
                        places(t.path("schema")),
                        taken(t.path("text")),
                        places(t.path("named")))));
        JsonNode form = node.path("form");
        return Optional.of(new ContentRule(
                turns(node.path("turns")),
                places(node.path("system")),
                places(node.path("counts")),
                tools,
                Condition.parseAll(node.path("single")),
                Condition.parseAll(node.path("forced")),
                node.path("tears").asBoolean(),
                new Form(
                        places(form.path("schema")),
                        Condition.parseAll(form.path("json")),
                        Condition.parseAll(form.path("word"))),
                thinking(node.path("thinking")),
                places(node.path("limit")),
                places(node.path("stop")),
                places(node.path("count")).stream().findFirst(),
                places(node.path("seed")).stream().findFirst(),
                Condition.parseAll(node.path("echo")),
                ranking(node.path("ranking")),
                judging(node.path("judging")),
                RequestRules.parse(node.path("rules"))));
    }

    private static Optional<TakenText> taken(JsonNode node) {
        return node.isObject()
                ? Optional.of(new TakenText(places(node.path("grammar")), Condition.parseAll(node.path("regex"))))
                : Optional.empty();
    }

    private static Optional<Thinking> thinking(JsonNode node) {
        return node.isObject()
                ? Optional.of(new Thinking(
                        Condition.parseAll(node.path("when")),
                        Condition.parseAll(node.path("unless")),
                        places(node.path("budget"))))
                : Optional.empty();
    }

    private static Optional<Ranking> ranking(JsonNode node) {
        return node.isObject()
                ? Optional.of(new Ranking(
                        places(node.path("query")),
                        Locator.body(node.path("at").asText()),
                        places(node.path("texts")),
                        places(node.path("most"))))
                : Optional.empty();
    }

    private static Optional<Judging> judging(JsonNode node) {
        if (!node.isObject()) {
            return Optional.empty();
        }
        Map<String, Pattern> words = new HashMap<>();
        node.path("words")
                .properties()
                .forEach(word -> words.put(
                        word.getKey(),
                        Pattern.compile(word.getValue().asText(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)));
        return Optional.of(new Judging(
                Locator.body(node.path("at").asText()),
                Condition.parseAll(node.path("together")),
                places(node.path("texts")),
                node.path("threshold").asDouble(),
                words));
    }

    private static Turns turns(JsonNode node) {
        List<Media> media = new ArrayList<>();
        node.path("media")
                .forEach(m -> media.add(new Media(
                        Locator.body(m.path("at").asText()), m.path("tokens").asInt())));
        return new Turns(
                Locator.body(node.path("at").asText()),
                node.path("framed").asBoolean(true),
                node.path("alone").asBoolean(),
                Condition.parseAll(node.path("asks")),
                Condition.parseAll(node.path("instructs")),
                places(node.path("texts")),
                places(node.path("results").path("at")),
                Condition.parseAll(node.path("results").path("when")),
                Condition.parseAll(node.path("results").path("failed")),
                media);
    }

    static List<Locator> places(JsonNode node) {
        List<Locator> places = new ArrayList<>();
        if (node.isTextual()) {
            places.add(Locator.body(node.textValue()));
        }
        node.forEach(p -> places.add(Locator.body(p.asText())));
        return places;
    }
}

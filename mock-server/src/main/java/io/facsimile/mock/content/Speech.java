package io.facsimile.mock.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is said in a recording, in another language than the example's. Equal sentences become equal sentences, wherever they
 * stand: in a text, in its segments, in subtitles.
 */
public final class Speech {
    private static final Pattern SENTENCE = Pattern.compile("\\p{L}[^.!?\\n]*[.!?]");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}'’-]+");
    private static final Pattern TOKEN = Pattern.compile(" ?[^ ]{1,12}");

    private Speech() {}

    /** Returns the English name of a language, such as german of de; nothing where a tag names none. */
    public static Optional<JsonNode> name(String tag) {
        Locale locale = Locale.forLanguageTag(tag);
        String name = locale.getDisplayLanguage(Locale.ENGLISH);
        return name.isEmpty() || name.equals(locale.getLanguage())
                ? Optional.empty()
                : Optional.of(TextNode.valueOf(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * Returns the same in another language; nothing where that is not known, or the example's own.
     *
     * @param tag the language, as de or pt-BR
     * @param example a text, or a list of words or tokens
     */
    public static Optional<JsonNode> in(String tag, JsonNode example) {
        Optional<Language> language = Languages.ofTag(tag);
        if (language.isEmpty()) {
            return Optional.empty();
        } else if (example.path(0).has("token")) {
            return other(language.get(), together(example, "token", "")).map(Speech::tokens);
        } else if (example.path(0).has("word")) {
            return words(language.get(), example);
        }
        return other(language.get(), example.asText()).map(TextNode::valueOf);
    }

    private static Optional<String> other(Language language, String text) {
        if (Languages.of(text) == language) {
            return Optional.empty();
        }
        Matcher sentence = SENTENCE.matcher(text);
        StringBuilder said = new StringBuilder();
        while (sentence.find()) {
            sentence.appendReplacement(said, Matcher.quoteReplacement(other(language, sentence.group(), 0)));
        }
        return Optional.of(sentence.appendTail(said).toString());
    }

    private static String other(Language language, String sentence, int place) {
        boolean greets = SmallTalk.of(sentence) == SmallTalk.GREETING;
        return language.sentences().at(greets ? "greeting" : "body", greets ? place : sentence.hashCode(), "");
    }

    private static String together(JsonNode items, String member, String between) {
        List<String> all = new ArrayList<>();
        items.forEach(item -> all.add(item.path(member).asText()));
        return String.join(between, all);
    }

    private static JsonNode tokens(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            tokens.add(token.group());
        }
        ArrayNode items = new Likelihoods(tokens, 0).items(0);
        items.forEach(item -> ((ObjectNode) item).remove("top_logprobs"));
        return items;
    }

    /** Words have no full stops; one with a capital letter begins a sentence. */
    private static Optional<JsonNode> words(Language language, JsonNode example) {
        if (Languages.of(together(example, "word", " ")) == language) {
            return Optional.empty();
        }
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        int from = 0;
        for (int i = 1; i <= example.size(); i++) {
            if (i == example.size()
                    || Character.isUpperCase(
                            example.get(i).path("word").asText(" ").charAt(0))) {
                ArrayNode sentence = JsonNodeFactory.instance.arrayNode();
                for (int k = from; k < i; k++) {
                    sentence.add(example.get(k));
                }
                String said = other(language, together(sentence, "word", " ") + ".", 0);
                double start = sentence.get(0).path("start").asDouble();
                spread(said, start, sentence.get(i - from - 1).path("end").asDouble(), all);
                from = i;
            }
        }
        return Optional.of(all);
    }

    private static void spread(String sentence, double start, double end, ArrayNode into) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(sentence);
        while (word.find()) {
            words.add(word.group());
        }
        for (int i = 0; i < words.size(); i++) {
            into.addObject()
                    .put("word", words.get(i))
                    .put("start", hundredths(start + (end - start) * i / words.size()))
                    .put("end", hundredths(start + (end - start) * (i + 1) / words.size()));
        }
    }

    private static double hundredths(double seconds) {
        return Math.round(seconds * 100) / 100.0;
    }
}

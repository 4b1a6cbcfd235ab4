package io.facsimile.mock.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.contract.ContentRule;
import io.facsimile.contract.language.Condition;
import io.facsimile.contract.language.Locator;
import io.facsimile.contract.language.RequestValues;
import io.facsimile.contract.schema.PatientPattern;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tool that the caller offers.
 *
 * @param kind where such tools say what they are
 * @param values the tool itself
 */
record Offered(ContentRule.Tools kind, RequestValues values, String name) {
    private static final Pattern RECKONS = Pattern.compile("calc|math|arith|comput|evaluat|expression");
    private static final Pattern SUM = Pattern.compile("\\d ?[-+*/×^%] ?\\d");
    private static final Pattern MAILS = Pattern.compile("e?-?mail");
    private static final Pattern ADDRESS = Pattern.compile("\\S@\\S+\\.");
    private static final int LEAST_TELLING = 4;

    private static final Pattern NAMED_GROUP = Pattern.compile("(?<!\\\\)\\(\\?P?<[A-Za-z_]\\w*>");
    private static final Pattern LAST_END = Pattern.compile("(?<!\\\\)\\$$");

    /** What stands between backquotes or quotation marks is often what a tool is to work on. */
    private static final Pattern QUOTED =
            Pattern.compile("```(?:\\w*\\n)?(.+?)```|`([^`]+)`|\"([^\"]+)\"|“([^”]+)”", Pattern.DOTALL);

    /** Returns the tool, if it is of the kind and has a name. */
    static Optional<Offered> of(ContentRule.Tools kind, JsonNode tool) {
        RequestValues values = RequestValues.ofBody(tool);
        String name = kind.name().find(values).asText("");
        return !name.isEmpty() && Condition.allHold(kind.when(), values)
                ? Optional.of(new Offered(kind, values, name))
                : Optional.empty();
    }

    /** Returns the tool that what is asked speaks of most. */
    static Offered best(List<Offered> offered, String text) {
        Offered best = offered.get(0);
        int most = -1;
        List<String> words = List.copyOf(Words.of(text).all());
        for (Offered tool : offered) {
            int score = tool.score(text, words);
            if (score > most) {
                most = score;
                best = tool;
            }
        }
        return best;
    }

    /** Returns how much a text speaks of it: its name counts more than what it says of itself. */
    private int score(String text, List<String> words) {
        // What it says of itself and of its arguments.
        String description =
                String.join(" ", values.body().findValuesAsText("description")).toLowerCase(Locale.ROOT);
        int score = 0;
        for (String word : Plausible.words(name)) {
            score += word.length() > 2 && text.contains(word) ? 3 : 0;
        }
        for (String word : words) {
            score += word.length() >= LEAST_TELLING && description.contains(word) ? 1 : 0;
        }
        String all = name.toLowerCase(Locale.ROOT) + " " + description;
        score += SUM.matcher(text).find() && RECKONS.matcher(all).find() ? 6 : 0;
        score += ADDRESS.matcher(text).find() && MAILS.matcher(all).find() ? 3 : 0;
        return score;
    }

    boolean isNamedIn(String text) {
        return text.contains(name.toLowerCase(Locale.ROOT));
    }

    Optional<JsonNode> schema() {
        for (Locator place : kind.schema()) {
            JsonNode found = place.find(values);
            if (found.isObject()) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    /** Returns whether a place is among the arguments. */
    boolean hasPlace() {
        JsonNode properties = schema().map(s -> s.path("properties")).orElse(JsonNodeFactory.instance.objectNode());
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            if (property.getValue().path("type").asText().equalsIgnoreCase("string")
                    && Plausible.isPlace(property.getKey())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns what the tool is called with, where it takes a text: one that fits its regular expression, else what is
     * quoted in the caller's words, else these words. Other grammars than regular expressions are not read.
     */
    String input(Writer writer, Asked about, long seed) {
        String plain = plain(about);
        Optional<String> regex = kind.text().flatMap(this::regex);
        if (regex.isEmpty()) {
            return plain;
        }
        String whole = whole(regex.get());
        Optional<PatientPattern> pattern = PatientPattern.of(whole);
        if (pattern.isEmpty() || pattern.get().finds(plain)) {
            return plain;
        }
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("type", "string").put("pattern", whole);
        String made = writer.instances(schema).at("", seed, about).asText();
        return pattern.get().finds(made) ? made : plain;
    }

    /** The whole text has to fit, whether the caller says so or not. Groups need no names, which some spell otherwise. */
    private static String whole(String regex) {
        String inner = NAMED_GROUP.matcher(regex).replaceAll("(?:");
        inner = inner.startsWith("^") ? inner.substring(1) : inner;
        inner = LAST_END.matcher(inner).replaceFirst("");
        return "^(?:" + inner + ")$";
    }

    private Optional<String> regex(ContentRule.TakenText text) {
        if (text.regex().isEmpty() || !Condition.allHold(text.regex(), values)) {
            return Optional.empty();
        }
        return text.grammar().stream()
                .map(place -> place.find(values))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .findFirst();
    }

    private static String plain(Asked about) {
        Matcher quoted = QUOTED.matcher(about.text());
        if (quoted.find()) {
            for (int i = 1; i <= quoted.groupCount(); i++) {
                if (quoted.group(i) != null) {
                    return quoted.group(i).strip();
                }
            }
        }
        return about.text().strip();
    }
}

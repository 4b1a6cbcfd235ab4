package io.facsimile.mock.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a caller's schema shows of its values without demanding it: {@code examples}, {@code default}, and words in its
 * description such as "One of: red, green", "e.g. JFK" or "ISO 4217".
 */
final class Hints {
    /** The words of JSON Schema that are looked at. */
    static final Set<String> WORDS = Set.of("examples", "example", "default", "description", "title");

    private static final int LOOKED_AT = 600;
    private static final Pattern ONE_OF =
            Pattern.compile("(?i)\\b(?:(?:one|any) of(?: the following)?(?: values| options)?"
                    + "|(?:allowed|possible|valid|accepted|supported) (?:values|options)(?: are| include)?"
                    + "|options(?: are)?)(:?)\\s+([^\\n;()]{3,300}?)(?:\\.(?=\\s|$)|[\\n;()]|$)");
    private static final Pattern SUCH_AS = Pattern.compile(
            "(?i)(?:\\be\\.g\\.|\\bfor example|\\bfor instance|\\bexamples?:)[,:]?\\s*([^\\n;()]{1,120}?)(?:\\.(?=\\s|$)|[\\n;()]|$)");
    private static final Pattern BETWEEN =
            Pattern.compile("\\s*(?:,\\s*(?:or|and)\\s|,|\\||\\s/\\s|\\bor\\s|\\band\\s)\\s*");
    private static final Pattern QUOTED = Pattern.compile("['\"`“‘]([^'\"`”’]+)['\"`”’]");
    private static final Pattern CODE = Pattern.compile("[A-Z0-9]{2,6}|[a-z][a-z0-9_-]*|-?[0-9.]+");
    private static final Pattern PROSE = Pattern.compile("(?i)(?:the|a|an|when|if|this|that|to|use)\\b.*");
    private static final int MOST_WORDS = 6;

    /** What a standard's name stands for, by the words of values.txt. */
    private record Standard(Pattern named, String kind) {
        static final List<Standard> ALL = List.of(
                of("(?i)\\bISO[ -]?4217\\b", "currency"),
                of("(?i)\\bISO[ -]?3166\\b.*alpha-?3", "-country_code_3"),
                of("(?i)\\bISO[ -]?3166\\b", "country_code"),
                of("(?i)\\bISO[ -]?639\\b", "language_code"),
                of("(?i)\\bBCP[ -]?47\\b", "locale"),
                of("(?i)\\bIANA (?:time ?zone|tz)", "timezone"),
                of("(?i)\\bE\\.?164\\b", "-e164"),
                of("(?i)\\bIATA\\b", "iata"),
                of("\\bYYYY-MM-DD(?!.?T|.?HH)", "date"),
                of("(?i)\\bISO[ -]?8601 (?:timestamp|date-?time)", "timestamp"),
                of("(?i)\\bISO[ -]?8601 date\\b", "date"));

        private static Standard of(String named, String kind) {
            return new Standard(Pattern.compile(named), kind);
        }
    }

    private Hints() {}

    /** Returns a value that the schema shows, if one of these fits it as far as that can be told here. */
    static Optional<JsonNode> of(ObjectNode sum, Set<String> types, String name, Plausible plausible) {
        List<JsonNode> shown = new ArrayList<>();
        sum.path("examples").forEach(shown::add);
        if (shown.isEmpty() && sum.has("example")) {
            shown.add(sum.get("example"));
        }
        boolean isScalar = !types.contains("object") && !types.contains("array");
        if (shown.isEmpty() && isScalar) {
            shown.addAll(described(sum.path("description").asText(), types, plausible));
        }
        shown.removeIf(value -> !fits(sum, types, value));
        Optional<JsonNode> mentioned = plausible.mentioned(words(sum, shown));
        if (mentioned.isPresent() || plausible.isAsked(name)) {
            return mentioned;
        }
        if (!shown.isEmpty()) {
            return Optional.of(plausible.chance().one(shown));
        }
        JsonNode usual = sum.path("default");
        boolean saysSomething =
                usual.isValueNode() && !usual.isNull() && !usual.asText().isEmpty() || !usual.isEmpty();
        return saysSomething && fits(sum, types, usual) ? Optional.of(usual) : Optional.empty();
    }

    /** What the request mentions counts more than what is shown. */
    private static List<JsonNode> words(ObjectNode sum, List<JsonNode> shown) {
        List<JsonNode> words = new ArrayList<>(shown);
        sum.path("enum").forEach(words::add);
        return words;
    }

    private static boolean fits(ObjectNode sum, Set<String> types, JsonNode value) {
        if (!types.isEmpty() && !Instances.isOfType(value, types)) {
            return false;
        }
        if (!sum.path("enum").isEmpty() && !has(sum.get("enum"), value)) {
            return false;
        }
        return !value.isTextual() || TextRules.of(sum).fits(value.textValue());
    }

    private static boolean has(JsonNode words, JsonNode value) {
        for (JsonNode word : words) {
            if (word.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static List<JsonNode> described(String description, Set<String> types, Plausible plausible) {
        String text = description.length() > LOOKED_AT ? description.substring(0, LOOKED_AT) : description;
        List<JsonNode> values = new ArrayList<>();
        Matcher oneOf = ONE_OF.matcher(text);
        if (oneOf.find()) {
            list(oneOf.group(2), !oneOf.group(1).isEmpty()).forEach(item -> add(item, types, values));
        }
        Matcher suchAs = SUCH_AS.matcher(text);
        if (values.isEmpty() && suchAs.find()) {
            examples(suchAs.group(1)).forEach(item -> add(item, types, values));
        }
        if (values.isEmpty() && (types.isEmpty() || types.contains("string"))) {
            Standard.ALL.stream()
                    .filter(standard -> standard.named.matcher(text).find())
                    .findFirst()
                    .ifPresent(standard -> values.add(TextNode.valueOf(plausible.ofKind(standard.kind))));
        }
        return values;
    }

    private static void add(String item, Set<String> types, List<JsonNode> values) {
        if (types.isEmpty() || types.contains("string")) {
            values.add(TextNode.valueOf(item));
        } else if (item.matches("-?[0-9]{1,9}(?:\\.[0-9]{1,6})?")) {
            values.add(
                    item.contains(".")
                            ? JsonNodeFactory.instance.numberNode(new BigDecimal(item))
                            : JsonNodeFactory.instance.numberNode(Integer.parseInt(item)));
        }
    }

    private static List<String> quoted(String text) {
        List<String> quoted = new ArrayList<>();
        Matcher matcher = QUOTED.matcher(text);
        while (matcher.find()) {
            quoted.add(matcher.group(1));
        }
        return quoted;
    }

    /** Returns the items of a list of at least two; none where it is rather a sentence. */
    private static List<String> list(String text, boolean isAnnounced) {
        List<String> quoted = quoted(text);
        if (quoted.size() > 1) {
            return quoted;
        }
        List<String> items = new ArrayList<>();
        for (String item : BETWEEN.split(text)) {
            String bare = item.strip();
            if (bare.isEmpty() || PROSE.matcher(bare).matches() || bare.split(" ", -1).length > (isAnnounced ? 3 : 1)) {
                return List.of();
            }
            items.add(bare);
        }
        return items.size() > 1 ? items : List.of();
    }

    /** Returns examples: several if they look like codes, else the whole text, in which a comma may belong to a place. */
    private static List<String> examples(String text) {
        List<String> quoted = quoted(text);
        if (!quoted.isEmpty()) {
            return quoted;
        }
        String whole = text.strip();
        List<String> items = List.of(BETWEEN.split(whole));
        if (items.stream().allMatch(item -> CODE.matcher(item).matches())) {
            return items;
        }
        if (whole.contains(" or ")) {
            whole = whole.substring(0, whole.indexOf(" or ")).strip();
        }
        if (whole.endsWith(",") || PROSE.matcher(whole).matches() || whole.split(" ", -1).length > MOST_WORDS) {
            return List.of();
        }
        return List.of(whole.replaceAll(",? etc\\.?$", ""));
    }
}

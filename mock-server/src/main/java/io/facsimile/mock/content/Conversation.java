package io.facsimile.mock.content;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.ContentRule;
import io.facsimile.contract.language.Condition;
import io.facsimile.contract.language.Locator;
import io.facsimile.contract.language.RequestValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request says, in the words of no dialect.
 *
 * @param asked the last text of the user
 * @param instructions all that tells how to answer
 * @param result what a tool returned in the last turn, as one says it
 * @param texts every text of the prompt that came as text
 * @param tokenIds what of it came as the numbers of tokens
 * @param turns how many turns there are
 * @param mediaTokens the tokens of pictures and the like
 * @param hasPicture whether the user's last turn holds one of those
 */
record Conversation(
        String asked,
        String instructions,
        Optional<Returned> result,
        List<String> texts,
        List<Integer> tokenIds,
        int turns,
        int mediaTokens,
        boolean hasPicture) {
    private static final int LONGEST_SUBJECT = 80;
    private static final int LOOKED_AT = 2_000;
    private static final int MOST_PLACES = 16;
    private static final int MOST_SENTENCES = 200;
    private static final Pattern ASKS = Pattern.compile("(?:[\\p{L}\\p{N}\\p{M})\"”’'»」] ?[?？؟])$");
    private static final Pattern END = Pattern.compile("[?!.。？！؟।\\s]+$");
    private static final Pattern QUOTE = Pattern.compile("[\"“„]([^\"“”„]*)[\"”“]");
    private static final Set<String> TITLES = Set.of("Dr", "Mr", "Mrs", "Ms", "St", "Prof", "No", "vs", "etc");

    /** A place after a preposition, with its region or others of its kind. */
    private static final Pattern PLACE = Pattern.compile(
            "\\b(?:in|for|at|near|around|from|to|of|nach|für|bei|en|de|à|em|di|a) (\\p{Lu}[\\p{L}'’-]+(?: (?:de |la |of |am |el |do )?\\p{Lu}[\\p{L}'’-]+){0,2}"
                    + "(?:, \\p{Lu}[\\p{L}.'’-]+(?: \\p{Lu}[\\p{L}'’-]+)?)?)((?:,? (?:and|or|und|et|y|e) \\p{Lu}[\\p{L}'’-]+(?: \\p{Lu}[\\p{L}'’-]+){0,2})*)");

    private static final Set<String> NO_PLACES =
            Set.of(("January|February|March|April|May|June|July|August|September|October"
                            + "|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Celsius|Fahrenheit|Kelvin"
                            + "|English|French|German|Spanish|Italian|Chinese|Japanese|Python|Java|JavaScript|JSON|XML|CSV|USD|EUR|AM|PM")
                    .split("\\|"));
    private static final Pattern MARK =
            Pattern.compile("\\b[A-Za-z]{1,12}[-_]?[0-9][A-Za-z0-9_-]{1,30}\\b|\\b[0-9]{4,12}\\b");

    static Conversation of(ContentRule rule, RequestValues request, Tokens tokens) {
        return of(rule, request, turns(rule, request), tokens);
    }

    /** Returns a conversation for each turn, where turns are prompts of their own; at least one. */
    static List<Conversation> each(ContentRule rule, RequestValues request, Tokens tokens) {
        List<Conversation> all = new ArrayList<>();
        for (JsonNode turn : turns(rule, request)) {
            all.add(of(rule, request, List.of(turn), tokens));
        }
        return all.isEmpty() ? List.of(of(rule, request, List.of(), tokens)) : all;
    }

    private static List<JsonNode> turns(ContentRule rule, RequestValues request) {
        JsonNode at = rule.turns().at().find(request);
        List<JsonNode> turns = new ArrayList<>();
        if (at.isArray() && !isTokens(at)) {
            at.forEach(turns::add);
        } else if (!at.isMissingNode() && !at.isNull()) {
            turns.add(at);
        }
        return turns;
    }

    /** Numbers in a list are the tokens of one text. */
    private static boolean isTokens(JsonNode turn) {
        return turn.isArray() && turn.path(0).isNumber();
    }

    private static Conversation of(ContentRule rule, RequestValues request, List<JsonNode> turns, Tokens tokens) {
        ContentRule.Turns places = rule.turns();
        List<String> texts = new ArrayList<>();
        List<Integer> tokenIds = new ArrayList<>();
        StringBuilder instructions = new StringBuilder();
        for (Locator place : rule.system()) {
            for (JsonNode text : place.findAll(request)) {
                if (text.isTextual()) {
                    texts.add(text.textValue());
                    instructions.append(text.textValue()).append('\n');
                }
            }
        }
        String asked = "";
        Optional<Returned> result = Optional.empty();
        int mediaTokens = 0;
        boolean hasPicture = false;
        for (JsonNode turn : turns) {
            RequestValues values = RequestValues.ofBody(turn);
            List<String> own;
            if (isTokens(turn)) {
                List<Integer> ids = new ArrayList<>();
                turn.forEach(id -> ids.add(id.canConvertToInt() ? id.intValue() : -1));
                tokenIds.addAll(ids);
                own = List.of(tokens.text(ids));
            } else {
                own = texts(turn, places.texts(), values);
                texts.addAll(own);
            }
            boolean isAsking = turn.isTextual() || Condition.allHold(places.asks(), values);
            List<String> results =
                    Condition.allHold(places.resultsWhen(), values) ? results(places.results(), values) : List.of();
            // What tools return often stands in a turn of the user.
            result = results.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Returned.of(
                            results,
                            !places.resultsFailed().isEmpty() && Condition.anyHolds(places.resultsFailed(), values)));
            // Where a turn is nothing but what a tool returned, that is its text as well.
            results.stream().filter(r -> !own.contains(r)).forEach(texts::add);
            int media = 0;
            for (ContentRule.Media place : places.media()) {
                media += place.tokens() * place.at().findAll(values).length;
            }
            mediaTokens += media;
            if (isAsking && (!own.isEmpty() || media > 0)) {
                asked = String.join("\n", own);
                hasPicture = media > 0;
            } else if (!places.instructs().isEmpty() && Condition.allHold(places.instructs(), values)) {
                own.forEach(text -> instructions.append(text).append('\n'));
            }
        }
        return new Conversation(
                asked, instructions.toString(), result, texts, tokenIds, turns.size(), mediaTokens, hasPicture);
    }

    private static List<String> texts(JsonNode turn, List<Locator> places, RequestValues values) {
        if (turn.isTextual()) {
            return List.of(turn.textValue());
        }
        List<String> texts = new ArrayList<>();
        for (Locator place : places) {
            for (JsonNode text : place.findAll(values)) {
                if (text.isTextual() && !text.textValue().isEmpty()) {
                    texts.add(text.textValue());
                }
            }
        }
        return texts;
    }

    private static List<String> results(List<Locator> places, RequestValues values) {
        List<String> results = new ArrayList<>();
        for (Locator place : places) {
            for (JsonNode result : place.findAll(values)) {
                if (result.isTextual() || result.isObject()) {
                    results.add(result.isTextual() ? result.textValue() : result.toString());
                }
            }
        }
        return results;
    }

    private static String cut(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most)) + "…";
    }

    /** Returns a text, or its beginning, up to the end of a word where there is one. */
    static String shortened(String text, int most) {
        if (text.codePointCount(0, text.length()) <= most) {
            return text;
        }
        String first = text.substring(0, text.offsetByCodePoints(0, most));
        int space = first.lastIndexOf(' ');
        return (space > most / 2 ? first.substring(0, space) : first) + "…";
    }

    /** Returns what values and sentences need of it. */
    Asked about() {
        String looked = asked.length() > LOOKED_AT ? asked.substring(0, LOOKED_AT) : asked;
        List<String> places = new ArrayList<>();
        for (String city : Plausible.cities()) {
            int at = looked.indexOf(city);
            if (at >= 0) {
                int place = 0;
                while (place < places.size() && looked.indexOf(places.get(place)) < at) {
                    place++;
                }
                places.add(place, city);
            }
        }
        Matcher place = PLACE.matcher(looked);
        while (place.find() && places.size() < MOST_PLACES) {
            String found = place.group(1);
            String bare = found.replaceFirst(",.*", "");
            boolean isList = !place.group(2).isEmpty();
            if (NO_PLACES.contains(bare) || NO_PLACES.contains(bare.split(" ", 2)[0])) {
                continue;
            }
            int known = places.indexOf(bare);
            if (known >= 0 && !isList) {
                places.set(known, found);
            } else if (known < 0 && places.stream().noneMatch(p -> p.contains(bare) || bare.contains(p))) {
                places.add(isList ? bare : found);
            }
            for (String more : place.group(2).split(",? (?:and|or|und|et|y|e) ", -1)) {
                if (!more.isBlank() && !places.contains(more) && places.size() < MOST_PLACES) {
                    places.add(more);
                }
            }
        }
        List<String> marks = new ArrayList<>();
        Matcher mark = MARK.matcher(looked);
        while (mark.find() && marks.size() < 8) {
            marks.add(mark.group());
        }
        return new Asked(looked, subject(), places, marks);
    }

    /** Returns the first sentence that asks, else the first, without what ends it; of what follows a colon at its end. */
    String subject() {
        String text = asked.length() > LOOKED_AT ? asked.substring(0, LOOKED_AT) : asked;
        List<String> sentences = sentences(text);
        String first = sentences.isEmpty() ? "" : sentences.get(0);
        for (String sentence : sentences) {
            if (ASKS.matcher(sentence).find()) {
                first = sentence;
                break;
            }
        }
        if (first.endsWith(":") && sentences.size() > 1) {
            int next = sentences.indexOf(first) + 1;
            first = sentences.get(next < sentences.size() ? next : 0);
        }
        first = END.matcher(first).replaceFirst("");
        first = shortened(first, LONGEST_SUBJECT);
        // Quotation marks will stand around it.
        String single = QUOTE.matcher(first).replaceAll("‘$1’");
        return single.isEmpty() ? cut(text.strip().toLowerCase(Locale.ROOT), LONGEST_SUBJECT) : single;
    }

    /** Returns the sentences, each with what ends it; lines end sentences, and fences of code are none. */
    private static List<String> sentences(String text) {
        List<String> sentences = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            int from = 0;
            for (int i = 0; i < line.length() && sentences.size() < MOST_SENTENCES; i++) {
                char c = line.charAt(i);
                boolean isEnd = "?!。？！؟।".indexOf(c) >= 0
                        || c == '.' && (i + 1 == line.length() || line.charAt(i + 1) == ' ') && !isShortened(line, i);
                if (isEnd) {
                    sentences.add(line.substring(from, i + 1).strip());
                    from = i + 1;
                }
            }
            sentences.add(line.substring(Math.min(from, line.length())).strip());
        }
        sentences.removeIf(s -> s.isEmpty()
                || s.startsWith("```")
                || END.matcher(s).replaceFirst("").isEmpty());
        return sentences;
    }

    /** Returns whether a dot ends a word such as "Dr." or "e.g.", and no sentence. */
    private static boolean isShortened(String line, int dot) {
        int from = dot;
        while (from > 0 && Character.isLetter(line.charAt(from - 1))) {
            from--;
        }
        return TITLES.contains(line.substring(from, dot))
                || dot - from == 1 && from > 0 && line.charAt(from - 1) == '.';
    }
}

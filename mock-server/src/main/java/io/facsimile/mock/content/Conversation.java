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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request says, in the words of no dialect.
 *
 * @param asked the last text of the user
 * @param instructions all that tells how to answer
 * @param result what a tool returned in the last turn
 * @param texts every text of the prompt that came as text
 * @param tokenIds what of it came as the numbers of tokens
 * @param turns how many turns there are
 * @param mediaTokens the tokens of pictures and the like
 * @param hasPicture whether the user's last turn holds one of those
 */
record Conversation(
        String asked,
        String instructions,
        Optional<String> result,
        List<String> texts,
        List<Integer> tokenIds,
        int turns,
        int mediaTokens,
        boolean hasPicture) {
    private static final int LONGEST_SUBJECT = 80;
    private static final int LONGEST_RESULT = 300;
    private static final int LOOKED_AT = 2_000;
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
        Optional<String> result = Optional.empty();
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
            result = results.isEmpty() ? Optional.empty() : Optional.of(cut(String.join(" ", results), LONGEST_RESULT));
            // Where a turn is nothing but what a tool returned, that is its text as well.
            results.stream().filter(r -> !own.contains(r)).forEach(texts::add);
            int media = 0;
            for (ContentRule.Media place : places.media()) {
                media += place.tokens() * place.at().findAll(values).length;
            }
            mediaTokens += media;
            if (isAsking && !own.isEmpty()) {
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
        List<String> marks = new ArrayList<>();
        Matcher mark = MARK.matcher(looked);
        while (mark.find() && marks.size() < 8) {
            marks.add(mark.group());
        }
        return new Asked(looked, subject(), places, marks);
    }

    /** Returns the first sentence, without what ends it. */
    String subject() {
        String text = asked.strip();
        int end = 0;
        while (end < text.length() && "\n?!。？！؟।".indexOf(text.charAt(end)) < 0) {
            if (text.charAt(end) == '.' && (end + 1 == text.length() || text.charAt(end + 1) == ' ')) {
                break;
            }
            end++;
        }
        String first = text.substring(0, end).strip();
        if (first.codePointCount(0, first.length()) > LONGEST_SUBJECT) {
            first = first.substring(0, first.offsetByCodePoints(0, LONGEST_SUBJECT));
            int space = first.lastIndexOf(' ');
            first = (space > LONGEST_SUBJECT / 2 ? first.substring(0, space) : first) + "…";
        }
        return first.isEmpty() ? cut(text.toLowerCase(Locale.ROOT), LONGEST_SUBJECT) : first;
    }
}

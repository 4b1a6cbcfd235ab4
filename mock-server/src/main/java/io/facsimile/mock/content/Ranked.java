package io.facsimile.mock.content;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.ContentRule;
import io.facsimile.contract.language.Locator;
import io.facsimile.contract.language.RequestValues;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A document of the caller's, and how well it answers a question.
 *
 * @param index its place among the caller's documents, from 0
 * @param score from 0 to 1; it depends on nothing but the question and the document
 * @param document as the caller sent it
 * @param text its text
 */
public record Ranked(int index, double score, JsonNode document, String text) {
    private static final double PLACES = 1e6;

    /** Returns the documents that are wanted, best first; of equal ones the first. */
    static List<Ranked> of(ContentRule.Ranking rule, RequestValues request) {
        List<String> questions = new ArrayList<>();
        for (Locator place : rule.query()) {
            collect(place.findAll(request), questions);
        }
        Words question = Words.of(String.join("\n", questions));
        JsonNode documents = rule.at().find(request);
        List<Ranked> all = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            JsonNode document = documents.get(i);
            String text = text(document, rule.texts());
            all.add(new Ranked(i, score(question, text), document, text));
        }
        all.sort(Comparator.comparingDouble((Ranked r) -> r.score).reversed());
        return all.subList(0, Math.min(most(rule, request), all.size()));
    }

    private static int most(ContentRule.Ranking rule, RequestValues request) {
        for (Locator place : rule.most()) {
            int most = place.find(request).asInt(0);
            if (most > 0) {
                return most;
            }
        }
        return Integer.MAX_VALUE;
    }

    private static void collect(JsonNode[] found, List<String> texts) {
        for (JsonNode text : found) {
            if (text.isTextual()) {
                texts.add(text.textValue());
            }
        }
    }

    private static String text(JsonNode document, List<Locator> places) {
        if (document.isTextual()) {
            return document.textValue();
        }
        List<String> texts = new ArrayList<>();
        RequestValues values = RequestValues.ofBody(document);
        places.forEach(place -> collect(place.findAll(values), texts));
        return String.join("\n", texts);
    }

    /** The share of the question's words that the text has decides; a little chance keeps apart what that does not. */
    private static double score(Words question, String text) {
        double share = question.shareIn(Words.of(text));
        double chance = new Chance(Chance.mix(question.hashCode(), text)).below(1_000) / 1_000.0;
        double score = share == 0 ? 0.0001 + 0.01 * chance : 0.02 + 0.97 * share * share + 0.009 * chance;
        return Math.round(score * PLACES) / PLACES;
    }
}

package io.facsimile.mock.content;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.ContentRule;
import io.facsimile.contract.language.Condition;
import io.facsimile.contract.language.Locator;
import io.facsimile.contract.language.RequestValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What was found in a text: the categories whose words are in it. Equal for equal texts. */
public final class Judgement {
    private static final int LOOKED_AT = 20_000;
    private static final double PLACES = 1e6;

    private final String text;
    private final double threshold;
    private final Set<String> found = new TreeSet<>();

    private Judgement(ContentRule.Judging rule, String text) {
        this.text = text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text;
        this.threshold = rule.threshold();
        for (Map.Entry<String, Pattern> words : rule.words().entrySet()) {
            if (words.getValue().matcher(this.text).find()) {
                found.add(words.getKey());
            }
        }
    }

    static List<Judgement> of(ContentRule.Judging rule, RequestValues request) {
        JsonNode judged = rule.at().find(request);
        List<String> texts = new ArrayList<>();
        if (judged.isArray()) {
            judged.forEach(item -> texts.add(text(item, rule.texts())));
        } else {
            texts.add(text(judged, rule.texts()));
        }
        boolean isOne = !rule.together().isEmpty() && Condition.allHold(rule.together(), request);
        return (isOne ? List.of(String.join("\n", texts)) : texts)
                .stream().map(text -> new Judgement(rule, text)).toList();
    }

    private static String text(JsonNode item, List<Locator> places) {
        if (item.isTextual()) {
            return item.textValue();
        }
        List<String> texts = new ArrayList<>();
        RequestValues values = RequestValues.ofBody(item);
        for (Locator place : places) {
            for (JsonNode text : place.findAll(values)) {
                texts.add(text.asText());
            }
        }
        return String.join("\n", texts);
    }

    /** Returns whether anything was found. */
    public boolean isFlagged() {
        return !found.isEmpty();
    }

    public boolean isFound(String category) {
        return found.contains(category);
    }

    /** Returns how sure it is, from 0 to 1: above the threshold where something was found, else far below. */
    public double score(String category) {
        double chance = new Chance(Chance.mix(Chance.mix(23, category), text)).below(1_000) / 1_000.0;
        double score = isFound(category)
                ? threshold + (1 - threshold) * (0.4 + 0.55 * chance)
                : threshold * 0.02 * chance * chance + 1 / PLACES;
        return Math.round(score * PLACES) / PLACES;
    }
}

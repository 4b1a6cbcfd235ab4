package io.facsimile.mock.content;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.ContentRule;
import io.facsimile.contract.language.Locator;
import io.facsimile.contract.language.RequestValues;
import java.util.Map;
import java.util.Set;

/**
 * Says by a glance whether what a caller asks for may take long to write: many texts, or values of schemas. Few of those that
 * people write do; the rest costs a change of threads and nothing else.
 */
public final class Weight {
    private static final int MOST = 200;
    private static final int DEEPEST = 12;
    private static final long LARGE = 50;

    /** So many texts at once are written beside the event loop. */
    private static final int MANY_TEXTS = 8;

    /** What makes a schema larger than it is written. */
    private static final Set<String> ENDLESS = Set.of("$ref", "$dynamicRef", "$recursiveRef", "pattern", "not", "if");

    /** What lets a value be large. */
    private static final Set<String> SIZES =
            Set.of("minItems", "minContains", "minProperties", "minLength", "multipleOf");

    private int weight;

    private Weight() {}

    /** Returns whether what a request asks for may take long to write. */
    public static boolean isHeavy(ContentRule rule, RequestValues request) {
        if (rule.count()
                .filter(count -> count.find(request).asInt(1) > MANY_TEXTS)
                .isPresent()) {
            return true;
        }
        Weight sum = new Weight();
        for (Locator place : rule.form().schema()) {
            sum.add(place.find(request), 0);
        }
        for (ContentRule.Tools tools : rule.tools()) {
            for (JsonNode tool : tools.at().findAll(request)) {
                RequestValues values = RequestValues.ofBody(tool);
                for (Locator place : tools.schema()) {
                    sum.add(place.find(values), 0);
                }
                if (tools.text().stream().flatMap(t -> t.grammar().stream()).anyMatch(g -> !g.find(values)
                        .isMissingNode())) {
                    // A text that fits a caller's pattern may take long to find.
                    sum.weight = MOST + 1;
                }
            }
        }
        return sum.weight > MOST;
    }

    private void add(JsonNode schema, int depth) {
        weight += depth > DEEPEST ? MOST + 1 : 1;
        if (weight > MOST || !schema.isContainerNode()) {
            return;
        }
        if (!schema.isObject()) {
            schema.forEach(item -> add(item, depth + 1));
            return;
        }
        for (Map.Entry<String, JsonNode> member : schema.properties()) {
            String word = member.getKey();
            boolean isLarge = SIZES.contains(word) && member.getValue().isNumber() && isLarge(member.getValue());
            if (isLarge || ENDLESS.contains(word)) {
                weight = MOST + 1;
                return;
            }
            add(member.getValue(), depth + 1);
        }
    }

    private static boolean isLarge(JsonNode number) {
        return !number.canConvertToLong() || Math.abs(number.asLong()) > LARGE || !number.isIntegralNumber();
    }
}

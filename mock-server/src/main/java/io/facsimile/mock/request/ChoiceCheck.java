package io.facsimile.mock.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.Cause;
import io.facsimile.contract.RequestRules;
import io.facsimile.contract.language.Condition;
import io.facsimile.contract.language.Locator;
import io.facsimile.contract.language.RequestValues;
import java.util.List;
import java.util.Optional;

/** Whether what a request chooses is among what it offers. */
final class ChoiceCheck {
    private ChoiceCheck() {}

    static Optional<Refusal> judge(RequestRules.Choice rule, JsonNode chosen, RequestValues request) {
        RequestValues inside = RequestValues.ofBody(chosen);
        String name = rule.name().isEmpty() ? "" : name(rule.name(), inside);
        if (name.isEmpty() && !rule.name().isEmpty()
                || !Condition.allHold(rule.when(), inside)
                || Condition.anyHolds(rule.unless(), request)
                || isOffered(rule, name, request)) {
            return Optional.empty();
        }
        return Optional.of(
                new Refusal(Cause.INVALID_REQUEST, rule.field(), rule.says().replace("{name}", name)));
    }

    private static String name(List<Locator> places, RequestValues inside) {
        for (Locator place : places) {
            JsonNode found = place.find(inside);
            if (found.isTextual()) {
                return found.textValue();
            }
        }
        return "";
    }

    private static boolean isOffered(RequestRules.Choice rule, String name, RequestValues request) {
        for (Locator place : rule.among()) {
            for (JsonNode offered : place.findAll(request)) {
                if (rule.name().isEmpty() || name.equals(offered.asText())) {
                    return true;
                }
            }
        }
        return false;
    }
}

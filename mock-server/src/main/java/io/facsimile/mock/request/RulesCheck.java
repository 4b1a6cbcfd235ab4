package io.facsimile.mock.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.ContentRule;
import io.facsimile.contract.RequestRules;
import io.facsimile.contract.language.Locator;
import io.facsimile.contract.language.RequestValues;
import java.util.Optional;

/** Holds requests that fit their schema to what the contract says of how their parts go together. */
final class RulesCheck {
    private final RequestRules rules;
    private final Locator turns;

    RulesCheck(ContentRule content) {
        this.rules = content.rules();
        this.turns = content.turns().at();
    }

    /** Returns the first thing that does not go together, or nothing. */
    Optional<Refusal> judge(RequestValues request) {
        for (RequestRules.Choice choice : rules.choices()) {
            for (JsonNode chosen : choice.at().findAll(request)) {
                Optional<Refusal> refusal = ChoiceCheck.judge(choice, chosen, request);
                if (refusal.isPresent()) {
                    return refusal;
                }
            }
        }
        for (RequestRules.Exchange exchange : rules.exchanges()) {
            Optional<Refusal> refusal = ExchangeCheck.judge(exchange, turns, request);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }
}

package io.facsimile.mock.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.Cause;
import io.facsimile.contract.ContentRule;
import io.facsimile.contract.RequestRules;
import io.facsimile.contract.language.Condition;
import io.facsimile.contract.language.Locator;
import io.facsimile.contract.language.RequestValues;
import java.util.Map;
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
        return ownForms(request);
    }

    /** Returns what is wrong with the schemas and grammars that the caller gives. */
    private Optional<Refusal> ownForms(RequestValues request) {
        for (RequestRules.StrictSchema rule : rules.schemas()) {
            for (JsonNode has : rule.at().findAll(request)) {
                Optional<Refusal> refusal = schema(rule, RequestValues.ofBody(has), request);
                if (refusal.isPresent()) {
                    return refusal;
                }
            }
        }
        for (RequestRules.Grammar rule : rules.grammars()) {
            for (JsonNode has : rule.at().findAll(request)) {
                Optional<Refusal> refusal = grammar(rule, RequestValues.ofBody(has), request);
                if (refusal.isPresent()) {
                    return refusal;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Refusal> schema(
            RequestRules.StrictSchema rule, RequestValues inside, RequestValues request) {
        JsonNode schema = rule.schema().find(inside);
        if (!schema.isObject() || !Condition.allHold(rule.when(), inside)) {
            return Optional.empty();
        }
        Optional<StrictSchemas.Found> found = StrictSchemas.flaw(schema);
        if (found.isEmpty() || !rule.says().containsKey(found.get().flaw())) {
            return Optional.empty();
        }
        String says = rule.intro().replace("{name}", rule.name().find(inside).asText())
                + rule.says().getOrDefault(found.get().flaw(), "");
        for (Map.Entry<String, String> word : found.get().words().entrySet()) {
            says = says.replace("{" + word.getKey() + "}", word.getValue());
        }
        return Optional.of(new Refusal(Cause.INVALID_REQUEST, field(request, schema), says));
    }

    private static Optional<Refusal> grammar(RequestRules.Grammar rule, RequestValues inside, RequestValues request) {
        JsonNode definition = rule.definition().find(inside);
        if (!definition.isTextual() || !Condition.allHold(rule.when(), inside)) {
            return Optional.empty();
        }
        Optional<String> problem =
                rule.isRegex() ? Grammars.ofRegex(definition.textValue()) : Grammars.ofLark(definition.textValue());
        return problem.map(p -> new Refusal(
                Cause.INVALID_REQUEST,
                field(request, definition),
                rule.says().replace("{name}", rule.name().find(inside).asText()).replace("{problem}", p)));
    }

    private static String field(RequestValues request, JsonNode node) {
        return RequestCheck.field(ExchangeCheck.place(request.body(), node).orElse(""));
    }
}

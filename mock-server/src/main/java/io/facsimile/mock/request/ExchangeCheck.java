package io.facsimile.mock.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.Cause;
import io.facsimile.contract.RequestRules;
import io.facsimile.contract.RequestRules.Break;
import io.facsimile.contract.language.Condition;
import io.facsimile.contract.language.Locator;
import io.facsimile.contract.language.RequestValues;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether the calls and the results of a conversation go together. A conversation without either costs a look at each turn. */
final class ExchangeCheck {
    private final RequestRules.Exchange rule;
    private final RequestValues request;
    private final JsonNode turns;

    /** What is named in a turn: the id of a call, or of the one that a result is of. */
    private record Named(String id, JsonNode part, JsonNode turn) {}

    private ExchangeCheck(RequestRules.Exchange rule, RequestValues request, JsonNode turns) {
        this.rule = rule;
        this.request = request;
        this.turns = turns;
    }

    static Optional<Refusal> judge(RequestRules.Exchange rule, Locator turns, RequestValues request) {
        JsonNode at = turns.find(request);
        if (!at.isContainerNode()) {
            return Optional.empty();
        }
        ExchangeCheck check = new ExchangeCheck(rule, request, at);
        if (!check.namesAny()) {
            return Optional.empty();
        }
        return rule.isAnywhere() ? check.anywhere() : check.following();
    }

    /** Most conversations have neither calls nor results; to know that, nothing has to be compared. */
    private boolean namesAny() {
        for (JsonNode turn : each()) {
            RequestValues values = RequestValues.ofBody(turn);
            if (namesAny(rule.calls(), values) || namesAny(rule.results(), values)) {
                return true;
            }
        }
        return false;
    }

    private static boolean namesAny(List<RequestRules.Part> places, RequestValues turn) {
        for (RequestRules.Part place : places) {
            for (JsonNode part : place.at().findAll(turn)) {
                if (place.id().find(RequestValues.ofBody(part)).isTextual()) {
                    return true;
                }
            }
        }
        return false;
    }

    private Optional<Refusal> anywhere() {
        List<Named> calls = new ArrayList<>();
        List<Named> results = new ArrayList<>();
        for (JsonNode turn : each()) {
            add(rule.calls(), turn, calls);
            add(rule.results(), turn, results);
        }
        return calls.isEmpty() && results.isEmpty() ? Optional.empty() : pair(calls, results);
    }

    private Optional<Refusal> following() {
        List<Named> waiting = List.of();
        List<Named> calls = new ArrayList<>();
        List<Named> results = new ArrayList<>();
        JsonNode before = null;
        for (JsonNode turn : each()) {
            if (before != null && !isTogether(before, turn)) {
                Optional<Refusal> refusal = pair(waiting, results);
                if (refusal.isPresent()) {
                    return refusal;
                }
                waiting = calls.isEmpty() ? List.of() : calls;
                calls = calls.isEmpty() ? calls : new ArrayList<>();
                results.clear();
            }
            add(rule.calls(), turn, calls);
            add(rule.results(), turn, results);
            before = turn;
        }
        Optional<Refusal> refusal = pair(waiting, results);
        return refusal.isPresent() ? refusal : pair(calls, List.of());
    }

    /** What is not a list is one turn. */
    private Iterable<JsonNode> each() {
        return turns.isArray() ? turns : List.of(turns);
    }

    private boolean isTogether(JsonNode before, JsonNode turn) {
        if (rule.together().isEmpty()) {
            return false;
        }
        Locator by = rule.together().get(0);
        RequestValues values = RequestValues.ofBody(turn);
        return by.find(values).equals(by.find(RequestValues.ofBody(before)))
                && Condition.allHold(rule.togetherWhen(), values);
    }

    private static void add(List<RequestRules.Part> places, JsonNode turn, List<Named> to) {
        RequestValues values = RequestValues.ofBody(turn);
        for (RequestRules.Part place : places) {
            for (JsonNode part : place.at().findAll(values)) {
                RequestValues inside = RequestValues.ofBody(part);
                JsonNode id = place.id().find(inside);
                if (id.isTextual() && Condition.allHold(place.when(), inside)) {
                    to.add(new Named(id.textValue(), part, turn));
                }
            }
        }
    }

    private Optional<Refusal> pair(List<Named> calls, List<Named> results) {
        if (calls.isEmpty() && results.isEmpty()) {
            return Optional.empty();
        }
        Set<String> called = ids(calls);
        for (Named result : results) {
            if (!called.contains(result.id) && !Condition.anyHolds(rule.unless(), request)) {
                Break how = calls.isEmpty() || !rule.says().containsKey(Break.UNKNOWN) ? Break.ORPHAN : Break.UNKNOWN;
                return refusal(how, result, result.id);
            }
        }
        Set<String> unanswered = new LinkedHashSet<>(called);
        unanswered.removeAll(ids(results));
        if (unanswered.isEmpty() || !rule.says().containsKey(Break.UNANSWERED)) {
            return Optional.empty();
        }
        Named first = calls.stream()
                .filter(call -> unanswered.contains(call.id))
                .findFirst()
                .orElseThrow();
        return refusal(Break.UNANSWERED, first, String.join(", ", unanswered));
    }

    private static Set<String> ids(List<Named> named) {
        Set<String> ids = named.isEmpty() ? new HashSet<>() : new LinkedHashSet<>();
        named.forEach(n -> ids.add(n.id));
        return ids;
    }

    private Optional<Refusal> refusal(Break how, Named named, String ids) {
        String at = place(request.body(), named.part).orElse("");
        String turn = place(request.body(), named.turn).orElse("");
        String says = rule.says()
                .getOrDefault(how, "")
                .replace("{at}", dotted(at))
                .replace("{turn}", dotted(turn))
                .replace("{id}", named.id)
                .replace("{ids}", ids);
        return Optional.of(new Refusal(Cause.INVALID_REQUEST, RequestCheck.field(at), says));
    }

    private static String dotted(String pointer) {
        return pointer.isEmpty() ? "" : pointer.substring(1).replace('/', '.');
    }

    /** Returns the JSON pointer to this very node. */
    @SuppressWarnings("ReferenceEquality") // equal nodes may stand in several places
    static Optional<String> place(JsonNode in, JsonNode node) {
        if (in == node) {
            return Optional.of("");
        }
        if (in.isArray()) {
            for (int i = 0; i < in.size(); i++) {
                String step = "/" + i;
                Optional<String> found = place(in.get(i), node).map(rest -> step + rest);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        for (var member : in.properties()) {
            Optional<String> found = place(member.getValue(), node).map(rest -> "/" + member.getKey() + rest);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}

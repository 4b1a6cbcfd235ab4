package io.facsimile.contract.language;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several lists of conditions that are asked of each request together. Lists that need a field of the body are passed over
 * where the body lacks it; each place is looked up at most once for a request, and only when it is needed. So the number of
 * conditions costs little.
 */
public final class Decision {
    /** A condition whose place is known by its number. */
    private record Question(int place, Condition.Test test) {}

    /** A field of the body, and the rows of which some condition cannot hold without it. */
    private record Need(String field, BitSet rows) {}

    private final Locator[] places;
    private final Question[][] rows;
    private final BitSet asking = new BitSet();
    private final List<Need> needs;

    /** @param rows in the order in which they are asked */
    public Decision(List<List<Condition>> rows) {
        List<Locator> distinct = new ArrayList<>();
        this.rows = new Question[rows.size()][];
        for (int i = 0; i < rows.size(); i++) {
            this.rows[i] = rows.get(i).stream()
                    .map(condition -> new Question(number(condition.place(), distinct), condition.test()))
                    .toArray(Question[]::new);
        }
        places = distinct.toArray(Locator[]::new);
        Map<String, BitSet> byField = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            asking.set(i, !rows.get(i).isEmpty());
            for (Condition condition : rows.get(i)) {
                if (condition.place() instanceof Locator.Body body
                        && condition.test().needsValue()
                        && body.beginsWithField()) {
                    byField.computeIfAbsent(body.tokens().get(0), f -> new BitSet())
                            .set(i);
                }
            }
        }
        needs = byField.entrySet().stream()
                .map(e -> new Need(e.getKey(), e.getValue()))
                .toList();
    }

    private static int number(Locator place, List<Locator> known) {
        for (int i = 0; i < known.size(); i++) {
            boolean isSame = place instanceof Locator.Body body && known.get(i) instanceof Locator.Body other
                    ? body.tokens().equals(other.tokens())
                    : place.getClass() == known.get(i).getClass() && place.equals(known.get(i));
            if (isSame) {
                return i;
            }
        }
        known.add(place);
        return known.size() - 1;
    }

    /** Returns the number of the first list that has conditions all of which hold; -1 for none. */
    public int first(RequestValues request) {
        BitSet possible = (BitSet) asking.clone();
        JsonNode body = request.body();
        for (Need need : needs) {
            if (body.get(need.field) == null) {
                possible.andNot(need.rows);
            }
        }
        JsonNode[][] found = new JsonNode[places.length][];
        for (int i = possible.nextSetBit(0); i >= 0; i = possible.nextSetBit(i + 1)) {
            if (hold(rows[i], request, found)) {
                return i;
            }
        }
        return -1;
    }

    private boolean hold(Question[] questions, RequestValues request, JsonNode[][] found) {
        for (Question question : questions) {
            if (!question.test.holds(values(question.place, request, found))) {
                return false;
            }
        }
        return true;
    }

    private JsonNode[] values(int place, RequestValues request, JsonNode[][] found) {
        JsonNode[] values = found[place];
        if (values == null) {
            values = places[place].findAll(request);
            found[place] = values;
        }
        return values;
    }
}

package io.facsimile.contract.language;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Several lists of conditions that are asked of each request together. Each place is looked up at most once for a request,
 * and only when it is needed, so that the number of conditions costs little.
 */
public final class Decision {
    /** A condition whose place is known by its number. */
    private record Question(int place, Condition.Test test) {}

    private final Locator[] places;
    private final Question[][] rows;

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
        JsonNode[][] found = new JsonNode[places.length][];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length > 0 && hold(rows[i], request, found)) {
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

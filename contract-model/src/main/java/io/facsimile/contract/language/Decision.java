package io.facsimile.contract.language;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Several lists of conditions that are asked of each request together. Each place is looked up and each condition tested
 * at most once for a request, and only when it is needed, so that their number costs little.
 */
public final class Decision {
    private static final byte HOLDS = 1;
    private static final byte FAILS = 2;

    private final Locator[] places;
    private final Condition.Test[] tests;
    private final int[] placeOfTest;
    private final int[][] rows;

    /** @param rows in the order in which they are asked */
    public Decision(List<List<Condition>> rows) {
        List<Locator> distinctPlaces = new ArrayList<>();
        List<Condition> distinct = new ArrayList<>();
        this.rows = new int[rows.size()][];
        for (int i = 0; i < rows.size(); i++) {
            this.rows[i] = rows.get(i).stream()
                    .mapToInt(condition -> number(condition, distinct))
                    .toArray();
        }
        placeOfTest = distinct.stream()
                .mapToInt(condition -> number(condition.place(), distinctPlaces))
                .toArray();
        tests = distinct.stream().map(Condition::test).toArray(Condition.Test[]::new);
        places = distinctPlaces.toArray(Locator[]::new);
    }

    private static <T> int number(T item, List<T> known) {
        int at = known.indexOf(item);
        if (at < 0) {
            known.add(item);
            return known.size() - 1;
        }
        return at;
    }

    /** Returns the number of the first list that has conditions all of which hold; -1 for none. */
    public int first(RequestValues request) {
        if (rows.length == 0) {
            return -1;
        }
        Answers answers = new Answers(request);
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length > 0 && answers.hold(rows[i])) {
                return i;
            }
        }
        return -1;
    }

    /** What one request answers. */
    private final class Answers {
        private final RequestValues request;
        private final List<?>[] values = new List<?>[places.length];
        private final byte[] known = new byte[tests.length];

        Answers(RequestValues request) {
            this.request = request;
        }

        boolean hold(int[] conditions) {
            for (int condition : conditions) {
                if (known[condition] == 0) {
                    known[condition] = tests[condition].holds(at(placeOfTest[condition])) ? HOLDS : FAILS;
                }
                if (known[condition] == FAILS) {
                    return false;
                }
            }
            return true;
        }

        @SuppressWarnings("unchecked")
        private List<JsonNode> at(int place) {
            List<?> found = values[place];
            if (found == null) {
                found = places[place].findAll(request);
                values[place] = found;
            }
            return (List<JsonNode>) found;
        }
    }
}

package io.facsimile.contract.language;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Several lists of conditions that are asked of each request together. Lists that need a field of the body are passed over
 * where the body lacks it, or has a text there that does not do; each place is looked up at most once for a request, and only when it is needed. So the number of
 * conditions costs little.
 */
public final class Decision {
    /** A condition whose place is known by its number. */
    private record Question(int place, Condition.Test test) {}

    /** A field of the body, and what it says of the rows. */
    private final class Need {
        private static final int LONGEST_KEPT = 64;
        private static final int MOST_KEPT = 64;
        /** Fewer questions are asked as fast as their answers are looked up. */
        private static final int WORTH_KEEPING = 4;

        private final String field;
        private final int place;
        /** The rows of which some condition cannot hold without the field. */
        private final BitSet rows = new BitSet();
        /** The rows that some text excludes. Names of models come again and again. */
        private final Map<String, BitSet> excluded = new ConcurrentHashMap<>();

        Need(String field) {
            this.field = field;
            int asked = List.of(places).indexOf(new Locator.Body(List.of(field)));
            long questions = Arrays.stream(Decision.this.rows)
                    .flatMap(Arrays::stream)
                    .filter(question -> question.place == asked)
                    .count();
            this.place = questions < WORTH_KEEPING ? -1 : asked;
        }

        /** Takes away the rows that cannot hold for a body. */
        void narrow(BitSet possible, JsonNode body) {
            JsonNode value = body.get(field);
            if (value == null) {
                possible.andNot(rows);
            } else if (place >= 0 && value.isTextual() && value.textValue().length() <= LONGEST_KEPT) {
                possible.andNot(excludedBy(value));
            }
        }

        private BitSet excludedBy(JsonNode value) {
            BitSet known = excluded.get(value.textValue());
            if (known != null) {
                return known;
            }
            BitSet failing = new BitSet();
            JsonNode[] values = {value};
            for (int i = 0; i < Decision.this.rows.length; i++) {
                for (Question question : Decision.this.rows[i]) {
                    if (question.place == place && !question.test.holds(values)) {
                        failing.set(i);
                    }
                }
            }
            if (excluded.size() < MOST_KEPT) {
                excluded.put(value.textValue(), failing);
            }
            return failing;
        }
    }

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
        Map<String, Need> byField = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            asking.set(i, !rows.get(i).isEmpty());
            for (Condition condition : rows.get(i)) {
                if (condition.place() instanceof Locator.Body body
                        && condition.test().needsValue()
                        && body.beginsWithField()) {
                    byField.computeIfAbsent(body.tokens().get(0), Need::new)
                            .rows
                            .set(i);
                }
            }
        }
        needs = List.copyOf(byField.values());
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
            need.narrow(possible, body);
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

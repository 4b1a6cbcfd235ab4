package io.facsimile.contract.language;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

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

        /** Of the rows' needs. */
        private final long bit;

        private final int place;
        /** The rows that some text excludes. Names of models come again and again. */
        private final Map<String, BitSet> excluded = new ConcurrentHashMap<>();

        Need(String field, int number) {
            this.bit = 1L << number;
            int asked = List.of(places).indexOf(new Locator.Body(List.of(field)));
            long questions = Arrays.stream(rows)
                    .flatMap(Arrays::stream)
                    .filter(question -> question.place == asked)
                    .count();
            this.place = questions < WORTH_KEEPING ? -1 : asked;
        }

        /** Returns the rows that cannot hold for a value of the field, as far as that is known by its text. */
        @Nullable
        BitSet excludedBy(JsonNode value) {
            if (place < 0 || !value.isTextual() || value.textValue().length() > LONGEST_KEPT) {
                return null;
            }
            BitSet known = excluded.get(value.textValue());
            if (known != null) {
                return known;
            }
            BitSet failing = new BitSet();
            JsonNode[] values = {value};
            for (int i = 0; i < rows.length; i++) {
                for (Question question : rows[i]) {
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

    /** What a request's body says of all rows at once. */
    private static final class Narrowed {
        private long present;
        private @Nullable BitSet excluded;

        void exclude(BitSet more) {
            if (excluded == null) {
                excluded = more;
            } else {
                BitSet both = (BitSet) excluded.clone();
                both.or(more);
                excluded = both;
            }
        }

        boolean leaves(int row, long needed) {
            return (needed & ~present) == 0 && (excluded == null || !excluded.get(row));
        }
    }

    /** As many fields as a number has bits; the fields that come after them are not looked at before their rows are. */
    private static final int MOST_NEEDS = Long.SIZE;

    private final Locator[] places;
    private final Question[][] rows;
    /** The fields without which each row cannot hold, as bits. */
    private final long[] needed;

    private final Map<String, Need> needs = new HashMap<>();

    /** @param rows in the order in which they are asked */
    public Decision(List<List<Condition>> rows) {
        List<Locator> distinct = new ArrayList<>();
        this.rows = new Question[rows.size()][];
        this.needed = new long[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            this.rows[i] = rows.get(i).stream()
                    .map(condition -> new Question(number(condition.place(), distinct), condition.test()))
                    .toArray(Question[]::new);
        }
        places = distinct.toArray(Locator[]::new);
        for (int i = 0; i < rows.size(); i++) {
            for (Condition condition : rows.get(i)) {
                if (condition.place() instanceof Locator.Body body
                        && condition.test().needsValue()
                        && body.beginsWithField()) {
                    need(i, body.tokens().get(0));
                }
            }
        }
    }

    private void need(int row, String field) {
        if (needs.size() < MOST_NEEDS || needs.containsKey(field)) {
            needed[row] |= needs.computeIfAbsent(field, f -> new Need(f, needs.size())).bit;
        }
    }

    private static int number(Locator place, List<Locator> known) {
        for (int i = 0; i < known.size(); i++) {
            if (place.equals(known.get(i))) {
                return i;
            }
        }
        known.add(place);
        return known.size() - 1;
    }

    /** Returns the number of the first list that has conditions all of which hold; -1 for none. */
    public int first(RequestValues request) {
        Narrowed narrowed = narrowed(request.body());
        JsonNode[][] found = null;
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length > 0 && narrowed.leaves(i, needed[i])) {
                found = found == null ? new JsonNode[places.length][] : found;
                if (hold(rows[i], request, found)) {
                    return i;
                }
            }
        }
        return -1;
    }

    private Narrowed narrowed(JsonNode body) {
        Narrowed narrowed = new Narrowed();
        for (Map.Entry<String, JsonNode> member : body.properties()) {
            Need need = needs.get(member.getKey());
            if (need != null) {
                narrowed.present |= need.bit;
                BitSet excluded = need.excludedBy(member.getValue());
                if (excluded != null) {
                    narrowed.exclude(excluded);
                }
            }
        }
        return narrowed;
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

package io.facsimile.junit5;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facsimile.mock.journal.Entry;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Assertions on the calls of one operation; each failure shows what was seen. Status: EXPERIMENTAL. */
public final class Calls {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN = 300;

    private final String operation;
    private final List<Entry> all;
    private final List<Entry> calls;

    Calls(String operation, List<Entry> all) {
        this.operation = operation;
        this.all = all;
        this.calls = all.stream().filter(e -> e.operation().equals(operation)).toList();
    }

    /** Fails unless the operation was called so often. */
    public Calls wasCalled(int times) {
        if (calls.size() != times) {
            throw new AssertionError("expected " + operation + " to be called " + times + " times, but it was called "
                    + calls.size() + " times" + seen());
        }
        return this;
    }

    /** Fails if the operation was called. */
    public void wasNotCalled() {
        wasCalled(0);
    }

    /** Fails unless every call kept the contract. */
    public Calls keptTheContract() {
        for (Entry call : calls) {
            if (call.verdict() == Entry.Verdict.REFUSED || call.verdict() == Entry.Verdict.WARNED) {
                throw new AssertionError(
                        "expected the calls of " + operation + " to keep the contract, but " + call.problem() + seen());
            }
        }
        return this;
    }

    /**
     * Fails unless a call sent a value.
     *
     * @param number which call, from 1
     * @param pointer JSON pointer into its body
     * @param expected the value, as Java writes it: a text, number, boolean, or null
     */
    public Calls sent(int number, String pointer, @org.jspecify.annotations.Nullable Object expected) {
        if (number < 1 || number > calls.size()) {
            throw new AssertionError("expected a call number " + number + " of " + operation + ", but it was called "
                    + calls.size() + " times" + seen());
        }
        String body = new String(calls.get(number - 1).body(), StandardCharsets.UTF_8);
        JsonNode actual;
        try {
            actual = JSON.readTree(body).at(pointer);
        } catch (JsonProcessingException e) {
            throw new AssertionError("call " + number + " of " + operation + " sent no JSON: " + cut(body), e);
        }
        JsonNode wanted = JSON.valueToTree(expected);
        if (!actual.equals(wanted) && !actual.asText().equals(wanted.asText())) {
            throw new AssertionError("expected call " + number + " of " + operation + " to send " + wanted + " at "
                    + pointer + ", but it sent " + (actual.isMissingNode() ? "nothing there" : actual) + ": "
                    + cut(body));
        }
        return this;
    }

    private String seen() {
        if (all.isEmpty()) {
            return "; nothing was called with this test's key";
        }
        StringBuilder seen = new StringBuilder("; what was called:");
        for (Entry entry : all) {
            seen.append("\n  ")
                    .append(entry.method())
                    .append(' ')
                    .append(entry.path())
                    .append(" (")
                    .append(entry.operation())
                    .append(") was answered with ")
                    .append(entry.status())
                    .append(entry.problem().isEmpty() ? "" : ", " + entry.problem())
                    .append(": ")
                    .append(cut(new String(entry.body(), StandardCharsets.UTF_8)));
        }
        return seen.toString();
    }

    private static String cut(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "… (" + text.length() + " characters)";
    }
}

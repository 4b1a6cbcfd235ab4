package io.facsimile.junit5;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NumericNode;
import io.facsimile.mock.MockServer;
import io.facsimile.mock.journal.Entry;
import io.facsimile.mock.journal.Journal;
import io.facsimile.mock.journal.Sending;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Assertions on the calls of one operation; each failure shows what was seen. Status: EXPERIMENTAL. */
public final class Calls {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN = 300;
    private static final int SHOWN_CALLS = 50;
    private static final int SHOWN_OTHERS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final MockServer server;
    private final String operation;
    private final String key;
    private final List<Entry> all;
    private final List<Entry> calls;
    private final long count;

    /**
     * @param key the test's
     * @param all what is kept of this test's exchanges
     * @param count how many there were
     */
    Calls(MockServer server, String operation, String key, List<Entry> all, long count) {
        this.server = server;
        this.operation = operation;
        this.key = key;
        this.count = count;
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

    /** Fails unless there were calls and every one kept the contract. */
    public Calls keptTheContract() {
        if (calls.isEmpty()) {
            throw new AssertionError(
                    "expected the calls of " + operation + " to keep the contract, but there were none" + seen());
        }
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
     * @param expected the value, as Java writes it: a text, number, boolean, null, list or map; numbers are compared by value
     */
    public Calls sent(int number, String pointer, @org.jspecify.annotations.Nullable Object expected) {
        String body = new String(call(number).body(), StandardCharsets.UTF_8);
        JsonNode actual;
        try {
            actual = JSON.readTree(body).at(pointer);
        } catch (JsonProcessingException e) {
            throw new AssertionError("call " + number + " of " + operation + " sent no JSON: " + cut(body), e);
        }
        JsonNode wanted = JSON.valueToTree(expected);
        if (!wanted.equals(Calls::compare, actual)) {
            throw new AssertionError("expected call " + number + " of " + operation + " to send " + wanted + " at "
                    + pointer + ", but it sent " + (actual.isMissingNode() ? "nothing there" : actual) + ": "
                    + cut(body));
        }
        return this;
    }

    /** Numbers are equal by their value, whatever types Java has for them; nothing else is equal but to itself. */
    private static int compare(JsonNode one, JsonNode other) {
        boolean isEqual = isFinite(one) && isFinite(other)
                ? new BigDecimal(one.asText()).compareTo(new BigDecimal(other.asText())) == 0
                : one.equals(other);
        return isEqual ? 0 : 1;
    }

    private static boolean isFinite(JsonNode node) {
        return node instanceof NumericNode number && !number.isNaN();
    }

    /**
     * Fails unless the answer to a call was a stream that ended in a way. Waits some seconds for one that has not ended: the
     * server learns a little later than its client that this hung up.
     *
     * @param number which call, from 1
     */
    public Calls streamEnded(int number, Sending.Ending expected) {
        Sending stream = call(number).stream()
                .orElseThrow(() -> new AssertionError("expected a stream as the answer to call " + number + " of "
                        + operation + ", but it came at once" + seen()));
        if (ended(stream) != expected) {
            throw new AssertionError("expected the stream of call " + number + " of " + operation + " to end "
                    + expected.word() + ", but it is " + ending(stream) + seen());
        }
        return this;
    }

    private static Sending.Ending ended(Sending stream) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (stream.ending() == Sending.Ending.RUNNING && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(1_000_000);
        }
        return stream.ending();
    }

    private static String ending(Sending stream) {
        return stream.ending().word() + " after " + stream.events() + " events";
    }

    private Entry call(int number) {
        if (number < 1 || number > calls.size()) {
            throw new AssertionError("expected a call number " + number + " of " + operation + ", but it was called "
                    + calls.size() + " times" + seen());
        }
        return calls.get(number - 1);
    }

    private String seen() {
        if (all.isEmpty()) {
            return "; nothing was called with this test's key (" + Journal.hash(key) + ")" + others();
        }
        StringBuilder seen = new StringBuilder("; what was called");
        if (count > SHOWN_CALLS) {
            seen.append(" (the last ")
                    .append(SHOWN_CALLS)
                    .append(" of ")
                    .append(count)
                    .append(')');
        }
        seen.append(':');
        for (Entry entry : all.subList(Math.max(0, all.size() - SHOWN_CALLS), all.size())) {
            seen.append(line(entry))
                    .append(" was answered with ")
                    .append(entry.status())
                    .append(entry.verdict() == Entry.Verdict.STUBBED ? " by a stub" : "")
                    .append(entry.stream()
                            .map(stream -> ", as a stream, " + ending(stream))
                            .orElse(""))
                    .append(entry.problem().isEmpty() ? "" : ", " + entry.problem())
                    .append(": ")
                    .append(cut(new String(entry.body(), StandardCharsets.UTF_8)));
        }
        return seen.toString();
    }

    /** Who forgot the test's key sees here what came instead; other tests' calls may be among it. */
    private String others() {
        List<Entry> last = server.exchanges();
        if (last.isEmpty()) {
            return "";
        }
        StringBuilder others = new StringBuilder("; with other keys, or none, came:");
        for (Entry entry : last.subList(Math.max(0, last.size() - SHOWN_OTHERS), last.size())) {
            others.append(line(entry))
                    .append(entry.key().isEmpty() ? " without a key" : " with the key " + entry.key())
                    .append(" was answered with ")
                    .append(entry.status());
        }
        return others.toString();
    }

    private String line(Entry entry) {
        return "\n  " + entry.method() + " " + entry.path() + " ("
                + (entry.operation().isEmpty() ? "no operation" + nearest(entry) : entry.operation()) + ")";
    }

    private String nearest(Entry entry) {
        return server.nearest(entry).stream()
                .findFirst()
                .map(miss -> "; the nearest is " + miss.operation() + ", but " + miss.why())
                .orElse("");
    }

    private static String cut(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "… (" + text.length() + " characters)";
    }
}

package io.facsimile.junit5;

import io.facsimile.mock.fault.Fault;
import io.facsimile.mock.limit.Wait;
import io.facsimile.mock.scenario.InvalidScenario;
import io.facsimile.mock.scenario.Scenario;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A scenario for one operation, ended by {@link #always()} or {@link #times(int)}. Of several scenarios for one operation
 * the last holds until it is used up, then the one before. One that nobody ends fails the test. Status: EXPERIMENTAL.
 */
public final class Wish {
    private final Facsimile mock;
    private final String operation;
    private final Map<String, String> words = new LinkedHashMap<>();

    Wish(Facsimile mock, String operation) {
        this.mock = mock;
        this.operation = operation;
    }

    private Wish word(String word, Object value) {
        String before = words.putIfAbsent(word, value.toString());
        if (before != null) {
            mock.ended(this);
            throw new InvalidScenario("when(\"" + operation + "\") says " + word + " twice: " + before + ", then "
                    + value + "; for one after the other, end the first with times(…) and begin another");
        }
        return this;
    }

    private String text() {
        return words.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return "when(\"" + operation + "\") " + text();
    }

    /** Answers with a status, 200 to 599, errors in the provider's own form. */
    public Wish status(int status) {
        return word("code", status);
    }

    /** Answers as the provider does for a cause, such as {@code rate-limit} or {@code content-policy}. */
    public Wish cause(String cause) {
        return word("code", cause);
    }

    /** Answers with a named example of the contract. */
    public Wish example(String name) {
        return word("example", name);
    }

    /** Keeps the answer back. */
    public Wish delay(Duration delay) {
        return word("delay", delay.toMillis() + "ms");
    }

    /** Lets an error tell to wait so long, in whole seconds, rounded up, in place of the provider's own time. */
    public Wish retryAfter(Duration wait) {
        return word("retry-after", Wait.seconds(wait));
    }

    /** Keeps the first event of a stream back. */
    public Wish ttft(Duration untilTheFirst) {
        return word("ttft", untilTheFirst.toMillis() + "ms");
    }

    /** Sends so many events of a stream a second. */
    public Wish tps(double eventsASecond) {
        return word("tps", eventsASecond);
    }

    /** Makes the events of a stream come unevenly: 0 for not at all, to 1. */
    public Wish jitter(double share) {
        return word("jitter", share);
    }

    /** Lets the task that is submitted run so many times faster. */
    public Wish speed(double times) {
        return word("speed", times);
    }

    /** Breaks the connection. With {@link #cut(int)}, after so many events. */
    public Wish fault(Fault fault) {
        return word("fault", fault.name().toLowerCase(Locale.ROOT));
    }

    /** Ends the stream after so many events. */
    public Wish cut(int events) {
        return word("cut", events);
    }

    /** Tells an error in the stream after so many events, and ends it. */
    public Wish streamError(int events) {
        return word("stream-error", events);
    }

    /** Ends the task that is submitted otherwise: failure, cancelled, moderated, stuck, expired. */
    public Wish outcome(String outcome) {
        return word("outcome", outcome);
    }

    /**
     * Lets it hold so often, then the usual again.
     *
     * @throws InvalidScenario if a word has a value that it does not take, or the operation can never answer so
     */
    public void times(int times) {
        word("times", times);
        always();
    }

    /**
     * Lets it hold until the test ends.
     *
     * @throws InvalidScenario if a word has a value that it does not take, or the operation can never answer so
     */
    public void always() {
        mock.ended(this);
        mock.ask(operation, Scenario.parse(text()));
    }
}

package io.facsimile.junit5;

import io.facsimile.mock.MockServer;
import io.facsimile.mock.fault.Fault;
import io.facsimile.mock.scenario.InvalidScenario;
import io.facsimile.mock.scenario.Scenario;
import java.time.Duration;
import java.util.Locale;

/**
 * A scenario for one operation, ended by {@link #always()} or {@link #times(int)}. Of several scenarios for one operation
 * the last holds until it is used up, then the one before. Status: EXPERIMENTAL.
 */
public final class Wish {
    private final MockServer server;
    private final String operation;
    private final String key;
    private final StringBuilder words = new StringBuilder();

    Wish(MockServer server, String operation, String key) {
        this.server = server;
        this.operation = operation;
        this.key = key;
    }

    private Wish word(String word, Object value) {
        words.append(words.isEmpty() ? "" : ", ").append(word).append('=').append(value);
        return this;
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

    /** Lets an error tell to wait so long, in whole seconds, in place of the provider's own time. */
    public Wish retryAfter(Duration wait) {
        return word("retry-after", wait.toSeconds());
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
     * @throws InvalidScenario if a word has a value that it does not take
     */
    public void times(int times) {
        word("times", times);
        always();
    }

    /**
     * Lets it hold until the test ends.
     *
     * @throws InvalidScenario if a word has a value that it does not take
     */
    public void always() {
        server.ask(operation, key, Scenario.parse(words.toString()));
    }
}

package io.facsimile.junit5;

import io.facsimile.mock.MockServer;
import io.facsimile.mock.journal.Entry;
import io.facsimile.mock.journal.Journal;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * The mock server as one test sees it: scenarios and exchanges are those of the test's own key. Status: EXPERIMENTAL.
 */
public final class Facsimile {
    private final MockServer server;
    private final String key = "sk-test-" + UUID.randomUUID();
    private final Journal.Watch watch;

    Facsimile(MockServer server) {
        this.server = server;
        this.watch = server.watch(key);
    }

    /** Forgets this test's scenarios and exchanges. */
    void forget() {
        server.forget(key);
        watch.close();
    }

    /** Returns the address without a path: {@code http://127.0.0.1:4010}. */
    public String url() {
        return server.url();
    }

    /** Returns the key that this test's calls have to carry. */
    public String key() {
        return key;
    }

    /**
     * Begins a scenario for this test's calls of an operation.
     *
     * @param operation an operationId, such as {@code createChatCompletion}
     * @throws IllegalArgumentException if no provider that is served has it
     */
    public Wish when(String operation) {
        requireOperation(operation);
        return new Wish(server, operation, key);
    }

    /**
     * Begins an assertion on this test's calls of an operation.
     *
     * @throws IllegalArgumentException if no provider that is served has it
     */
    public Calls verify(String operation) {
        requireOperation(operation);
        return new Calls(operation, exchanges(), watch.count());
    }

    /** Returns this test's exchanges, oldest first, with their whole bodies; of very many the last hundred thousand. */
    public List<Entry> exchanges() {
        return watch.entries();
    }

    /** Moves the clock of tasks ahead, for every test that uses the server. */
    public void advance(Duration by) {
        server.advance(by);
    }

    private void requireOperation(String operation) {
        boolean exists =
                server.contracts().stream().anyMatch(c -> c.operation(operation).isPresent());
        if (!exists) {
            throw new IllegalArgumentException(
                    "no provider has the operation \"" + operation + "\"; facsimile contracts list names them all");
        }
    }
}

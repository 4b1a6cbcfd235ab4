package io.facsimile.junit5;

import io.facsimile.contract.Route;
import io.facsimile.contract.bundle.Words;
import io.facsimile.mock.MockServer;
import io.facsimile.mock.journal.Entry;
import io.facsimile.mock.journal.Journal;
import io.facsimile.mock.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The mock server as one test sees it: scenarios, stubs and exchanges are those of the test's own key. What
 * {@code @BeforeAll} gets has the class's key; its scenarios and stubs hold for the class's tests, too. Status: EXPERIMENTAL.
 */
public final class Facsimile {
    private final MockServer server;
    private final String key = "sk-test-" + UUID.randomUUID();
    private final Journal.Watch watch;
    private final Optional<Facsimile> ofClass;
    private final List<Consumer<Facsimile>> wished = new ArrayList<>();
    private final List<Facsimile> ofTests = new ArrayList<>();
    private final Set<Wish> open = new LinkedHashSet<>();

    /** @param ofClass what the test's class got, whose scenarios hold for its tests, too, for each anew */
    Facsimile(MockServer server, Optional<Facsimile> ofClass) {
        this.server = server;
        this.watch = server.watch(key);
        this.ofClass = ofClass;
        ofClass.ifPresent(parent -> parent.adopt(this));
    }

    private synchronized void adopt(Facsimile test) {
        wished.forEach(wish -> test.hold(wish));
        ofTests.add(test);
    }

    private synchronized void leave(Facsimile test) {
        ofTests.remove(test);
    }

    /** Lets something hold for this test, and for the tests that it is the class of. */
    private synchronized void hold(Consumer<Facsimile> wish) {
        wish.accept(this);
        wished.add(wish);
        ofTests.forEach(test -> test.hold(wish));
    }

    void ask(String operation, Scenario scenario) {
        hold(test -> test.server.ask(operation, test.key, scenario));
    }

    synchronized void ended(Wish wish) {
        open.remove(wish);
    }

    /** Fails if a scenario was begun that nobody ended: it never held. */
    synchronized void requireNoneOpen() {
        if (!open.isEmpty()) {
            String begun = open.stream().map(Wish::toString).collect(Collectors.joining("; "));
            open.clear();
            throw new AssertionError(
                    "a scenario was begun, but never held: " + begun + "; end it with always() or times(…)");
        }
    }

    /** Forgets this test's scenarios, stubs and exchanges. */
    void forget() {
        ofClass.ifPresent(parent -> parent.leave(this));
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
        Wish wish = new Wish(this, operation);
        synchronized (this) {
            open.add(wish);
        }
        return wish;
    }

    /**
     * Lets a stub of your own answer this test's calls, those that carry its key in a header or in the query, until the test
     * ends. Stubs come before scenarios and contract; what they do not meet is answered as usual. States of WireMock's
     * scenarios are this test's own.
     *
     * @param mapping as WireMock writes its mappings, {@code {"request": {"urlPath": "/v1/models"}, "response": {"status": 503}}},
     *     or several, {@code {"mappings": […]}}; what WireMock's Java client builds says so by {@code toString()}
     * @throws IllegalArgumentException if it cannot be read
     */
    public void stub(String mapping) {
        hold(test -> test.server.stub(mapping, test.key));
    }

    /**
     * Lets the stubs of a file answer this test's calls.
     *
     * @param file with JSON as {@link #stub(String)} takes it
     * @throws IllegalArgumentException if it cannot be read
     */
    public void stub(Path file) {
        String mapping;
        try {
            mapping = Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("the stub " + file + " cannot be read: " + e, e);
        }
        stub(mapping);
    }

    /**
     * Begins an assertion on this test's calls of an operation.
     *
     * @throws IllegalArgumentException if no provider that is served has it
     */
    public Calls verify(String operation) {
        requireOperation(operation);
        return new Calls(server, operation, key, exchanges(), watch.count());
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
        List<String> known = server.served().stream()
                .flatMap(contract -> contract.routes().stream())
                .map(Route::operation)
                .toList();
        if (!known.contains(operation)) {
            String close = Words.closest(operation, known.iterator());
            throw new IllegalArgumentException("no provider that is served has the operation \"" + operation + "\"; "
                    + (close.isEmpty()
                            ? "./facsimile contracts list names them all"
                            : "did you mean \"" + close + "\"?"));
        }
    }
}

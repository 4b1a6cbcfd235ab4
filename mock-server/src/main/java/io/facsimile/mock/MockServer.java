package io.facsimile.mock;

import io.facsimile.contract.Contract;
import io.facsimile.contract.ContractException;
import io.facsimile.contract.LazyContract;
import io.facsimile.contract.index.ContractIndex;
import io.facsimile.mock.content.Writer;
import io.facsimile.mock.journal.Entry;
import io.facsimile.mock.journal.Journal;
import io.facsimile.mock.journal.NearMiss;
import io.facsimile.mock.scenario.InvalidScenario;
import io.facsimile.mock.scenario.Scenario;
import io.facsimile.mock.wire.HttpDoor;
import io.facsimile.mock.wire.ServedCertificate;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A running mock server. Serves every operation of its contracts under {@code /<provider>/…} and at the root.
 *
 * <pre>{@code
 * try (MockServer mock = MockServer.start(MockOptions.DEFAULTS.withProviders(List.of("uniai")))) {
 *     // point a client at mock.url()
 * }
 * }</pre>
 */
public final class MockServer implements AutoCloseable {
    private final MockOptions options;
    private final Simulator simulator;
    private final HttpDoor door;

    private MockServer(MockOptions options, Simulator simulator, HttpDoor door) {
        this.options = options;
        this.simulator = simulator;
        this.door = door;
    }

    /**
     * Starts a server for the contracts that come with Facsimile.
     *
     * @throws IOException if the address cannot be bound, or the certificate not be read
     * @throws ContractException if a provider is unknown or its contract is broken
     * @throws IllegalArgumentException if the stubs cannot be read
     */
    public static MockServer start(MockOptions options) throws IOException {
        List<String> providers = options.providers().isEmpty() ? ContractIndex.providers() : options.providers();
        return serve(options, providers.stream().map(ContractIndex::open).toList());
    }

    /**
     * Starts a server for the given contracts; the options' providers do not matter.
     *
     * @throws IOException if the address cannot be bound
     */
    public static MockServer start(MockOptions options, List<Contract> contracts) throws IOException {
        return serve(options, contracts.stream().map(LazyContract::of).toList());
    }

    /**
     * Starts a server that reads each contract when it is first called; the options' providers do not matter.
     *
     * @throws IOException if the address cannot be bound
     */
    public static MockServer serve(MockOptions options, List<LazyContract> contracts) throws IOException {
        Simulator simulator = new Simulator(contracts, options, Instant::now);
        Thread reading = new Thread(Writer::prepare, "facsimile-reading");
        reading.setDaemon(true);
        reading.start();
        return new MockServer(options, simulator, HttpDoor.open(options, simulator));
    }

    public int port() {
        return door.port();
    }

    /** Returns the address without a path: {@code http://127.0.0.1:4010}. */
    public String url() {
        return "http://" + host() + ":" + port();
    }

    /** Returns the address for TLS without a path, if there is TLS: {@code https://127.0.0.1:4443}. */
    public Optional<String> tlsUrl() {
        return door.certificate().map(c -> "https://" + host() + ":" + door.tlsPort());
    }

    /** Returns the certificate that clients have to trust, if there is TLS. */
    public Optional<ServedCertificate> certificate() {
        return door.certificate();
    }

    private String host() {
        String host = options.host().equals("0.0.0.0") || options.host().equals("::") ? "127.0.0.1" : options.host();
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    /** Returns the contracts that are served, in the order in which they answer at the root. */
    public List<Contract> contracts() {
        return simulator.contracts().stream().map(LazyContract::contract).toList();
    }

    /** Returns the same, each read when it is first needed. */
    public List<LazyContract> served() {
        return simulator.contracts();
    }

    public int operationCount() {
        return simulator.operationCount();
    }

    /**
     * Lets a scenario hold for whoever calls an operation with a key, until it is used up or everything is forgotten.
     *
     * @param operation an operationId, or "" for every operation
     * @param key the caller's key, or "" for everybody
     * @throws InvalidScenario if no answer can ever be as the scenario asks
     */
    public void ask(String operation, String key, Scenario scenario) {
        simulator.ask(operation, key, scenario);
    }

    /**
     * Keeps all exchanges of one caller from now on, with their whole bodies, however many others there are.
     *
     * @return what is kept; to be closed
     */
    public Journal.Watch watch(String key) {
        return simulator.journal().watch(key);
    }

    /** Returns the operations that an exchange without one may have meant, nearest first. */
    public List<NearMiss> nearest(Entry entry) {
        return simulator.nearest(entry);
    }

    /**
     * Lets stubs of the user's own answer the calls of one caller, until its key is forgotten. They come before everything
     * else; what they do not meet is answered as usual.
     *
     * @param mappings in WireMock's JSON: one, or several as {@code {"mappings": […]}}
     * @param key the caller's key, which its calls carry in a header or in the query
     * @throws IllegalArgumentException if they cannot be read
     */
    public void stub(String mappings, String key) {
        door.stub(mappings, key);
    }

    /** Forgets what was asked for with one key, and the stubs for it. */
    public void forget(String key) {
        simulator.forget(key);
        door.unstub(key);
    }

    /** Returns the last exchanges, oldest first. */
    public List<Entry> exchanges() {
        return simulator.journal().entries();
    }

    /** Returns how many stubs of the user's own were loaded from the options' directory. */
    public int stubCount() {
        return door.stubCount();
    }

    /** Forgets tasks, scenarios and exchanges, and sets the clock right again. */
    public void reset() {
        simulator.reset();
    }

    /** Moves the clock of tasks ahead, so that a test does not have to wait for them. */
    public void advance(Duration by) {
        simulator.advance(by);
    }

    @Override
    public void close() {
        door.close();
    }
}

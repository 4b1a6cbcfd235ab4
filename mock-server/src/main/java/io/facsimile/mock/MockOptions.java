package io.facsimile.mock;

import io.facsimile.mock.answer.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a simulator runs.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any free one
 * @param stubs a directory with WireMock mappings ({@code mappings/*.json}) that are asked first
 * @param speed how many times faster than the contract says tasks run; more than 0
 * @param seed where the sequence of ids begins
 * @param pace how fast events come
 * @param validation what becomes of requests that break their contract
 * @param journalEntries how many exchanges the journal keeps; 0 for none
 * @param adminToken what the simulator's own API asks for; nothing for no token
 * @param maxBodyBytes larger request bodies are refused
 * @param selfCheck whether the simulator holds its own answers to the contract; costs time
 */
public record MockOptions(
        String host,
        int port,
        List<String> providers,
        Optional<Path> stubs,
        double speed,
        long seed,
        Answer.Pace pace,
        Validation validation,
        int journalEntries,
        Optional<String> adminToken,
        int maxBodyBytes,
        boolean selfCheck) {
    /** What becomes of a request that breaks its contract. */
    public enum Validation {
        /** It is refused as the provider does. */
        ENFORCE,
        /** It is answered, and the journal says what is wrong. */
        WARN,
        /** It is answered. */
        OFF
    }

    /** Loopback, any free port, all providers. */
    public static final MockOptions DEFAULTS = new MockOptions(
            "127.0.0.1",
            0,
            List.of(),
            Optional.empty(),
            1,
            System.nanoTime(),
            new Answer.Pace(30, 8),
            Validation.ENFORCE,
            1_000,
            Optional.empty(),
            64 * 1024 * 1024,
            false);

    public MockOptions {
        providers = List.copyOf(providers);
        if (!(speed > 0)) {
            throw new IllegalArgumentException("speed must be more than 0, not " + speed);
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
        }
    }

    public MockOptions withHost(String value) {
        return new MockOptions(
                value,
                port,
                providers,
                stubs,
                speed,
                seed,
                pace,
                validation,
                journalEntries,
                adminToken,
                maxBodyBytes,
                selfCheck);
    }

    public MockOptions withPort(int value) {
        return new MockOptions(
                host,
                value,
                providers,
                stubs,
                speed,
                seed,
                pace,
                validation,
                journalEntries,
                adminToken,
                maxBodyBytes,
                selfCheck);
    }

    /** @param value providers in the order in which they answer at the root; empty for all */
    public MockOptions withProviders(List<String> value) {
        return new MockOptions(
                host,
                port,
                value,
                stubs,
                speed,
                seed,
                pace,
                validation,
                journalEntries,
                adminToken,
                maxBodyBytes,
                selfCheck);
    }

    public MockOptions withStubs(Path value) {
        return new MockOptions(
                host,
                port,
                providers,
                Optional.of(value),
                speed,
                seed,
                pace,
                validation,
                journalEntries,
                adminToken,
                maxBodyBytes,
                selfCheck);
    }

    public MockOptions withSpeed(double value) {
        return new MockOptions(
                host,
                port,
                providers,
                stubs,
                value,
                seed,
                pace,
                validation,
                journalEntries,
                adminToken,
                maxBodyBytes,
                selfCheck);
    }

    public MockOptions withSeed(long value) {
        return new MockOptions(
                host,
                port,
                providers,
                stubs,
                speed,
                value,
                pace,
                validation,
                journalEntries,
                adminToken,
                maxBodyBytes,
                selfCheck);
    }

    public MockOptions withPace(Answer.Pace value) {
        return new MockOptions(
                host,
                port,
                providers,
                stubs,
                speed,
                seed,
                value,
                validation,
                journalEntries,
                adminToken,
                maxBodyBytes,
                selfCheck);
    }

    public MockOptions withValidation(Validation value) {
        return new MockOptions(
                host,
                port,
                providers,
                stubs,
                speed,
                seed,
                pace,
                value,
                journalEntries,
                adminToken,
                maxBodyBytes,
                selfCheck);
    }

    /** @param value 0 turns the journal off */
    public MockOptions withJournalEntries(int value) {
        return new MockOptions(
                host,
                port,
                providers,
                stubs,
                speed,
                seed,
                pace,
                validation,
                value,
                adminToken,
                maxBodyBytes,
                selfCheck);
    }

    /** @param value what the header X-Facsimile-Token has to say */
    public MockOptions withAdminToken(String value) {
        return new MockOptions(
                host,
                port,
                providers,
                stubs,
                speed,
                seed,
                pace,
                validation,
                journalEntries,
                Optional.of(value),
                maxBodyBytes,
                selfCheck);
    }

    public MockOptions withMaxBodyBytes(int value) {
        return new MockOptions(
                host,
                port,
                providers,
                stubs,
                speed,
                seed,
                pace,
                validation,
                journalEntries,
                adminToken,
                value,
                selfCheck);
    }

    /** @param value whether the simulator holds its own answers to the contract */
    public MockOptions withSelfCheck(boolean value) {
        return new MockOptions(
                host,
                port,
                providers,
                stubs,
                speed,
                seed,
                pace,
                validation,
                journalEntries,
                adminToken,
                maxBodyBytes,
                value);
    }
}

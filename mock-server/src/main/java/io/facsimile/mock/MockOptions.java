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
 * @param maxBodyBytes larger request bodies are refused
 */
public record MockOptions(
        String host,
        int port,
        List<String> providers,
        Optional<Path> stubs,
        double speed,
        long seed,
        Answer.Pace pace,
        int maxBodyBytes) {
    /** Loopback, any free port, all providers. */
    public static final MockOptions DEFAULTS = new MockOptions(
            "127.0.0.1",
            0,
            List.of(),
            Optional.empty(),
            1,
            System.nanoTime(),
            new Answer.Pace(30, 8),
            64 * 1024 * 1024);

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
        return new MockOptions(value, port, providers, stubs, speed, seed, pace, maxBodyBytes);
    }

    public MockOptions withPort(int value) {
        return new MockOptions(host, value, providers, stubs, speed, seed, pace, maxBodyBytes);
    }

    /** @param value providers in the order in which they answer at the root; empty for all */
    public MockOptions withProviders(List<String> value) {
        return new MockOptions(host, port, value, stubs, speed, seed, pace, maxBodyBytes);
    }

    public MockOptions withStubs(Path value) {
        return new MockOptions(host, port, providers, Optional.of(value), speed, seed, pace, maxBodyBytes);
    }

    public MockOptions withSpeed(double value) {
        return new MockOptions(host, port, providers, stubs, value, seed, pace, maxBodyBytes);
    }

    public MockOptions withSeed(long value) {
        return new MockOptions(host, port, providers, stubs, speed, value, pace, maxBodyBytes);
    }

    public MockOptions withPace(Answer.Pace value) {
        return new MockOptions(host, port, providers, stubs, speed, seed, value, maxBodyBytes);
    }

    public MockOptions withMaxBodyBytes(int value) {
        return new MockOptions(host, port, providers, stubs, speed, seed, pace, value);
    }
}

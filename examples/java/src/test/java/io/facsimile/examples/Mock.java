package io.facsimile.examples;

import io.facsimile.mock.MockOptions;
import io.facsimile.mock.MockServer;
import io.facsimile.mock.answer.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One mock server in this process for all tests, handed to them as a parameter. */
final class Mock implements ParameterResolver {
    private static final AtomicInteger KEYS = new AtomicInteger();

    /** Ends with the tests. */
    private record Running(MockServer server) implements AutoCloseable {
        @Override
        public void close() {
            server.close();
        }
    }

    /** Returns a key that nobody has used before: what a scenario counts, it counts by key. */
    static String freshKey() {
        return "sk-" + KEYS.incrementAndGet();
    }

    /** Returns a key that asks for a scenario in every request. */
    static String keyAsking(String scenario) {
        return freshKey() + "@" + scenario;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == MockServer.class;
    }

    @Override
    public MockServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(Running.class, type -> new Running(started()), Running.class)
                .server();
    }

    private static MockServer started() {
        try {
            return MockServer.start(MockOptions.DEFAULTS.withPace(new Answer.Pace(5, 1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

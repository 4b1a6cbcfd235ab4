package io.facsimile.junit5;

import io.facsimile.mock.MockOptions;
import io.facsimile.mock.MockServer;
import io.facsimile.mock.answer.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Serves the mock to tests, and gives each test a {@link Facsimile} with a key of its own. A server is started once for
 * each set of options and serves all tests; scenarios and exchanges belong to the test's key, so tests may run in parallel.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final FacsimileExtension FACSIMILE = FacsimileExtension.serving("uniai");
 *
 * @Test
 * void aBusyGatewayIsAskedAgain(Facsimile mock) {
 *     mock.when("createChatCompletion").status(503).times(2);
 *     new MyClient(mock.url(), mock.key()).ask("hi");
 *     mock.verify("createChatCompletion").wasCalled(3);
 * }
 * }</pre>
 *
 * <p>With {@code @ExtendWith(FacsimileExtension.class)} all providers are served. Parameters of type {@link Facsimile} and,
 * for its address, {@link URI} are given. Status: EXPERIMENTAL.
 */
public final class FacsimileExtension
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final ExtensionContext.Namespace HOME = ExtensionContext.Namespace.create(FacsimileExtension.class);
    private static final String CURRENT = "facsimile";

    private final MockOptions options;

    /** Serves all providers, as fast as it can: no pauses between the events of streams. */
    public FacsimileExtension() {
        this(MockOptions.DEFAULTS.withPace(Answer.Pace.AT_ONCE));
    }

    private FacsimileExtension(MockOptions options) {
        this.options = options;
    }

    /** Serves some providers, the first answers first at the root. */
    public static FacsimileExtension serving(String... providers) {
        return with(MockOptions.DEFAULTS.withPace(Answer.Pace.AT_ONCE).withProviders(List.of(providers)));
    }

    /** Serves as the options say. */
    public static FacsimileExtension with(MockOptions options) {
        return new FacsimileExtension(options);
    }

    /** Closes the server when all tests are done. */
    private record Running(MockServer server) implements AutoCloseable {
        @Override
        public void close() {
            server.close();
        }
    }

    private MockServer server(ExtensionContext context) {
        Running running = context.getRoot()
                .getStore(HOME)
                .getOrComputeIfAbsent(options, o -> new Running(start(o)), Running.class);
        return Objects.requireNonNull(running).server();
    }

    private static MockServer start(MockOptions options) {
        try {
            return MockServer.start(options);
        } catch (IOException e) {
            throw new UncheckedIOException("the mock server cannot be started", e);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        server(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        current(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        requireNoneOpen(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        requireNoneOpen(context);
    }

    /** A test that has failed has told enough. */
    private static void requireNoneOpen(ExtensionContext context) {
        Optional<Facsimile> own = known(context);
        if (own.isPresent() && context.getExecutionException().isEmpty()) {
            own.get().requireNoneOpen();
        }
    }

    /** A constructor gets what its test gets, where each test has an instance of its own. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    /** Stores look into those of the contexts around them, so each context has a name of its own. */
    private static String name(ExtensionContext context) {
        return CURRENT + " " + context.getUniqueId();
    }

    private static Optional<Facsimile> known(ExtensionContext context) {
        return Optional.ofNullable(context.getStore(HOME).get(name(context), Current.class))
                .map(Current::facsimile);
    }

    private static Optional<Facsimile> around(ExtensionContext context) {
        return context.getParent().flatMap(parent -> known(parent).or(() -> around(parent)));
    }

    private Facsimile current(ExtensionContext context) {
        return Objects.requireNonNull(context.getStore(HOME)
                        .getOrComputeIfAbsent(
                                name(context),
                                c -> new Current(new Facsimile(server(context), around(context))),
                                Current.class))
                .facsimile();
    }

    /** Closed with the test that it is of, or with the class whose constructor or {@code @BeforeAll} got it. */
    private record Current(Facsimile facsimile) implements AutoCloseable {
        @Override
        public void close() {
            facsimile.forget();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Facsimile.class || type == URI.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Facsimile given = current(context);
        return parameter.getParameter().getType() == URI.class ? URI.create(given.url()) : given;
    }
}

package io.facsimile.cli;

import io.facsimile.contract.Contract;
import io.facsimile.mock.MockOptions;
import io.facsimile.mock.MockServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code facsimile mock}: serves until it is stopped. */
@Command(
        name = "mock",
        description = "Serve the contracts as a mock server, until Ctrl-C.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class MockCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "4010",
            description = "Port; 0 takes any free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on. Default: ${DEFAULT-VALUE}, this machine only.")
    private String host = "127.0.0.1";

    @Option(
            names = "--provider",
            paramLabel = "NAME",
            split = ",",
            description = "Provider to serve; several by commas, the first answers first at the root. Default: all.")
    private List<String> providers = List.of();

    @Option(
            names = "--stubs",
            paramLabel = "DIR",
            description = "Directory with WireMock stubs of your own (mappings/, __files/); they answer first.")
    private @Nullable Path stubs;

    @Option(
            names = "--speed",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many times faster than in reality tasks run. Default: ${DEFAULT-VALUE}.")
    private double speed;

    @Option(names = "--seed", paramLabel = "N", description = "Makes ids come in the same order in every run.")
    private @Nullable Long seed;

    @Override
    public void run() {
        check();
        MockOptions options = MockOptions.DEFAULTS
                .withHost(host)
                .withPort(port)
                .withProviders(providers)
                .withSpeed(speed);
        if (stubs != null) {
            options = options.withStubs(stubs);
        }
        if (seed != null) {
            options = options.withSeed(seed);
        }
        try (MockServer server = start(options)) {
            PrintWriter out = spec.commandLine().getOut();
            for (String line : Greeting.lines(server)) {
                out.println(line);
            }
            out.flush();
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void check() {
        if (port < 0 || port > 65535) {
            throw new ParameterException(spec.commandLine(), "--port must be 0 to 65535, not " + port);
        }
        if (!(speed > 0)) {
            throw new ParameterException(spec.commandLine(), "--speed must be more than 0, not " + speed);
        }
        providers.forEach(provider -> ContractsCommand.requireProvider(provider, spec.commandLine()));
    }

    private static MockServer start(MockOptions options) {
        try {
            return MockServer.start(options);
        } catch (IOException e) {
            throw new Main.SetUpException(
                    "cannot listen on " + options.host() + ":" + options.port() + " (" + e.getMessage()
                            + "); choose another with --port or --host",
                    e);
        } catch (IllegalArgumentException e) {
            throw new Main.SetUpException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Names what a running server offers. */
    static String describe(Contract contract) {
        return contract.provider() + " (" + contract.operations().size() + " operations)";
    }
}

package io.facsimile.cli;

import io.facsimile.mock.MockOptions;
import io.facsimile.mock.MockServer;
import io.facsimile.mock.Tls;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code facsimile mock}: serves until it is stopped. */
@Command(
        name = "mock",
        description = "Serve the contracts as a mock server, until Ctrl-C.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
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
            description =
                    "Provider to serve, or contract of your own by its file's name; several by commas, the first answers"
                            + " first at the root. Default: all.")
    private List<String> providers = List.of();

    @Option(
            names = "--root",
            paramLabel = "NAMES",
            split = ",",
            description = "Which providers answer first at the root, by commas; the others come after them.")
    private List<String> root = List.of();

    @Option(
            names = "--contract",
            paramLabel = "FILE",
            split = ",",
            description =
                    "OpenAPI document (3.0 or 3.1) of your own to serve, too, first at the root; several by commas.")
    private List<Path> contracts = List.of();

    @Option(
            names = "--validate",
            paramLabel = "HOW",
            defaultValue = "enforce",
            description = "What becomes of requests that break the contract: ${COMPLETION-CANDIDATES}. Default:"
                    + " ${DEFAULT-VALUE}, they are refused; warn answers them and tells the journal.")
    private MockOptions.Validation validation = MockOptions.Validation.ENFORCE;

    @Option(
            names = "--journal",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many exchanges are kept; 0 for none. Default: ${DEFAULT-VALUE}.")
    private int journal;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "YAML file with any of these options, such as port: 4010; relative paths in it count from its"
                    + " directory. Environment variables such as FACSIMILE_PORT come before it, the command line before"
                    + " both.")
    @SuppressWarnings("UnusedVariable") // read by Settings, before the options are
    private @Nullable Path config;

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

    @Mixin
    private final TlsSettings tls = new TlsSettings();

    @Mixin
    private final DoorSettings door = new DoorSettings();

    @Option(
            names = "--self-check",
            description = "Hold the mock's own answers to the contract; what breaks it is logged, marked in the journal"
                    + " (broken) and in the header X-Facsimile-Self-Check.")
    private boolean selfCheck;

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // It only decides who waits where there is one processor.
    public void run() {
        MockOptions options = options();
        try (MockServer server = start(options)) {
            PrintWriter out = spec.commandLine().getOut();
            Greeting.lines(server).forEach(out::println);
            tellStubs(server, out);
            options.adminToken()
                    .ifPresent(token ->
                            out.println("/__facsimile/ and /__admin/ ask for the header X-Facsimile-Token: " + token));
            out.flush();
            // Whoever calls already goes before an example of a call.
            Thread.currentThread().setPriority(Thread.MIN_PRIORITY);
            Greeting.example(server).forEach(out::println);
            out.flush();
            // Ctrl-C ends the program without unwinding it.
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "facsimile-closing"));
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tellStubs(MockServer server, PrintWriter out) {
        if (stubs == null) {
            return;
        }
        int count = server.stubCount();
        out.println((count == 1 ? "1 stub of your own answers" : count + " stubs of your own answer") + " first, from "
                + stubs + ".");
        try (Stream<Path> files = Files.list(stubs)) {
            long misplaced = files.filter(f -> f.toString().endsWith(".json") && Files.isRegularFile(f))
                    .count();
            if (misplaced > 0 && !Files.isDirectory(stubs.resolve("mappings"))) {
                PrintWriter err = spec.commandLine().getErr();
                err.println("facsimile: " + stubs + " has JSON files, but no directory mappings/; stubs belong in "
                        + stubs.resolve("mappings") + ", files of their bodies in " + stubs.resolve("__files"));
                err.flush();
            }
        } catch (IOException e) {
            throw new Main.SetUpException("cannot read " + stubs + ": " + e.getMessage(), e);
        }
    }

    private MockOptions options() {
        check();
        MockOptions options = MockOptions.DEFAULTS
                .withHost(host)
                .withPort(port)
                .withProviders(providers)
                .withSpeed(speed)
                .withValidation(validation)
                .withJournalEntries(journal)
                .withSelfCheck(selfCheck);
        options = door.over(options, spec.commandLine());
        Optional<Tls> secured = tls.asked(spec.commandLine());
        if (secured.isPresent()) {
            if (port != 0 && secured.get().port() == port) {
                throw new ParameterException(
                        spec.commandLine(), "--port and --tls-port are both " + port + "; TLS needs a port of its own");
            }
            options = options.withTls(secured.get());
        }
        if (!isLoopback(host)) {
            options = options.withAdminToken(UUID.randomUUID().toString());
        }
        if (stubs != null) {
            options = options.withStubs(stubs);
        }
        if (seed != null) {
            options = options.withSeed(seed);
        }
        return options;
    }

    private void check() {
        if (port < 0 || port > 65535) {
            throw new ParameterException(spec.commandLine(), "--port must be 0 to 65535, not " + port);
        }
        if (!(speed > 0)) {
            throw new ParameterException(spec.commandLine(), "--speed must be more than 0, not " + speed);
        }
        if (journal < 0 || journal > 1_000_000) {
            throw new ParameterException(spec.commandLine(), "--journal must be 0 to 1000000, not " + journal);
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new Main.SetUpException("there is no address " + host + "; choose another with --host", e);
        }
    }

    private MockServer start(MockOptions options) {
        try {
            Served served = new Served(spec.commandLine(), contracts);
            served.replacements().forEach(spec.commandLine().getOut()::println);
            return MockServer.serve(options, served.contracts(providers, root));
        } catch (BindException e) {
            throw new Main.SetUpException(
                    e.getMessage() + "; choose another with --port"
                            + (options.tls().isPresent() ? ", --tls-port" : "") + " or --host",
                    e);
        } catch (IOException | IllegalArgumentException e) {
            throw new Main.SetUpException(String.valueOf(e.getMessage()), e);
        }
    }
}

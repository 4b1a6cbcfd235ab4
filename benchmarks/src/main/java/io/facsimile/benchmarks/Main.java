package io.facsimile.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run}: measures, prints tables, and writes results.json and a page with plots. */
@Command(
        name = "benchmarks/run",
        description = "Measure Facsimile beside other mock servers: servers on one core, the load on another.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class Main implements Runnable {
    private static final Set<String> PARTS =
            new LinkedHashSet<>(List.of("chat", "large", "streams", "cost", "crowd", "startup", "micro"));

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "WHAT",
            description = "all (the default), or some of: chat, large, streams, cost, crowd, startup, micro.")
    private List<String> what = List.of();

    @Option(names = "--rounds", defaultValue = "5", description = "How often the servers take turns. Default: 5.")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "5", description = "Length of a turn. Default: 5.")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "45", description = "Most seconds of warm-up for each. Default: 45.")
    private int warmUp;

    @Option(names = "--connections", defaultValue = "32", description = "Requests on their way at once. Default: 32.")
    private int connections;

    @Option(names = "--streams", defaultValue = "10000", description = "Streams at once in crowd. Default: 10000.")
    private int streams;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "ID",
            description = "Servers: facsimile, wiremock-200, wiremock-1, prism, aimock, bare, static. Default: all.")
    private List<String> only = List.of();

    @Option(names = "--port", defaultValue = "4400", description = "First of some 20 ports. Default: 4400.")
    private int port;

    @Option(names = "--root", required = true, hidden = true)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path root;

    private Main() {}

    /** Ends with 0 if all went well, 1 if a benchmark failed, 2 for wrong arguments. Missed goals are no failure. */
    public static void main(String[] args) {
        CommandLine line = new CommandLine(new Main());
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            if (e instanceof BenchmarkFailure) {
                command.getErr().println("benchmarks/run: " + e.getMessage());
            } else {
                e.printStackTrace(command.getErr());
            }
            return 1;
        });
        System.exit(line.execute(args));
    }

    @Override
    public void run() {
        Set<String> parts = parts();
        Console console = new Console(spec.commandLine().getOut());
        Settings settings = settings();
        if (!Wrk.isInstalled() && !parts.equals(Set.of("micro"))) {
            throw new BenchmarkFailure("wrk is missing; install the Debian package wrk");
        }
        Parts measured = new Parts(parts, console);
        List<Comparison.Result> cases = new ArrayList<>();
        for (String name : List.of("chat", "chat-full", "large", "streams")) {
            measured.part(name.replace("-full", ""), () -> Comparison.run(settings, console, name, port))
                    .ifPresent(cases::add);
        }
        Results results = new Results(
                about(settings),
                cases,
                measured.part("cost", () -> Cost.run(settings, console, port)).orElse(null),
                measured.part("crowd", () -> Crowd.run(settings, console, port)).orElse(null),
                measured.part("startup", () -> StartUp.run(settings, console, port))
                        .orElse(List.of()),
                measured.part("micro", () -> MicroResults.run(settings, console))
                        .orElse(List.of()));
        tell(results, console);
        measured.requireWhole();
    }

    /** The parts that are asked for. What one of them fails of does not take the figures of the others away. */
    private record Parts(Set<String> wanted, Console console, List<String> failures) {
        Parts(Set<String> wanted, Console console) {
            this(wanted, console, new ArrayList<>());
        }

        <T> Optional<T> part(String name, Supplier<T> part) {
            if (!wanted.contains(name)) {
                return Optional.empty();
            }
            try {
                return Optional.of(part.get());
            } catch (BenchmarkFailure e) {
                String what = name + ": " + e.getMessage();
                console.say("  failed, %s", what);
                failures.add(what);
                return Optional.empty();
            }
        }

        void requireWhole() {
            if (!failures.isEmpty()) {
                throw new BenchmarkFailure("not everything was measured; " + String.join("; ", failures));
            }
        }
    }

    private Set<String> parts() {
        Set<String> parts = new LinkedHashSet<>(what);
        if (parts.isEmpty() || parts.remove("all")) {
            parts.addAll(PARTS);
        }
        for (String part : parts) {
            if (!PARTS.contains(part)) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(),
                        "there is no benchmark \"" + part + "\", only all, " + String.join(", ", PARTS));
            }
        }
        return parts;
    }

    private Settings settings() {
        if (Runtime.getRuntime().availableProcessors() < 1 || !Files.isDirectory(Path.of("/proc/self"))) {
            throw new BenchmarkFailure("this needs Linux, which tells of processes in /proc");
        }
        try {
            Path work = Files.createTempDirectory("facsimile-benchmarks");
            return new Settings(
                    root, work, rounds, seconds, warmUp, connections, 0, 1, new LinkedHashSet<>(only), streams);
        } catch (IOException e) {
            throw new BenchmarkFailure("cannot make a directory for the run", e);
        }
    }

    private Map<String, String> about(Settings settings) {
        Map<String, String> about = new LinkedHashMap<>();
        about.put("commit", said(List.of("git", "-C", root.toString(), "describe", "--always", "--dirty")));
        about.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        about.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
        about.put(
                "machine", System.getProperty("os.name") + " " + System.getProperty("os.version") + ", " + processor());
        about.put(
                "command",
                "benchmarks/run "
                        + String.join(
                                " ",
                                spec.commandLine().getParseResult().originalArgs().stream()
                                        .filter(a -> !a.startsWith("--root") && !a.equals(root.toString()))
                                        .toList()));
        about.put(
                "settings",
                rounds + " rounds of " + seconds + " s, " + connections + " connections, server on core "
                        + settings.serverCore() + ", load on core " + settings.loadCore());
        return about;
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(l -> l.startsWith("model name"))
                    .map(l -> l.substring(l.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown processor");
        } catch (IOException e) {
            return "unknown processor";
        }
    }

    private static String said(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    private void tell(Results results, Console console) {
        List<Goals.Goal> goals = Goals.of(results);
        TextReport.print(results, goals, console);
        Path target = root.resolve("target/benchmarks");
        try {
            Files.createDirectories(target);
            ObjectMapper json = new ObjectMapper();
            ObjectNode tree = json.valueToTree(results);
            tree.set("goals", json.valueToTree(goals));
            json.writerWithDefaultPrettyPrinter()
                    .writeValue(target.resolve("results.json").toFile(), tree);
            Files.writeString(target.resolve("index.html"), Page.of(results, goals));
        } catch (IOException e) {
            throw new BenchmarkFailure("cannot write into " + target + ": " + e.getMessage(), e);
        }
        console.say("%nWritten: target/benchmarks/results.json and target/benchmarks/index.html");
    }
}

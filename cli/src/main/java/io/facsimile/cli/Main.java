package io.facsimile.cli;

import io.facsimile.contract.ContractException;
import io.facsimile.contract.Problem;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Entry point of {@code ./facsimile}. Exit codes: 0 done, 2 wrong use or wrong set-up, said in one sentence. */
@Command(
        name = "facsimile",
        description = "Contracts of AI gateways, and a mock server that behaves like them.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
public final class Main implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    Main() {}

    public static void main(String[] args) {
        System.exit(run(commandLine(args), System.getenv(), args));
    }

    /** Returns the command line that reads the arguments. Reading what all commands take would double a server's start. */
    static CommandLine commandLine(String... args) {
        CommandLine line = new CommandLine(new Main()).addSubcommand(new MockCommand());
        boolean isMock = args.length > 0 && args[0].equals("mock");
        return isMock ? line : line.addSubcommand(new ContractsCommand()).addSubcommand(new CommandLine.HelpCommand());
    }

    /** Runs a command line; for tests too. */
    static int run(CommandLine command, Map<String, String> environment, String... args) {
        try {
            Settings settings = Settings.of(List.of(args), environment);
            command.setDefaultValueProvider(settings);
            settings.check(Objects.requireNonNull(command.getSubcommands().get("mock"), "mock")
                    .getCommandSpec());
        } catch (SetUpException e) {
            command.getErr().println("facsimile: " + e.getMessage());
            return 2;
        }
        return ready(command).execute(args);
    }

    private static CommandLine ready(CommandLine command) {
        return command.setParameterExceptionHandler(Main::wrongUse)
                .setExecutionExceptionHandler(Main::wrongSetUp)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(100);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: mock or contracts");
    }

    private static int wrongUse(ParameterException e, String[] args) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        e.getCommandLine().getErr().println("facsimile: " + e.getMessage() + "; see ./" + command + " --help");
        return 2;
    }

    private static int wrongSetUp(Exception e, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        PrintWriter err = command.getErr();
        if (e instanceof SetUpException) {
            err.println("facsimile: " + e.getMessage());
            return 2;
        }
        if (e instanceof ContractException broken) {
            broken.problems().stream().map(Problem::toString).forEach(p -> err.println("facsimile: " + p));
            return 2;
        }
        throw e;
    }

    /** Something outside is not as the command needs it; the message is for the user. */
    static final class SetUpException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SetUpException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The version of the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"facsimile " + (version == null ? "(not packaged)" : version)};
        }
    }
}

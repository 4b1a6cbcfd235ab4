package io.facsimile.cli;

import io.facsimile.contract.Contract;
import io.facsimile.contract.Operation;
import io.facsimile.contract.index.ContractIndex;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code facsimile contracts}: what the contracts hold. */
@Command(
        name = "contracts",
        description = "Look at the contracts, and check contracts of your own.",
        mixinStandardHelpOptions = true,
        subcommands = {ShowCommand.class, CoverageCommand.class, LintCommand.class, BundleCommand.class})
final class ContractsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: list, show, coverage, lint or bundle");
    }

    @Command(name = "list", description = "List the operations of each provider.", mixinStandardHelpOptions = true)
    int list(
            @Parameters(paramLabel = "PROVIDER", arity = "0..*", description = "Only these providers. Default: all.")
                    List<String> wanted) {
        List<String> shown = wanted == null || wanted.isEmpty() ? ContractIndex.providers() : wanted;
        shown.forEach(provider -> requireProvider(provider, spec.commandLine()));
        PrintWriter out = spec.commandLine().getOut();
        for (String provider : shown) {
            print(ContractIndex.read(provider), out);
        }
        out.flush();
        return 0;
    }

    /** Refuses a provider that there is not. */
    static void requireProvider(String provider, CommandLine command) {
        requireProvider(provider, ContractIndex.providers(), command);
    }

    /** Refuses a provider that is not among those that are known. */
    static void requireProvider(String provider, Collection<String> known, CommandLine command) {
        if (!known.contains(provider)) {
            throw new ParameterException(
                    command, "there is no provider \"" + provider + "\", only " + String.join(", ", known));
        }
    }

    private static void print(Contract contract, PrintWriter out) {
        List<Operation> operations = contract.operations();
        out.println(contract.provider() + ": " + contract.title() + ", " + operations.size()
                + (operations.size() == 1 ? " operation" : " operations"));
        int path = operations.stream().mapToInt(o -> o.path().length()).max().orElse(0);
        int id = operations.stream().mapToInt(o -> o.id().length()).max().orElse(0);
        String row = "  %-6s  %-" + Math.max(1, path) + "s  %-" + Math.max(1, id) + "s  %s%n";
        for (Operation operation : operations) {
            out.printf(row, operation.method(), operation.path(), operation.id(), operation.summary());
        }
    }
}

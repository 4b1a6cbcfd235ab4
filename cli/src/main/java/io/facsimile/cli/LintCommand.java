package io.facsimile.cli;

import io.facsimile.contract.Contract;
import io.facsimile.contract.ContractException;
import io.facsimile.contract.ContractReader;
import io.facsimile.contract.Problem;
import io.facsimile.contract.lint.Lint;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code facsimile contracts lint}: what is wrong with a contract. */
@Command(
        name = "lint",
        description = {
            "Say everything that is wrong with an OpenAPI document (3.0 or 3.1, with files that it refers to).",
            "Exit code: 0 nothing, 1 problems."
        },
        mixinStandardHelpOptions = true)
final class LintCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "The documents.")
    private List<Path> files = List.of();

    @Option(names = "--rules", description = "List the rules.")
    private boolean isRules;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (isRules) {
            Lint.rules().forEach((id, says) -> out.printf("%-18s %s%n", id, says));
            out.flush();
            return 0;
        }
        if (files.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "name a file to check, or say --rules");
        }
        int found = 0;
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new ParameterException(spec.commandLine(), "there is no file " + file);
            }
            found += report(problems(file), file, out);
        }
        out.flush();
        return found == 0 ? 0 : 1;
    }

    private static List<Problem> problems(Path file) {
        try {
            Contract contract = ContractReader.read(file);
            return Lint.check(contract);
        } catch (ContractException broken) {
            return broken.problems();
        }
    }

    private static int report(List<Problem> problems, Path file, PrintWriter out) {
        problems.forEach(out::println);
        out.println(file + ": " + (problems.isEmpty() ? "no problems" : problems.size() + " problems"));
        return problems.size();
    }
}

package io.facsimile.contract.index;

import io.facsimile.contract.ContractException;
import io.facsimile.contract.Problem;
import io.facsimile.contract.lint.Lint;
import java.nio.file.Path;
import java.util.List;

/** The build step of {@code openapi/}: compiles the contracts, or says everything that is wrong with them. */
public final class BuildIndex {
    private BuildIndex() {}

    /** Takes the contracts' directory and the directory to write to. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) {
        try {
            var contracts = ContractIndex.write(Path.of(args[0]), Path.of(args[1]));
            List<Problem> problems = Lint.checkOurs(Path.of(args[0]), contracts.values());
            if (!problems.isEmpty()) {
                throw new ContractException(problems);
            }
            contracts.forEach((provider, contract) ->
                    System.out.println(provider + ": " + contract.operations().size() + " operations"));
        } catch (ContractException e) {
            e.problems().forEach(problem -> System.err.println("contract problem: " + problem));
            throw new IllegalStateException("the contracts have " + e.problems().size() + " problems, listed above", e);
        }
    }
}

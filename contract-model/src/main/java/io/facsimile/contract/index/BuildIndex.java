package io.facsimile.contract.index;

import io.facsimile.contract.ContractException;
import java.nio.file.Path;

/** The build step of {@code openapi/}: compiles the contracts, or says everything that is wrong with them. */
public final class BuildIndex {
    private BuildIndex() {}

    /** Takes the contracts' directory and the directory to write to. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) {
        try {
            var contracts = ContractIndex.write(Path.of(args[0]), Path.of(args[1]));
            contracts.forEach((provider, contract) ->
                    System.out.println(provider + ": " + contract.operations().size() + " operations"));
        } catch (ContractException e) {
            e.problems().forEach(problem -> System.err.println("contract problem: " + problem));
            throw new IllegalStateException("the contracts have " + e.problems().size() + " problems, listed above", e);
        }
    }
}

package io.facsimile.cli;

import io.facsimile.contract.Contract;
import io.facsimile.contract.ContractReader;
import io.facsimile.contract.LazyContract;
import io.facsimile.contract.index.ContractIndex;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What a mock serves, in the order in which it answers at the root: the users' own contracts before those of providers. */
final class Served {
    private final CommandLine command;
    private final Map<String, LazyContract> own = new LinkedHashMap<>();
    private final List<String> replacements = new ArrayList<>();

    /**
     * Reads the users' own contracts.
     *
     * @throws ParameterException if there is no such file
     * @throws IllegalArgumentException if one is broken
     */
    Served(CommandLine command, List<Path> files) {
        this.command = command;
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new ParameterException(command, "there is no contract " + file);
            }
            Contract contract = ContractReader.read(file);
            if (contract.provider().startsWith("__")) {
                throw new ParameterException(
                        command,
                        "a contract cannot be called \"" + contract.provider() + "\": paths that begin with __ are the"
                                + " simulator's own; rename " + file);
            }
            if (ContractIndex.providers().contains(contract.provider())) {
                replacements.add(contract.provider() + " is served from " + file
                        + ", in place of the contract that comes with Facsimile.");
            }
            if (own.put(contract.provider(), LazyContract.of(contract)) != null) {
                throw new ParameterException(
                        command,
                        "two contracts are called \"" + contract.provider() + "\", after their files; rename one");
            }
        }
    }

    /** Returns a sentence for each own contract that takes the place of another. */
    List<String> replacements() {
        return replacements;
    }

    /**
     * Returns what is served.
     *
     * @param providers names to serve; none for all there are
     * @param first names that answer first at the root
     * @throws ParameterException if a name is nobody's
     */
    List<LazyContract> contracts(List<String> providers, List<String> first) {
        Set<String> known = new LinkedHashSet<>(own.keySet());
        known.addAll(ContractIndex.providers());
        Set<String> names = new LinkedHashSet<>(first);
        names.addAll(providers.isEmpty() ? known : providers);
        List<LazyContract> served = new ArrayList<>();
        for (String name : names) {
            ContractsCommand.requireProvider(name, known, command);
            LazyContract mine = own.get(name);
            served.add(mine != null ? mine : ContractIndex.open(name));
        }
        return served;
    }
}

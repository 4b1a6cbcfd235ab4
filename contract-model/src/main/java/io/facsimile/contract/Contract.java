package io.facsimile.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.source.Pointers;
import io.facsimile.contract.source.SourceLine;
import io.facsimile.contract.task.TaskType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A provider's contract, read and resolved.
 *
 * @param provider the provider's id, the name of its file: {@code uniai}
 * @param title what the contract calls itself
 * @param version the OpenAPI version, such as {@code 3.1.0}
 * @param document the bundled document; not to be changed
 * @param operations in the contract's order
 * @param tasks task types by {@code family.type}
 * @param errors the provider's own answers for each cause, for requests that meet no operation
 * @param lines where a JSON pointer of the document was written
 * @param files reads the files that examples name
 */
public record Contract(
        String provider,
        String title,
        String version,
        JsonNode document,
        List<Operation> operations,
        Map<String, TaskType> tasks,
        Map<Cause, ErrorAnswer> errors,
        Function<String, SourceLine> lines,
        ContractFiles files) {
    public Contract {
        operations = List.copyOf(operations);
        tasks = Map.copyOf(tasks);
        errors = Map.copyOf(errors);
    }

    public Optional<Operation> operation(String id) {
        return operations.stream().filter(o -> o.id().equals(id)).findFirst();
    }

    /** Returns the value at a JSON pointer of the document, following references. */
    public JsonNode resolved(String pointer) {
        return References.follow(document, Pointers.at(document, pointer));
    }
}

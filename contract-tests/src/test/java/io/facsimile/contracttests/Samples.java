package io.facsimile.contracttests;

import io.facsimile.contract.Example;
import io.facsimile.contract.Operation;
import io.facsimile.contract.Parameter;
import io.facsimile.contract.Response;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The documented requests of an operation and their documented answers. */
final class Samples {
    private Samples() {}

    /** Returns the names of an operation's documented requests; at least one. */
    static List<String> names(Operation operation) {
        Set<String> names = new LinkedHashSet<>();
        operation.requestBody().ifPresent(b -> b.content()
                .forEach(m -> m.examples().stream().map(Example::name).forEach(names::add)));
        if (names.isEmpty()) {
            for (Parameter parameter : operation.parameters()) {
                parameter.examples().stream().map(Example::name).forEach(names::add);
            }
        }
        if (names.isEmpty()) {
            operation.success().stream()
                    .flatMap(r -> r.content().stream())
                    .flatMap(m -> m.examples().stream())
                    .findFirst()
                    .ifPresent(e -> names.add(e.name()));
        }
        return names.isEmpty() ? List.of("default") : List.copyOf(names);
    }

    /** Returns the documented answer to a request, in JSON that is sent at once. */
    static Optional<Example> answer(Operation operation, String name) {
        return operation.success().stream()
                .map(Response::content)
                .flatMap(List::stream)
                .filter(m -> m.isJson() && m.stream().isEmpty())
                .flatMap(m -> m.example(name).stream())
                .findFirst();
    }
}

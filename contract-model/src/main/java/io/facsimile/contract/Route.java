package io.facsimile.contract;

import java.util.ArrayList;
import java.util.List;

/**
 * Where an operation is reached.
 *
 * @param operation the operationId
 * @param method upper case
 * @param path with parameters in braces, below the provider's name
 * @param bases the paths of its servers, below which its own path lies as well; mostly none
 */
public record Route(String operation, String method, String path, List<String> bases) {
    public Route {
        bases = List.copyOf(bases);
    }

    /** Returns the route of a contract's operation. */
    public static Route of(Contract contract, Operation operation) {
        return new Route(
                operation.id(), operation.method(), operation.path(), List.copyOf(BasePaths.of(contract, operation)));
    }

    /** Returns the path as the contract writes it, and below the paths of the servers. */
    public List<String> paths() {
        List<String> paths = new ArrayList<>();
        paths.add(path);
        bases.forEach(base -> paths.add(base + path));
        return paths;
    }
}

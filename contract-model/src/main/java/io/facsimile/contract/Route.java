package io.facsimile.contract;

/**
 * Where an operation is reached.
 *
 * @param operation the operationId
 * @param method upper case
 * @param path with parameters in braces, below the provider's name
 */
public record Route(String operation, String method, String path) {
    public static Route of(Operation operation) {
        return new Route(operation.id(), operation.method(), operation.path());
    }
}

package io.facsimile.contract;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A contract of which only the routes are known at once; the rest is read when it is first asked for. A server of many
 * providers starts without reading those that nobody calls, and of one of which few operations are called it reads those
 * alone. Safe for several threads.
 */
public final class LazyContract {
    /** What operations share is read again for each, so that many of them would take longer and hold more than all. */
    private static final int MOST_EXCERPTS = 8;

    private final String provider;
    private final List<Route> routes;
    private final Supplier<Contract> reading;
    private final Optional<IntFunction<Contract>> excerpts;
    private final Map<Integer, Part> parts = new ConcurrentHashMap<>();
    private volatile @Nullable Contract contract;

    private LazyContract(
            String provider, List<Route> routes, Supplier<Contract> reading, Optional<IntFunction<Contract>> excerpts) {
        this.provider = provider;
        this.routes = List.copyOf(routes);
        this.reading = reading;
        this.excerpts = excerpts;
    }

    /**
     * @param provider the provider's id
     * @param routes one for each operation, in the contract's order
     * @param reading reads the contract; asked once
     * @param excerpts reads as much of the contract as an operation needs, of which the number in that order is given
     */
    public LazyContract(
            String provider, List<Route> routes, Supplier<Contract> reading, IntFunction<Contract> excerpts) {
        this(provider, routes, reading, Optional.of(excerpts));
    }

    /** Returns a contract that has been read already. */
    public static LazyContract of(Contract contract) {
        return new LazyContract(
                contract.provider(),
                contract.operations().stream()
                        .map(operation -> Route.of(contract, operation))
                        .toList(),
                () -> contract,
                Optional.empty());
    }

    public String provider() {
        return provider;
    }

    public List<Route> routes() {
        return routes;
    }

    /**
     * Returns the whole contract.
     *
     * @throws ContractException if anything in it is wrong
     */
    public Contract contract() {
        Contract known = contract;
        return known != null ? known : read();
    }

    /**
     * Returns an operation with the contract that it stands in: an excerpt, or the whole one if that has been read or
     * many operations have been asked for.
     *
     * @param number the operation's, in the contract's order
     * @throws ContractException if anything in it is wrong
     */
    public Part part(int number) {
        Part known = parts.get(number);
        if (known != null) {
            return known;
        }
        if (contract == null && excerpts.isPresent() && parts.size() < MOST_EXCERPTS) {
            return parts.computeIfAbsent(number, n -> excerpt(n, excerpts.get()));
        }
        Contract whole = contract();
        return new Part(whole, whole.operations().get(number), true);
    }

    private Part excerpt(int number, IntFunction<Contract> reading) {
        Contract excerpt = reading.apply(number);
        String id = routes.get(number).operation();
        return new Part(excerpt, excerpt.operation(id).orElseThrow(), false);
    }

    private synchronized Contract read() {
        Contract known = contract;
        if (known == null) {
            known = reading.get();
            contract = known;
        }
        return known;
    }

    @Override
    public String toString() {
        return provider + " (" + routes.size() + (routes.size() == 1 ? " operation)" : " operations)");
    }

    /**
     * An operation, and a contract that has all that the operation refers to.
     *
     * @param contract the provider's contract, or an excerpt of it
     * @param operation one of its operations
     * @param isWhole whether it is the whole contract, the same for every operation
     */
    public record Part(Contract contract, Operation operation, boolean isWhole) {}
}

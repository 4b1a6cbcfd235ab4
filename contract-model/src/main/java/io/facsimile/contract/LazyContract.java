package io.facsimile.contract;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A contract of which only the routes are known at once; the rest is read when it is first asked for. A server of many
 * providers starts without reading those that nobody calls. Safe for several threads.
 */
public final class LazyContract {
    private final String provider;
    private final List<Route> routes;
    private final Supplier<Contract> reading;
    private volatile @Nullable Contract contract;

    /**
     * @param provider the provider's id
     * @param routes one for each operation, in the contract's order
     * @param reading reads the contract; asked once
     */
    public LazyContract(String provider, List<Route> routes, Supplier<Contract> reading) {
        this.provider = provider;
        this.routes = List.copyOf(routes);
        this.reading = reading;
    }

    /** Returns a contract that has been read already. */
    public static LazyContract of(Contract contract) {
        return new LazyContract(
                contract.provider(),
                contract.operations().stream()
                        .map(operation -> Route.of(contract, operation))
                        .toList(),
                () -> contract);
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
        return provider + " (" + routes.size() + " operations)";
    }
}

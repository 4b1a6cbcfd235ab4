package io.facsimile.mock;

import io.facsimile.contract.Route;
import org.jspecify.annotations.Nullable;

/** An operation's engine, made when the operation is first called. Safe for several threads. */
final class LazyEngine {
    private final Provider provider;
    private final int number;
    private final Simulation simulation;
    private volatile @Nullable OperationEngine engine;

    /** @param number the operation's, in the contract's order */
    LazyEngine(Provider provider, int number, Simulation simulation) {
        this.provider = provider;
        this.number = number;
        this.simulation = simulation;
    }

    /** Returns where the operation is reached. */
    Route route() {
        return provider.source().routes().get(number);
    }

    boolean isMade() {
        return engine != null;
    }

    OperationEngine get() {
        OperationEngine known = engine;
        return known != null ? known : make();
    }

    private synchronized OperationEngine make() {
        OperationEngine known = engine;
        if (known == null) {
            known = new OperationEngine(provider, provider.part(number), simulation);
            engine = known;
        }
        return known;
    }
}

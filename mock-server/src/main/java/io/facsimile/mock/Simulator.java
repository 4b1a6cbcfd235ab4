package io.facsimile.mock;

import io.facsimile.contract.Cause;
import io.facsimile.contract.Contract;
import io.facsimile.contract.Operation;
import io.facsimile.mock.answer.Answer;
import io.facsimile.mock.answer.ErrorBodies;
import io.facsimile.mock.request.MockRequest;
import io.facsimile.mock.request.Refusal;
import io.facsimile.mock.route.RouteTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Answers requests as the providers would: under {@code /<provider>/…}, and merged at the root, where the first provider
 * that has a path answers. Knows no sockets. Safe for several threads.
 */
public final class Simulator {
    private final Simulation simulation;
    private final RouteTable<OperationEngine> routes = new RouteTable<>();
    private final Map<String, Provider> providers = new LinkedHashMap<>();
    private final int operations;

    /**
     * @param contracts in the order in which they answer at the root; at least one
     * @param time the real time
     */
    public Simulator(List<Contract> contracts, MockOptions options, Supplier<Instant> time) {
        if (contracts.isEmpty()) {
            throw new IllegalArgumentException("there is no contract to serve");
        }
        simulation = new Simulation(options, new SimulatorClock(time));
        List<OperationEngine> all = new ArrayList<>();
        for (Contract contract : contracts) {
            Provider provider = Provider.of(contract);
            providers.put(contract.provider(), provider);
            Map<String, OperationEngine> byId = new HashMap<>();
            for (Operation operation : contract.operations()) {
                OperationEngine engine = new OperationEngine(provider, operation, simulation);
                byId.put(operation.id(), engine);
                all.add(engine);
                routes.add(operation.method(), "/" + contract.provider() + operation.path(), engine);
            }
            simulation.serve(provider, byId);
        }
        for (OperationEngine engine : all) {
            routes.add(engine.operation().method(), engine.operation().path(), engine);
        }
        operations = all.size();
    }

    public Answer answer(MockRequest request) {
        RouteTable.Match<OperationEngine> match = routes.find(request.method(), request.path());
        if (match instanceof RouteTable.Found<OperationEngine> found) {
            return found.value().answer(request, found.pathValues());
        }
        if (request.path().startsWith(MediaShelf.PATH) && request.method().equals("GET")) {
            var item = simulation.media().find(request.path());
            if (item.isPresent()) {
                return new Answer.Whole(
                        200,
                        Map.of("Content-Type", item.get().mediaType()),
                        item.get().bytes());
            }
        }
        Refusal refusal = match instanceof RouteTable.OtherMethods<OperationEngine> other
                ? new Refusal(
                        Cause.WRONG_METHOD,
                        "",
                        request.method() + " is not allowed for " + request.path() + ", only " + other.allowed())
                : new Refusal(Cause.UNKNOWN_PATH, "", "there is nothing at " + request.method() + " " + request.path());
        return refuse(refusal, request);
    }

    /** Answers a refused request in the form of the operation that it meant, or of the provider. */
    public Answer refuse(Refusal refusal, MockRequest request) {
        if (routes.find(request.method(), request.path()) instanceof RouteTable.Found<OperationEngine> found) {
            return found.value().refuse(refusal, request);
        }
        return ErrorBodies.answer(providerOf(request.path()).contract().errors(), refusal, request);
    }

    private Provider providerOf(String path) {
        int slash = path.indexOf('/', 1);
        Provider named = slash > 1 ? providers.get(path.substring(1, slash)) : null;
        return named != null ? named : providers.values().iterator().next();
    }

    /** Moves the clock of tasks ahead. */
    public void advance(Duration by) {
        simulation.clock().advance(by);
    }

    /** Returns the providers in the order in which they answer at the root. */
    public List<Contract> contracts() {
        return providers.values().stream().map(Provider::contract).toList();
    }

    public int operationCount() {
        return operations;
    }
}

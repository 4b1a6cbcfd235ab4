package io.facsimile.mock;

import io.facsimile.contract.Cause;
import io.facsimile.contract.LazyContract;
import io.facsimile.contract.Route;
import io.facsimile.contract.SecurityScheme;
import io.facsimile.mock.answer.Answer;
import io.facsimile.mock.answer.ErrorBodies;
import io.facsimile.mock.journal.Entry;
import io.facsimile.mock.journal.Journal;
import io.facsimile.mock.journal.NearMiss;
import io.facsimile.mock.media.Delivery;
import io.facsimile.mock.media.Shelf;
import io.facsimile.mock.request.Call;
import io.facsimile.mock.request.MockRequest;
import io.facsimile.mock.request.Refusal;
import io.facsimile.mock.request.RequestCheck;
import io.facsimile.mock.request.Secrets;
import io.facsimile.mock.route.RouteTable;
import io.facsimile.mock.scenario.AskedScenario;
import io.facsimile.mock.scenario.FaultRules;
import io.facsimile.mock.scenario.InvalidScenario;
import io.facsimile.mock.scenario.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Answers requests as the providers would: under {@code /<provider>/…}, and merged at the root, where the first provider
 * that has a path answers. Knows no sockets. Safe for several threads.
 */
public final class Simulator {
    private static final String OWN_PATH = "/__facsimile/";

    /** What the journal says of a request whose client did not wait, as nginx does. */
    private static final int HUNG_UP = 499;

    private final Simulation simulation;
    private final RouteTable<LazyEngine> routes = new RouteTable<>();
    private final Map<String, Provider> providers = new LinkedHashMap<>();
    private final List<Route> operations;
    private final Journal journal;
    private final AdminApi admin;
    private final Delivery delivery;

    /**
     * @param contracts in the order in which they answer at the root; at least one
     * @param time the real time
     */
    public Simulator(List<LazyContract> contracts, MockOptions options, Supplier<Instant> time) {
        if (contracts.isEmpty()) {
            throw new IllegalArgumentException("there is no contract to serve");
        }
        simulation = new Simulation(options, new SimulatorClock(time));
        List<LazyEngine> all = new ArrayList<>();
        for (LazyContract contract : contracts) {
            Provider provider = new Provider(contract);
            if (providers.put(contract.provider(), provider) != null) {
                throw new IllegalArgumentException("two contracts are called \"" + contract.provider()
                        + "\", by which their paths begin; give one file another name");
            }
            Map<String, LazyEngine> byId = new HashMap<>();
            for (int i = 0; i < contract.routes().size(); i++) {
                Route route = contract.routes().get(i);
                LazyEngine engine = new LazyEngine(provider, i, simulation);
                byId.put(route.operation(), engine);
                all.add(engine);
                route.paths().forEach(path -> routes.add(route.method(), "/" + contract.provider() + path, engine));
            }
            simulation.serve(provider, byId);
        }
        operations = contracts.stream().flatMap(c -> c.routes().stream()).toList();
        for (int i = 0; i < all.size(); i++) {
            Route route = operations.get(i);
            LazyEngine engine = all.get(i);
            route.paths().forEach(path -> routes.add(route.method(), path, engine));
        }
        journal = new Journal(options.journalEntries());
        admin = new AdminApi(this, simulation, options);
        delivery = new Delivery(simulation.media());
    }

    /** Returns whether a request is for the simulator's own API or its files, which nobody else answers. */
    public static boolean isOwn(MockRequest request) {
        return request.path().startsWith(OWN_PATH);
    }

    /** A request whose operation has been looked up. */
    public final class Routed {
        private final MockRequest request;
        private final RouteTable.Match<LazyEngine> match;
        private final Call call;

        private Routed(MockRequest request) {
            this.request = request;
            this.match = routes.find(request.method(), request.path());
            this.call = new Call(
                    request, match instanceof RouteTable.Found<LazyEngine> found ? found.pathValues() : Map.of());
        }

        /**
         * Returns whether the answer may take so long to make that no event loop should wait for it: a file, by itself or
         * inside of the answer, a value of a heavy schema, or the first call of an operation, for which its contract may
         * have to be read, as for some questions to the simulator's own API.
         */
        public boolean takesLong() {
            if (match instanceof RouteTable.Found<LazyEngine> found) {
                return !found.value().isMade() || found.value().get().takesLong(call);
            }
            return request.path().startsWith(Shelf.PATH) || AdminApi.takesLong(request);
        }

        /** Answers the request and notes the exchange in the journal. */
        public Answer answer() {
            return Simulator.this.answer(request, match, call);
        }

        /** Makes no answer, for the client hung up while it waited for a worker, and notes that in the journal. */
        public Answer left() {
            call.judged(Entry.Verdict.UNCHECKED, "the client hung up before an answer was made");
            Answer none = new Answer.Whole(HUNG_UP, Map.of(), new byte[0]);
            note(match, call, none, System.nanoTime());
            return none;
        }
    }

    /** Looks up the operation of a request. */
    public Routed route(MockRequest request) {
        return new Routed(request);
    }

    /** Answers a request and notes the exchange in the journal. */
    public Answer answer(MockRequest request) {
        return route(request).answer();
    }

    private Answer answer(MockRequest request, RouteTable.Match<LazyEngine> match, Call call) {
        if (isOwn(request)) {
            return own(request);
        }
        long begin = System.nanoTime();
        if (match instanceof RouteTable.Found<LazyEngine> found) {
            OperationEngine engine = found.value().get();
            Answer answer = engine.answer(call);
            if (request.isHead() && engine.operation().method().equals("HEAD")) {
                answer = Answer.withoutBody(answer);
            }
            note(engine, call, answer, begin);
            return answer;
        }
        Refusal refusal = match instanceof RouteTable.OtherMethods<LazyEngine> other
                ? new Refusal(
                        Cause.WRONG_METHOD,
                        "",
                        request.method() + " is not allowed for " + request.path() + ", only " + other.allowed())
                : new Refusal(Cause.UNKNOWN_PATH, "", "there is nothing at " + request.method() + " " + request.path());
        Answer answer = refusal(refusal, request, match);
        if (match instanceof RouteTable.OtherMethods<LazyEngine> other) {
            answer = allowing(answer, other.allowed());
        }
        call.judged(Entry.Verdict.UNMATCHED, refusal.problem());
        note(match, call, answer, begin);
        return answer;
    }

    /** Source: RFC 9110, 15.5.6: with 405 comes the list of methods. Providers that answer with 404 have none. */
    private static Answer allowing(Answer answer, Collection<String> methods) {
        return answer.status() == 405
                ? Answer.withHeaders(answer, Map.of("Allow", String.join(", ", methods)))
                : answer;
    }

    private Answer own(MockRequest request) {
        if (request.path().startsWith(Shelf.PATH)
                && (request.isHead() || request.method().equals("GET"))) {
            var item = Shelf.find(request.path(), request.query());
            if (item.isPresent()) {
                return delivery.answer(item.get(), request, simulation.clock().now());
            }
        }
        return admin.answer(request);
    }

    /** Notes an exchange that did not go through its operation, if it meant one; whose key it is has to be looked for. */
    private void note(RouteTable.Match<LazyEngine> match, Call call, Answer answer, long begin) {
        if (journal.isOff()) {
            return;
        }
        if (match instanceof RouteTable.Found<LazyEngine> found) {
            OperationEngine engine = found.value().get();
            engine.key(call);
            note(engine, call, answer, begin);
        } else {
            identify(call);
            note("", "", call, answer, begin);
        }
    }

    private void note(OperationEngine engine, Call call, Answer answer, long begin) {
        note(engine.provider(), engine.operation().id(), call, answer, begin);
    }

    /** Looks for a key where the provider's operations take one, though none of them was meant. */
    private void identify(Call call) {
        for (SecurityScheme scheme : providerOf(call.request().path()).securitySchemes()) {
            Optional<String> credential = RequestCheck.key(call, scheme);
            if (credential.isPresent()) {
                call.identified(credential.get(), AskedScenario.keyOf(credential.get()));
                return;
            }
        }
    }

    private void note(String provider, String operation, Call call, Answer answer, long begin) {
        if (journal.isOff()) {
            return;
        }
        MockRequest request = call.request();
        long micros = (System.nanoTime() - begin) / 1000;
        String key = journal.hashOf(call.key());
        journal.add(number -> new Entry(
                number,
                simulation.clock().real(),
                provider,
                operation,
                request.method(),
                request.path(),
                Secrets.hidden(request.query(), call.credential(), call.key()),
                answer.status(),
                call.scenario(),
                call.verdict(),
                call.problem(),
                micros,
                key,
                journal.kept(request.body(), key),
                request.origin(),
                request.headers(),
                answer.stream()));
    }

    /**
     * Notes in the journal that one of the user's own stubs answered. May read the contract of the operation that the
     * request would have met, so no event loop should wait for it.
     *
     * @param problem what the stub did beside answering; "" for nothing
     * @param begin when the request came, by {@link System#nanoTime}
     */
    public void stubbed(MockRequest request, int status, String problem, long begin) {
        if (journal.isOff()) {
            return;
        }
        Call call = new Call(request, Map.of());
        call.judged(Entry.Verdict.STUBBED, problem);
        Answer answer = new Answer.Whole(status, Map.of(), new byte[0]);
        note(routes.find(request.method(), request.path()), call, answer, begin);
    }

    /** Returns what is open at the door. */
    public Traffic traffic() {
        return simulation.traffic();
    }

    /** Returns what the simulator saw. */
    public Journal journal() {
        return journal;
    }

    /**
     * Answers a request that goes no further, in the form of the operation that it meant, or of the provider, and notes the
     * exchange in the journal.
     *
     * @param status what is answered in place of the provider's own status
     * @param begin when the request came, by {@link System#nanoTime}
     */
    public Answer refuse(Refusal refusal, MockRequest request, OptionalInt status, long begin) {
        RouteTable.Match<LazyEngine> match = routes.find(request.method(), request.path());
        Answer answer = refusal(refusal, request, match);
        if (status.isPresent() && answer instanceof Answer.Whole whole) {
            answer = whole.withStatus(status.getAsInt());
        }
        Call call = new Call(request, Map.of());
        call.judged(Entry.Verdict.REFUSED, refusal.problem());
        note(match, call, answer, begin);
        return answer;
    }

    private Answer refusal(Refusal refusal, MockRequest request, RouteTable.Match<LazyEngine> match) {
        if (match instanceof RouteTable.Found<LazyEngine> found) {
            return found.value().get().refuse(refusal, request);
        }
        Answer.Whole refused =
                ErrorBodies.answer(providerOf(request.path()).contract().errors(), refusal, request);
        return refusal.cause() == Cause.OVERLOADED ? ErrorBodies.comeBack(refused, 1) : refused;
    }

    private Provider providerOf(String path) {
        int slash = path.indexOf('/', 1);
        Provider named = slash > 1 ? providers.get(path.substring(1, slash)) : null;
        return named != null ? named : providers.values().iterator().next();
    }

    /** Forgets what was asked for with one key. */
    public void forget(String key) {
        simulation.faults().removeOf(key);
        simulation.timesLeft().clear(key);
    }

    /** Moves the clock of tasks ahead. */
    public void advance(Duration by) {
        simulation.clock().advance(by);
    }

    /**
     * Lets a scenario hold for whoever calls an operation with a key, until it is used up or everything is forgotten.
     *
     * @param operation an operationId, or "" for every operation
     * @param key the caller's key, or "" for everybody
     * @return the rule that says so
     * @throws InvalidScenario if no answer can ever be as the scenario asks
     */
    public FaultRules.Rule ask(String operation, String key, Scenario scenario) {
        scenario.requireActs();
        if (!scenario.isForAll()) {
            if (operation.isEmpty()) {
                requireSomewhere(scenario);
            } else {
                requirePossible(operation, scenario);
            }
        }
        return simulation.faults().add(operation, key, scenario);
    }

    private void requireSomewhere(Scenario scenario) {
        boolean isNowhere = providers.values().stream()
                .flatMap(provider -> provider.contract().operations().stream())
                .noneMatch(operation -> ScenarioReach.has(operation, scenario));
        if (isNowhere) {
            throw new InvalidScenario("no operation has an "
                    + scenario.example().map(name -> "example \"" + name + "\"").orElse("answer")
                    + scenario.status().map(status -> " with " + status).orElse("") + "; see /__facsimile/operations");
        }
    }

    /** Several providers may have an operation; one of them is enough. */
    private void requirePossible(String operation, Scenario scenario) {
        Optional<InvalidScenario> problem = Optional.empty();
        for (Provider provider : providers.values()) {
            Optional<OperationEngine> engine = simulation.engines(provider).find(operation);
            if (engine.isPresent()) {
                try {
                    engine.get().reach().requirePossible(scenario);
                    return;
                } catch (InvalidScenario e) {
                    problem = problem.isPresent() ? problem : Optional.of(e);
                }
            }
        }
        if (problem.isPresent()) {
            throw problem.get();
        }
    }

    /** Forgets tasks, faults, counts, what keys used up and the journal; the clock goes right again. */
    public void reset() {
        providers.values().forEach(p -> p.tasks().clear());
        simulation.faults().clear();
        simulation.timesLeft().clear();
        simulation.clock().reset();
        simulation.meters().reset();
        journal.clear();
    }

    /** Returns what is served, in the order in which it answers at the root. */
    public List<LazyContract> contracts() {
        return providers.values().stream().map(Provider::source).toList();
    }

    public int operationCount() {
        return operations.size();
    }

    /** Returns the operations that an exchange without one may have meant, nearest first; they are known below the provider's name. */
    List<NearMiss> nearest(Entry entry) {
        String path = entry.path();
        int slash = path.indexOf('/', 1);
        Provider named = slash > 1 ? providers.get(path.substring(1, slash)) : null;
        if (named == null) {
            return NearMiss.of(entry.method(), path, operations);
        }
        String below = path.substring(slash);
        List<NearMiss> others = elsewhere(entry.method(), below, named);
        List<Route> own = others.isEmpty() ? operations : named.source().routes();
        return Stream.concat(others.stream(), NearMiss.of(entry.method(), below, own).stream())
                .limit(NearMiss.MOST)
                .toList();
    }

    /** Returns the operations that other providers have at the very path. */
    private List<NearMiss> elsewhere(String method, String path, Provider named) {
        Map<Route, List<String>> found = new LinkedHashMap<>();
        for (Provider other : providers.values()) {
            if (routes.find(method, "/" + other.name() + path) instanceof RouteTable.Found<LazyEngine> there) {
                found.computeIfAbsent(there.value().route(), route -> new ArrayList<>())
                        .add(other.name());
            }
        }
        return found.entrySet().stream()
                .map(entry -> NearMiss.elsewhere(entry.getKey(), entry.getValue(), named.name()))
                .toList();
    }

    /** Returns the operations of all providers. */
    List<Route> operations() {
        return operations;
    }

    Collection<Provider> providers() {
        return providers.values();
    }
}

package io.facsimile.mock;

import io.facsimile.mock.answer.Answer;
import io.facsimile.mock.content.Writer;
import io.facsimile.mock.limit.RateMeters;
import io.facsimile.mock.live.IdForm;
import io.facsimile.mock.media.Shelf;
import io.facsimile.mock.request.Call;
import io.facsimile.mock.scenario.FaultRules;
import io.facsimile.mock.scenario.Scenario;
import io.facsimile.mock.scenario.TimesLeft;
import io.facsimile.mock.task.TaskLifecycle;
import io.facsimile.mock.task.TaskRecord;
import io.facsimile.mock.task.TaskView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What all operations of a running simulator share: clock, ids, media, pace. */
final class Simulation {
    private final MockOptions options;
    private final SimulatorClock clock;
    private final IdForm.Numbers numbers;
    private final FaultRules faults = new FaultRules();
    private final TimesLeft timesLeft = new TimesLeft();
    private final Traffic traffic = new Traffic();
    private final Shelf media = new Shelf();
    private final Writer writer = new Writer();
    private final Map<String, Engines> engines = new HashMap<>();
    private final List<Provider> providers = new ArrayList<>();
    private final RateMeters meters;

    Simulation(MockOptions options, SimulatorClock clock) {
        this.options = options;
        this.clock = clock;
        this.numbers = new IdForm.Numbers(options.seed());
        this.meters = new RateMeters(options.rateLimit(), clock::now);
    }

    /** @param addresses those that the operation's answers name */
    CallValues values(Call call, Scenario scenario, TaskAddresses addresses) {
        return new CallValues(
                call, scenario, clock.now(), numbers, media, Optional.empty(), Optional.empty(), Map.of(), addresses);
    }

    /** Writes what models write. */
    Writer writer() {
        return writer;
    }

    FaultRules faults() {
        return faults;
    }

    /** Returns how a task stands now. */
    TaskView view(TaskRecord task) {
        return TaskLifecycle.view(task, clock.now(), options.speed() * task.speed());
    }

    /** Returns how long it takes until a task comes to its next state; nothing if it never does by itself. */
    Optional<Duration> untilNext(TaskRecord task) {
        return TaskLifecycle.untilNext(task, clock.now(), options.speed() * task.speed());
    }

    /** Returns the tasks that a call of a provider's operation may speak of. */
    VisibleTasks tasks(Provider provider, Call call) {
        boolean isBelowItsName = call.request().path().startsWith("/" + provider.name() + "/");
        return new VisibleTasks(
                provider.tasks(),
                isBelowItsName
                        ? List.of()
                        : providers.stream()
                                .filter(other -> other != provider)
                                .map(Provider::tasks)
                                .toList());
    }

    TimesLeft timesLeft() {
        return timesLeft;
    }

    /** What is left for each key. */
    RateMeters meters() {
        return meters;
    }

    /** What is open at the door just now. */
    Traffic traffic() {
        return traffic;
    }

    MockOptions options() {
        return options;
    }

    Answer.Pace pace() {
        return options.pace();
    }

    Shelf media() {
        return media;
    }

    SimulatorClock clock() {
        return clock;
    }

    /** The engines of a provider's operations by operationId. */
    record Engines(Map<String, LazyEngine> byId) {
        Optional<OperationEngine> find(String operationId) {
            return Optional.ofNullable(byId.get(operationId)).map(LazyEngine::get);
        }
    }

    Engines engines(Provider provider) {
        return engines.getOrDefault(provider.name(), new Engines(Map.of()));
    }

    /** Called once for each provider, before the first request. */
    void serve(Provider provider, Map<String, LazyEngine> byId) {
        engines.put(provider.name(), new Engines(Map.copyOf(byId)));
        providers.add(provider);
    }
}

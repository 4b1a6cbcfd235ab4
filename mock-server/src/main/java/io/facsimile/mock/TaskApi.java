package io.facsimile.mock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.contract.language.Durations;
import io.facsimile.contract.task.TaskType;
import io.facsimile.mock.task.TaskRecord;
import io.facsimile.mock.task.TaskView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Tasks as the simulator's own API shows and moves them. */
final class TaskApi {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String PROVIDER = "provider";
    private static final String TYPE = "type";
    private static final String STATE = "state";
    private static final String ENDED = "ended";
    private static final String LIMIT = "limit";
    private static final String ADVANCE = "advance";
    private static final String BY = "by";
    private static final String OUTCOME = "outcome";

    /** What can be done with a task, beside its outcomes. */
    static final String WORDS = "advance, complete, fail and cancel";

    private final Simulator simulator;
    private final Simulation simulation;

    TaskApi(Simulator simulator, Simulation simulation) {
        this.simulator = simulator;
        this.simulation = simulation;
    }

    private record Owned(Provider provider, TaskRecord task) {}

    /**
     * Returns the tasks that fit, newest first.
     *
     * @param query of each name the values that fit
     * @throws IllegalArgumentException if nothing could ever fit
     */
    JsonNode list(Map<String, List<String>> query) {
        check(query);
        ArrayNode list = NODES.arrayNode();
        newestFirst().stream()
                .filter(owned -> Choices.fits(query, PROVIDER, owned.provider().name())
                        && Choices.fits(query, TYPE, owned.task().type().name()))
                .map(this::json)
                .filter(task -> Choices.fits(query, STATE, task.path(STATE).asText())
                        && Choices.fits(query, ENDED, task.path(ENDED).asText()))
                .limit(Choices.number(query, LIMIT, Integer.MAX_VALUE))
                .forEach(list::add);
        return NODES.objectNode().set("tasks", list);
    }

    /** Tasks of one provider stand in their order; those of one moment, too. */
    private List<Owned> newestFirst() {
        List<Owned> all = new ArrayList<>();
        for (Provider provider : simulator.providers()) {
            provider.tasks().newestFirst().forEach(task -> all.add(new Owned(provider, task)));
        }
        all.sort(Comparator.comparing((Owned owned) -> owned.task().submitted()).reversed());
        return all;
    }

    private void check(Map<String, List<String>> query) {
        Choices.require(query.keySet().iterator(), PROVIDER, TYPE, STATE, ENDED, LIMIT);
        Choices.requireNumber(query, LIMIT);
        query.getOrDefault(ENDED, List.of())
                .forEach(v -> Choices.require("a value of ended", v, List.of("true", "false")));
        Choices.requireKnown(query, PROVIDER, "see /__facsimile/operations", () -> simulator.providers().stream()
                .map(Provider::name));
        Choices.requireKnown(query, TYPE, "tasks say theirs", () -> types().map(TaskType::name));
        Choices.requireKnown(query, STATE, "tasks say theirs", () -> types().flatMap(TaskApi::states));
    }

    private Stream<TaskType> types() {
        return simulator.providers().stream().flatMap(provider -> provider.contract().tasks().values().stream());
    }

    private static Stream<String> states(TaskType type) {
        return Stream.concat(
                type.states().stream().map(TaskType.State::name),
                type.outcomes().values().stream().flatMap(ending -> ending.state().stream()));
    }

    /** Returns a task of whatever provider. */
    Optional<JsonNode> find(String id) {
        return owned(id).map(this::json);
    }

    private Optional<Owned> owned(String id) {
        for (Provider provider : simulator.providers()) {
            Optional<TaskRecord> task = provider.tasks().find(id);
            if (task.isPresent()) {
                return Optional.of(new Owned(provider, task.get()));
            }
        }
        return Optional.empty();
    }

    private JsonNode json(Owned owned) {
        TaskRecord task = owned.task();
        TaskView view = simulation.view(task);
        ObjectNode node = NODES.objectNode();
        return node.put(PROVIDER, owned.provider().name())
                .put("id", task.id())
                .put(TYPE, task.type().name())
                .put(STATE, view.state())
                .put(ENDED, view.isEnded())
                .put("progress", view.progress())
                .put("parent", task.parent())
                .put("submitted", task.submitted().toString());
    }

    /**
     * Moves a task, if there is one.
     *
     * @param word {@code advance}, {@code complete}, {@code fail}, {@code cancel}, or an outcome
     * @param said what the caller says beside: {@code by} of advance, {@code outcome} of fail
     * @throws IllegalArgumentException if the task cannot be moved so
     */
    void move(String id, String word, JsonNode said) {
        owned(id).ifPresent(owned -> owned.provider().tasks().change(id, task -> {
            Move move = move(task, word, said);
            TaskView view = simulation.view(task);
            if (view.isEnded()) {
                throw new IllegalArgumentException("the task " + id + " ended in " + view.state() + " already");
            }
            return task.with(move.at(simulation.clock().now(), view));
        }));
    }

    /** What becomes of a task, once it is known how it stands. */
    private interface Move {
        TaskRecord.Intervention at(Instant now, TaskView view);
    }

    private Move move(TaskRecord task, String word, JsonNode said) {
        switch (word) {
            case ADVANCE:
                Choices.require(said.fieldNames(), BY);
                Optional<Duration> by =
                        said.has(BY) ? Optional.of(Durations.parse(said.get(BY).asText(""))) : Optional.empty();
                return (now, view) -> new TaskRecord.Advanced(now, by.orElseGet(() -> untilNext(task, view)));
            case "complete":
                Choices.require(said.fieldNames());
                return (now, view) -> new TaskRecord.Completed(now);
            case "fail":
                Choices.require(said.fieldNames(), OUTCOME);
                return ending(outcome(task, said.path(OUTCOME).asText("failure"), ""));
            case "cancel":
                Choices.require(said.fieldNames());
                return ending(outcome(task, "cancelled", ""));
            default:
                Choices.require(said.fieldNames());
                return ending(outcome(task, word, "; beside that there are " + WORDS));
        }
    }

    private static Move ending(TaskType.Outcome outcome) {
        return (now, view) -> new TaskRecord.Ended(now, outcome);
    }

    private Duration untilNext(TaskRecord task, TaskView view) {
        return simulation
                .untilNext(task)
                .orElseThrow(() -> new IllegalArgumentException("the task " + task.id() + " stays in " + view.state()
                        + " until it is asked for something, completed, failed or cancelled"));
    }

    private static TaskType.Outcome outcome(TaskRecord task, String word, String others) {
        List<String> ends = new ArrayList<>();
        for (Map.Entry<TaskType.Outcome, TaskType.Ending> outcome :
                task.type().outcomes().entrySet()) {
            String name = outcome.getKey().name().toLowerCase(Locale.ROOT);
            if (outcome.getValue().state().isPresent()) {
                if (name.equals(word)) {
                    return outcome.getKey();
                }
                ends.add(name);
            }
        }
        ends.sort(Comparator.naturalOrder());
        throw new IllegalArgumentException(
                "a " + task.type().name() + " cannot end in " + word + ", only in " + String.join(", ", ends) + others);
    }
}

package io.facsimile.mock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.contract.task.TaskType;
import io.facsimile.mock.task.TaskRecord;
import io.facsimile.mock.task.TaskView;
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
     * Brings a task, if there is one, to an end.
     *
     * @param end {@code complete}, or an outcome
     * @throws IllegalArgumentException if the task cannot end so
     */
    void move(String id, String end) {
        owned(id).ifPresent(owned -> {
            TaskRecord.Intervention intervention = end.equals("complete")
                    ? new TaskRecord.Completed(simulation.clock().now())
                    : new TaskRecord.Ended(simulation.clock().now(), outcome(owned.task(), end));
            owned.provider().tasks().change(id, task -> task.with(intervention));
        });
    }

    private static TaskType.Outcome outcome(TaskRecord task, String word) {
        for (TaskType.Outcome outcome : task.type().outcomes().keySet()) {
            if (outcome.name().toLowerCase(Locale.ROOT).equals(word)) {
                return outcome;
            }
        }
        throw new IllegalArgumentException("a " + task.type().name() + " cannot end in " + word + ", only in complete, "
                + task.type().outcomes().keySet().stream()
                        .map(o -> o.name().toLowerCase(Locale.ROOT))
                        .sorted()
                        .toList());
    }
}

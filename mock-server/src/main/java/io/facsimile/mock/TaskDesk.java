package io.facsimile.mock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.contract.Cause;
import io.facsimile.contract.Operation;
import io.facsimile.contract.language.Condition;
import io.facsimile.contract.language.Locator;
import io.facsimile.contract.language.RequestValues;
import io.facsimile.contract.source.Pointers;
import io.facsimile.contract.task.Shown;
import io.facsimile.contract.task.TaskPages;
import io.facsimile.contract.task.TaskRole;
import io.facsimile.contract.task.TaskType;
import io.facsimile.mock.answer.Answer;
import io.facsimile.mock.answer.Chosen;
import io.facsimile.mock.answer.ExampleChoice;
import io.facsimile.mock.live.IdForm;
import io.facsimile.mock.request.Call;
import io.facsimile.mock.request.Refusal;
import io.facsimile.mock.scenario.Scenario;
import io.facsimile.mock.task.FollowUp;
import io.facsimile.mock.task.TaskRecord;
import io.facsimile.mock.task.TaskView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;

/** The part of an operation that submits, shows, moves and ends tasks. */
final class TaskDesk {
    /** What a task holds by itself, and for each byte of the request that it keeps, as bytes and as a tree. */
    private static final int TASK_BYTES = 3_000;

    private static final int BYTES_PER_BYTE = 3;

    private final Provider provider;
    private final Map<String, TaskType> types;
    private final Operation operation;
    private final Simulation simulation;
    private final OperationEngine engine;
    private final Map<String, IdForm> idForms = new ConcurrentHashMap<>();

    TaskDesk(Provider provider, ReadContract.Part part, Simulation simulation, OperationEngine engine) {
        this.provider = provider;
        this.types = part.read().contract().tasks();
        this.operation = part.operation();
        this.simulation = simulation;
        this.engine = engine;
    }

    /** Returns the answer if the operation plays a part in tasks for this request. */
    Optional<Answer> answer(Call call, CallValues values) {
        for (TaskRole role : operation.taskRoles()) {
            if (Condition.allHold(role.when(), call)) {
                return Optional.of(answer(role, call, values));
            }
        }
        return Optional.empty();
    }

    private Answer answer(TaskRole role, Call call, CallValues values) {
        return switch (role.role()) {
            case SUBMIT -> submit(type(role.types().get(0)), "", Optional.empty(), call, values);
            case POLL -> show(role, call, values, Optional.empty());
            case CONTENT -> show(role, call, values, asked(call));
            case BATCH -> batch(role, call, values);
            case LIST -> list(role, call, values);
            case CANCEL -> cancel(role, call, values);
            case DELETE -> delete(role, call, values);
            case RESUME -> resume(role, call, values);
            case FOLLOW_UP -> followUp(role, call, values);
        };
    }

    private VisibleTasks tasks(Call call) {
        return simulation.tasks(provider, call);
    }

    private TaskType type(String name) {
        TaskType type = types.get(name);
        if (type == null) {
            throw new IllegalStateException(operation + " names the task type " + name + ", which does not exist");
        }
        return type;
    }

    private Answer submit(TaskType type, String parent, Optional<Shown> answer, Call call, CallValues values) {
        String id = idForms.computeIfAbsent(type.name(), n -> IdForm.ofPattern(type.id()))
                .id(values.freshNumber());
        Scenario scenario = values.scenario();
        Optional<TaskType.Outcome> outcome = scenario.outcome();
        TaskType.Ending ending = outcome.isEmpty() ? null : type.outcomes().get(outcome.get());
        if (outcome.isPresent() && ending == null) {
            throw ScenarioReach.noOutcome(operation, outcome.get(), List.of(type));
        }
        if (ending != null && ending.submit().isPresent()) {
            // Refused at once: there is no task.
            return respond(ending.submit(), call, values);
        }
        long held = call.request().body().length;
        RequestValues submitted = tasks(call)
                .find(parent)
                .<RequestValues>map(before -> FollowUp.of(call, held, before.submittedWith()))
                .orElse(call);
        long heldInAll = submitted instanceof FollowUp followUp ? followUp.bytes() : held;
        TaskRecord task =
                new TaskRecord(id, type, values.now(), outcome, scenario.speed(), parent, submitted, List.of());
        tasks(call).add(task, TASK_BYTES + BYTES_PER_BYTE * heldInAll);
        return respond(answer, call, values.with(simulation.view(task)));
    }

    private Answer respond(Optional<Shown> answer, Call call, CallValues values) {
        return answer.flatMap(shown -> ExampleChoice.shown(operation, shown))
                .<Answer>map(chosen -> engine.examples().render(chosen, values))
                .orElseGet(() -> engine.answer(call, values));
    }

    /** Returns the task that a request names, if it is of a type that the role speaks of. */
    private Optional<TaskRecord> named(TaskRole role, Call call) {
        return tasks(call).find(idOf(role, call)).filter(task -> role.types()
                .contains(task.type().name()));
    }

    private String idOf(TaskRole role, Call call) {
        Locator locator =
                role.id().orElseGet(() -> new Locator.Path(TaskAddresses.parameter(operation, Optional.empty())));
        return locator.find(call).asText("");
    }

    /** Returns the example that a request chooses by what it says; nothing where it says nothing of that. */
    private Optional<Chosen> asked(Call call) {
        return engine.choice()
                .choose(call)
                .filter(chosen -> !chosen.example().when().isEmpty());
    }

    /** @param asked which of several files of a task that has them, where the request says so */
    private Answer show(TaskRole role, Call call, CallValues values, Optional<Chosen> asked) {
        Optional<TaskRecord> task = named(role, call);
        if (task.isEmpty()) {
            return refuse(role, TaskType.Refusal.UNKNOWN, idOf(role, call), call, values);
        }
        TaskView view = simulation.view(task.get());
        Optional<Shown> shown = task.get().type().shown(operation.id(), view.state());
        if (asked.isPresent() && shown.isPresent() && shown.get().status().isEmpty()) {
            return engine.examples().render(asked.get(), values.with(view));
        }
        return respond(shown, call, values.with(view));
    }

    /** The refusal that a task type names for this operation, else the provider's answer to an unknown task. */
    private Answer refuse(TaskRole role, TaskType.Refusal refusal, String id, Call call, CallValues values) {
        for (String name : role.types()) {
            Shown shown = type(name).refuses().get(refusal);
            Optional<Chosen> chosen = shown == null ? Optional.empty() : ExampleChoice.shown(operation, shown);
            if (chosen.isPresent()) {
                return engine.examples().render(chosen.get(), values);
            }
        }
        return switch (refusal) {
            case UNKNOWN -> engine.refuse(engine.unknownTask(id), call.request());
            case UNFINISHED ->
                engine.refuse(
                        new Refusal(Cause.INVALID_REQUEST, "", "the task \"" + id + "\" is not that far"),
                        call.request());
            case NOT_OFFERED ->
                engine.refuse(
                        new Refusal(Cause.INVALID_REQUEST, "", "the task \"" + id + "\" does not offer that"),
                        call.request());
        };
    }

    private Answer batch(TaskRole role, Call call, CallValues values) {
        List<TaskRecord> tasks = new ArrayList<>();
        JsonNode ids = role.ids().map(l -> l.find(call)).orElse(JsonNodeFactory.instance.arrayNode());
        List<String> wanted = new ArrayList<>();
        if (ids.isTextual()) {
            wanted.addAll(List.of(ids.textValue().split(",", -1)));
        }
        ids.forEach(id -> wanted.add(id.asText()));
        for (String id : wanted) {
            tasks(call)
                    .find(id)
                    .filter(t -> role.types().contains(t.type().name()))
                    .ifPresent(tasks::add);
        }
        return several(role, tasks, call, values);
    }

    private Answer list(TaskRole role, Call call, CallValues values) {
        List<TaskRecord> tasks = tasks(call).newestFirst().stream()
                .filter(t -> role.types().contains(t.type().name()))
                .toList();
        return several(role, tasks, call, values);
    }

    /** Answers with the operation's own example, its array filled with what the polling operation shows of each task. */
    private Answer several(TaskRole role, List<TaskRecord> all, Call call, CallValues values) {
        Optional<Chosen> own = engine.choice().choose(call);
        if (own.isEmpty()) {
            return engine.answer(call, values);
        }
        TaskPages.Range range =
                role.pages().range(call, all.stream().map(TaskRecord::id).toList());
        List<TaskRecord> page = all.subList(range.from(), range.to());
        ArrayNode items = items(role, page, values);
        Answer.Whole frame = engine.examples().render(own.get(), values);
        JsonNode body = items;
        if (!role.into().isEmpty()) {
            body = engine.examples().tree(own.get(), values);
            put(body, role.into(), items);
            tell(body, role.pages(), page, all.size(), range);
        }
        return new Answer.Whole(frame.status(), frame.headers(), body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private ArrayNode items(TaskRole role, List<TaskRecord> tasks, CallValues values) {
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        OperationEngine poll =
                role.itemOperation().flatMap(simulation.engines(provider)::find).orElse(engine);
        for (TaskRecord task : tasks) {
            TaskView view = simulation.view(task);
            Optional<Chosen> chosen = task.type()
                    .shown(poll.operation().id(), view.state())
                    .flatMap(shown -> ExampleChoice.shown(poll.operation(), shown));
            chosen.ifPresent(c -> items.add(Pointers.at(
                    poll.examples().template(c.mediaType(), c.example()).tree(values.with(view)), role.itemAt())));
        }
        return items;
    }

    /** Says of a page what it has and whether there are more. */
    private static void tell(JsonNode body, TaskPages pages, List<TaskRecord> page, int total, TaskPages.Range range) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        JsonNode first =
                page.isEmpty() ? nodes.nullNode() : nodes.textNode(page.get(0).id());
        JsonNode last = page.isEmpty()
                ? nodes.nullNode()
                : nodes.textNode(page.get(page.size() - 1).id());
        pages.total().ifPresent(place -> put(body, place, nodes.numberNode(total)));
        pages.more().ifPresent(place -> put(body, place, nodes.booleanNode(range.to() < total)));
        pages.first().ifPresent(place -> put(body, place, first));
        pages.last().ifPresent(place -> put(body, place, last));
    }

    private static void put(JsonNode body, String pointer, JsonNode value) {
        int slash = pointer.lastIndexOf('/');
        if (Pointers.at(body, pointer.substring(0, slash)) instanceof ObjectNode holder) {
            holder.set(Pointers.last(pointer), value);
        }
    }

    private Answer cancel(TaskRole role, Call call, CallValues values) {
        Optional<TaskRecord> task = named(role, call);
        if (task.isEmpty()) {
            return refuse(role, TaskType.Refusal.UNKNOWN, idOf(role, call), call, values);
        }
        tasks(call)
                .change(task.get().id(), t -> t.with(new TaskRecord.Ended(values.now(), TaskType.Outcome.CANCELLED)));
        TaskView view = simulation.view(tasks(call).find(task.get().id()).orElse(task.get()));
        return respond(task.get().type().shown(operation.id(), view.state()), call, values.with(view));
    }

    private Answer delete(TaskRole role, Call call, CallValues values) {
        Optional<TaskRecord> task = named(role, call);
        if (task.isEmpty()) {
            return refuse(role, TaskType.Refusal.UNKNOWN, idOf(role, call), call, values);
        }
        tasks(call).remove(task.get().id());
        return engine.answer(call, values.with(simulation.view(task.get())));
    }

    private Answer resume(TaskRole role, Call call, CallValues values) {
        Optional<TaskRecord> task = named(role, call);
        if (task.isEmpty()) {
            return refuse(role, TaskType.Refusal.UNKNOWN, idOf(role, call), call, values);
        }
        boolean isWaiting = task.get().type().states().stream()
                .anyMatch(s -> s.isWaiting()
                        && s.name().equals(simulation.view(task.get()).state()));
        if (!isWaiting) {
            return refuse(role, TaskType.Refusal.UNFINISHED, task.get().id(), call, values);
        }
        tasks(call).change(task.get().id(), t -> t.with(new TaskRecord.Resumed(values.now())));
        TaskView view = simulation.view(tasks(call).find(task.get().id()).orElse(task.get()));
        return respond(Optional.empty(), call, values.with(view));
    }

    private Answer followUp(TaskRole role, Call call, CallValues values) {
        String id = role.parent().map(l -> l.find(call).asText("")).orElse("");
        if (role.parentPattern().isPresent()) {
            Matcher matcher = role.parentPattern().get().matcher(id);
            id = matcher.find() ? matcher.group(1) : "";
        }
        Optional<TaskRecord> parent = tasks(call).find(id);
        if (parent.isEmpty()) {
            return refuse(role, TaskType.Refusal.UNKNOWN, id, call, values);
        }
        TaskView view = simulation.view(parent.get());
        Optional<TaskType.Offer> offer = parent.get().type().offers().stream()
                .filter(o -> o.operation().equals(operation.id()) && Condition.allHold(o.when(), call))
                .findFirst();
        if (offer.isEmpty()) {
            return refuse(role, TaskType.Refusal.NOT_OFFERED, id, call, values);
        }
        String needed =
                offer.get().needs().orElseGet(() -> lastState(parent.get().type()));
        if (!view.state().equals(needed)) {
            return refuse(role, TaskType.Refusal.UNFINISHED, id, call, values);
        }
        return submit(type(offer.get().starts()), id, offer.get().answer(), call, values);
    }

    private static String lastState(TaskType type) {
        return type.states().get(type.states().size() - 1).name();
    }
}

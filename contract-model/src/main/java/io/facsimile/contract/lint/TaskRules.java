package io.facsimile.contract.lint;

import io.facsimile.contract.Contract;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.Response;
import io.facsimile.contract.task.Shown;
import io.facsimile.contract.task.TaskRole;
import io.facsimile.contract.task.TaskType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Task types against the operations that they speak of. */
final class TaskRules {
    private TaskRules() {}

    static void shows(Subject subject, Report report) {
        Contract contract = subject.contract();
        for (TaskType type : contract.tasks().values()) {
            Set<String> states = new LinkedHashSet<>();
            type.states().forEach(s -> states.add(s.name()));
            type.outcomes().values().forEach(e -> e.state().ifPresent(states::add));
            for (Map.Entry<String, Map<String, Shown>> shown : type.shows().entrySet()) {
                Optional<Operation> operation = contract.operation(shown.getKey());
                if (operation.isEmpty()) {
                    // Another provider of the family has it.
                    continue;
                }
                for (String state : states) {
                    if (type.shown(shown.getKey(), state).isEmpty()) {
                        problem(contract, type, report, shown.getKey() + " shows nothing in the state " + state);
                    }
                }
                shown.getValue().forEach((state, example) -> {
                    if (!state.equals("*") && !states.contains(state)) {
                        problem(
                                contract,
                                type,
                                report,
                                shown.getKey() + " shows a state " + state + " that never comes");
                    }
                    exists(contract, type, operation.get(), example, report);
                });
            }
            for (TaskType.Offer offer : type.offers()) {
                if (!contract.tasks().containsKey(offer.starts())) {
                    problem(
                            contract,
                            type,
                            report,
                            "the offer of " + offer.operation() + " starts \"" + offer.starts()
                                    + "\", which does not exist");
                }
                Optional<Operation> operation = contract.operation(offer.operation());
                if (operation.isPresent() && offer.answer().isPresent()) {
                    exists(contract, type, operation.get(), offer.answer().get(), report);
                }
                if (offer.needs().isPresent() && !states.contains(offer.needs().get())) {
                    problem(
                            contract,
                            type,
                            report,
                            "the offer of " + offer.operation() + " needs a state "
                                    + offer.needs().get() + " that never comes");
                }
            }
        }
        for (Operation operation : contract.operations()) {
            for (TaskRole role : operation.taskRoles()) {
                for (String type : role.types()) {
                    if (!contract.tasks().containsKey(type)) {
                        report.problem(
                                operation.pointer(),
                                operation + " plays a part for the task type \"" + type + "\", which does not exist",
                                "declare it in x-tasks");
                    }
                }
            }
        }
    }

    private static void exists(Contract contract, TaskType type, Operation operation, Shown shown, Report report) {
        Optional<Response> response =
                shown.status().isPresent() ? operation.response(shown.status().get()) : operation.success();
        List<MediaType> content = response.map(Response::content).orElse(List.of());
        if (content.stream().noneMatch(m -> m.example(shown.example()).isPresent())) {
            problem(contract, type, report, operation + " has no example \"" + shown + "\"");
        }
    }

    private static void problem(Contract contract, TaskType type, Report report, String what) {
        String pointer = "/x-tasks/" + type.name().replaceFirst("\\.", "/");
        report.problem(
                contract.lines().apply(pointer), type.name() + ": " + what, "correct tasks.yaml or the operation");
    }
}

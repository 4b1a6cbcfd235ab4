package io.facsimile.contract.lint;

import io.facsimile.contract.Contract;
import io.facsimile.contract.task.Shown;
import io.facsimile.contract.task.TaskType;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Task types and their states. That the examples and types they name exist, the reader has seen to. */
final class TaskRules {
    private TaskRules() {}

    static void shows(Subject subject, Report report) {
        for (TaskType type : subject.contract().tasks().values()) {
            Set<String> states = new LinkedHashSet<>();
            type.states().forEach(s -> states.add(s.name()));
            type.outcomes().values().forEach(e -> e.state().ifPresent(states::add));
            type.shows()
                    .forEach((operation, shown) -> shows(subject.contract(), type, states, operation, shown, report));
            for (TaskType.Offer offer : type.offers()) {
                if (offer.needs().isPresent() && !states.contains(offer.needs().get())) {
                    problem(
                            subject.contract(),
                            type,
                            report,
                            "the offer of " + offer.operation() + " needs a state "
                                    + offer.needs().get() + " that never comes");
                }
            }
        }
    }

    private static void shows(
            Contract contract,
            TaskType type,
            Set<String> states,
            String operation,
            Map<String, Shown> shown,
            Report report) {
        if (contract.operation(operation).isEmpty()) {
            // Another provider of the family has it.
            return;
        }
        for (String state : states) {
            if (type.shown(operation, state).isEmpty()) {
                problem(contract, type, report, operation + " shows nothing in the state " + state);
            }
        }
        for (String state : shown.keySet()) {
            if (!state.equals("*") && !states.contains(state)) {
                problem(contract, type, report, operation + " shows a state " + state + " that never comes");
            }
        }
    }

    private static void problem(Contract contract, TaskType type, Report report, String what) {
        String pointer = "/x-tasks/" + type.name().replaceFirst("\\.", "/");
        report.problem(
                contract.lines().apply(pointer), type.name() + ": " + what, "correct tasks.yaml or the operation");
    }
}

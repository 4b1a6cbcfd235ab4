package io.facsimile.contract.lint;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.Contract;
import io.facsimile.contract.Operation;
import io.facsimile.contract.bundle.Kind;
import io.facsimile.contract.language.LiveWord;
import io.facsimile.contract.task.Shown;
import io.facsimile.contract.task.TaskRole;
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

    /** Every task type is begun by some operation and can be asked for; that it ends, the reader has seen to. */
    static void reachable(Subject subject, Report report) {
        Contract contract = subject.contract();
        Set<String> begun = new LinkedHashSet<>();
        Set<String> asked = new LinkedHashSet<>();
        for (Operation operation : contract.operations()) {
            for (TaskRole role : operation.taskRoles()) {
                switch (role.role()) {
                    case SUBMIT -> begun.addAll(role.types());
                    case POLL, BATCH, LIST -> asked.addAll(role.types());
                    default -> {}
                }
            }
        }
        for (boolean isGrowing = true; isGrowing; ) {
            isGrowing = false;
            for (TaskType type : contract.tasks().values()) {
                for (TaskType.Offer offer : type.offers()) {
                    boolean isThere = contract.operation(offer.operation()).isPresent();
                    isGrowing |= begun.contains(type.name()) && isThere && begun.add(offer.starts());
                }
            }
        }
        for (TaskType type : contract.tasks().values()) {
            boolean isOfOthers = !begun.contains(type.name()) && !asked.contains(type.name());
            if (isOfOthers || isPattern(subject, type)) {
                // Another provider of the family has the operations, or other types are like it.
                continue;
            }
            if (!begun.contains(type.name()) && !isOfFamilyWithoutItsOperation(contract, type)) {
                problem(contract, type, report, "no operation begins it");
            }
            if (!asked.contains(type.name())) {
                problem(contract, type, report, "no operation asks for it");
            }
        }
    }

    static void addresses(Subject subject, Report report) {
        Kind.walk(subject.document(), (kind, pointer, node) -> {
            String word = node.path("x-live").asText();
            if (kind != Kind.SCHEMA || !word.startsWith(LiveWord.TASK_ADDRESS)) {
                return;
            }
            String name = ((LiveWord.TaskAddress) LiveWord.parse(word)).operation();
            boolean isThere = subject.contract()
                    .operation(name)
                    .filter(o -> !o.taskRoles().isEmpty())
                    .isPresent();
            if (!isThere) {
                report.problem(
                        subject.contract().lines().apply(pointer),
                        word + ": no operation " + name + " answers for tasks",
                        "name one with x-task");
            }
        });
    }

    private static boolean isPattern(Subject subject, TaskType type) {
        String family = type.name().substring(0, type.name().indexOf('.'));
        String name = type.name().substring(family.length() + 1);
        for (JsonNode other : subject.document().path("x-tasks").path(family)) {
            if (other.path("like").asText().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** A provider may have the family without the follow-up that begins a type. */
    private static boolean isOfFamilyWithoutItsOperation(Contract contract, TaskType type) {
        return contract.tasks().values().stream()
                .flatMap(t -> t.offers().stream())
                .anyMatch(o -> o.starts().equals(type.name())
                        && contract.operation(o.operation()).isEmpty());
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

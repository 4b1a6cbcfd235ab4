package io.facsimile.mock.task;

import io.facsimile.contract.language.RequestValues;
import io.facsimile.contract.task.TaskType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A task as it was submitted, with what happened to it since. Its state is not kept: it follows from this record and
 * the clock.
 *
 * @param outcome the end that was asked for; absent for success
 * @param speed how many times faster than the others it was asked to run
 * @param parent the parent's id; empty for none
 * @param interventions in the order of their time
 */
public record TaskRecord(
        String id,
        TaskType type,
        Instant submitted,
        Optional<TaskType.Outcome> outcome,
        double speed,
        String parent,
        RequestValues submittedWith,
        List<Intervention> interventions) {
    public TaskRecord {
        interventions = List.copyOf(interventions);
    }

    /** Something that moved a task from outside. */
    public sealed interface Intervention {
        Instant at();
    }

    /** A waiting task went on. */
    public record Resumed(Instant at) implements Intervention {}

    /** A task was brought to its good end. */
    public record Completed(Instant at) implements Intervention {}

    /** A task was put to another end. */
    public record Ended(Instant at, TaskType.Outcome outcome) implements Intervention {}

    /** A task went ahead of the clock. */
    public record Advanced(Instant at, Duration by) implements Intervention {}

    public TaskRecord with(Intervention intervention) {
        List<Intervention> more = new ArrayList<>(interventions);
        more.add(intervention);
        return new TaskRecord(id, type, submitted, outcome, speed, parent, submittedWith, more);
    }
}

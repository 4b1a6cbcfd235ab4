package io.facsimile.mock.task;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A task's own time, which is the clock's until somebody lets the task go ahead of it.
 *
 * @param jumps in the order of their time
 */
record TaskTime(List<TaskRecord.Advanced> jumps) {
    TaskTime {
        jumps = List.copyOf(jumps);
    }

    static TaskTime of(TaskRecord task) {
        return new TaskTime(task.interventions().stream()
                .filter(TaskRecord.Advanced.class::isInstance)
                .map(TaskRecord.Advanced.class::cast)
                .toList());
    }

    /** Returns what time it is for the task. */
    Instant at(Instant clock) {
        Instant time = clock;
        for (TaskRecord.Advanced jump : jumps) {
            if (!jump.at().isAfter(clock)) {
                time = time.plus(jump.by());
            }
        }
        return time;
    }

    /** Returns when it was so late for the task, by the clock; what was jumped over was at the jump. */
    Instant onTheClock(Instant time) {
        Duration ahead = Duration.ZERO;
        for (TaskRecord.Advanced jump : jumps) {
            Instant clock = time.minus(ahead);
            if (clock.isBefore(jump.at())) {
                return clock;
            }
            ahead = ahead.plus(jump.by());
            if (!time.minus(ahead).isAfter(jump.at())) {
                return jump.at();
            }
        }
        return time.minus(ahead);
    }
}

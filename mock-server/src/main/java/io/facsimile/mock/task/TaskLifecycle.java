package io.facsimile.mock.task;

import io.facsimile.contract.task.TaskType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a task stands: a function of its record and the clock. */
public final class TaskLifecycle {
    private static final Pattern RANGE = Pattern.compile("([0-9]+)([^.]*)\\.\\.([0-9]+)([^.]*)");

    private TaskLifecycle() {}

    /** A state and when it was reached. */
    private record Reached(TaskType.State state, Instant at, Optional<Instant> next) {}

    /**
     * Returns how a task stands.
     *
     * @param speed how many times faster than the contract says; more than 0
     */
    public static TaskView view(TaskRecord task, Instant now, double speed) {
        Optional<TaskRecord.Ended> ended = task.interventions().stream()
                .filter(TaskRecord.Ended.class::isInstance)
                .map(TaskRecord.Ended.class::cast)
                .findFirst();
        Optional<TaskRecord.Completed> completed = task.interventions().stream()
                .filter(TaskRecord.Completed.class::isInstance)
                .map(TaskRecord.Completed.class::cast)
                .findFirst();
        if (completed.isPresent() && ended.isEmpty()) {
            TaskType.State last = task.type().states().get(task.type().states().size() - 1);
            Instant at = completed.get().at();
            return view(task, last.name(), true, last.progress(), Optional.of(at), Optional.of(at));
        }
        TaskTime time = TaskTime.of(task);
        Instant until = time.at(
                ended.map(TaskRecord.Ended::at).filter(at -> at.isBefore(now)).orElse(now));
        Walk walk = walk(task, time, until, speed);
        Optional<Instant> started = walk.started.map(time::onTheClock);
        if (ended.isPresent() && !walk.reached.state.isEnd()) {
            Optional<String> end = ending(task, ended.get().outcome()).flatMap(TaskType.Ending::state);
            if (end.isPresent()) {
                return view(
                        task,
                        end.get(),
                        true,
                        "",
                        started,
                        Optional.of(ended.get().at()));
            }
        }
        Optional<TaskType.Ending> other = otherEnd(task);
        if (other.isPresent() && !walk.reached.state.isWaiting()) {
            Instant end = end(other.get(), walk, speed);
            if (!end.isAfter(until)) {
                String state = other.get().state().orElseThrow();
                Optional<Instant> at = Optional.of(time.onTheClock(end));
                return view(task, state, true, other.get().progress(), started, at);
            }
        }
        boolean isEnd = walk.reached.state.isEnd();
        return view(
                task,
                walk.reached.state.name(),
                isEnd,
                progress(walk.reached, until),
                started,
                isEnd ? Optional.of(time.onTheClock(walk.reached.at)) : Optional.empty());
    }

    /**
     * Returns how long it takes by the clock until a task comes to its next state; nothing if it never does by itself.
     *
     * @param speed how many times faster than the contract says; more than 0
     */
    public static Optional<Duration> untilNext(TaskRecord task, Instant now, double speed) {
        TaskTime time = TaskTime.of(task);
        Instant until = time.at(now);
        Walk walk = walk(task, time, until, speed);
        if (walk.isHeld || walk.reached.state.isEnd()) {
            return Optional.empty();
        }
        Optional<Instant> end = otherEnd(task).map(other -> end(other, walk, speed));
        Optional<Instant> next =
                walk.reached.next.filter(at -> end.isEmpty() || at.isBefore(end.get()) && !walk.isLast);
        return next.or(() -> end).map(at -> Duration.between(until, at));
    }

    /** The end that was asked for, where it is a state. */
    private static Optional<TaskType.Ending> otherEnd(TaskRecord task) {
        return task.outcome().flatMap(outcome -> ending(task, outcome)).filter(ending -> ending.state()
                .isPresent());
    }

    private static Instant end(TaskType.Ending other, Walk walk, double speed) {
        return walk.base.plus(scaled(other.at().orElse(Duration.ZERO), speed));
    }

    private static Optional<TaskType.Ending> ending(TaskRecord task, TaskType.Outcome outcome) {
        return Optional.ofNullable(task.type().outcomes().get(outcome));
    }

    /**
     * Where the usual way has led.
     *
     * @param base since when times count
     * @param started when the work began
     * @param isHeld whether it goes no further by itself
     * @param isLast whether only the end comes after it
     */
    private record Walk(Reached reached, Instant base, Optional<Instant> started, boolean isHeld, boolean isLast) {}

    private static Walk walk(TaskRecord task, TaskTime time, Instant now, double speed) {
        List<TaskType.State> states = task.type().states();
        List<Instant> resumes = task.interventions().stream()
                .filter(TaskRecord.Resumed.class::isInstance)
                .map(resumed -> time.at(resumed.at()))
                .toList();
        Optional<TaskType.Ending> other = task.outcome().flatMap(o -> ending(task, o));
        Optional<String> stays = other.flatMap(TaskType.Ending::stays);
        boolean failsLater = other.flatMap(TaskType.Ending::state).isPresent();
        Instant base = task.submitted();
        int resumed = 0;
        Reached reached = new Reached(states.get(0), base, Optional.empty());
        Optional<Instant> started = Optional.empty();
        boolean isHeld = false;
        boolean isLast = false;
        for (int i = 0; i < states.size() && !isHeld; i++) {
            TaskType.State state = states.get(i);
            Instant at = base.plus(scaled(state.at(), speed));
            if (i > 0 && at.isAfter(now) || state.isEnd() && failsLater) {
                break;
            }
            reached = new Reached(state, at, next(states, i, base, speed));
            isLast = i + 1 < states.size() && states.get(i + 1).isEnd();
            if (isLast) {
                started = Optional.of(at);
            }
            isHeld = stays.isPresent() && stays.get().equals(state.name());
            if (state.isWaiting() && !isHeld) {
                isHeld = resumed >= resumes.size() || resumes.get(resumed).isAfter(now);
                if (!isHeld) {
                    base = resumes.get(resumed++);
                    reached = new Reached(state, at, next(states, i, base, speed));
                }
            }
        }
        return new Walk(reached, base, started, isHeld, isLast);
    }

    private static Optional<Instant> next(List<TaskType.State> states, int i, Instant base, double speed) {
        return i + 1 < states.size()
                ? Optional.of(base.plus(scaled(states.get(i + 1).at(), speed)))
                : Optional.empty();
    }

    private static Duration scaled(Duration duration, double speed) {
        return Duration.ofNanos(Math.round(duration.toNanos() / speed));
    }

    private static String progress(Reached reached, Instant now) {
        String form = reached.state.progress();
        Matcher range = RANGE.matcher(form);
        if (!range.matches()) {
            return form;
        }
        long from = Long.parseLong(range.group(1));
        long to = Long.parseLong(range.group(3));
        double share = 0;
        if (reached.next.isPresent()) {
            double whole = Duration.between(reached.at, reached.next.get()).toNanos();
            share = whole <= 0
                    ? 1
                    : Math.min(1, Duration.between(reached.at, now).toNanos() / whole);
        }
        return Math.round(from + (to - from) * share) + range.group(4);
    }

    private static TaskView view(
            TaskRecord task,
            String state,
            boolean isEnded,
            String progress,
            Optional<Instant> started,
            Optional<Instant> finished) {
        return new TaskView(
                task.id(),
                task.type().name(),
                state,
                isEnded,
                progress,
                task.parent(),
                task.submitted(),
                started,
                finished,
                task.type().facts(),
                task.submittedWith());
    }
}

package io.facsimile.mock.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The tasks of one provider. Bounded by their number and by what they hold: the oldest go when a new one would be too
 * many or too much; the newest always stays. Safe for several threads.
 */
public final class TaskStore {
    private final int most;
    private final long mostBytes;
    private final Map<String, Kept> tasks = new LinkedHashMap<>();
    private long bytes;

    private record Kept(TaskRecord task, long bytes) {}

    /**
     * @param most how many tasks are kept
     * @param mostBytes how many bytes they hold together
     */
    public TaskStore(int most, long mostBytes) {
        this.most = most;
        this.mostBytes = mostBytes;
    }

    /** @param held about how many bytes the task holds, its request among them */
    public synchronized void add(TaskRecord task, long held) {
        remove(task.id());
        tasks.put(task.id(), new Kept(task, held));
        bytes += held;
        while (tasks.size() > 1 && (tasks.size() > most || bytes > mostBytes)) {
            remove(tasks.keySet().iterator().next());
        }
    }

    public synchronized Optional<TaskRecord> find(String id) {
        return Optional.ofNullable(tasks.get(id)).map(Kept::task);
    }

    /** Changes a task in one step. */
    public synchronized void change(String id, UnaryOperator<TaskRecord> change) {
        tasks.computeIfPresent(id, (key, kept) -> new Kept(change.apply(kept.task), kept.bytes));
    }

    public synchronized void remove(String id) {
        Kept gone = tasks.remove(id);
        bytes -= gone == null ? 0 : gone.bytes;
    }

    /** Returns every task, newest first. */
    public synchronized List<TaskRecord> newestFirst() {
        List<TaskRecord> all = new ArrayList<>();
        tasks.values().forEach(kept -> all.add(kept.task));
        java.util.Collections.reverse(all);
        return all;
    }

    public synchronized void clear() {
        tasks.clear();
        bytes = 0;
    }
}

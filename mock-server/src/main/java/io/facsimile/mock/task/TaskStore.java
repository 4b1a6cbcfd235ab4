package io.facsimile.mock.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The tasks of one provider. Bounded: the oldest goes when a new one would be too many. Safe for several threads. */
public final class TaskStore {
    private final int most;
    private final Map<String, TaskRecord> tasks = new LinkedHashMap<>();

    public TaskStore(int most) {
        this.most = most;
    }

    public synchronized void add(TaskRecord task) {
        tasks.put(task.id(), task);
        if (tasks.size() > most) {
            tasks.remove(tasks.keySet().iterator().next());
        }
    }

    public synchronized Optional<TaskRecord> find(String id) {
        return Optional.ofNullable(tasks.get(id));
    }

    /** Changes a task in one step. */
    public synchronized void change(String id, UnaryOperator<TaskRecord> change) {
        tasks.computeIfPresent(id, (key, task) -> change.apply(task));
    }

    public synchronized void remove(String id) {
        tasks.remove(id);
    }

    /** Returns every task, newest first. */
    public synchronized List<TaskRecord> newestFirst() {
        List<TaskRecord> all = new ArrayList<>(tasks.values());
        java.util.Collections.reverse(all);
        return all;
    }

    public synchronized void clear() {
        tasks.clear();
    }
}

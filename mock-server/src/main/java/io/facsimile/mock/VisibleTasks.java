package io.facsimile.mock;

import io.facsimile.mock.task.TaskRecord;
import io.facsimile.mock.task.TaskStore;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The tasks that a call may speak of: its provider's, and at the root, where the providers are one, those of all. There one
 * provider may answer a submit and another the poll.
 *
 * @param own where the provider's new tasks go, and where a task is looked for first
 */
record VisibleTasks(TaskStore own, List<TaskStore> others) {
    void add(TaskRecord task, long held) {
        own.add(task, held);
    }

    Optional<TaskRecord> find(String id) {
        return stores().flatMap(store -> store.find(id).stream()).findFirst();
    }

    /** Changes a task in one step. */
    void change(String id, UnaryOperator<TaskRecord> change) {
        holding(id).ifPresent(store -> store.change(id, change));
    }

    void remove(String id) {
        holding(id).ifPresent(store -> store.remove(id));
    }

    /** Returns every task, newest first. */
    List<TaskRecord> newestFirst() {
        return others.isEmpty()
                ? own.newestFirst()
                : stores().flatMap(store -> store.newestFirst().stream())
                        .sorted(Comparator.comparing(TaskRecord::submitted).reversed())
                        .toList();
    }

    private Optional<TaskStore> holding(String id) {
        return stores().filter(store -> store.find(id).isPresent()).findFirst();
    }

    private Stream<TaskStore> stores() {
        return Stream.concat(Stream.of(own), others.stream());
    }
}

package io.facsimile.mock.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.facsimile.contract.index.ContractIndex;
import io.facsimile.contract.language.RequestValues;
import io.facsimile.contract.task.TaskType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskStoreTest {
    private static final TaskType TYPE =
            ContractIndex.read("uniai").tasks().values().iterator().next();

    private static TaskRecord task(String id) {
        return new TaskRecord(
                id,
                TYPE,
                Instant.EPOCH,
                Optional.empty(),
                1,
                "",
                RequestValues.ofBody(com.fasterxml.jackson.databind.node.MissingNode.getInstance()),
                List.of());
    }

    private static List<String> ids(TaskStore store) {
        return store.newestFirst().stream().map(TaskRecord::id).toList();
    }

    @Test
    void theOldestGoesWhenThereAreTooMany() {
        TaskStore store = new TaskStore(2, 1_000);
        List.of("a", "b", "c").forEach(id -> store.add(task(id), 1));
        assertThat(ids(store)).containsExactly("c", "b");
    }

    @Test
    void asManyOfTheOldestGoAsANewOneNeedsRoom() {
        TaskStore store = new TaskStore(100, 10);
        List.of("a", "b", "c").forEach(id -> store.add(task(id), 3));
        store.add(task("d"), 6);
        assertThat(ids(store)).containsExactly("d", "c");
    }

    @Test
    void theNewestStaysHoweverMuchItHolds() {
        TaskStore store = new TaskStore(100, 10);
        store.add(task("a"), 3);
        store.add(task("b"), 1_000);
        assertThat(ids(store)).containsExactly("b");
    }

    @Test
    void whatIsRemovedOrReplacedLeavesItsRoomToOthers() {
        TaskStore store = new TaskStore(100, 10);
        store.add(task("a"), 5);
        store.add(task("a"), 5);
        store.add(task("b"), 5);
        store.remove("a");
        store.add(task("c"), 5);
        assertThat(ids(store)).containsExactly("c", "b");
    }
}

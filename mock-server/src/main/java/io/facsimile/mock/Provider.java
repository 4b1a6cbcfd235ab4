package io.facsimile.mock;

import io.facsimile.contract.Contract;
import io.facsimile.contract.schema.Schemas;
import io.facsimile.mock.task.TaskStore;

/** One provider as it is served: its contract, its compiled schemas, its tasks. */
record Provider(Contract contract, Schemas schemas, TaskStore tasks) {
    private static final int MOST_TASKS = 10_000;
    private static final long MOST_TASK_BYTES = 16_000_000;

    static Provider of(Contract contract) {
        return new Provider(contract, Schemas.of(contract.document()), new TaskStore(MOST_TASKS, MOST_TASK_BYTES));
    }
}

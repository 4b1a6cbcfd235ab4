package io.facsimile.mock;

import io.facsimile.contract.Contract;
import io.facsimile.contract.LazyContract;
import io.facsimile.contract.schema.Schemas;
import io.facsimile.mock.task.TaskStore;
import org.jspecify.annotations.Nullable;

/** One provider as it is served: its contract, its compiled schemas, its tasks. Read when it is first called. */
final class Provider {
    private static final int MOST_TASKS = 100_000;

    private final LazyContract source;
    private final TaskStore tasks = new TaskStore(MOST_TASKS);
    private volatile @Nullable Schemas schemas;

    Provider(LazyContract source) {
        this.source = source;
    }

    /** Returns the provider's id. */
    String name() {
        return source.provider();
    }

    LazyContract source() {
        return source;
    }

    Contract contract() {
        return source.contract();
    }

    Schemas schemas() {
        Schemas known = schemas;
        return known != null ? known : compile();
    }

    private synchronized Schemas compile() {
        Schemas known = schemas;
        if (known == null) {
            known = Schemas.of(contract().document());
            schemas = known;
        }
        return known;
    }

    TaskStore tasks() {
        return tasks;
    }
}

package io.facsimile.mock;

import io.facsimile.contract.Contract;
import io.facsimile.contract.LazyContract;
import io.facsimile.contract.SecurityScheme;
import io.facsimile.mock.task.TaskStore;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One provider as it is served: its contract and its tasks. Read when it is first called. */
final class Provider {
    private static final int MOST_TASKS = 10_000;
    private static final long MOST_TASK_BYTES = 16_000_000;

    private final LazyContract source;
    private final TaskStore tasks = new TaskStore(MOST_TASKS, MOST_TASK_BYTES);
    private @Nullable ReadContract whole;
    private @Nullable List<SecurityScheme> securitySchemes;

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

    /**
     * Returns what an operation is served from.
     *
     * @param number the operation's, in the contract's order
     */
    ReadContract.Part part(int number) {
        LazyContract.Part part = source.part(number);
        ReadContract read = part.isWhole() ? whole(part.contract()) : ReadContract.of(part.contract());
        return new ReadContract.Part(read, part.operation());
    }

    private synchronized ReadContract whole(Contract contract) {
        ReadContract known = whole;
        if (known == null) {
            known = ReadContract.of(contract);
            whole = known;
        }
        return known;
    }

    /**
     * Returns every way in which one of its operations takes a key, first those with a word before the key: a header that is
     * the key in another way has that word as well. Reads the contract.
     */
    synchronized List<SecurityScheme> securitySchemes() {
        List<SecurityScheme> known = securitySchemes;
        if (known == null) {
            known = contract().operations().stream()
                    .flatMap(operation -> operation.security().stream())
                    .flatMap(List::stream)
                    .distinct()
                    .sorted(Comparator.comparing(scheme -> scheme.prefix().isEmpty()))
                    .toList();
            securitySchemes = known;
        }
        return known;
    }

    TaskStore tasks() {
        return tasks;
    }
}

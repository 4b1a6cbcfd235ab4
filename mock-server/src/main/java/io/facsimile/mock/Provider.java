package io.facsimile.mock;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.Contract;
import io.facsimile.contract.LazyContract;
import io.facsimile.contract.schema.Schemas;
import io.facsimile.mock.answer.Inventions;
import io.facsimile.mock.task.TaskStore;
import org.jspecify.annotations.Nullable;

/** One provider as it is served: its contract, its compiled schemas, its tasks. Read when it is first called. */
final class Provider {
    private static final int MOST_TASKS = 100_000;

    private final LazyContract source;
    private final TaskStore tasks = new TaskStore(MOST_TASKS);
    private volatile @Nullable Compiled compiled;

    /**
     * What is made of a contract once.
     *
     * @param answers what answers are held to
     * @param requests what requests are held to
     * @param inventions values for answers without an example
     * @param isLive whether the contract says of any value that the simulator puts another in its place
     */
    private record Compiled(Schemas answers, Schemas requests, Inventions inventions, boolean isLive) {
        static Compiled of(JsonNode document) {
            boolean hasOneWay = Schemas.differByDirection(document);
            Schemas answers = hasOneWay ? Schemas.ofAnswers(document) : Schemas.of(document);
            Schemas requests = hasOneWay ? Schemas.ofRequests(document) : answers;
            return new Compiled(answers, requests, new Inventions(answers), document.findValue("x-live") != null);
        }
    }

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

    private Compiled compiled() {
        Compiled known = compiled;
        return known != null ? known : compile();
    }

    private synchronized Compiled compile() {
        Compiled known = compiled;
        if (known == null) {
            known = Compiled.of(contract().document());
            compiled = known;
        }
        return known;
    }

    /** Returns what answers are held to. */
    Schemas schemas() {
        return compiled().answers;
    }

    /** Returns what requests are held to. */
    Schemas requests() {
        return compiled().requests;
    }

    Inventions inventions() {
        return compiled().inventions;
    }

    boolean isLive() {
        return compiled().isLive;
    }

    TaskStore tasks() {
        return tasks;
    }
}

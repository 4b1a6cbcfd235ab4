package io.facsimile.mock;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.Contract;
import io.facsimile.contract.bundle.Kind;
import io.facsimile.contract.schema.Schemas;
import io.facsimile.mock.answer.Inventions;
import io.facsimile.mock.task.TaskStore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One provider as it is served: its contract, its compiled schemas, its tasks.
 *
 * @param schemas what answers are held to
 * @param requests what requests are held to
 * @param inventions values for answers without an example
 * @param isLive whether the contract says of any value that the simulator puts another in its place
 */
record Provider(
        Contract contract, Schemas schemas, Schemas requests, TaskStore tasks, Inventions inventions, boolean isLive) {
    private static final int MOST_TASKS = 100_000;

    static Provider of(Contract contract) {
        boolean hasOneWay = Schemas.differByDirection(contract.document());
        Schemas answers = hasOneWay ? Schemas.ofAnswers(contract.document()) : Schemas.of(contract.document());
        Schemas requests = hasOneWay ? Schemas.ofRequests(contract.document()) : answers;
        return new Provider(
                contract,
                answers,
                requests,
                new TaskStore(MOST_TASKS),
                new Inventions(answers),
                isLive(contract.document()));
    }

    private static boolean isLive(JsonNode document) {
        AtomicBoolean isLive = new AtomicBoolean();
        Kind.walk(document, (kind, pointer, node) -> {
            if (kind == Kind.SCHEMA && node.has("x-live")) {
                isLive.set(true);
            }
        });
        return isLive.get();
    }
}

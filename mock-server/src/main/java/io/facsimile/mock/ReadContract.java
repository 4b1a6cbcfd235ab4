package io.facsimile.mock;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.Contract;
import io.facsimile.contract.Operation;
import io.facsimile.contract.schema.Schemas;
import io.facsimile.mock.answer.Inventions;

/**
 * A contract, and what is made of it once.
 *
 * @param contract the contract, or an excerpt of it
 * @param answers what answers are held to
 * @param requests what requests are held to
 * @param inventions values for answers without an example
 * @param isLive whether the contract says of any value that the simulator puts another in its place
 */
record ReadContract(Contract contract, Schemas answers, Schemas requests, Inventions inventions, boolean isLive) {
    static ReadContract of(Contract contract) {
        JsonNode document = contract.document();
        boolean hasOneWay = Schemas.differByDirection(document);
        Schemas answers = hasOneWay ? Schemas.ofAnswers(document) : Schemas.of(document);
        Schemas requests = hasOneWay ? Schemas.ofRequests(document) : answers;
        return new ReadContract(
                contract, answers, requests, new Inventions(answers), document.findValue("x-live") != null);
    }

    /** An operation, and the contract that it is served from. */
    record Part(ReadContract read, Operation operation) {}
}

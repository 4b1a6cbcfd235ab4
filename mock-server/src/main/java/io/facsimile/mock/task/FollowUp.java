package io.facsimile.mock.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.facsimile.contract.language.Locator;
import io.facsimile.contract.language.RequestValues;
import java.util.Optional;

/**
 * The request of a follow-up, which knows what its parent was submitted with.
 *
 * @param before what the parent was submitted with
 * @param depth how many parents are remembered; more than a few tell nothing new, and would keep every request alive
 * @param bytes how long the bodies of all these requests are
 */
public record FollowUp(RequestValues own, RequestValues before, int depth, long bytes) implements RequestValues {
    private static final int MOST = 8;

    /**
     * Returns the request of a follow-up of a task that was submitted with another.
     *
     * @param bytes how long its own body is
     */
    public static FollowUp of(RequestValues own, long bytes, RequestValues parent) {
        if (parent instanceof FollowUp followUp) {
            return followUp.depth < MOST
                    ? new FollowUp(own, parent, followUp.depth + 1, bytes + followUp.bytes)
                    : new FollowUp(own, followUp.own, 1, bytes + followUp.bytes);
        }
        return new FollowUp(own, parent, 1, bytes + parent.body().toString().length());
    }

    /** Returns what a task's request says, else what that of the task says that it follows; a missing node for nothing. */
    public static JsonNode find(Locator place, RequestValues submitted) {
        RequestValues request = submitted;
        while (request instanceof FollowUp followUp) {
            JsonNode found = place.find(followUp.own);
            if (!found.isMissingNode() && !found.isNull()) {
                return found;
            }
            request = followUp.before;
        }
        JsonNode found = place.find(request);
        return found.isNull() ? MissingNode.getInstance() : found;
    }

    @Override
    public JsonNode body() {
        return own.body();
    }

    @Override
    public Optional<String> path(String name) {
        return own.path(name);
    }

    @Override
    public Optional<String> query(String name) {
        return own.query(name);
    }

    @Override
    public Optional<String> header(String name) {
        return own.header(name);
    }
}

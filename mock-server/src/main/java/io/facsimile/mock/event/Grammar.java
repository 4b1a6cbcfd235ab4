package io.facsimile.mock.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** The order of events in which a dialect streams an answer. What the events add up to equals the whole answer. */
@FunctionalInterface
public interface Grammar {
    /**
     * Cuts an answer into events, without the terminator.
     *
     * @param whole the answer as it would be sent unstreamed, with its live values: a JSON document, or a binary node
     */
    List<Event> events(JsonNode whole, Asked asked);

    /**
     * Returns how a stream tells that it breaks off.
     *
     * @param body what a request would be refused with
     * @param events of the whole stream
     * @param sent how many of them come before
     */
    default Event error(JsonNode body, List<Event> events, int sent) {
        return plainError(body, events);
    }

    /** Returns the body itself as an event; where events have names, it is called error. */
    static Event plainError(JsonNode body, List<Event> events) {
        boolean isNamed = events.stream().anyMatch(e -> e.name().isPresent());
        return new Event(isNamed ? Optional.of("error") : Optional.empty(), body.toString());
    }
}

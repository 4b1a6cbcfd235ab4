package io.facsimile.mock.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Chunks that each bring a piece of one choice, and at the end, where it is asked for, the usage without any choice. */
final class Chunks {
    private Chunks() {}

    /**
     * Returns the events of an answer.
     *
     * @param chunk what all chunks have; it is changed
     * @param choices the pieces of each choice
     */
    static List<Event> of(ObjectNode chunk, List<List<ObjectNode>> choices, JsonNode whole, Asked asked) {
        List<Event> events = new ArrayList<>();
        for (ObjectNode choice : Nodes.inTurn(choices)) {
            // One node for all of them: an event is text as soon as it is made.
            chunk.putArray("choices").add(choice);
            if (asked.wantsUsage()) {
                chunk.putNull("usage");
            }
            events.add(Event.unnamed(chunk));
        }
        if (asked.wantsUsage() && whole.path("usage").isObject()) {
            chunk.putArray("choices");
            chunk.set("usage", whole.get("usage"));
            events.add(Event.unnamed(chunk));
        }
        return events;
    }
}

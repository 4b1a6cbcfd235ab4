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
     * @param choices the pieces of each choice, as JSON
     */
    static List<Event> of(ObjectNode chunk, List<List<String>> choices, JsonNode whole, Asked asked) {
        List<Event> events = new ArrayList<>();
        chunk.putArray("choices").add(Mold.HOLE);
        if (asked.wantsUsage()) {
            chunk.putNull("usage");
        }
        Mold mold = new Mold(chunk);
        for (String choice : Nodes.inTurn(choices)) {
            events.add(Event.unnamed(mold.with(choice)));
        }
        if (asked.wantsUsage() && whole.path("usage").isObject()) {
            chunk.putArray("choices");
            chunk.set("usage", whole.get("usage"));
            events.add(Event.unnamed(chunk));
        }
        return events;
    }
}

package io.facsimile.mock.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One record of an event stream.
 *
 * @param name the event's name, where the dialect has named events
 * @param data one line
 */
public record Event(Optional<String> name, String data) {
    public static Event unnamed(String data) {
        return new Event(Optional.empty(), data);
    }

    static Event unnamed(JsonNode data) {
        return unnamed(data.toString());
    }

    /** Returns an event whose name is its type. */
    static Event named(ObjectNode data) {
        return new Event(Optional.of(data.path("type").asText()), data.toString());
    }

    /** Returns the record as it goes over the wire, with its blank line. */
    public byte[] frame() {
        return (name.map(n -> "event: " + n + "\n").orElse("") + "data: " + data + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}

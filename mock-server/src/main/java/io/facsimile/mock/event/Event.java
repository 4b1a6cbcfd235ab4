package io.facsimile.mock.event;

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

    /** Returns the record as it goes over the wire, with its blank line. */
    public byte[] frame() {
        return (name.map(n -> "event: " + n + "\n").orElse("") + "data: " + data + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}

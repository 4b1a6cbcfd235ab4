package io.facsimile.mock.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Events as they go over the wire, each written at once. */
public final class Frames {
    private Frames() {}

    /** Returns the records of a {@code text/event-stream}. */
    public static List<byte[]> records(List<Event> events, Optional<String> terminator) {
        List<byte[]> frames = new ArrayList<>(events.size() + 1);
        events.forEach(event -> frames.add(event.frame()));
        terminator.ifPresent(data -> frames.add(Event.unnamed(data).frame()));
        return frames;
    }

    /**
     * Returns the same as the items of one JSON array.
     *
     * @param isWhole whether the array ends after them
     */
    public static List<byte[]> array(List<Event> events, boolean isWhole) {
        List<byte[]> frames = new ArrayList<>(events.size() + 1);
        String before = "[";
        for (Event event : events) {
            frames.add((before + event.data()).getBytes(StandardCharsets.UTF_8));
            before = "\n,\r\n";
        }
        if (isWhole) {
            frames.add((events.isEmpty() ? "[]" : "\n]").getBytes(StandardCharsets.UTF_8));
        }
        return frames;
    }
}

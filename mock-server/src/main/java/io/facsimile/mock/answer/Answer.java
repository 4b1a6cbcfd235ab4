package io.facsimile.mock.answer;

import java.util.List;
import java.util.Map;

/** What the simulator answers. */
public sealed interface Answer {
    int status();

    /** Response headers other than length and transfer encoding. */
    Map<String, String> headers();

    /** A body that is sent at once. */
    record Whole(int status, Map<String, String> headers, byte[] body) implements Answer {}

    /**
     * A stream of events.
     *
     * @param frames complete records, each with its blank line, as they go over the wire
     */
    record Events(int status, Map<String, String> headers, List<byte[]> frames, Pace pace) implements Answer {
        public Events {
            frames = List.copyOf(frames);
        }
    }

    /**
     * How fast events come.
     *
     * @param firstMillis from the request to the first event
     * @param betweenMillis from one event to the next; fractions add up
     */
    record Pace(double firstMillis, double betweenMillis) {
        public static final Pace AT_ONCE = new Pace(0, 0);
    }
}

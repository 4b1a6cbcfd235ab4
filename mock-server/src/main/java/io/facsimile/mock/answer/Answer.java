package io.facsimile.mock.answer;

import io.facsimile.mock.fault.Fault;
import io.facsimile.mock.journal.Sending;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the simulator answers. */
public sealed interface Answer {
    int status();

    /** Response headers other than length and transfer encoding. */
    Map<String, String> headers();

    /** Returns how the sending of an answer goes that comes as a stream. */
    default Optional<Sending> stream() {
        Answer answer = this instanceof Troubled troubled ? troubled.answer() : this;
        return answer instanceof Events events ? Optional.of(events.sending) : Optional.empty();
    }

    /** Returns an answer with the same head, and its troubles. */
    static Answer withoutBody(Answer answer) {
        return answer instanceof Troubled troubled
                ? new Troubled(withoutBody(troubled.answer()), troubled.delay(), troubled.fault())
                : new Whole(answer.status(), answer.headers(), new byte[0]);
    }

    /** Returns an answer with more headers, which take the place of those with the same name, and its troubles. */
    static Answer withHeaders(Answer answer, Map<String, String> more) {
        if (answer instanceof Troubled troubled) {
            return new Troubled(withHeaders(troubled.answer(), more), troubled.delay(), troubled.fault());
        }
        return answer instanceof Events events
                ? events.withHeaders(merged(events.headers(), more))
                : ((Whole) answer).withHeaders(more);
    }

    /** Returns headers with more, which take the place of those with the same name. */
    static Map<String, String> merged(Map<String, String> headers, Map<String, String> more) {
        Map<String, String> merged = new HashMap<>(headers);
        merged.keySet().removeIf(name -> more.keySet().stream().anyMatch(name::equalsIgnoreCase));
        merged.putAll(more);
        return merged;
    }

    /** A body that is sent at once. */
    record Whole(int status, Map<String, String> headers, byte[] body) implements Answer {
        /** Returns the same with more headers, which take the place of those with the same name. */
        public Whole withHeaders(Map<String, String> more) {
            return new Whole(status, merged(headers, more), body);
        }

        /** Returns the same with another status. */
        public Whole withStatus(int other) {
            return new Whole(other, headers, body);
        }
    }

    /**
     * A stream of events.
     *
     * @param frames complete records, each with its blank line, as they go over the wire
     * @param sending notes how the sending goes
     */
    record Events(int status, Map<String, String> headers, List<byte[]> frames, Pace pace, Sending sending)
            implements Answer {
        public Events {
            frames = List.copyOf(frames);
        }

        /** Returns the same stream with other headers. */
        public Events withHeaders(Map<String, String> others) {
            return new Events(status, others, frames, pace, sending);
        }
    }

    /**
     * How fast events come.
     *
     * @param firstMillis from the request to the first event
     * @param betweenMillis from one event to the next; fractions add up
     * @param jitter how uneven the events come: 0 as a clock, 1 from nothing to twice the time
     */
    record Pace(double firstMillis, double betweenMillis, double jitter) {
        public static final Pace AT_ONCE = new Pace(0, 0);

        public Pace(double firstMillis, double betweenMillis) {
            this(firstMillis, betweenMillis, 0);
        }
    }

    /**
     * An answer that comes late, or whose connection does not hold.
     *
     * @param delay how long it is kept back
     */
    record Troubled(Answer answer, Duration delay, Optional<Fault> fault) implements Answer {
        @Override
        public int status() {
            return answer.status();
        }

        @Override
        public Map<String, String> headers() {
            return answer.headers();
        }
    }
}

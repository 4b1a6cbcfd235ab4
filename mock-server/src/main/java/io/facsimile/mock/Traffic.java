package io.facsimile.mock;

import java.util.concurrent.atomic.LongAdder;

/** What is open at the door just now. Counts; safe for several threads. */
public final class Traffic {
    private final LongAdder connections = new LongAdder();
    private final LongAdder requests = new LongAdder();
    private final LongAdder streams = new LongAdder();
    private final LongAdder timers = new LongAdder();

    /** Counts a connection that was opened (1) or closed (-1). */
    public void connection(int change) {
        connections.add(change);
    }

    /** Counts a request that came (1), or whose answer has ended (-1). */
    public void request(int change) {
        requests.add(change);
    }

    /** Counts a stream that began (1) or ended (-1). */
    public void stream(int change) {
        streams.add(change);
    }

    /** Counts a timer that was set (1), or is done or cancelled (-1). */
    public void timer(int change) {
        timers.add(change);
    }

    public long connections() {
        return connections.sum();
    }

    public long requests() {
        return requests.sum();
    }

    public long streams() {
        return streams.sum();
    }

    public long timers() {
        return timers.sum();
    }
}

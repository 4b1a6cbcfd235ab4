package io.facsimile.mock;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The simulator's time: the real one, moved ahead by whoever does not want to wait. */
final class SimulatorClock {
    private final Supplier<Instant> real;
    private final AtomicLong aheadNanos = new AtomicLong();

    SimulatorClock(Supplier<Instant> real) {
        this.real = real;
    }

    Instant now() {
        return real.get().plusNanos(aheadNanos.get());
    }

    /** The time on the wall, however far ahead the simulator is. */
    Instant real() {
        return real.get();
    }

    Duration ahead() {
        return Duration.ofNanos(aheadNanos.get());
    }

    void advance(Duration by) {
        aheadNanos.addAndGet(by.toNanos());
    }

    /** Shows the real time again. */
    void reset() {
        aheadNanos.set(0);
    }
}

package io.facsimile.mock;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** The simulator's time: the real one, moved ahead by whoever does not want to wait, or standing still until it is moved. */
final class SimulatorClock {
    private final Supplier<Instant> real;
    private volatile Hands hands = Hands.RIGHT;

    /**
     * How the clock was moved.
     *
     * @param ahead of the real time, while it goes
     * @param standing what it shows, while it stands still
     */
    private record Hands(Duration ahead, Optional<Instant> standing) {
        static final Hands RIGHT = new Hands(Duration.ZERO, Optional.empty());

        Instant now(Instant real) {
            return standing.isPresent() ? standing.get() : real.plus(ahead);
        }
    }

    SimulatorClock(Supplier<Instant> real) {
        this.real = real;
    }

    Instant now() {
        return hands.now(real.get());
    }

    /** The time on the wall, however far ahead the simulator is. */
    Instant real() {
        return real.get();
    }

    Duration ahead() {
        Hands now = hands;
        return now.standing().map(time -> Duration.between(real.get(), time)).orElse(now.ahead());
    }

    boolean isFrozen() {
        return hands.standing().isPresent();
    }

    synchronized void advance(Duration by) {
        hands = new Hands(hands.ahead().plus(by), hands.standing().map(time -> time.plus(by)));
    }

    /** Shows a time, from which it goes on unless it stands still. */
    synchronized void set(Instant time) {
        hands = new Hands(Duration.between(real.get(), time), hands.standing().map(before -> time));
    }

    /** Stands still until it is moved or goes on. */
    synchronized void freeze() {
        hands = new Hands(hands.ahead(), Optional.of(now()));
    }

    /** Goes on from where it stands. */
    synchronized void resume() {
        hands = new Hands(ahead(), Optional.empty());
    }

    /** Shows the real time again. */
    synchronized void reset() {
        hands = Hands.RIGHT;
    }
}

package io.facsimile.mock.limit;

/**
 * What is left of a limit for one key: full at the beginning, refilled evenly, so that a minute fills it. May be owed, when an
 * answer took more than was expected. Not safe for several threads.
 */
final class Meter {
    private final double most;
    private double left;

    Meter(long most) {
        this.most = (double) most;
        this.left = this.most;
    }

    void pass(double minutes) {
        left = Math.min(most, left + minutes * most);
    }

    boolean has(long amount) {
        return left >= amount;
    }

    void take(long amount) {
        left = Math.max(-most, left - amount);
    }

    long limit() {
        return (long) most;
    }

    long left() {
        return (long) Math.max(0, Math.floor(left));
    }

    /** How many minutes until so much is there; of more than there ever is, until it is full. */
    double minutesUntil(long amount) {
        return Math.max(0, (Math.min((double) amount, most) - left) / most);
    }
}

package io.facsimile.mock.content;

import java.util.List;

/** A sequence of choices that depends on nothing but its seed. */
final class Chance {
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private long state;

    Chance(long seed) {
        this.state = seed;
    }

    /** Mixes a number into a seed. */
    static long mix(long seed, long number) {
        return new Chance(seed ^ number * 0xD1B54A32D192ED03L).next();
    }

    /** Mixes a text into a seed. */
    static long mix(long seed, String text) {
        long hash = seed ^ 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return new Chance(hash).next();
    }

    long next() {
        state += STEP;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Returns a number from 0 up to, but without, a bound. */
    int below(int bound) {
        return bound <= 1 ? 0 : (int) Long.remainderUnsigned(next(), bound);
    }

    <T> T one(List<T> of) {
        return of.get(below(of.size()));
    }
}

package io.facsimile.mock.content;

import io.facsimile.contract.source.Pointers;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * One attempt at a value. What is chosen at a place depends on the seed, on the place, and on how often what was chosen
 * there or around it did not fit: so what fits stays as it is.
 */
final class Run {
    /** After how many misses at a place what is around it is chosen anew, too. */
    private static final int PATIENCE = 6;

    /** What earlier attempts at the same value taught. */
    static final class Lessons {
        private final Map<String, Integer> misses = new HashMap<>();
        private final Set<String> refused = new HashSet<>();

        /** Notes that what stands at a place does not fit: no example is taken there, nor around it. */
        void miss(String place) {
            count(place);
            for (String at = place; ; at = at.substring(0, at.lastIndexOf('/'))) {
                refused.add(at);
                if (at.isEmpty()) {
                    return;
                }
            }
        }

        private void count(String place) {
            int number = misses.merge(place, 1, Integer::sum);
            if (number % PATIENCE == 0 && !place.isEmpty()) {
                count(place.substring(0, place.lastIndexOf('/')));
            }
        }
    }

    /** Thrown when there is no end to what a schema says of one value. */
    static final class Endless extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Endless() {
            super("the schema has no end", null, false, false);
        }
    }

    /** A place that was left for one inside it. */
    record Left(int length, long seed, Chance chance, int departure, int again) {}

    private final Lessons lessons;
    private final Plausible plausible;
    private final boolean isBare;
    private final boolean isFull;
    private final StringBuilder place = new StringBuilder();
    private long seed;
    private Chance chance;
    private int departure;
    /** How often what is around was made anew in this attempt. */
    private int inherited;

    private int nodes;
    private int stepsLeft;

    /**
     * @param isBare whether only what is required is made
     * @param isFull whether all that may be there is made
     * @param steps how many schemas are looked at, at most
     */
    Run(long seed, Asked asked, boolean isBare, boolean isFull, Lessons lessons, int steps) {
        this.stepsLeft = steps;
        this.isFull = isFull;
        this.lessons = lessons;
        this.isBare = isBare;
        this.departure = lessons.misses.getOrDefault("", 0);
        this.seed = Chance.mix(seed, departure);
        this.chance = new Chance(this.seed);
        this.plausible = new Plausible(chance, asked);
        plausible.turn(chance, departure);
    }

    /**
     * Goes one step inside, and returns what {@link #leave} needs to come back.
     *
     * @param again how often a value for this place was made already in this attempt
     */
    Left enter(String step, int again) {
        Left left = new Left(place.length(), seed, chance, departure, inherited);
        place.append('/').append(Pointers.escape(step));
        inherited += again;
        int misses = lessons.misses.getOrDefault(place.toString(), 0) + inherited;
        seed = Chance.mix(Chance.mix(seed, step), misses);
        chance = new Chance(seed);
        departure = misses;
        plausible.turn(chance, departure);
        return left;
    }

    void leave(Left left) {
        place.setLength(left.length);
        seed = left.seed;
        chance = left.chance;
        departure = left.departure;
        inherited = left.again;
        plausible.turn(chance, departure);
    }

    Chance chance() {
        return chance;
    }

    Plausible plausible() {
        return plausible;
    }

    boolean isBare() {
        return isBare;
    }

    boolean isFull() {
        return isFull;
    }

    /** Returns how far from the usual a value for this place has to be. */
    int departure() {
        return departure;
    }

    /** Returns whether examples for this place, or for what is in it, did not fit. */
    boolean isRefused() {
        return lessons.refused.contains(place.toString());
    }

    /** Counts one more value inside the value, and returns how many it are now. */
    int node() {
        return ++nodes;
    }

    int nodes() {
        return nodes;
    }

    void steps(int number) {
        stepsLeft -= number;
        if (stepsLeft < 0) {
            throw new Endless();
        }
    }
}

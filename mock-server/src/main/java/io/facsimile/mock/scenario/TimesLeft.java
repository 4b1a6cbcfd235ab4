package io.facsimile.mock.scenario;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts how often scenarios with {@code times} were met: by caller, operation and words, so that two callers do not
 * count for each other. Bounded: the oldest counts go first. Safe for several threads.
 */
public final class TimesLeft {
    private static final int MOST = 10_000;

    private record Who(String key, String operation, Scenario scenario) {}

    private final Map<Who, Integer> met = new LinkedHashMap<>();

    /**
     * Returns whether a scenario still holds, and counts this time.
     *
     * @param key tells callers apart
     * @param beginsAnew whether it is counted from the beginning after the call for which it no longer held
     */
    public boolean take(String key, String operation, Scenario scenario, boolean beginsAnew) {
        int most = scenario.times().orElse(Integer.MAX_VALUE);
        if (most == Integer.MAX_VALUE) {
            return true;
        }
        synchronized (met) {
            Who who = new Who(key, operation, scenario);
            int before = met.merge(who, 1, Integer::sum) - 1;
            if (before >= most && beginsAnew) {
                met.remove(who);
            }
            if (met.size() > MOST) {
                met.remove(met.keySet().iterator().next());
            }
            return before < most;
        }
    }

    /** Forgets what one caller met. */
    public void clear(String key) {
        synchronized (met) {
            met.keySet().removeIf(who -> who.key().equals(key));
        }
    }

    public void clear() {
        synchronized (met) {
            met.clear();
        }
    }
}

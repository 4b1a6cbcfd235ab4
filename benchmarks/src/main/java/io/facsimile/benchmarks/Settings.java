package io.facsimile.benchmarks;

import java.nio.file.Path;
import java.util.Set;

/**
 * How a run measures.
 *
 * @param root the repository
 * @param work where contracts, answers and logs of the run are put
 * @param rounds how often the servers take turns
 * @param seconds how long each turn is
 * @param warmUp most seconds that a server is warmed up
 * @param connections how many requests are on their way at once
 * @param serverCore the core that servers have to themselves
 * @param loadCore the core of the load
 * @param only ids of the servers that are wanted; empty for all
 * @param streams how many streams are open at once
 */
record Settings(
        Path root,
        Path work,
        int rounds,
        int seconds,
        int warmUp,
        int connections,
        int serverCore,
        int loadCore,
        Set<String> only,
        int streams) {
    Settings {
        only = Set.copyOf(only);
    }

    boolean wants(String id) {
        return only.isEmpty() || only.contains(id);
    }
}

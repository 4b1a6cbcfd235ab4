package io.facsimile.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one run measured. What was not asked for is empty.
 *
 * @param about commit, date, machine and settings
 */
record Results(
        Map<String, String> about,
        List<Comparison.Result> cases,
        Cost.@Nullable Result cost,
        Crowd.@Nullable Result crowd,
        List<StartUp.Row> startUp,
        List<MicroResults.Row> micro) {
    Results {
        about = new LinkedHashMap<>(about);
        cases = List.copyOf(cases);
        startUp = List.copyOf(startUp);
        micro = List.copyOf(micro);
    }
}

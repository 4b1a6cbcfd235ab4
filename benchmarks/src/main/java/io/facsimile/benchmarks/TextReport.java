package io.facsimile.benchmarks;

import java.util.List;

/** The tables in the terminal. */
final class TextReport {
    private TextReport() {}

    static void print(Results results, List<Goals.Goal> goals, Console console) {
        results.cases().forEach(c -> comparison(c, console));
        startUp(results.startUp(), console);
        console.say("%n%-86s %-12s %-9s %s", "goal", "target", "", "measured");
        for (Goals.Goal goal : goals) {
            console.say("%-86s %-12s %-9s %s", goal.what(), goal.target(), verdict(goal), goal.measured());
        }
    }

    private static String verdict(Goals.Goal goal) {
        return goal.isMet() == null ? "-" : goal.verdict();
    }

    private static void comparison(Comparison.Result result, Console console) {
        Measurement.Row ours = result.row(Lineup.FACSIMILE);
        console.say("%n%s (%d bytes in)", result.title(), result.requestBytes());
        console.say(
                "%-42s %8s %11s %8s %6s %9s %9s %7s %7s %7s %8s %7s",
                "", "bytes", "answers/s", "ratio", "busy", "µs CPU", "CPU ratio", "p50 ms", "p90", "p99", "p99.9", "MB");
        for (Measurement.Row row : result.rows()) {
            console.say(
                    "%-42s %,8d %,11.0f %8s %5.0f%% %9.1f %9s %7.2f %7.2f %7.2f %8.2f %7.0f",
                    row.label(),
                    row.bytes(),
                    row.rate(),
                    ours == null ? "" : Goals.number(Measurement.ratio(ours, row)),
                    100 * row.busy(),
                    row.cpuMicros(),
                    ours == null ? "" : Goals.number(Measurement.cpuRatio(ours, row)),
                    row.millis("p50"),
                    row.millis("p90"),
                    row.millis("p99"),
                    row.millis("p99.9"),
                    row.residentBytes() / 1e6);
        }
        for (Measurement.Row row : result.rows()) {
            if (row.firstEvent() != null) {
                console.say(
                        "%-42s %,d events a stream, %,.0f events/s; first event after %.2f ms (p50), %.2f ms (p99)",
                        row.label(),
                        row.events(),
                        row.rate() * row.events(),
                        row.firstEvent().getOrDefault("p50", Double.NaN),
                        row.firstEvent().getOrDefault("p99", Double.NaN));
            }
        }
        result.skipped().forEach((label, why) -> console.say("%-42s skipped: %s", label, why));
    }

    private static void startUp(List<StartUp.Row> rows, Console console) {
        if (rows.isEmpty()) {
            return;
        }
        console.say("%n%-42s %16s %10s %10s %16s", "Start and idle", "first answer ms", "RSS MB", "heap MB", "heap after GC MB");
        for (StartUp.Row row : rows) {
            console.say(
                    "%-42s %,16.0f %10.0f %10.0f %16.0f",
                    row.label(),
                    row.median(),
                    row.residentBytes() / 1e6,
                    row.heapBytes() / 1e6,
                    row.liveHeapBytes() / 1e6);
        }
    }
}

package io.facsimile.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What the project promises, and whether a run shows it. */
final class Goals {
    /** A core that is less busy than this waits for the load; the ratio of answers then says nothing of the server. */
    private static final double BUSY = 0.9;

    /**
     * A goal and what was measured.
     *
     * @param isMet nothing if it was not measured
     */
    record Goal(String what, String target, String measured, @Nullable Boolean isMet) {
        String verdict() {
            return isMet == null ? "not measured" : isMet ? "met" : "MISSED";
        }
    }

    private Goals() {}

    /** Returns every goal. Those of plain answers are judged by the worst of the chat cases. */
    static List<Goal> of(Results results) {
        List<Goal> goals = new ArrayList<>();
        goals.add(times("plain chat, against WireMock with 200 stubs", Lineup.WIREMOCK_200, 25, results));
        goals.add(times("plain chat, against Prism with validation", Lineup.PRISM, 50, results));
        goals.add(times("plain chat, against aimock", Lineup.AIMOCK, 5, results));
        goals.add(times("plain chat, against a bare handler on the same HTTP server", Lineup.BARE, 0.6, results));
        goals.add(cost(results.cost()));
        crowd(goals, results.crowd());
        goals.add(startUp(
                "first answer after start, all providers", "≤ 1.5 s", results, r -> r.median() / 1000, 1.5, "%.2f s"));
        goals.add(startUp(
                "idle memory, all providers", "≤ 200 MB", results, r -> r.residentBytes() / 1e6, 200, "%.0f MB"));
        return goals;
    }

    private static Goal times(String what, String other, double least, Results results) {
        String target = "≥ " + number(least) + " times";
        List<String> measured = new ArrayList<>();
        boolean isMet = true;
        for (Comparison.Result result : results.cases()) {
            Measurement.Row ours = result.row(Lineup.FACSIMILE);
            Measurement.Row theirs = result.row(other);
            if (result.name().startsWith("chat") && ours != null && theirs != null) {
                double ratio = ratio(ours, theirs);
                isMet &= ratio >= least;
                measured.add(number(ratio) + " (" + result.name()
                        + (theirs.busy() < BUSY ? ", by processor time" : "") + ")");
            }
        }
        return new Goal(what, target, String.join(", ", measured), measured.isEmpty() ? null : isMet);
    }

    /** The ratio of answers a second; of processor time where the load could not keep the other server busy. */
    static double ratio(Measurement.Row ours, Measurement.Row theirs) {
        return theirs.busy() < BUSY ? Measurement.cpuRatio(ours, theirs) : Measurement.ratio(ours, theirs);
    }

    static String number(double value) {
        return String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value).replaceAll("\\.0+$", "");
    }

    private static Goal cost(Cost.@Nullable Result cost) {
        String what = "processor time of a request, " + Cost.MANY + " operations by " + Cost.FEW;
        return cost == null
                ? new Goal(what, "≤ 1.05 times", "", null)
                : new Goal(
                        what,
                        "≤ 1.05 times",
                        String.format(
                                Locale.ROOT, "%.3f (by answers a second %.3f)", cost.cpuRatio(), cost.rateRatio()),
                        cost.cpuRatio() <= 1.05);
    }

    private static void crowd(List<Goal> goals, Crowd.@Nullable Result result) {
        String what = "10,000 streams at once at 2 events a second, heap of 512 MiB: ";
        if (result == null) {
            goals.add(new Goal(what + "ended whole", "10,000", "", null));
            goals.add(new Goal(what + "lateness of an event, p99", "≤ 100 ms", "", null));
            return;
        }
        StreamLoad.Crowd crowd = result.crowd();
        goals.add(new Goal(
                what + "ended whole",
                "10,000",
                String.format(Locale.ROOT, "%,d of %,d, %,d at once", crowd.whole(), crowd.streams(), crowd.mostOpen()),
                crowd.whole() == crowd.streams() && crowd.mostOpen() >= 10_000));
        double late = crowd.lateness().getOrDefault("p99", Double.NaN);
        goals.add(new Goal(
                what + "lateness of an event, p99",
                "≤ 100 ms",
                String.format(Locale.ROOT, "%.1f ms", late),
                late <= 100 && crowd.mostOpen() >= 10_000));
    }

    private static Goal startUp(
            String what, String target, Results results, ToDoubleFunction<StartUp.Row> value, double most, String form) {
        return results.startUp().stream()
                .filter(r -> r.id().equals(Lineup.FACSIMILE))
                .findFirst()
                .map(r -> new Goal(
                        what,
                        target,
                        String.format(Locale.ROOT, form, value.applyAsDouble(r)),
                        value.applyAsDouble(r) <= most))
                .orElse(new Goal(what, target, "", null));
    }
}

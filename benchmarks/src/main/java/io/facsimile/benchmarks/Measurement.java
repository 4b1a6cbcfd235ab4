package io.facsimile.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What was measured of one server in one case. */
final class Measurement {
    private Measurement() {}

    /** The percentiles that are told, as wrk's script writes them. */
    static final List<String> PERCENTILES = List.of("p50", "p90", "p99", "p99.9");

    /**
     * One turn.
     *
     * @param rate answers a second
     * @param cpuMicros microseconds of the server's processor time for each answer
     * @param busy how much of its core the server had, 0 to 1
     * @param millis latency by percentile
     */
    record Turn(double rate, double cpuMicros, double busy, long answers, Map<String, Double> millis) {
        Turn {
            millis = Map.copyOf(millis);
        }
    }

    /**
     * A server in a case.
     *
     * @param id such as {@code wiremock-200}
     * @param bytes length of the answer's body
     * @param events events in one answer; 1 for a plain one
     * @param warmUp seconds of warm-up, as long as its pace still changed
     * @param isSteady whether the pace had become steady when the warm-up ended
     * @param firstEvent milliseconds to the first event by percentile, with a sixteenth of the load; nothing for plain answers
     */
    record Row(
            String id,
            String label,
            int bytes,
            int events,
            double warmUp,
            boolean isSteady,
            long residentBytes,
            List<Turn> turns,
            @Nullable Map<String, Double> firstEvent) {
        Row {
            turns = List.copyOf(turns);
        }

        double rate() {
            return median(turns, Turn::rate);
        }

        double cpuMicros() {
            return median(turns, Turn::cpuMicros);
        }

        double busy() {
            return median(turns, Turn::busy);
        }

        double millis(String percentile) {
            return median(turns, t -> t.millis().getOrDefault(percentile, 0.0));
        }
    }

    /** How many times as many answers a second one server gave as another: the median of the rounds' ratios. */
    static double ratio(Row server, Row other) {
        return rounds(server, other, (a, b) -> a.rate() / b.rate());
    }

    /** How many times less processor time one server took for an answer than another. */
    static double cpuRatio(Row server, Row other) {
        return rounds(server, other, (a, b) -> b.cpuMicros() / a.cpuMicros());
    }

    private static double rounds(
            Row server, Row other, java.util.function.ToDoubleBiFunction<Turn, Turn> ratio) {
        int rounds = Math.min(server.turns().size(), other.turns().size());
        double[] ratios = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            ratios[i] = ratio.applyAsDouble(server.turns().get(i), other.turns().get(i));
        }
        return median(ratios);
    }

    static <T> double median(List<T> items, ToDoubleFunction<T> value) {
        return median(items.stream().mapToDouble(value).toArray());
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }

    /** Returns the percentile of sorted values. */
    static double percentile(double[] sorted, double percent) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int at = (int) Math.ceil(percent / 100 * sorted.length) - 1;
        return sorted[Math.min(Math.max(at, 0), sorted.length - 1)];
    }

    /** Returns {@link #PERCENTILES} of values. */
    static Map<String, Double> percentiles(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        Map<String, Double> all = new java.util.LinkedHashMap<>();
        PERCENTILES.forEach(p -> all.put(p, percentile(sorted, Double.parseDouble(p.substring(1)))));
        return all;
    }
}

package io.facsimile.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How long each server takes from its start to its first right answer, and the memory that it holds when idle. */
final class StartUp {
    private static final int SETTLE_MILLIS = 5_000;

    /**
     * A server's starts.
     *
     * @param millis of each start
     * @param residentBytes held a few seconds after the first answer
     * @param heapBytes of those, a JVM's heap in use; 0 for others
     * @param liveHeapBytes the same after a garbage collection
     */
    record Row(
            String id,
            String label,
            List<Double> millis,
            long residentBytes,
            long heapBytes,
            long liveHeapBytes) {
        Row {
            millis = List.copyOf(millis);
        }

        double median() {
            return Measurement.median(millis, Double::doubleValue);
        }
    }

    private StartUp() {}

    static List<Row> run(Settings settings, Console console, int port) {
        Case request = Case.named("chat");
        console.say("%nFrom start to first answer, and idle memory");
        Lineup lineup = new Lineup(settings);
        List<Row> rows = new ArrayList<>();
        String answer = "";
        for (Lineup.Entry entry : lineup.entries(false)) {
            if (entry.missing().isPresent()) {
                console.say("  %-40s skipped: %s", entry.label(), entry.missing().get());
                continue;
            }
            List<Double> millis = new ArrayList<>();
            // The first start fills the file cache and is thrown away.
            for (int i = 0; i <= settings.rounds(); i++) {
                ServerProcess.Launch launch = lineup.launch(entry, port, request, answer);
                try (ServerProcess server =
                        ServerProcess.start("start-" + entry.id(), launch, port, request, settings)) {
                    answer = answer.isEmpty() ? server.ask(request).body() : answer;
                    if (i > 0) {
                        millis.add(server.startMillis());
                    }
                    if (i == settings.rounds()) {
                        rows.add(idle(entry, server, millis));
                    }
                } catch (IOException e) {
                    throw new BenchmarkFailure(entry.label() + " cannot be asked", e);
                }
            }
            Row row = rows.get(rows.size() - 1);
            console.say(
                    "  %-40s %,8.0f ms, %,6.0f MB", entry.label(), row.median(), row.residentBytes() / 1e6);
        }
        return rows;
    }

    private static Row idle(Lineup.Entry entry, ServerProcess server, List<Double> millis) {
        ServerProcess.pause(SETTLE_MILLIS);
        long resident = server.residentBytes();
        long heap = 0;
        long live = 0;
        if (entry.isJvm()) {
            heap = server.heapBytes();
            server.collectGarbage();
            live = server.heapBytes();
        }
        return new Row(entry.id(), entry.label(), millis, resident, heap, live);
    }
}

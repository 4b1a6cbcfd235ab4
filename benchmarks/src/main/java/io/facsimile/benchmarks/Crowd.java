package io.facsimile.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Ten thousand chat streams at once, two events a second each, from a server with a heap of 512 MiB. */
final class Crowd {
    private static final double GAP_MILLIS = 500;
    private static final int OPENED_A_SECOND = 1_000;
    private static final int WARM_UPS = 3;
    static final int HEAP_MEBIBYTES = 512;

    /** What the streams gave and the server held. */
    record Result(
            StreamLoad.Crowd crowd,
            int events,
            int heapMebibytes,
            long residentBytes,
            long peakResidentBytes,
            long heapBytes,
            double busy) {}

    private Crowd() {}

    static Result run(Settings settings, Console console, int port) {
        Case request = Case.named("crowd");
        console.say("%n%,d streams at once", settings.streams());
        ServerProcess.Launch plain = Lineup.facsimile(settings, port, request.path(), List.of());
        ServerProcess.Launch small = new ServerProcess.Launch(
                plain.command(), Map.of("JAVA_TOOL_OPTIONS", "-Xmx" + HEAP_MEBIBYTES + "m"), plain.path());
        try (ServerProcess server = ServerProcess.start("crowd", small, port, request, settings)) {
            String answer = server.ask(request).body();
            request.text(answer);
            int events = request.events(answer);
            console.say(
                    "  each has %d events and lasts %.0f s; %,d are opened a second",
                    events, events * GAP_MILLIS / 1000, OPENED_A_SECOND);
            warmUp(settings, server, request, events);
            double cpu = server.cpuSeconds();
            long begin = System.nanoTime();
            StreamLoad.Crowd crowd =
                    StreamLoad.crowd(server, request, settings.streams(), events, GAP_MILLIS, OPENED_A_SECOND);
            double busy = (server.cpuSeconds() - cpu) / ((System.nanoTime() - begin) / 1e9);
            Result result = new Result(
                    crowd,
                    events,
                    HEAP_MEBIBYTES,
                    server.residentBytes(),
                    server.peakResidentBytes(),
                    server.heapBytes(),
                    busy);
            console.say(
                    "  %,d open at once, %,d ended whole, %,d events; late by %.1f ms (p50), %.1f ms (p99), %.1f ms (p99.9)",
                    crowd.mostOpen(),
                    crowd.whole(),
                    crowd.events(),
                    crowd.lateness().getOrDefault("p50", Double.NaN),
                    crowd.lateness().getOrDefault("p99", Double.NaN),
                    crowd.lateness().getOrDefault("p99.9", Double.NaN));
            return result;
        } catch (IOException e) {
            throw new BenchmarkFailure("the server of the crowd cannot be asked: " + e.getMessage(), e);
        }
    }

    /** Crowds of half the size, until the compiler is done: what is measured is not the first minute of a JVM. */
    private static void warmUp(Settings settings, ServerProcess server, Case request, int events) {
        Case fast = Case.named("streams");
        StreamLoad.firstEvents(server, fast, 16, 10, fast.events(answer(server, fast)));
        for (int i = 0; i < WARM_UPS; i++) {
            StreamLoad.crowd(server, request, settings.streams() / 2, events, GAP_MILLIS, OPENED_A_SECOND);
        }
    }

    private static String answer(ServerProcess server, Case request) {
        try {
            return server.ask(request).body();
        } catch (IOException e) {
            throw new BenchmarkFailure("cannot ask " + server.url(), e);
        }
    }
}

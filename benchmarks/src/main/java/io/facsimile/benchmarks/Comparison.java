package io.facsimile.benchmarks;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One case, all servers: started once on the server's core, checked, warmed up until their pace is steady, then measured
 * in turns. A server that waits for its turn does nothing, so the others do not feel it.
 */
final class Comparison {
    private static final int WINDOW = 3;
    private static final double STEADY = 0.05;

    /** What a case gave, and who could not take part. */
    record Result(String name, String title, int requestBytes, List<Measurement.Row> rows, Map<String, String> skipped) {
        Result {
            rows = List.copyOf(rows);
            skipped = Collections.unmodifiableMap(new LinkedHashMap<>(skipped));
        }

        Measurement.@Nullable Row row(String id) {
            return rows.stream().filter(r -> r.id().equals(id)).findFirst().orElse(null);
        }
    }

    private static final class Contestant {
        final Lineup.Entry entry;
        final ServerProcess server;
        final int bytes;
        final int events;
        final List<Measurement.Turn> turns = new ArrayList<>();
        double warmUp;
        boolean isSteady;

        Contestant(Lineup.Entry entry, ServerProcess server, String answer, int events) {
            this.entry = entry;
            this.server = server;
            this.bytes = answer.getBytes(StandardCharsets.UTF_8).length;
            this.events = events;
        }
    }

    private final Settings settings;
    private final Console console;
    private final Case request;
    private final Wrk wrk;
    private final List<Contestant> contestants = new ArrayList<>();
    private final Map<String, String> skipped = new LinkedHashMap<>();

    private Comparison(Settings settings, Console console, Case request) {
        this.settings = settings;
        this.console = console;
        this.request = request;
        this.wrk = new Wrk(settings, request);
    }

    static Result run(Settings settings, Console console, String name, int firstPort) {
        Case request = Case.named(name);
        console.say("%n%s", request.title());
        Comparison comparison = new Comparison(settings, console, request);
        try {
            comparison.begin(firstPort);
            comparison.contestants.forEach(comparison::warmUp);
            for (int round = 0; round < settings.rounds(); round++) {
                comparison.round(round);
            }
            return comparison.result();
        } finally {
            comparison.contestants.forEach(c -> c.server.close());
        }
    }

    private void begin(int firstPort) {
        Lineup lineup = new Lineup(settings);
        String answer = "";
        for (Lineup.Entry entry : lineup.entries(request.isStream())) {
            if (entry.missing().isPresent()) {
                skipped.put(entry.label(), entry.missing().get());
                console.say("  %-40s skipped: %s", entry.label(), entry.missing().get());
                continue;
            }
            int port = firstPort + contestants.size();
            ServerProcess server = ServerProcess.start(
                    request.name() + "-" + entry.id(), lineup.launch(entry, port, request, answer), port, request, settings);
            String given = check(entry, server, answer);
            answer = answer.isEmpty() ? given : answer;
            contestants.add(new Contestant(entry, server, given, request.events(given)));
        }
    }

    /** A server that does not answer what the case is about is not measured. */
    private String check(Lineup.Entry entry, ServerProcess server, String expected) {
        try {
            HttpResponse<String> response = server.ask(request);
            String given = response.body();
            String text = request.text(given);
            if (response.statusCode() != 200 || text.isEmpty()) {
                throw new BenchmarkFailure(entry.label() + " answered with " + response.statusCode() + " "
                        + BenchmarkFailure.cut(given));
            }
            if (expected.isEmpty()) {
                request.requireLength(given.getBytes(StandardCharsets.UTF_8).length);
            } else if (!text.equals(request.text(expected)) || (entry.givesSameBytes() && !given.equals(expected))) {
                throw new BenchmarkFailure(
                        entry.label() + " does not give the answer that it was told: " + BenchmarkFailure.cut(given));
            }
            return given;
        } catch (IOException e) {
            throw new BenchmarkFailure(entry.label() + " cannot be asked: " + e.getMessage(), e);
        }
    }

    /** The same rule for all: until three windows in a row differ by less than a twentieth, at most as long as is set. */
    private void warmUp(Contestant contestant) {
        Deque<Double> last = new ArrayDeque<>();
        while (contestant.warmUp < settings.warmUp() && !contestant.isSteady) {
            last.add(wrk.turn(contestant.entry.label(), contestant.server, WINDOW, contestant.bytes)
                    .rate());
            contestant.warmUp += WINDOW;
            if (last.size() > 3) {
                last.remove();
            }
            contestant.isSteady =
                    last.size() == 3 && Collections.max(last) - Collections.min(last) < STEADY * Collections.max(last);
        }
        console.say(
                "  %-40s %d bytes, warm after %.0f s%s",
                contestant.entry.label(),
                contestant.bytes,
                contestant.warmUp,
                contestant.isSteady ? "" : " (not steady yet)");
    }

    private void round(int number) {
        for (int i = 0; i < contestants.size(); i++) {
            // Each round begins with another, so that nobody always follows the same one.
            Contestant contestant = contestants.get((i + number) % contestants.size());
            Measurement.Turn turn =
                    wrk.turn(contestant.entry.label(), contestant.server, settings.seconds(), contestant.bytes);
            contestant.turns.add(turn);
            console.say(
                    "  round %d  %-40s %,10.0f answers/s %8.1f µs of processor time each, p99 %.1f ms",
                    number + 1,
                    contestant.entry.label(),
                    turn.rate(),
                    turn.cpuMicros(),
                    turn.millis().getOrDefault("p99", Double.NaN));
        }
    }

    private Result result() {
        List<Measurement.Row> rows = new ArrayList<>();
        for (Contestant c : contestants) {
            rows.add(new Measurement.Row(
                    c.entry.id(),
                    c.entry.label(),
                    c.bytes,
                    c.events,
                    c.warmUp,
                    c.isSteady,
                    c.server.residentBytes(),
                    c.turns,
                    request.isStream() ? firstEvents(c) : null));
        }
        return new Result(request.name(), request.title(), request.body().length(), rows, skipped);
    }

    private Map<String, Double> firstEvents(Contestant contestant) {
        return StreamLoad.firstEvents(
                contestant.server,
                request,
                Math.max(1, settings.connections() / 16),
                Math.max(2, settings.seconds() / 2),
                contestant.events);
    }
}

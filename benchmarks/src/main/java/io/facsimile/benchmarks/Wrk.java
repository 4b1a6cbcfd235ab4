package io.facsimile.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Load from wrk: as many requests as a number of connections bring, each sent when the one before is answered. */
final class Wrk {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The script's last words are one line of JSON. A status from 400 up counts as an error, so does a timeout. */
    private static final String SCRIPT = """
            local file = io.open("%s", "rb")
            wrk.body = file:read("*a")
            file:close()
            wrk.method = "POST"
            %s
            done = function(summary, latency, requests)
              local e = summary.errors
              io.write(string.format(
                '{"requests":%%d,"micros":%%d,"bytes":%%d,"status":%%d,"broken":%%d,"p50":%%f,"p90":%%f,"p99":%%f,"p99.9":%%f}\\n',
                summary.requests, summary.duration, summary.bytes, e.status, e.connect + e.read + e.write + e.timeout,
                latency:percentile(50), latency:percentile(90), latency:percentile(99), latency:percentile(99.9)))
            end
            """;

    private final Settings settings;
    private final Case request;
    private final Path script;

    Wrk(Settings settings, Case request) {
        this.settings = settings;
        this.request = request;
        this.script = settings.work().resolve(request.name() + ".lua");
        Path body = settings.work().resolve(request.name() + ".request");
        StringBuilder headers = new StringBuilder();
        request.headers()
                .forEach((name, value) -> headers.append("wrk.headers[\"")
                        .append(name)
                        .append("\"] = \"")
                        .append(value)
                        .append("\"\n"));
        try {
            Files.writeString(body, request.body());
            Files.writeString(script, SCRIPT.formatted(body, headers));
        } catch (IOException e) {
            throw new BenchmarkFailure("cannot write " + script, e);
        }
    }

    static boolean isInstalled() {
        return Tools.find("wrk").isPresent();
    }

    /**
     * Measures one turn.
     *
     * @param least bytes that each answer has at least
     * @throws BenchmarkFailure if any answer was an error, or answers were shorter than they should be
     */
    Measurement.Turn turn(String name, ServerProcess server, int seconds, int least) {
        double cpu = server.cpuSeconds();
        JsonNode said = run(server, seconds);
        cpu = server.cpuSeconds() - cpu;
        long answers = said.path("requests").asLong();
        if (said.path("status").asLong() > 0 || said.path("broken").asLong() > 0 || answers == 0) {
            throw new BenchmarkFailure(name + " did not answer " + request.name() + " well: " + said.path("status")
                    + " answers were errors, " + said.path("broken") + " broke off or took too long, of " + answers);
        }
        if (said.path("bytes").asLong() / answers < least) {
            throw new BenchmarkFailure(name + " answered " + request.name() + " with "
                    + said.path("bytes").asLong() / answers + " bytes on average; it should be more than " + least);
        }
        double elapsed = said.path("micros").asDouble() / 1e6;
        Map<String, Double> millis = new LinkedHashMap<>();
        Measurement.PERCENTILES.forEach(p -> millis.put(p, said.path(p).asDouble() / 1000));
        return new Measurement.Turn(answers / elapsed, cpu * 1e6 / answers, cpu / elapsed, answers, millis);
    }

    private JsonNode run(ServerProcess server, int seconds) {
        try {
            Process wrk = new ProcessBuilder(
                            "taskset",
                            "-c",
                            Integer.toString(settings.loadCore()),
                            "wrk",
                            "-t1",
                            "-c" + settings.connections(),
                            "-d" + seconds + "s",
                            "--timeout",
                            "20s",
                            "-s",
                            script.toString(),
                            server.url())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int begin = said.lastIndexOf('{');
            if (begin < 0) {
                throw new BenchmarkFailure("wrk failed: " + BenchmarkFailure.cut(said));
            }
            return JSON.readTree(said.substring(begin));
        } catch (IOException e) {
            throw new BenchmarkFailure("wrk cannot be run: " + e.getMessage(), e);
        }
    }
}

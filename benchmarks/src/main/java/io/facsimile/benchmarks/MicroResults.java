package io.facsimile.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the JMH benchmarks in a process on the server's core, and reads what they wrote. */
final class MicroResults {
    /**
     * One benchmark.
     *
     * @param nanos of one operation
     * @param error half of the interval that holds it with 99.9 %
     * @param bytes that one operation allocates
     */
    record Row(String name, double nanos, double error, double bytes) {}

    private MicroResults() {}

    static List<Row> run(Settings settings, Console console) {
        console.say("%nRouting, validation and rendering by themselves (JMH)");
        Path file = settings.work().resolve("micro.json");
        List<String> command = new ArrayList<>(List.of(
                "taskset",
                "-c",
                Integer.toString(settings.serverCore()),
                Tools.java(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "org.openjdk.jmh.Main",
                "io.facsimile.benchmarks.micro",
                "-prof",
                "gc",
                "-rf",
                "json",
                "-rff",
                file.toString(),
                "-wi",
                Integer.toString(settings.rounds()),
                "-i",
                Integer.toString(settings.rounds()),
                "-w",
                settings.seconds() + "s",
                "-r",
                settings.seconds() + "s"));
        try {
            int status = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(settings.work().resolve("micro.log").toFile())
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new BenchmarkFailure(
                        "JMH ended with " + status + "; see " + settings.work().resolve("micro.log"));
            }
            List<Row> rows = read(file);
            rows.forEach(r -> console.say(
                    "  %-48s %,12.0f ns ± %,.0f, %,10.0f bytes allocated", r.name(), r.nanos(), r.error(), r.bytes()));
            return rows;
        } catch (IOException e) {
            throw new BenchmarkFailure("JMH cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkFailure("interrupted", e);
        }
    }

    private static List<Row> read(Path file) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (JsonNode node : new ObjectMapper().readTree(file.toFile())) {
            String name = node.path("benchmark").asText();
            JsonNode primary = node.path("primaryMetric");
            double bytes = 0;
            for (var metric : node.path("secondaryMetrics").properties()) {
                if (metric.getKey().endsWith("gc.alloc.rate.norm")) {
                    bytes = metric.getValue().path("score").asDouble();
                }
            }
            rows.add(new Row(
                    name.substring(name.lastIndexOf('.') + 1),
                    primary.path("score").asDouble(),
                    primary.path("scoreError").asDouble(0),
                    bytes));
        }
        if (rows.isEmpty()) {
            throw new BenchmarkFailure("JMH measured nothing");
        }
        return rows;
    }
}

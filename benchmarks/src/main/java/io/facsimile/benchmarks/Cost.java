package io.facsimile.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.contract.Contract;
import io.facsimile.contract.index.ContractIndex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a request costs when there are few operations and when there are many: the same request, in turns. */
final class Cost {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "options", "head", "patch");
    private static final int WINDOW = 3;
    static final int FEW = 20;
    static final int MANY = 400;

    /**
     * What was measured.
     *
     * @param cpuRatio processor time of an answer with many operations by that with few, the median of the rounds
     * @param rateRatio answers a second with few by those with many
     */
    record Result(
            int few,
            int many,
            List<Measurement.Turn> withFew,
            List<Measurement.Turn> withMany,
            double cpuRatio,
            double rateRatio) {
        Result {
            withFew = List.copyOf(withFew);
            withMany = List.copyOf(withMany);
        }
    }

    private Cost() {}

    static Result run(Settings settings, Console console, int firstPort) {
        Case request = Case.named("chat-full");
        console.say("%nThe same request with %d and with %d operations", FEW, MANY);
        Wrk wrk = new Wrk(settings, request);
        try (ServerProcess few = start(settings, request, FEW, firstPort);
                ServerProcess many = start(settings, request, MANY, firstPort + 1)) {
            int least = answerLength(few, request);
            for (ServerProcess server : List.of(few, many)) {
                for (int warm = 0; warm < settings.warmUp(); warm += WINDOW) {
                    wrk.turn("Facsimile", server, WINDOW, least);
                }
            }
            List<Measurement.Turn> withFew = new ArrayList<>();
            List<Measurement.Turn> withMany = new ArrayList<>();
            // Twice as many turns as elsewhere: the difference that is looked for is small.
            for (int round = 0; round < 2 * settings.rounds(); round++) {
                boolean isFewFirst = round % 2 == 0;
                if (isFewFirst) {
                    withFew.add(wrk.turn("few operations", few, settings.seconds(), least));
                }
                withMany.add(wrk.turn("many operations", many, settings.seconds(), least));
                if (!isFewFirst) {
                    withFew.add(wrk.turn("few operations", few, settings.seconds(), least));
                }
                console.say(
                        "  round %d  %8.1f µs with %d, %8.1f µs with %d",
                        round + 1, withFew.get(round).cpuMicros(), FEW, withMany.get(round).cpuMicros(), MANY);
            }
            return result(withFew, withMany);
        }
    }

    private static Result result(List<Measurement.Turn> withFew, List<Measurement.Turn> withMany) {
        Measurement.Row few = row("few", withFew);
        Measurement.Row many = row("many", withMany);
        return new Result(
                FEW, MANY, withFew, withMany, Measurement.cpuRatio(few, many), Measurement.ratio(few, many));
    }

    private static Measurement.Row row(String id, List<Measurement.Turn> turns) {
        return new Measurement.Row(id, id, 0, 1, 0, true, 0, turns, null);
    }

    private static int answerLength(ServerProcess server, Case request) {
        try {
            return server.ask(request).body().getBytes(StandardCharsets.UTF_8).length;
        } catch (IOException e) {
            throw new BenchmarkFailure("cannot ask " + server.url(), e);
        }
    }

    private static ServerProcess start(Settings settings, Case request, int operations, int port) {
        Path contract = settings.work().resolve("operations-" + operations + ".json");
        try {
            Files.writeString(contract, document(request.path(), operations).toString());
        } catch (IOException e) {
            throw new BenchmarkFailure("cannot write " + contract, e);
        }
        return ServerProcess.start(
                "operations-" + operations,
                Lineup.facsimile(settings, port, request.path(), List.of("--contract", contract.toString())),
                port,
                request,
                settings);
    }

    /** A contract with so many operations, the wanted one the last: those of the first provider, and copies of them. */
    static ObjectNode document(String wanted, int operations) {
        Contract contract = ContractIndex.read(ContractIndex.providers().get(0));
        ObjectNode document = contract.document().deepCopy();
        ObjectNode all = (ObjectNode) document.path("paths");
        ObjectNode paths = all.objectNode();
        JsonNode last = all.path(wanted);
        int left = operations - operations(last);
        for (int copy = 0; left > 0; copy++) {
            for (Map.Entry<String, JsonNode> path : all.properties()) {
                int more = operations(path.getValue());
                boolean isAlone = path.getValue().findValue("x-task") == null
                        && path.getValue().findValue("links") == null
                        && !path.getKey().equals(wanted);
                if (isAlone && more <= left) {
                    paths.set((copy == 0 ? "" : "/copy" + copy) + path.getKey(), renamed(path.getValue(), copy));
                    left -= more;
                }
            }
        }
        paths.set(wanted, last);
        document.set("paths", paths);
        return document;
    }

    private static int operations(JsonNode pathItem) {
        int operations = 0;
        for (Map.Entry<String, JsonNode> member : pathItem.properties()) {
            operations += METHODS.contains(member.getKey()) ? 1 : 0;
        }
        return operations;
    }

    private static JsonNode renamed(JsonNode pathItem, int copy) {
        if (copy == 0) {
            return pathItem;
        }
        JsonNode renamed = pathItem.deepCopy();
        for (Map.Entry<String, JsonNode> member : renamed.properties()) {
            if (METHODS.contains(member.getKey()) && member.getValue() instanceof ObjectNode operation) {
                operation.put("operationId", operation.path("operationId").asText() + "Copy" + copy);
            }
        }
        return renamed;
    }
}

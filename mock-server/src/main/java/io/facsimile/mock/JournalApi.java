package io.facsimile.mock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.mock.journal.Entry;
import io.facsimile.mock.journal.NearMiss;
import io.facsimile.mock.journal.Sending;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The journal as the simulator's own API shows it: exchanges as JSON, filtered, with the nearest operations of the lost. */
final class JournalApi {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String LIMIT = "limit";
    private static final String STATUS = "status";
    private static final String VERDICT = "verdict";
    private static final String ENDING = "ending";

    private static final List<String> VERDICTS =
            Stream.of(Entry.Verdict.values()).map(Entry.Verdict::word).toList();
    private static final List<String> ENDINGS =
            Stream.of(Sending.Ending.values()).map(Sending.Ending::word).toList();

    private final Simulator simulator;

    JournalApi(Simulator simulator) {
        this.simulator = simulator;
    }

    /**
     * Returns the exchanges that fit, oldest first.
     *
     * @param query of each name the values that fit
     * @throws IllegalArgumentException if nothing could ever fit
     */
    ObjectNode exchanges(Map<String, List<String>> query) {
        check(query);
        List<Entry> fitting = simulator.journal().entries().stream()
                .filter(entry -> fits(query, entry))
                .toList();
        int most = query.containsKey(LIMIT) ? Integer.parseInt(query.get(LIMIT).get(0)) : fitting.size();
        ArrayNode list = NODES.arrayNode();
        fitting.stream().skip(Math.max(0, fitting.size() - most)).forEach(entry -> list.add(json(entry)));
        return NODES.objectNode().set("exchanges", list);
    }

    private static void check(Map<String, List<String>> query) {
        Choices.require(query.keySet().iterator(), "operation", "provider", VERDICT, ENDING, STATUS, LIMIT);
        query.getOrDefault(VERDICT, List.of()).forEach(v -> Choices.require("a verdict", v, VERDICTS));
        query.getOrDefault(ENDING, List.of()).forEach(v -> Choices.require("an ending", v, ENDINGS));
        for (String name : List.of(STATUS, LIMIT)) {
            for (String value : query.getOrDefault(name, List.of())) {
                if (!value.matches("[0-9]{1,9}")) {
                    throw new IllegalArgumentException(name + " must be a number, not \"" + value + "\"");
                }
            }
        }
    }

    private static boolean fits(Map<String, List<String>> query, Entry entry) {
        return fits(query, "operation", entry.operation())
                && fits(query, "provider", entry.provider())
                && fits(query, VERDICT, entry.verdict().word())
                && fits(
                        query,
                        ENDING,
                        entry.stream().map(s -> s.ending().word()).orElse(""))
                && fits(query, STATUS, Integer.toString(entry.status()));
    }

    private static boolean fits(Map<String, List<String>> query, String name, String value) {
        List<String> wanted = query.get(name);
        return wanted == null || wanted.contains(value);
    }

    private ObjectNode json(Entry entry) {
        ObjectNode node = NODES.objectNode()
                .put("number", entry.number())
                .put("time", entry.time().toString())
                .put("provider", entry.provider())
                .put("operation", entry.operation())
                .put("method", entry.method())
                .put("path", entry.path())
                .put("query", entry.query())
                .put(STATUS, entry.status())
                .put("scenario", entry.scenario())
                .put(VERDICT, entry.verdict().word())
                .put("problem", entry.problem())
                .put("micros", entry.micros())
                .put("key", entry.key())
                .put("body", new String(entry.body(), StandardCharsets.UTF_8));
        entry.stream().ifPresent(stream -> node.putObject("stream")
                .put(ENDING, stream.ending().word())
                .put("events", stream.events())
                .put("bytes", stream.bytes())
                .put("millis", stream.millis()));
        if (entry.verdict() == Entry.Verdict.UNMATCHED) {
            ArrayNode near = node.putArray("nearest");
            for (NearMiss miss : NearMiss.of(entry.method(), unprefixed(entry.path()), simulator.operations())) {
                near.addObject()
                        .put("operation", miss.operation())
                        .put("method", miss.method())
                        .put("path", miss.path())
                        .put("why", miss.why());
            }
        }
        return node;
    }

    /** Operations are known by their paths below the provider's name. */
    private String unprefixed(String path) {
        for (Provider provider : simulator.providers()) {
            String prefix = "/" + provider.name() + "/";
            if (path.startsWith(prefix)) {
                return path.substring(prefix.length() - 1);
            }
        }
        return path;
    }
}

package io.facsimile.mock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.contract.Route;
import io.facsimile.mock.journal.Entry;
import io.facsimile.mock.journal.NearMiss;
import io.facsimile.mock.journal.Sending;
import io.facsimile.mock.request.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The journal as the simulator's own API shows it: exchanges as JSON, filtered, with the nearest operations of the lost. */
final class JournalApi {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String LIMIT = "limit";
    private static final String OPERATIONS = "see /__facsimile/operations";
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
        int most = Choices.number(query, LIMIT, fitting.size());
        ArrayNode list = NODES.arrayNode();
        fitting.stream().skip(Math.max(0, fitting.size() - most)).forEach(entry -> list.add(json(entry)));
        return NODES.objectNode().set("exchanges", list);
    }

    private void check(Map<String, List<String>> query) {
        Choices.require(query.keySet().iterator(), "operation", "provider", VERDICT, ENDING, STATUS, LIMIT);
        query.getOrDefault(VERDICT, List.of()).forEach(v -> Choices.require("a verdict", v, VERDICTS));
        query.getOrDefault(ENDING, List.of()).forEach(v -> Choices.require("an ending", v, ENDINGS));
        Choices.require(query, STATUS, "[1-5]([0-9]{2}|xx)", "a number such as 404, or 4xx for all that begin so");
        Choices.requireNumber(query, LIMIT);
        Choices.requireKnown(query, "operation", OPERATIONS, () -> simulator.operations().stream()
                .map(Route::operation));
        Choices.requireKnown(query, "provider", OPERATIONS, () -> simulator.providers().stream()
                .map(Provider::name));
    }

    private static boolean fits(Map<String, List<String>> query, Entry entry) {
        return Choices.fits(query, "operation", entry.operation())
                && Choices.fits(query, "provider", entry.provider())
                && Choices.fits(query, VERDICT, entry.verdict().word())
                && Choices.fits(
                        query,
                        ENDING,
                        entry.stream().map(s -> s.ending().word()).orElse(""))
                && (Choices.fits(query, STATUS, Integer.toString(entry.status()))
                        || Choices.fits(query, STATUS, entry.status() / 100 + "xx"));
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
                .put("body", Secrets.hiddenBody(new String(entry.body(), StandardCharsets.UTF_8)));
        entry.stream().ifPresent(stream -> node.putObject("stream")
                .put(ENDING, stream.ending().word())
                .put("events", stream.events())
                .put("bytes", stream.bytes())
                .put("millis", stream.millis()));
        if (entry.verdict() == Entry.Verdict.UNMATCHED) {
            ArrayNode near = node.putArray("nearest");
            for (NearMiss miss : simulator.nearest(entry)) {
                near.addObject()
                        .put("operation", miss.operation())
                        .put("method", miss.method())
                        .put("path", miss.path())
                        .put("why", miss.why());
            }
        }
        return node;
    }
}

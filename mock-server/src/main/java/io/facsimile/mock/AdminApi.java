package io.facsimile.mock;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.contract.Operation;
import io.facsimile.contract.language.Durations;
import io.facsimile.mock.answer.Answer;
import io.facsimile.mock.journal.Journal;
import io.facsimile.mock.limit.RateLimit;
import io.facsimile.mock.limit.RateMeters;
import io.facsimile.mock.request.JsonProblem;
import io.facsimile.mock.request.MockRequest;
import io.facsimile.mock.request.Query;
import io.facsimile.mock.scenario.FaultRules;
import io.facsimile.mock.scenario.InvalidScenario;
import io.facsimile.mock.scenario.Scenario;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The simulator's own API below {@code /__facsimile/}: health, operations, journal, faults, limits, tasks, clock, reset. JSON in
 * and out; a mistake gets 400 with {@code {"error": …}}. Where the server is reachable from other machines, it asks for
 * the token of {@link MockOptions#adminToken()} in the header {@code X-Facsimile-Token}.
 */
final class AdminApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String ROOT = "/__facsimile/";

    private static final String TIME = "{\"set\": \"2026-01-01T00:00:00Z\"}";

    /** For these contracts may have to be read. */
    private static final List<String> READING = List.of("operations", "faults", "tasks");

    private final Simulator simulator;
    private final JournalApi journal;
    private final TaskApi tasks;
    private final Simulation simulation;
    private final MockOptions options;

    AdminApi(Simulator simulator, Simulation simulation, MockOptions options) {
        this.simulator = simulator;
        this.journal = new JournalApi(simulator);
        this.tasks = new TaskApi(simulator, simulation);
        this.simulation = simulation;
        this.options = options;
    }

    Answer answer(MockRequest request) {
        if (!isAllowed(request)) {
            return error(401, "this needs the header X-Facsimile-Token with the token that the server printed");
        }
        String[] path = request.path().substring(ROOT.length()).split("/", -1);
        try {
            return switch ((request.isHead() ? "GET" : request.method()) + " " + path[0]) {
                case "GET health" -> health();
                case "GET operations" -> operations();
                case "GET journal" -> json(journal.exchanges(Query.parse(request.query())));
                case "DELETE journal" -> {
                    simulator.journal().clear();
                    yield json(journal.exchanges(Map.of()));
                }
                case "GET faults" -> faults();
                case "POST faults" -> addFault(body(request, "operation", "key", "scenario"));
                case "DELETE faults" -> removeFault(path);
                case "GET tasks" -> path.length > 1 ? task(path[1]) : json(tasks.list(Query.parse(request.query())));
                case "POST tasks" -> moveTask(path, request);
                case "GET limits" -> limits();
                case "PUT limits", "POST limits" -> setLimits(body(request, "requests", "tokens"));
                case "DELETE limits" -> {
                    simulation.meters().set(RateLimit.OFF);
                    yield limits();
                }
                case "GET clock" -> clock();
                case "POST clock" -> path.length > 1 ? holdClock(path[1]) : moveClock(body(request, "advance", "set"));
                case "POST reset" -> reset();
                default ->
                    error(
                            404,
                            "there is nothing at " + request.method() + " " + request.path()
                                    + "; there are health, operations, journal, faults, limits, tasks, clock and reset");
            };
        } catch (InvalidScenario | IllegalArgumentException | IllegalStateException e) {
            return error(400, String.valueOf(e.getMessage()));
        }
    }

    /** Returns whether contracts may have to be read for the answer, for which no event loop should wait. */
    static boolean takesLong(MockRequest request) {
        return READING.stream().anyMatch(what -> request.path().startsWith(ROOT + what));
    }

    private boolean isAllowed(MockRequest request) {
        Optional<String> token = options.adminToken();
        if (token.isEmpty()) {
            return true;
        }
        String given = request.headers().get("x-facsimile-token").orElse("");
        return MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8), token.get().getBytes(StandardCharsets.UTF_8));
    }

    /** A mistake in a name would otherwise do something else than was meant, and say nothing. */
    private static JsonNode body(MockRequest request, String... known) {
        JsonNode body = object(request);
        Choices.require(body.fieldNames(), known);
        return body;
    }

    private static JsonNode object(MockRequest request) {
        try {
            JsonNode body = JSON.readTree(request.body());
            if (body.isObject()) {
                return body;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "the body is not JSON" + JsonProblem.where(e) + ": " + JsonProblem.what(e), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("the body cannot be read", e);
        }
        throw new IllegalArgumentException("the body is not a JSON object");
    }

    private static Answer json(JsonNode node) {
        return json(200, node);
    }

    private static Answer json(int status, JsonNode node) {
        try {
            return new Answer.Whole(
                    status,
                    Map.of("Content-Type", "application/json"),
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(node));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Answer error(int status, String problem) {
        return json(status, NODES.objectNode().put("error", problem));
    }

    private Answer health() {
        ObjectNode health = NODES.objectNode().put("status", "up").put("operations", simulator.operationCount());
        Traffic traffic = simulation.traffic();
        health.putObject("open")
                .put("connections", traffic.connections())
                .put("requests", traffic.requests())
                .put("streams", traffic.streams())
                .put("timers", traffic.timers());
        ArrayNode providers = health.putArray("providers");
        simulator.contracts().forEach(c -> providers.add(c.provider()));
        return json(health);
    }

    private Answer operations() {
        ArrayNode list = NODES.arrayNode();
        for (Provider provider : simulator.providers()) {
            for (Operation operation : provider.contract().operations()) {
                list.addObject()
                        .put("provider", provider.name())
                        .put("operation", operation.id())
                        .put("method", operation.method())
                        .put("path", operation.path())
                        .put("summary", operation.summary());
            }
        }
        return json(NODES.objectNode().set("operations", list));
    }

    private Answer faults() {
        ArrayNode list = NODES.arrayNode();
        simulation.faults().all().forEach(rule -> list.add(json(rule)));
        return json(NODES.objectNode().set("faults", list));
    }

    private static ObjectNode json(FaultRules.Rule rule) {
        ObjectNode node = NODES.objectNode()
                .put("id", rule.id())
                .put("operation", rule.operation())
                .put("key", Journal.hash(rule.key()))
                .put("scenario", rule.scenario().toString());
        rule.left().ifPresent(left -> node.put("left", left));
        return node;
    }

    private Answer addFault(JsonNode body) {
        String operation = body.path("operation").asText("");
        if (!operation.isEmpty()
                && simulator.operations().stream().noneMatch(o -> o.operation().equals(operation))) {
            throw new IllegalArgumentException(
                    "there is no operation \"" + operation + "\"; see /__facsimile/operations");
        }
        Scenario scenario = Scenario.parse(body.path("scenario").asText(""));
        if (scenario.isNone()) {
            throw new IllegalArgumentException(
                    "say what happens: {\"scenario\": \"code=503, times=2\", \"operation\": \"createChatCompletion\"}");
        }
        return json(201, json(simulator.ask(operation, body.path("key").asText(""), scenario)));
    }

    private Answer removeFault(String[] path) {
        if (path.length < 2 || path[1].isEmpty()) {
            simulation.faults().clear();
            return faults();
        }
        if (!path[1].matches("[0-9]{1,9}") || !simulation.faults().remove(Integer.parseInt(path[1]))) {
            return error(404, "there is no fault rule " + path[1]);
        }
        return faults();
    }

    private Answer task(String id) {
        return tasks.find(Query.decode(id, false))
                .map(AdminApi::json)
                .orElseGet(() -> error(404, "there is no task " + id));
    }

    /** {@code POST tasks/<id>/advance}, {@code …/complete}, {@code …/fail}, {@code …/cancel}, or an outcome. */
    private Answer moveTask(String[] path, MockRequest request) {
        if (path.length != 3) {
            throw new IllegalArgumentException("say which task and what: tasks/<id>/"
                    + TaskApi.WORDS.replace(", ", ", …/").replace(" and ", ", …/"));
        }
        JsonNode said = request.body().length == 0 ? NODES.objectNode() : object(request);
        tasks.move(Query.decode(path[1], false), path[2], said);
        return task(path[1]);
    }

    private Answer limits() {
        RateMeters meters = simulation.meters();
        return json(NODES.objectNode()
                .put("requests", meters.limit().requests())
                .put("tokens", meters.limit().tokens())
                .put("keys", meters.keys()));
    }

    private Answer setLimits(JsonNode body) {
        simulation.meters().set(new RateLimit(count(body, "requests"), count(body, "tokens")));
        return limits();
    }

    private static long count(JsonNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode()) {
            return 0;
        }
        if (!value.canConvertToExactIntegral() || value.asLong() < 0) {
            throw new IllegalArgumentException(name + " must be a number a minute, 0 for no limit, not " + value
                    + "; for example {\"requests\": 60, \"tokens\": 10000}");
        }
        return value.asLong();
    }

    private Answer clock() {
        return json(NODES.objectNode()
                .put("now", simulation.clock().now().toString())
                .put("ahead", simulation.clock().ahead().toString())
                .put("frozen", simulation.clock().isFrozen()));
    }

    private Answer moveClock(JsonNode body) {
        if (body.size() != 1) {
            throw new IllegalArgumentException(
                    "say how far the clock goes ahead, {\"advance\": \"10m\"}, or what it shows, " + TIME
                            + ": one of them");
        }
        if (body.has("advance")) {
            simulator.advance(Durations.parse(body.path("advance").asText("")));
        } else {
            simulation.clock().set(time(body.path("set").asText("")));
        }
        return clock();
    }

    private static Instant time(String text) {
        try {
            Instant time = Instant.parse(text);
            if (text.matches("(19[7-9]|2[0-9]{2})[0-9]-.*")) {
                return time;
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no time; for example " + TIME, e);
        }
        throw new IllegalArgumentException("the clock can be set from 1970 to 2999, not to " + text);
    }

    /** {@code POST clock/freeze}: tasks stand still until the clock is moved; {@code POST clock/resume}: it goes on. */
    private Answer holdClock(String word) {
        Choices.require("a word for the clock", word, List.of("freeze", "resume"));
        if (word.equals("freeze")) {
            simulation.clock().freeze();
        } else {
            simulation.clock().resume();
        }
        return clock();
    }

    private Answer reset() {
        simulator.reset();
        return health();
    }
}

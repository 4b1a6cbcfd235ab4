package io.facsimile.contracttests;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.checks.Observed;
import io.facsimile.contract.Operation;
import io.facsimile.contract.RequestSample;
import io.facsimile.contract.language.Condition;
import io.facsimile.contract.language.Locator;
import io.facsimile.contract.source.Pointers;
import io.facsimile.contract.task.TaskRole;
import io.facsimile.contract.task.TaskType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;

/** Gives requests about tasks a task to speak of: submits one and puts its id where the request names it. */
final class Tasks {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BODY = "$response.body#";

    private final Endpoint endpoint;

    Tasks(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** A request about a task that exists now. */
    record Prepared(RequestSample sample, TaskType type) {}

    /** Returns the part that an operation plays for a request. */
    static Optional<TaskRole> roleOf(Operation operation, RequestSample sample) {
        return operation.taskRoles().stream()
                .filter(r -> Condition.allHold(r.when(), sample))
                .findFirst();
    }

    /** Returns whether a request speaks of a task that has to exist. */
    static boolean needsTask(Operation operation, RequestSample sample) {
        return roleOf(operation, sample)
                .filter(r -> r.role() != TaskRole.Role.SUBMIT)
                .isPresent();
    }

    /**
     * Submits what the request needs; a follow-up's parent is finished first.
     *
     * @return nothing where no operation can bring a task to where the request needs it
     */
    Optional<Prepared> prepare(Operation operation, RequestSample sample) {
        TaskRole role = roleOf(operation, sample).orElseThrow();
        Optional<TaskType> type = neededType(operation, role, sample);
        Optional<Submit> submit = type.flatMap(this::submitOf);
        Optional<String> id = submit.flatMap(this::submit);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        if (role.role() == TaskRole.Role.FOLLOW_UP) {
            endpoint.mock().orElseThrow().advance(Duration.ofMinutes(30));
        }
        return Optional.of(new Prepared(with(role, operation, sample, id.get()), type.get()));
    }

    private Optional<TaskType> neededType(Operation operation, TaskRole role, RequestSample sample) {
        Map<String, TaskType> types = endpoint.contract().tasks();
        return switch (role.role()) {
            case SUBMIT, LIST, RESUME -> Optional.empty();
            case FOLLOW_UP ->
                endpoint.mock().isEmpty()
                        ? Optional.empty()
                        : types.values().stream()
                                .filter(t -> submitOf(t).isPresent() && offers(t, operation, sample))
                                .findFirst();
            default ->
                role.types().stream()
                        .map(types::get)
                        .filter(t -> submitOf(t).isPresent())
                        .findFirst();
        };
    }

    private static boolean offers(TaskType type, Operation operation, RequestSample sample) {
        return type.offers().stream()
                .anyMatch(o -> o.operation().equals(operation.id()) && Condition.allHold(o.when(), sample));
    }

    /** A documented request that begins a task. */
    record Submit(Operation operation, RequestSample sample) {}

    /** Returns a documented request that begins a task of a type. */
    Optional<Submit> submitOf(TaskType type) {
        for (Operation operation : endpoint.contract().operations()) {
            for (String name : Samples.names(operation)) {
                RequestSample sample = RequestSample.of(operation, name);
                Optional<TaskRole> role = roleOf(operation, sample);
                if (role.isPresent()
                        && role.get().role() == TaskRole.Role.SUBMIT
                        && role.get().types().contains(type.name())) {
                    return Optional.of(new Submit(operation, sample));
                }
            }
        }
        return Optional.empty();
    }

    /** Submits a task and returns its id, which the contract's link points at. */
    Optional<String> submit(Submit submit) {
        Observed answer = endpoint.send(submit.operation(), submit.sample());
        if (answer.status() / 100 != 2) {
            throw new AssertionError(
                    submit.operation() + " was answered with " + answer.status() + ": " + answer.text());
        }
        return idPointer(submit.operation()).map(pointer -> {
            try {
                return JSON.readTree(answer.body()).at(pointer).asText();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private Optional<String> idPointer(Operation operation) {
        JsonNode responses = endpoint.contract().document().at(operation.pointer() + "/responses");
        for (JsonNode response : responses) {
            for (JsonNode link : response.path("links")) {
                for (JsonNode value : link.path("parameters")) {
                    if (value.asText().startsWith(BODY)) {
                        return Optional.of(value.asText().substring(BODY.length()));
                    }
                }
                if (link.path("requestBody").isTextual()) {
                    return Optional.of(link.path("requestBody").asText().substring(BODY.length()));
                }
            }
        }
        return Optional.empty();
    }

    private static RequestSample with(TaskRole role, Operation operation, RequestSample sample, String id) {
        Optional<Locator> locator =
                switch (role.role()) {
                    case FOLLOW_UP -> role.parent();
                    case BATCH -> role.ids();
                    default -> role.id();
                };
        Map<String, String> path = new LinkedHashMap<>(sample.pathValues());
        Map<String, String> query = new LinkedHashMap<>(sample.queryValues());
        JsonNode body = sample.body().deepCopy();
        if (locator.isEmpty()) {
            path.replaceAll(
                    (name, value) -> operation.path().endsWith("{" + name + "}") || path.size() == 1 ? id : value);
        } else if (locator.get() instanceof Locator.Path p) {
            path.put(p.name(), id);
        } else if (locator.get() instanceof Locator.Query q) {
            query.put(q.name(), id);
        } else if (locator.get() instanceof Locator.Body b) {
            put(body, Pointers.of(b.tokens()), role, id);
        }
        return new RequestSample(sample.name(), sample.mediaType(), body, path, query, sample.headerValues());
    }

    private static void put(JsonNode body, String pointer, TaskRole role, String id) {
        JsonPointer at = JsonPointer.compile(pointer);
        if (!(body.at(at.head()) instanceof ObjectNode holder)) {
            return;
        }
        String name = at.last().getMatchingProperty();
        String value = id;
        if (role.parentPattern().isPresent()) {
            String shown = holder.path(name).asText();
            Matcher matcher = role.parentPattern().get().matcher(shown);
            if (matcher.find()) {
                value = shown.substring(0, matcher.start(1)) + id + shown.substring(matcher.end(1));
            }
        }
        if (holder.path(name) instanceof ArrayNode ids) {
            ids.removeAll().add(value);
        } else {
            holder.put(name, value);
        }
    }

    /** Returns the state in which a task of a type ends well. */
    static String lastState(TaskType type) {
        List<TaskType.State> states = type.states();
        return states.get(states.size() - 1).name();
    }
}

package io.facsimile.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.contract.language.Condition;
import io.facsimile.contract.language.Durations;
import io.facsimile.contract.language.Locator;
import io.facsimile.contract.source.SourceLine;
import io.facsimile.contract.task.Shown;
import io.facsimile.contract.task.TaskPages;
import io.facsimile.contract.task.TaskRole;
import io.facsimile.contract.task.TaskType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads {@code x-tasks} and {@code x-task}. */
final class TaskReader {
    private final Function<String, SourceLine> lines;
    private final List<Problem> problems;
    private final JsonNode document;

    TaskReader(JsonNode document, Function<String, SourceLine> lines, List<Problem> problems) {
        this.document = document;
        this.lines = lines;
        this.problems = problems;
    }

    Map<String, TaskType> types(JsonNode families, String pointer) {
        Map<String, TaskType> types = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> family : families.properties()) {
            JsonNode all = family.getValue();
            for (Map.Entry<String, JsonNode> entry : all.properties()) {
                String at = pointer + "/" + family.getKey() + "/" + entry.getKey();
                try {
                    TaskType type = type(family.getKey(), entry.getKey(), inherited(all, entry.getKey(), at), at);
                    types.put(type.name(), type);
                } catch (IllegalArgumentException e) {
                    problem(at, String.valueOf(e.getMessage()), "see openapi/extensions.yaml, x-tasks");
                }
            }
        }
        return types;
    }

    /** Lays a type over the one that it is like; facts, outcomes and shows are merged, the rest replaced. */
    private ObjectNode inherited(JsonNode all, String name, String pointer) {
        Set<String> chain = new LinkedHashSet<>();
        ObjectNode result = ((ObjectNode) all.path(name)).deepCopy();
        String like = result.path("like").asText("");
        while (!like.isEmpty()) {
            if (!chain.add(like) || !all.path(like).isObject()) {
                problem(pointer, "\"like: " + like + "\" names no other type of the family", "name one");
                break;
            }
            ObjectNode base = ((ObjectNode) all.path(like)).deepCopy();
            String next = base.path("like").asText("");
            ObjectNode over = result;
            over.properties().forEach(e -> {
                boolean merges = e.getKey().equals("facts")
                        || e.getKey().equals("outcomes")
                        || e.getKey().equals("shows")
                        || e.getKey().equals("refuses");
                if (merges && base.path(e.getKey()).isObject() && e.getValue().isObject()) {
                    ((ObjectNode) base.get(e.getKey())).setAll((ObjectNode) e.getValue());
                } else {
                    base.set(e.getKey(), e.getValue());
                }
            });
            result = base;
            like = next;
        }
        return result;
    }

    private TaskType type(String family, String name, JsonNode node, String pointer) {
        List<TaskType.State> states = new ArrayList<>();
        for (JsonNode state : node.path("states")) {
            states.add(new TaskType.State(
                    state.path("name").asText(),
                    duration(state.path("at")).orElse(Duration.ZERO),
                    state.path("progress").asText(""),
                    state.path("waits").asBoolean(),
                    state.path("end").asBoolean()));
        }
        if (states.isEmpty()) {
            throw new IllegalArgumentException("the task type has no states");
        }
        if (!states.get(states.size() - 1).isEnd()) {
            throw new IllegalArgumentException("the last state does not say \"end: true\"");
        }
        Map<TaskType.Outcome, TaskType.Ending> outcomes = new EnumMap<>(TaskType.Outcome.class);
        for (Map.Entry<String, JsonNode> outcome : node.path("outcomes").properties()) {
            JsonNode value = outcome.getValue();
            outcomes.put(
                    constant(TaskType.Outcome.class, outcome.getKey()),
                    new TaskType.Ending(
                            ContractReader.text(value, "name"),
                            duration(value.path("at")),
                            value.path("progress").asText(""),
                            ContractReader.text(value, "stays"),
                            ContractReader.text(value, "submit").map(Shown::parse)));
        }
        Map<String, Map<String, Shown>> shows = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> operation : node.path("shows").properties()) {
            Map<String, Shown> byState = new LinkedHashMap<>();
            operation
                    .getValue()
                    .properties()
                    .forEach(e ->
                            byState.put(e.getKey(), Shown.parse(e.getValue().asText())));
            shows.put(operation.getKey(), Map.copyOf(byState));
        }
        Map<TaskType.Refusal, Shown> refuses = new EnumMap<>(TaskType.Refusal.class);
        node.path("refuses")
                .properties()
                .forEach(e -> refuses.put(
                        constant(TaskType.Refusal.class, e.getKey()),
                        Shown.parse(e.getValue().asText())));
        Map<String, JsonNode> facts = new LinkedHashMap<>();
        node.path("facts").properties().forEach(e -> facts.put(e.getKey(), e.getValue()));
        return new TaskType(
                family + "." + name,
                node.path("id").asText("^task_[A-Za-z0-9]{24}$"),
                facts,
                states,
                outcomes,
                shows,
                webhook(node.path("webhook")),
                offers(family, node.path("offers"), pointer),
                refuses);
    }

    private static Optional<TaskType.Webhook> webhook(JsonNode node) {
        if (!node.isObject()) {
            return Optional.empty();
        }
        List<TaskType.Sends> sends = new ArrayList<>();
        node.path("sends").forEach(s -> sends.add(constant(TaskType.Sends.class, s.asText())));
        JsonNode retry = node.path("retry");
        return Optional.of(new TaskType.Webhook(
                Locator.parse(node.path("to").asText()),
                sends,
                node.path("body").asText(),
                node.path("at").asText(""),
                retry.path("times").asInt(0),
                duration(retry.path("every")).orElse(Duration.ofSeconds(5))));
    }

    private List<TaskType.Offer> offers(String family, JsonNode node, String pointer) {
        List<TaskType.Offer> offers = new ArrayList<>();
        for (JsonNode offer : node) {
            offers.add(new TaskType.Offer(
                    offer.path("operation").asText(),
                    Condition.parseAll(offer.path("when")),
                    ContractReader.text(offer, "needs"),
                    qualified(family, offer.path("starts").asText(), pointer),
                    ContractReader.text(offer, "answer").map(Shown::parse)));
        }
        return offers;
    }

    private String qualified(String family, String type, String pointer) {
        String name = type.contains(".") ? type : family + "." + type;
        int dot = name.indexOf('.');
        if (!document.path("x-tasks").path(name.substring(0, dot)).has(name.substring(dot + 1))) {
            problem(pointer, "the follow-up starts \"" + type + "\", which is no task type", "name one of the family");
        }
        return name;
    }

    List<TaskRole> roles(JsonNode node, String pointer, Set<String> types) {
        List<TaskRole> roles = new ArrayList<>();
        if (node.isObject()) {
            role(node, pointer, types).ifPresent(roles::add);
        } else {
            for (int i = 0; i < node.size(); i++) {
                role(node.get(i), pointer + "/" + i, types).ifPresent(roles::add);
            }
        }
        return roles;
    }

    private Optional<TaskRole> role(JsonNode node, String pointer, Set<String> known) {
        try {
            List<String> names = new ArrayList<>();
            if (node.path("type").isArray()) {
                node.path("type").forEach(t -> names.add(t.asText()));
            } else {
                names.add(node.path("type").asText());
            }
            List<String> types = new ArrayList<>();
            for (String name : names) {
                List<String> matching = known.stream()
                        .filter(t -> t.equals(name)
                                || name.endsWith(".*") && t.startsWith(name.substring(0, name.length() - 1)))
                        .toList();
                if (matching.isEmpty()) {
                    problem(pointer, "\"" + name + "\" is no task type", "name one of " + known);
                }
                types.addAll(matching);
            }
            return Optional.of(new TaskRole(
                    types,
                    constant(TaskRole.Role.class, node.path("role").asText()),
                    Condition.parseAll(node.path("when")),
                    ContractReader.text(node, "id").map(Locator::parse),
                    ContractReader.text(node, "ids").map(Locator::parse),
                    ContractReader.text(node, "parent").map(Locator::parse),
                    ContractReader.text(node, "parentPattern").map(Pattern::compile),
                    ContractReader.text(node.path("item"), "operation"),
                    node.path("item").path("at").asText(""),
                    node.path("into").asText(""),
                    pages(node.path("pages"))));
        } catch (IllegalArgumentException e) {
            problem(pointer, String.valueOf(e.getMessage()), "see openapi/extensions.yaml, x-task");
            return Optional.empty();
        }
    }

    private static TaskPages pages(JsonNode node) {
        return node.isMissingNode()
                ? TaskPages.NONE
                : new TaskPages(
                        ContractReader.text(node, "number").map(Locator::parse),
                        ContractReader.text(node, "after").map(Locator::parse),
                        ContractReader.text(node, "size").map(Locator::parse),
                        node.path("usual").asInt(Integer.MAX_VALUE),
                        ContractReader.text(node, "total"),
                        ContractReader.text(node, "more"),
                        ContractReader.text(node, "first"),
                        ContractReader.text(node, "last"));
    }

    /** Checks that what task types show exists: operations, states, examples. */
    void check(Map<String, TaskType> types, List<Operation> operations) {
        for (TaskType type : types.values()) {
            int dot = type.name().indexOf('.');
            String pointer = "/x-tasks/" + type.name().substring(0, dot) + "/"
                    + type.name().substring(dot + 1);
            Set<String> states = new LinkedHashSet<>();
            type.states().forEach(s -> states.add(s.name()));
            type.outcomes().values().forEach(o -> o.state().ifPresent(states::add));
            type.shows().forEach((id, byState) -> {
                Optional<Operation> operation =
                        operations.stream().filter(o -> o.id().equals(id)).findFirst();
                // A provider may serve only some of a family's operations.
                operation.ifPresent(o -> byState.forEach((state, shown) -> {
                    String at = pointer + "/shows/" + id + "/" + state;
                    if (!state.equals("*") && !states.contains(state)) {
                        problem(at, "the state \"" + state + "\" is not declared", "use one of " + states);
                    }
                    if (!hasExample(o, shown)) {
                        problem(at, id + " has no example \"" + shown + "\"", "add it to the operation's response");
                    }
                }));
            });
        }
    }

    private static boolean hasExample(Operation operation, Shown shown) {
        Optional<Response> response = shown.status().map(operation::response).orElseGet(operation::success);
        return response.isPresent()
                && response.get().content().stream()
                        .anyMatch(m -> m.example(shown.example()).isPresent());
    }

    private static Optional<Duration> duration(JsonNode node) {
        return node.isTextual() ? Optional.of(Durations.parse(node.textValue())) : Optional.empty();
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private void problem(String pointer, String what, String remedy) {
        problems.add(new Problem("tasks", lines.apply(pointer), what, remedy));
    }
}

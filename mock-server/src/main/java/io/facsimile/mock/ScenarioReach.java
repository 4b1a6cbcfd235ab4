package io.facsimile.mock;

import io.facsimile.contract.Cause;
import io.facsimile.contract.ErrorAnswer;
import io.facsimile.contract.Example;
import io.facsimile.contract.Operation;
import io.facsimile.contract.Response;
import io.facsimile.contract.language.Condition;
import io.facsimile.contract.task.TaskRole;
import io.facsimile.contract.task.TaskType;
import io.facsimile.mock.answer.Chosen;
import io.facsimile.mock.answer.ExampleChoice;
import io.facsimile.mock.request.Call;
import io.facsimile.mock.scenario.InvalidScenario;
import io.facsimile.mock.scenario.Scenario;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which words of a scenario can do something to the answers of one operation. */
final class ScenarioReach {
    private final Operation operation;
    private final ExampleChoice choice;
    private final boolean mayStream;
    private final List<TaskType> started;

    /** @param types the task types that the operation's roles name, and those that they start */
    ScenarioReach(Operation operation, ExampleChoice choice, Map<String, TaskType> types) {
        this.operation = operation;
        this.choice = choice;
        this.mayStream = operation.success().stream()
                .flatMap(response -> response.content().stream())
                .anyMatch(mediaType -> mediaType.stream().isPresent());
        this.started = started(operation, types);
    }

    private static List<TaskType> started(Operation operation, Map<String, TaskType> types) {
        Set<String> names = new LinkedHashSet<>();
        for (TaskRole role : operation.taskRoles()) {
            if (role.role() == TaskRole.Role.SUBMIT) {
                names.add(role.types().get(0));
            } else if (role.role() == TaskRole.Role.FOLLOW_UP) {
                types.values().stream()
                        .flatMap(parent -> parent.offers().stream())
                        .filter(offer -> offer.operation().equals(operation.id()))
                        .forEach(offer -> names.add(offer.starts()));
            }
        }
        return names.stream().map(types::get).filter(t -> t != null).toList();
    }

    /** Returns the words that do something to the answer to a call; those that are about other answers are left out. */
    Scenario acting(Scenario asked, Call call) {
        List<String> idle = new ArrayList<>();
        if (!hasStatus(operation, asked)) {
            idle.add(Scenario.CODE);
        }
        if (asked.has(Scenario.EXAMPLE) && !has(operation, asked)) {
            idle.add(Scenario.EXAMPLE);
        }
        Scenario answered = asked.without(idle);
        if (!streams(answered, choice.stream(call).isPresent())) {
            idle.addAll(asked.ofStreams());
        }
        boolean submits = submits(answered) && isSubmit(call);
        if (!submits) {
            idle.add(Scenario.SPEED);
        }
        if (!submits || !hasOutcome(asked)) {
            idle.add(Scenario.OUTCOME);
        }
        return asked.without(idle);
    }

    /**
     * Requires of what a request asks for in its own head that it acts on the answer. How fast things go may be said of every
     * request.
     *
     * @param own what the request says
     * @param asked the same, with what its key and its model say
     * @param acting what of that acts
     * @throws InvalidScenario for a word that does not
     */
    void requireActing(Scenario own, Scenario asked, Scenario acting) {
        for (String word : own.words()) {
            if (!acting.has(word) && !Scenario.OF_PACE.contains(word)) {
                throw problem(word, asked, true);
            }
        }
    }

    /**
     * Requires that each word can act on some answer of the operation.
     *
     * @throws InvalidScenario for a word that never can
     */
    void requirePossible(Scenario asked) {
        if (!hasStatus(operation, asked)) {
            throw problem(Scenario.CODE, asked, false);
        }
        if (!has(operation, asked)) {
            throw problem(Scenario.EXAMPLE, asked, false);
        }
        if (!streams(asked, mayStream)) {
            for (String word : Scenario.OF_STREAMS) {
                if (asked.has(word)) {
                    throw problem(word, asked, false);
                }
            }
        }
        if (asked.has(Scenario.OUTCOME) && !(submits(asked) && hasOutcome(asked))) {
            throw problem(Scenario.OUTCOME, asked, false);
        }
    }

    /** Returns whether an operation has the status and the example that are asked for. */
    static boolean has(Operation operation, Scenario asked) {
        return hasStatus(operation, asked)
                && (!asked.has(Scenario.EXAMPLE) || examples(operation, asked).anyMatch(c -> isNamed(c, asked)));
    }

    /** Returns whether the operation answers with the status that is asked for. Each may refuse with whatever status. */
    private static boolean hasStatus(Operation operation, Scenario asked) {
        Optional<Integer> status = asked.status();
        return status.isEmpty()
                || status.get() >= 400
                || operation.response(status.get()).isPresent();
    }

    private static boolean isNamed(Chosen chosen, Scenario asked) {
        return asked.example().filter(chosen.example().name()::equals).isPresent();
    }

    /** What there is to choose from: where a status is asked for, the examples of that. */
    private static Stream<Chosen> examples(Operation operation, Scenario asked) {
        Stream<Response> responses = asked.status().isPresent()
                ? operation.response(asked.status().get()).stream()
                : operation.responses().stream();
        return responses.flatMap(
                r -> r.content().stream().flatMap(m -> m.examples().stream().map(e -> new Chosen(r, m, e))));
    }

    /**
     * Returns the example that is asked for.
     *
     * @throws InvalidScenario if there is none of that name
     */
    Chosen example(Scenario asked) {
        return examples(operation, asked)
                .filter(c -> isNamed(c, asked))
                .findFirst()
                .orElseThrow(() -> problem(Scenario.EXAMPLE, asked, false));
    }

    /** @param isWanted whether the usual answer would be a stream */
    private boolean streams(Scenario asked, boolean isWanted) {
        if (asked.has(Scenario.EXAMPLE)) {
            return examples(operation, asked)
                    .filter(c -> isNamed(c, asked))
                    .anyMatch(c -> c.mediaType().isEventStream()
                            || isWanted && c.response().isSuccess());
        }
        if (asked.breaksStream()) {
            return isWanted;
        }
        Optional<Scenario.Code> code = asked.code();
        if (code.isPresent() && code.get() instanceof Scenario.OfCause of) {
            return isWanted && events(operation, of.cause()).isPresent();
        }
        return isWanted && (asked.status().isEmpty() || isSuccess(asked.status().get()));
    }

    /** Returns an error if the contract shows it as the events of a stream that began well. */
    static Optional<ErrorAnswer> events(Operation operation, Cause cause) {
        return Optional.ofNullable(operation.errors().get(cause))
                .filter(shown -> shown.status() < 400 && shown.example().value().isArray());
    }

    /** Returns whether the usual answer has a status. */
    boolean isSuccess(int status) {
        return status < 400
                && operation.success().isPresent()
                && operation.success().equals(operation.response(status));
    }

    private boolean submits(Scenario asked) {
        return !started.isEmpty() && !asked.has(Scenario.CODE) && !asked.has(Scenario.EXAMPLE);
    }

    private boolean isSubmit(Call call) {
        return operation.taskRoles().stream()
                .filter(role -> Condition.allHold(role.when(), call))
                .findFirst()
                .filter(role -> role.role() == TaskRole.Role.SUBMIT || role.role() == TaskRole.Role.FOLLOW_UP)
                .isPresent();
    }

    private boolean hasOutcome(Scenario asked) {
        return asked.outcome().isEmpty()
                || started.stream().anyMatch(type -> type.outcomes()
                        .containsKey(asked.outcome().get()));
    }

    /**
     * Requires of an outcome that is asked for, whoever asks, that the task can end so.
     *
     * @throws InvalidScenario if it cannot
     */
    void requireOutcome(Scenario asked, Call call) {
        if (asked.has(Scenario.OUTCOME) && submits(asked) && isSubmit(call) && !hasOutcome(asked)) {
            throw noOutcome(operation, asked.outcome().get(), started);
        }
    }

    /** Says that a task cannot end so, and how it can. */
    static InvalidScenario noOutcome(Operation operation, TaskType.Outcome wanted, List<TaskType> types) {
        return new InvalidScenario("a task of " + operation.id() + " cannot end in " + word(wanted) + ", only in "
                + types.stream()
                        .flatMap(type -> type.outcomes().keySet().stream())
                        .map(ScenarioReach::word)
                        .distinct()
                        .sorted()
                        .toList());
    }

    private static String word(TaskType.Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    /** @param isOfRequest whether it is about one request, not about all that come */
    private InvalidScenario problem(String word, Scenario asked, boolean isOfRequest) {
        return switch (word) {
            case Scenario.CODE -> noStatus(asked);
            case Scenario.EXAMPLE -> noExample(asked);
            case Scenario.OUTCOME ->
                submits(asked) && !hasOutcome(asked)
                        ? noOutcome(operation, asked.outcome().get(), started)
                        : noTask(asked, isOfRequest);
            default -> noStream(word, asked, isOfRequest);
        };
    }

    private InvalidScenario noTask(Scenario asked, boolean isOfRequest) {
        String id = operation.id();
        String never = isOfRequest ? id + " never submits one" : id + " submits none";
        String why =
                why(asked, isOfRequest && !started.isEmpty(), id + " submits one where the request asks for it", never);
        String here = isOfRequest ? "this request submits none; " : "";
        return about(asked, Scenario.OUTCOME, "a task", here, why);
    }

    private InvalidScenario noStream(String word, Scenario asked, boolean isOfRequest) {
        String id = operation.id();
        String how = id + " answers with one where the request asks for it";
        String why = why(asked, isOfRequest && mayStream, how, id + " never answers with one");
        String here = isOfRequest ? "the answer to this request is none; " : "";
        return about(asked, word, "a stream", here, why);
    }

    private static InvalidScenario about(Scenario asked, String word, String what, String here, String why) {
        return new InvalidScenario(
                "the scenario's " + asked.written(word) + " is about " + what + ", but " + here + why);
    }

    private static String why(Scenario asked, boolean mayBe, String how, String never) {
        for (String decisive : List.of(Scenario.EXAMPLE, Scenario.CODE)) {
            if (asked.has(decisive) && !asked.breaksStream()) {
                return asked.written(decisive) + " answers at once";
            }
        }
        return mayBe ? how : never;
    }

    private InvalidScenario noStatus(Scenario asked) {
        List<String> declared = operation.responses().stream()
                .map(Response::status)
                .filter(status -> status.startsWith("2") || status.startsWith("3"))
                .toList();
        return new InvalidScenario(operation.id() + " has no answer with "
                + asked.status().map(String::valueOf).orElse("") + ", only with " + String.join(", ", declared)
                + (declared.isEmpty() ? "" : ", and ") + "errors from 400 to 599");
    }

    private InvalidScenario noExample(Scenario asked) {
        List<String> known = examples(operation, asked)
                .map(Chosen::example)
                .map(Example::name)
                .distinct()
                .toList();
        return new InvalidScenario(operation.id() + " has no example \""
                + asked.example().orElse("") + "\""
                + asked.status().map(status -> " for " + status).orElse("")
                + (known.isEmpty() ? ", nor any other" : ", only " + String.join(", ", known)));
    }
}

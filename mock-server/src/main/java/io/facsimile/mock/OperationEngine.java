package io.facsimile.mock;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.Cause;
import io.facsimile.contract.ErrorAnswer;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.Response;
import io.facsimile.contract.language.Locator;
import io.facsimile.contract.language.Telling;
import io.facsimile.mock.answer.Answer;
import io.facsimile.mock.answer.Chosen;
import io.facsimile.mock.answer.ErrorAnswers;
import io.facsimile.mock.answer.ErrorBodies;
import io.facsimile.mock.answer.ExampleChoice;
import io.facsimile.mock.answer.Inventions;
import io.facsimile.mock.answer.LimitHeaders;
import io.facsimile.mock.answer.Representation;
import io.facsimile.mock.content.Source;
import io.facsimile.mock.content.Weight;
import io.facsimile.mock.journal.Entry;
import io.facsimile.mock.limit.RateMeters;
import io.facsimile.mock.media.Delivery;
import io.facsimile.mock.request.Call;
import io.facsimile.mock.request.MockRequest;
import io.facsimile.mock.request.Refusal;
import io.facsimile.mock.request.RequestCheck;
import io.facsimile.mock.scenario.AskedScenario;
import io.facsimile.mock.scenario.InvalidScenario;
import io.facsimile.mock.scenario.ModelFields;
import io.facsimile.mock.scenario.Scenario;
import java.lang.System.Logger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers the requests of one operation. What can be compiled is compiled once, when it is first needed. */
final class OperationEngine {
    private static final Logger LOG = System.getLogger(OperationEngine.class.getName());

    private final Provider provider;
    private final Operation operation;
    private final Optional<Response> success;
    private final RequestCheck check;
    private final ExampleChoice choice;
    private final ModelFields models;
    private final ScenarioReach reach;
    private final SelfCheck selfCheck;
    private final ErrorAnswers errors;
    private final ExampleAnswers examples;
    private final WrittenChoice written;
    private final StreamAnswers streams;
    private final InventedAnswers invented;
    private final Drawing drawing;
    private final TaskDesk tasks;
    private final TaskAddresses addresses;
    private final Simulation simulation;

    OperationEngine(Provider provider, ReadContract.Part part, Simulation simulation) {
        this.provider = provider;
        this.operation = part.operation();
        this.simulation = simulation;
        this.success = operation.success();
        this.choice = new ExampleChoice(operation);
        ReadContract read = part.read();
        this.models = ModelFields.of(operation, read.contract().document());
        this.reach = new ScenarioReach(operation, choice, read.contract().tasks());
        this.check = new RequestCheck(operation, read.requests());
        this.selfCheck = new SelfCheck(operation, read.answers());
        Inventions inventions = read.inventions();
        Representation representation = new Representation(read.contract().document(), simulation.media()::usual);
        this.errors = new ErrorAnswers(operation, inventions, representation);
        this.examples = new ExampleAnswers(operation, read, representation, new Told(models));
        this.written = new WrittenChoice(choice, examples);
        this.streams = new StreamAnswers(operation, examples, this::engine, simulation);
        this.invented = new InventedAnswers(this, inventions, representation, simulation);
        this.drawing = new Drawing(
                operation,
                read.contract().document(),
                choice,
                chosen ->
                        examples.template(chosen.mediaType(), chosen.example()).draws(),
                other -> engine(other).drawing);
        this.tasks = new TaskDesk(provider, part, simulation, this);
        this.addresses = new TaskAddresses(
                operation, other -> simulation.engines(provider).find(other).map(OperationEngine::operation));
    }

    private CallValues values(Call call, Scenario scenario) {
        return simulation.values(call, scenario, addresses);
    }

    private OperationEngine engine(String other) {
        return simulation.engines(provider).find(other).orElse(this);
    }

    /** Returns what becomes of the operation's examples. */
    ExampleAnswers examples() {
        return examples;
    }

    /** Returns how the operation chooses among its examples. */
    ExampleChoice choice() {
        return choice;
    }

    /** Returns the whole answer that a stream is cut from, with its live values: a JSON document, or bytes. */
    Optional<JsonNode> whole(Call call, String mediaTypes, CallValues values) {
        return written.choose(call, mediaTypes, values).map(chosen -> examples.tree(chosen, values));
    }

    /** Returns the key that a request carries; "" for none. It is looked for once. */
    String key(Call call) {
        if (!call.isIdentified()) {
            String credential = check.anyKey(call);
            call.identified(credential, AskedScenario.keyOf(credential));
        }
        return call.key();
    }

    Operation operation() {
        return operation;
    }

    String provider() {
        return provider.name();
    }

    /** Returns whether no event loop should wait for the answer to a call. Parses its body. */
    boolean takesLong(Call call) {
        boolean mayDraw = drawing.mayDraw();
        if (!mayDraw && operation.content().isEmpty()) {
            return false;
        }
        if (call.parsedBy(check).isPresent()) {
            return false;
        }
        return mayDraw && (isAnyExampleAsked(call) || drawing.mayDraw(call))
                || operation.content().isPresent()
                        && Weight.isHeavy(operation.content().get(), call);
    }

    /** A scenario may ask for an example that would not answer otherwise. */
    private boolean isAnyExampleAsked(Call call) {
        key(call);
        return !simulation.faults().all().isEmpty() || AskedScenario.mayBeIn(call, models);
    }

    Answer answer(Call call) {
        RateMeters meters = simulation.meters();
        Answer answer = meters.isOff() ? wished(call) : limited(call, meters);
        // The parts of a file are HTTP's, no contract's.
        return Delivery.of(simulation.options().selfCheck() ? checked(answer, call) : answer, call.request());
    }

    private Answer limited(Call call, RateMeters meters) {
        call.limitedBy(meters.ticket(key(call)));
        return LimitHeaders.onto(wished(call), operation.limits(), call.ticket());
    }

    private Answer checked(Answer answer, Call call) {
        Optional<String> problem = selfCheck.problem(answer);
        if (problem.isEmpty()) {
            return answer;
        }
        String what = operation + " breaks its own contract: " + problem.get();
        LOG.log(Logger.Level.WARNING, what + " (" + operation.line() + ")");
        call.judged(Entry.Verdict.BROKEN, what);
        return SelfCheck.marked(answer, problem.get());
    }

    private Answer wished(Call call) {
        try {
            return meet(call);
        } catch (InvalidScenario e) {
            return refuse(new Refusal(Cause.INVALID_REQUEST, "", String.valueOf(e.getMessage())), call, Scenario.NONE);
        }
    }

    private Answer refuse(Refusal refusal, Call call, Scenario scenario) {
        call.judged(Entry.Verdict.REFUSED, refusal.problem());
        return refused(refusal, call, scenario);
    }

    private Answer meet(Call call) {
        Optional<Refusal> broken = call.parsedBy(check);
        Scenario scenario = scenario(call, broken.isEmpty());
        if (scenario.isNone()) {
            return usual(Scenario.NONE, call, broken);
        }
        call.asked(scenario.toString());
        return acted(scenario, call, broken);
    }

    /** What the caller asks for, and what fault rules say of the rest. */
    private Scenario scenario(Call call, boolean isParsed) {
        String key = key(call);
        Scenario asked = asked(call, isParsed);
        return simulation.faults().onto(asked, operation.id(), key, words -> reach.acting(words, call));
    }

    /** What the request says has to act on its answer; what stands after a key is about some calls, after a model about some operations. */
    private Scenario asked(Call call, boolean isParsed) {
        Scenario head = AskedScenario.ofHead(call);
        Scenario ofKey = AskedScenario.ofKey(call);
        Scenario ofModel = isParsed ? AskedScenario.ofModel(call, models) : Scenario.NONE;
        Scenario asked = head.over(ofKey).over(ofModel);
        if (asked.isNone()) {
            return asked;
        }
        asked.requireSaysWhat();
        reach.requirePossible(ofModel);
        Scenario acting = reach.acting(asked, call);
        if (isParsed) {
            reach.requireOutcome(asked, call);
            reach.requireActing(head, asked, acting);
        }
        requireSomewhere(asked, acting);
        // What stands in the request is of that call and its retries, what stands after the key of all calls.
        boolean isOfRequest = head.isCounted() || ofModel.isCounted();
        return !acting.isNone() && simulation.timesLeft().take(call.key(), operation.id(), asked, isOfRequest)
                ? acting
                : Scenario.NONE;
    }

    /** An example that one operation does not have may be another's; what none has is a mistake. */
    private void requireSomewhere(Scenario asked, Scenario acting) {
        boolean isMissing = asked.has(Scenario.EXAMPLE) && !acting.has(Scenario.EXAMPLE)
                || asked.has(Scenario.CODE) && !acting.has(Scenario.CODE);
        if (isMissing
                && provider.contract().operations().stream().noneMatch(other -> ScenarioReach.has(other, asked))) {
            reach.requirePossible(asked);
        }
    }

    /** Returns what the operation can do of what scenarios ask for. */
    ScenarioReach reach() {
        return reach;
    }

    /** Answers as the scenario asks. What it does not speak of is as usual. */
    private Answer acted(Scenario scenario, Call call, Optional<Refusal> broken) {
        Answer answer = scenario.has(Scenario.EXAMPLE)
                ? example(call, scenario)
                : scenario.code()
                        .filter(code -> !scenario.breaksStream())
                        .map(code -> coded(code, call, scenario))
                        .orElseGet(() -> usual(scenario, call, broken));
        answer = ComingBack.told(answer, scenario);
        if (scenario.delay().isZero() && scenario.fault().isEmpty()) {
            return answer;
        }
        return new Answer.Troubled(answer, scenario.delay(), scenario.fault());
    }

    /** What answers for a code, and what that says of the request. */
    private record Coded(Answer answer, List<Telling> tells) {
        Coded(Answer answer) {
            this(answer, List.of());
        }
    }

    private Answer coded(Scenario.Code code, Call call, Scenario scenario) {
        Coded coded = bare(code, call, scenario);
        if (coded.answer.status() < 400) {
            return coded.answer;
        }
        Answer told = ComingBack.told(coded.answer, scenario);
        return told instanceof Answer.Whole whole ? examples.headed(whole, coded.tells, values(call, scenario)) : told;
    }

    private Coded documented(Cause cause, Optional<Integer> status, Call call) {
        return new Coded(
                ErrorBodies.documented(operation.errors(), cause, status, call.request()),
                ErrorBodies.tells(operation.errors(), cause));
    }

    private Coded bare(Scenario.Code code, Call call, Scenario scenario) {
        if (code instanceof Scenario.OfCause of) {
            if (!ErrorBodies.says(operation.errors(), of.cause()) || hasOwnForm(of.cause())) {
                return new Coded(
                        errors.refuse(new Refusal(of.cause(), "", of.cause().word()), accept(call)));
            }
            return streamed(of.cause(), call, scenario)
                    .map(Coded::new)
                    .orElseGet(() -> documented(of.cause(), Optional.empty(), call));
        }
        int status = ((Scenario.Status) code).number();
        Optional<MediaType> stream = choice.stream(call);
        if (reach.isSuccess(status) && stream.isPresent()) {
            return new Coded(
                    streams.answer(stream.get(), call, written(values(call, scenario), call), Optional.empty()));
        }
        boolean isOfTask = !operation.taskRoles().isEmpty();
        Optional<Cause> cause = ErrorBodies.causeOf(operation.errors(), status, isOfTask);
        if (status >= 400 && cause.isPresent() && operation.errors().containsKey(cause.get())) {
            return documented(cause.get(), Optional.of(status), call);
        }
        Optional<Chosen> declared = operation.response(status).flatMap(r -> r.content().stream()
                .flatMap(m -> m.examples().stream().map(e -> new Chosen(r, m, e)))
                .findFirst());
        if (declared.isPresent()) {
            Answer.Whole whole = examples.render(declared.get(), written(values(call, scenario), call));
            return new Coded(whole.withStatus(status));
        }
        if (status >= 400) {
            Cause general = status < 500 ? Cause.INVALID_REQUEST : Cause.INTERNAL;
            return ErrorBodies.says(operation.errors(), general)
                    ? documented(general, Optional.of(status), call)
                    : new Coded(errors.of(status, "", accept(call)));
        }
        Optional<Response> response =
                operation.response(status).filter(r -> !r.status().equals("default"));
        Answer answer = response.map(r -> invented.answer(r, call, values(call, scenario)))
                .orElseGet(() -> new Answer.Whole(status, new HashMap<>(), new byte[0]));
        return new Coded(answer instanceof Answer.Whole whole ? whole.withStatus(status) : answer);
    }

    /** What a contract says of all operations does not hold where one declares that its errors are no JSON. */
    private boolean hasOwnForm(Cause cause) {
        ErrorAnswer shown = operation.errors().get(cause);
        List<MediaType> declared = shown == null
                ? List.of()
                : operation.response(shown.status()).map(Response::content).orElse(List.of());
        return !declared.isEmpty() && declared.stream().noneMatch(MediaType::isJson);
    }

    /** What a stream shows of a cause is a list of events. */
    private Optional<Answer> streamed(Cause cause, Call call, Scenario scenario) {
        return ScenarioReach.events(operation, cause).flatMap(shown -> choice.stream(call)
                .map(stream -> streams.answer(stream, shown.example(), values(call, scenario))));
    }

    static String accept(Call call) {
        return call.header("accept").orElse("");
    }

    private Answer example(Call call, Scenario scenario) {
        Chosen chosen = reach.example(scenario);
        CallValues values = written(values(call, scenario), call);
        if (chosen.mediaType().isEventStream()) {
            return streams.answer(chosen.mediaType(), chosen.example(), values);
        }
        Optional<MediaType> stream =
                choice.stream(call).filter(s -> chosen.response().isSuccess());
        if (stream.isPresent()) {
            return streams.answer(stream.get(), call, values, Optional.of(chosen));
        }
        Answer.Whole whole = examples.render(chosen, values);
        return scenario.status().<Answer>map(whole::withStatus).orElse(whole);
    }

    private Answer usual(Scenario scenario, Call call, Optional<Refusal> broken) {
        Optional<Refusal> refusal = check.credentials(call);
        if (refusal.isEmpty() && !call.ticket().isFree()) {
            refusal = call.ticket()
                    .take(expectedTokens(call))
                    .map(shortage -> new Refusal(Cause.RATE_LIMIT, shortage.what(), shortage.problem()));
        }
        if (refusal.isEmpty()) {
            refusal = judged(call, broken);
        }
        if (refusal.isPresent()) {
            return refuse(refusal.get(), call, scenario);
        }
        CallValues values = written(values(call, scenario), call);
        return tasks.answer(call, values).orElseGet(() -> answer(call, values));
    }

    private Optional<Refusal> judged(Call call, Optional<Refusal> broken) {
        MockOptions.Validation mode = simulation.options().validation();
        if (mode == MockOptions.Validation.OFF) {
            return Optional.empty();
        }
        Optional<Refusal> refusal = broken.isPresent() ? broken : check.judge(call);
        if (refusal.isEmpty()) {
            call.judged(Entry.Verdict.VALID, "");
        } else if (mode == MockOptions.Validation.WARN) {
            call.judged(Entry.Verdict.WARNED, refusal.get().problem());
            return Optional.empty();
        }
        return refusal;
    }

    /** As the vendors estimate: the most that may be answered, or a quarter of the characters, whichever is more. */
    private long expectedTokens(Call call) {
        long most = 0;
        if (operation.content().isPresent()) {
            for (Locator place : operation.content().get().limit()) {
                most = Math.max(most, place.find(call).asLong(0));
            }
        }
        boolean isCounted = !operation.limits().used().isEmpty() && call.body().isObject();
        return Math.max(most, isCounted ? call.request().body().length / 4 : 0);
    }

    Source source(Call call) {
        MockRequest request = call.request();
        return new Source(operation.id(), request.path(), request.query(), request.body());
    }

    private CallValues written(CallValues values, Call call) {
        return operation.content().isPresent()
                ? values.with(simulation.writer().writing(operation.content().get(), call, source(call)))
                : values;
    }

    Answer refuse(Refusal refusal, MockRequest request) {
        return refused(refusal, new Call(request, Map.of()), Scenario.NONE);
    }

    /** Refuses with headers that count before those which the contract names for the cause: its body may tell them. */
    private Answer refused(Refusal refusal, Call call, Scenario scenario) {
        if (!ErrorBodies.says(operation.errors(), refusal.cause()) || hasOwnForm(refusal.cause())) {
            return errors.refuse(refusal, accept(call));
        }
        Answer.Whole bare = ErrorBodies.answer(operation.errors(), refusal, call.request());
        Answer.Whole answer = refusal.cause() == Cause.OVERLOADED ? ErrorBodies.comeBack(bare, 1) : bare;
        Answer.Whole limited = answer.withHeaders(LimitHeaders.refusal(operation.limits(), call.ticket()));
        Map<String, String> headers = ComingBack.told(limited.status(), limited.headers(), scenario);
        return examples.headed(
                new Answer.Whole(limited.status(), headers, limited.body()),
                ErrorBodies.tells(operation.errors(), refusal),
                values(call, scenario));
    }

    private Optional<Refusal> tooManyStreams() {
        int most = simulation.options().door().streams();
        return simulation.traffic().streams() < most
                ? Optional.empty()
                : Optional.of(new Refusal(Cause.OVERLOADED, "", "there are " + most + " open streams already"));
    }

    /** Answers from the examples. */
    Answer answer(Call call, CallValues values) {
        Optional<MediaType> stream = choice.stream(call);
        if (stream.isPresent()) {
            Optional<Refusal> refusal = tooManyStreams();
            return refusal.isPresent()
                    ? refuse(refusal.get(), call, values.scenario())
                    : streams.answer(stream.get(), call, values, Optional.empty());
        }
        Optional<Chosen> chosen = written.choose(call, values);
        if (chosen.isPresent() && InventedAnswers.isWelcome(chosen.get(), accept(call))) {
            return examples.render(chosen.get(), values);
        }
        return success.map(response -> invented.answer(response, call, values))
                .orElseGet(() -> new Answer.Whole(200, new HashMap<>(), new byte[0]));
    }

    Refusal unknownTask(String id) {
        return new Refusal(Cause.UNKNOWN_TASK, "", "there is no task \"" + id + "\"");
    }
}

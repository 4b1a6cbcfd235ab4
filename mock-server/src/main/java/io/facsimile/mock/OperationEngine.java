package io.facsimile.mock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BinaryNode;
import io.facsimile.contract.Cause;
import io.facsimile.contract.Contract;
import io.facsimile.contract.ContractFiles;
import io.facsimile.contract.Example;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.Parameter;
import io.facsimile.contract.Response;
import io.facsimile.contract.StreamRule;
import io.facsimile.contract.language.Condition;
import io.facsimile.contract.language.LiveWord;
import io.facsimile.contract.language.Locator;
import io.facsimile.contract.language.MediaRule;
import io.facsimile.contract.source.Pointers;
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
import io.facsimile.mock.event.Asked;
import io.facsimile.mock.event.Event;
import io.facsimile.mock.event.Frames;
import io.facsimile.mock.event.Grammar;
import io.facsimile.mock.journal.Entry;
import io.facsimile.mock.journal.Sending;
import io.facsimile.mock.limit.RateMeters;
import io.facsimile.mock.live.LiveValues;
import io.facsimile.mock.live.Template;
import io.facsimile.mock.live.TemplateCompiler;
import io.facsimile.mock.request.Call;
import io.facsimile.mock.request.MockRequest;
import io.facsimile.mock.request.Refusal;
import io.facsimile.mock.request.RequestCheck;
import io.facsimile.mock.scenario.AskedScenario;
import io.facsimile.mock.scenario.InvalidScenario;
import io.facsimile.mock.scenario.Scenario;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Answers the requests of one operation. What can be compiled is compiled once, when it is first needed. */
final class OperationEngine {
    private static final Logger LOG = System.getLogger(OperationEngine.class.getName());

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Provider provider;
    private final ReadContract read;
    private final Operation operation;
    private final Optional<Response> success;
    private final RequestCheck check;
    private final ExampleChoice choice;
    private final SelfCheck selfCheck;
    private final Inventions inventions;
    private final Representation representation;
    private final ErrorAnswers errors;
    private final InventedAnswers invented;
    private final Drawing drawing;
    private final TaskDesk tasks;
    private final Simulation simulation;
    private final Map<String, Template> templates = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Template>> headerTemplates = new ConcurrentHashMap<>();
    /** Schemas of errors that say something of their answer's headers, by status. */
    private final Map<Integer, Optional<String>> headerSchemas = new ConcurrentHashMap<>();

    OperationEngine(Provider provider, ReadContract.Part part, Simulation simulation) {
        this.provider = provider;
        this.read = part.read();
        this.operation = part.operation();
        this.simulation = simulation;
        this.success = operation.success();
        this.choice = new ExampleChoice(operation);
        this.check = new RequestCheck(operation, read.requests());
        this.selfCheck = new SelfCheck(operation, read.answers());
        this.inventions = read.inventions();
        this.representation = new Representation(read.contract().document(), simulation.media()::usual);
        this.errors = new ErrorAnswers(operation, inventions, representation);
        this.invented = new InventedAnswers(this, inventions, representation, simulation);
        this.drawing = new Drawing(
                operation,
                read.contract().document(),
                choice,
                chosen -> template(chosen.mediaType(), chosen.example()).draws(),
                other -> simulation.engines(provider).find(other).orElse(this).drawing);
        this.tasks = new TaskDesk(provider, part, simulation, this);
    }

    /** Returns how the operation chooses among its examples. */
    ExampleChoice choice() {
        return choice;
    }

    /** Returns the key that a request carries; "" for none. It is looked for once. */
    String key(Call call) {
        return call.key(check::anyKey);
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
        return !simulation.faults().all().isEmpty() || AskedScenario.mayBeIn(call, key(call));
    }

    Answer answer(Call call) {
        RateMeters meters = simulation.meters();
        Answer answer = meters.isOff() ? wished(call) : limited(call, meters);
        return simulation.options().selfCheck() ? checked(answer, call) : answer;
    }

    private Answer limited(Call call, RateMeters meters) {
        String key = key(call);
        int scenario = key.lastIndexOf('@');
        call.limitedBy(meters.ticket(scenario < 0 ? key : key.substring(0, scenario)));
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
            return refuse(new Refusal(Cause.INVALID_REQUEST, "", String.valueOf(e.getMessage())), call);
        }
    }

    private Answer refuse(Refusal refusal, Call call) {
        call.judged(Entry.Verdict.REFUSED, refusal.problem());
        return refuse(refusal, call.request());
    }

    private Answer meet(Call call) {
        String key = key(call);
        Scenario head = AskedScenario.ofHead(call, key);
        Optional<Refusal> refusal = call.parsedBy(check);
        Scenario scenario = refusal.isEmpty() ? head.over(AskedScenario.ofModel(call)) : head;
        Scenario rule = simulation.faults().of(operation.id(), key);
        if (!rule.isNone() && scenario.isNone()) {
            call.asked(rule.toString());
            return acted(rule, call, refusal);
        }
        call.asked(scenario.isNone() ? "" : scenario.toString());
        if (!scenario.isNone() && simulation.timesLeft().take(key, operation.id(), scenario)) {
            return acted(scenario, call, refusal);
        }
        return usual(Scenario.NONE, call, refusal);
    }

    /** Answers as the scenario asks. What it does not speak of is as usual. */
    private Answer acted(Scenario scenario, Call call, Optional<Refusal> broken) {
        Answer answer = scenario.code().map(code -> coded(code, call, scenario)).orElseGet(() -> scenario.example()
                .map(name -> example(name, call, scenario))
                .orElseGet(() -> usual(scenario, call, broken)));
        if (scenario.delay().isZero() && scenario.fault().isEmpty()) {
            return answer;
        }
        return new Answer.Troubled(answer, scenario.delay(), scenario.fault());
    }

    private Answer coded(Scenario.Code code, Call call, Scenario scenario) {
        Answer answer = bare(code, call, scenario);
        return answer instanceof Answer.Whole whole && whole.status() >= 400
                ? headed(whole, simulation.values(call, scenario))
                : answer;
    }

    private Answer bare(Scenario.Code code, Call call, Scenario scenario) {
        if (code instanceof Scenario.OfCause of) {
            if (!ErrorBodies.says(operation.errors(), of.cause())) {
                return errors.refuse(new Refusal(of.cause(), "", of.cause().word()), accept(call));
            }
            return ErrorBodies.documented(operation.errors(), of.cause(), Optional.empty());
        }
        int status = ((Scenario.Status) code).number();
        boolean isOfTask = !operation.taskRoles().isEmpty();
        Optional<Cause> cause = ErrorBodies.causeOf(operation.errors(), status, isOfTask);
        if (status >= 400 && cause.isPresent() && operation.errors().containsKey(cause.get())) {
            return ErrorBodies.documented(operation.errors(), cause.get(), Optional.of(status));
        }
        Optional<Chosen> declared = operation.response(status).flatMap(r -> r.content().stream()
                .flatMap(m -> m.examples().stream().map(e -> new Chosen(r, m, e)))
                .findFirst());
        if (declared.isPresent()) {
            Answer.Whole whole = render(declared.get(), written(simulation.values(call, scenario), call));
            return new Answer.Whole(status, whole.headers(), whole.body());
        }
        if (status >= 400) {
            return errors.of(status, "", accept(call));
        }
        Optional<Response> response =
                operation.response(status).filter(r -> !r.status().equals("default"));
        Answer answer = response.map(r -> invented.answer(r, call, simulation.values(call, scenario)))
                .orElseGet(() -> new Answer.Whole(status, new HashMap<>(), new byte[0]));
        return answer instanceof Answer.Whole whole ? new Answer.Whole(status, whole.headers(), whole.body()) : answer;
    }

    static String accept(Call call) {
        return call.header("accept").orElse("");
    }

    private Answer example(String name, Call call, Scenario scenario) {
        List<String> known = new ArrayList<>();
        CallValues values = written(simulation.values(call, scenario), call);
        boolean wantsStream = choice.stream(call).isPresent();
        for (Response response : operation.responses()) {
            for (MediaType mediaType : response.content()) {
                for (Example example : mediaType.examples()) {
                    known.add(example.name());
                    if (!example.name().equals(name)) {
                        continue;
                    }
                    if (mediaType.isEventStream()) {
                        Map<String, String> headers = successHeaders(values);
                        CallValues told = values.with(headers);
                        return paced(
                                listed(example, mediaType, told),
                                headers,
                                mediaType,
                                mediaType.stream().orElseThrow(),
                                told);
                    }
                    Chosen chosen = new Chosen(response, mediaType, example);
                    return wantsStream && response.isSuccess()
                            ? stream(choice.stream(call).get(), call, values, Optional.of(chosen))
                            : render(chosen, values);
                }
            }
        }
        throw new InvalidScenario(operation.id() + " has no example \"" + name + "\", only "
                + String.join(", ", known.stream().distinct().toList()));
    }

    private Answer usual(Scenario scenario, Call call, Optional<Refusal> broken) {
        Optional<Refusal> refusal = check.credentials(call);
        if (refusal.isEmpty() && !call.ticket().isFree()) {
            refusal = call.ticket()
                    .take(expectedTokens(call))
                    .map(shortage -> new Refusal(Cause.RATE_LIMIT, "", shortage.problem()));
        }
        if (refusal.isEmpty()) {
            refusal = broken;
        }
        if (refusal.isEmpty() && simulation.options().validation() != MockOptions.Validation.OFF) {
            refusal = check.judge(call);
            if (simulation.options().validation() == MockOptions.Validation.WARN && refusal.isPresent()) {
                call.judged(Entry.Verdict.WARNED, refusal.get().problem());
                refusal = Optional.empty();
            } else {
                call.judged(Entry.Verdict.VALID, "");
            }
        }
        if (refusal.isPresent()) {
            return refuse(refusal.get(), call);
        }
        CallValues values = written(simulation.values(call, scenario), call);
        return tasks.answer(call, values).orElseGet(() -> answer(call, values));
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
        if (!ErrorBodies.says(operation.errors(), refusal.cause())) {
            String accept = request.headers().first("accept");
            return errors.refuse(refusal, accept == null ? "" : accept);
        }
        Answer.Whole refused = ErrorBodies.answer(operation.errors(), refusal, request);
        Answer.Whole answer = refusal.cause() == Cause.OVERLOADED ? ErrorBodies.comeBack(refused, 1) : refused;
        return headed(answer, simulation.values(new Call(request, Map.of()), Scenario.NONE));
    }

    private Optional<Refusal> tooManyStreams() {
        int most = simulation.options().door().streams();
        return simulation.traffic().streams() < most
                ? Optional.empty()
                : Optional.of(new Refusal(Cause.OVERLOADED, "", "there are " + most + " open streams already"));
    }

    /** Adds the headers that the contract declares for an error's status; those of the error itself count first. */
    private Answer.Whole headed(Answer.Whole error, CallValues values) {
        Map<String, String> headers =
                operation.response(error.status()).map(r -> headers(r, values)).orElse(new HashMap<>());
        headers.putAll(error.headers());
        return new Answer.Whole(error.status(), headers, told(error, values.with(headers)));
    }

    /** Puts into an error's body what the headers of the answer say, where the contract says that they are the same. */
    private byte[] told(Answer.Whole error, CallValues values) {
        Optional<String> schema = headerSchemas.computeIfAbsent(error.status(), this::headerSchema);
        if (schema.isEmpty() || !MediaType.isJson(error.headers().getOrDefault("Content-Type", ""))) {
            return error.body();
        }
        try {
            JsonNode body = JSON.readTree(error.body());
            return new TemplateCompiler(read.answers(), true)
                    .compile(schema.get(), body)
                    .bytes(values);
        } catch (IOException e) {
            throw new UncheckedIOException("an error of " + operation + " is no JSON", e);
        }
    }

    private Optional<String> headerSchema(int status) {
        return operation.response(status).stream()
                .flatMap(r -> r.content().stream())
                .filter(MediaType::isJson)
                .flatMap(m -> m.schema().stream())
                .filter(schema ->
                        TemplateCompiler.speaksOfHeaders(read.contract().document(), schema))
                .findFirst();
    }

    /** Answers from the examples. */
    Answer answer(Call call, CallValues values) {
        Optional<MediaType> stream = choice.stream(call);
        if (stream.isPresent()) {
            Optional<Refusal> refusal = tooManyStreams();
            return refusal.isPresent()
                    ? refuse(refusal.get(), call)
                    : stream(stream.get(), call, values, Optional.empty());
        }
        Optional<Chosen> chosen = choice.choose(call);
        if (chosen.isPresent() && InventedAnswers.isWelcome(chosen.get(), accept(call))) {
            return render(chosen.get(), values);
        }
        return success.map(response -> invented.answer(response, call, values))
                .orElseGet(() -> new Answer.Whole(200, new HashMap<>(), new byte[0]));
    }

    /** Returns a value as JSON, with the live values that its schema wants. */
    String live(MediaType mediaType, JsonNode value, CallValues values) {
        return read.isLive() ? compile(mediaType, value, false).tree(values).toString() : value.toString();
    }

    /** Renders a chosen example. */
    Answer.Whole render(Chosen chosen, CallValues values) {
        Map<String, String> headers = headers(chosen.response(), values);
        MediaType mediaType = chosen.mediaType();
        JsonNode value = chosen.example().value();
        if (!mediaType.isJson() && value.isContainerNode() && mediaOf(mediaType).isEmpty()) {
            Representation.Body body = representation.of(mediaType, inventions.schema(mediaType), value);
            headers.put("Content-Type", contentType(body.mediaType()));
            return new Answer.Whole(statusCode(chosen.response()), headers, body.bytes());
        }
        headers.put("Content-Type", contentType(mediaType.name()));
        return new Answer.Whole(statusCode(chosen.response()), headers, body(chosen, values, headers));
    }

    static int statusCode(Response response) {
        String status = response.status();
        if (status.equals("default")) {
            return 200;
        }
        return Character.isDigit(status.charAt(2)) ? Integer.parseInt(status) : (status.charAt(0) - '0') * 100;
    }

    static String contentType(String name) {
        if (name.contains("*")) {
            return "application/octet-stream";
        }
        return name.startsWith("text/") && !name.contains("charset") ? name + "; charset=utf-8" : name;
    }

    private byte[] body(Chosen chosen, CallValues values, Map<String, String> headers) {
        Example example = chosen.example();
        if (example.file().isPresent()) {
            return read.contract().files().bytes(example.file().get());
        }
        if (chosen.mediaType().isJson()) {
            Template template = template(chosen.mediaType(), example);
            return template.bytes(template.showsHeaders() ? values.with(headers) : values);
        }
        Optional<LiveWord.Media> media = mediaOf(chosen.mediaType());
        if (media.isPresent()) {
            return values.mediaBytes(media.get(), 0);
        }
        JsonNode value = example.value();
        if (isBinary(chosen.mediaType()) && value.isTextual()) {
            Optional<byte[]> file = read.contract().files().find(ContractFiles.MEDIA + "/" + value.textValue());
            return file.orElseGet(() -> representation
                    .of(chosen.mediaType(), inventions.schema(chosen.mediaType()), value)
                    .bytes());
        }
        return (value.isTextual() ? value.textValue() : value.toString()).getBytes(StandardCharsets.UTF_8);
    }

    private boolean isBinary(MediaType mediaType) {
        return mediaType.schema().isPresent()
                && read.contract()
                        .resolved(mediaType.schema().get())
                        .path("format")
                        .asText()
                        .equals("binary");
    }

    private Optional<LiveWord.Media> mediaOf(MediaType mediaType) {
        if (mediaType.schema().isEmpty()) {
            return Optional.empty();
        }
        JsonNode schema = read.contract().resolved(mediaType.schema().get());
        return schema.path("x-live").isTextual()
                        && LiveWord.parse(schema.get("x-live").textValue()) instanceof LiveWord.Media media
                ? Optional.of(new LiveWord.Media(media.kind(), MediaRule.parse(schema.path("x-media"))))
                : Optional.empty();
    }

    /** Returns the compiled form of a JSON example. */
    Template template(MediaType mediaType, Example example) {
        Template known = templates.get(example.pointer());
        return known != null
                ? known
                : templates.computeIfAbsent(
                        example.pointer(), p -> compile(mediaType, example.value(), example.isFixed()));
    }

    private Template compile(MediaType mediaType, JsonNode value, boolean isFixed) {
        return mediaType
                .schema()
                .map(schema -> new TemplateCompiler(read.answers(), isFixed).compile(schema, value))
                .orElseGet(() -> TemplateCompiler.literal(value));
    }

    Map<String, String> headers(Response response, LiveValues values) {
        if (response.headers().isEmpty()) {
            return new HashMap<>();
        }
        Map<String, String> headers = new HashMap<>();
        headerTemplates
                .computeIfAbsent(response.status(), s -> headerTemplates(response))
                .forEach((name, template) -> headers.put(name, template.text(values)));
        return headers;
    }

    /** Headers are sent when the contract shows a value for them or says what they hold. */
    private Map<String, Template> headerTemplates(Response response) {
        Contract contract = read.contract();
        Map<String, Template> compiled = new HashMap<>();
        for (Parameter header : response.headers()) {
            if (header.schema().isEmpty() || isOfTheDoor(header.name())) {
                continue;
            }
            String schema = header.schema().get();
            JsonNode declared = contract.resolved(schema);
            JsonNode example = header.examples().isEmpty()
                    ? declared.path("examples").path(0)
                    : header.examples().get(0).value();
            if (example.isMissingNode()) {
                example = declared.path("example");
            }
            if (example.isMissingNode()
                    && (header.isRequired() || response.status().startsWith("3"))) {
                example = inventions.value(schema, 0);
            }
            if (!example.isMissingNode()) {
                compiled.put(header.name(), new TemplateCompiler(read.answers()).compile(schema, example));
            }
        }
        return Map.copyOf(compiled);
    }

    /** What says how a body comes is true of the body that is sent; without one, the contract's length is as good as any. */
    private boolean isOfTheDoor(String header) {
        return switch (header.toLowerCase(Locale.ROOT)) {
            case "content-length" -> !operation.method().equals("HEAD");
            case "content-type", "transfer-encoding", "connection", "keep-alive", "upgrade" -> true;
            default -> false;
        };
    }

    private Answer stream(MediaType mediaType, Call call, CallValues values, Optional<Chosen> asked) {
        StreamRule rule = mediaType.stream().orElseThrow();
        // Headers first, as for a whole answer: equal seeds then give both the same ids.
        Map<String, String> headers = successHeaders(values);
        CallValues told = values.with(headers);
        return paced(events(mediaType, rule, call, told, asked), headers, mediaType, rule, told);
    }

    private Map<String, String> successHeaders(CallValues values) {
        return success.map(r -> headers(r, values)).orElse(new HashMap<>());
    }

    private Answer paced(
            List<Event> events, Map<String, String> headers, MediaType mediaType, StreamRule rule, CallValues values) {
        Scenario scenario = values.scenario();
        Optional<Integer> most = scenario.cut().or(scenario::streamError);
        List<Event> sent = new ArrayList<>(events.subList(0, Math.min(most.orElse(Integer.MAX_VALUE), events.size())));
        if (scenario.streamError().isPresent()) {
            boolean isNamed = events.stream().anyMatch(e -> e.name().isPresent());
            Answer.Whole upstream = ErrorBodies.documented(operation.errors(), Cause.UPSTREAM, Optional.empty());
            String error = new String(told(upstream, values), StandardCharsets.UTF_8);
            sent.add(new Event(isNamed ? Optional.of("error") : Optional.empty(), error));
        }
        Answer.Pace pace = scenario.pace(simulation.pace());
        Sending sending = new Sending(
                scenario.streamError().isPresent()
                        ? Sending.Ending.ERROR
                        : scenario.cut().isPresent() ? Sending.Ending.CUT : Sending.Ending.WHOLE,
                sent.size());
        if (!mediaType.isEventStream()) {
            headers.put("Content-Type", mediaType.name());
            return new Answer.Events(200, headers, Frames.array(sent), pace, sending);
        }
        headers.put("Content-Type", "text/event-stream; charset=utf-8");
        headers.put("Cache-Control", "no-cache");
        // A stream that is cut or breaks off does not say that it ended.
        Optional<String> terminator = most.isPresent() ? Optional.empty() : rule.terminator();
        return new Answer.Events(200, headers, Frames.records(sent, terminator), pace, sending);
    }

    private List<Event> events(
            MediaType mediaType, StreamRule rule, Call call, CallValues values, Optional<Chosen> asked) {
        Optional<Grammar> grammar = Grammar.of(rule.grammar());
        Optional<JsonNode> whole =
                asked.isPresent() ? Optional.of(tree(asked.get(), values)) : whole(rule, call, values);
        whole.ifPresent(call.ticket()::streams);
        return grammar.isPresent() && whole.isPresent()
                ? grammar.get().events(whole.get(), new Asked(call, rule, () -> listed(mediaType, call, values)))
                : listed(mediaType, call, values);
    }

    /** The answer that a stream is cut from, with its live values: a JSON document, or bytes. */
    private Optional<JsonNode> whole(StreamRule rule, Call call, CallValues values) {
        return chosenWhole(rule, call).map(whole -> whole.engine.tree(whole.chosen, values));
    }

    /** What a stream is cut from, and whose it is. */
    private record ChosenWhole(OperationEngine engine, Chosen chosen) {}

    private Optional<ChosenWhole> chosenWhole(StreamRule rule, Call call) {
        OperationEngine engine = this;
        String mediaTypes = "*/*";
        if (rule.whole().isEmpty()) {
            return Optional.empty();
        } else if (rule.whole().get() instanceof StreamRule.OwnAnswer own) {
            mediaTypes = own.mediaTypes();
        } else if (rule.whole().get() instanceof StreamRule.AnswerOf of) {
            engine = simulation.engines(provider).find(of.operation()).orElse(this);
        }
        OperationEngine owner = engine;
        return engine.choice.choose(call, mediaTypes).map(chosen -> new ChosenWhole(owner, chosen));
    }

    private JsonNode tree(Chosen chosen, CallValues values) {
        return chosen.mediaType().isJson()
                ? template(chosen.mediaType(), chosen.example()).tree(values)
                : BinaryNode.valueOf(body(chosen, values, Map.of()));
    }

    /** Sends the events that the first fitting stream example lists, each made live by itself, but with its text. */
    private List<Event> listed(MediaType mediaType, Call call, CallValues values) {
        Optional<Example> example = mediaType.examples().stream()
                .filter(e -> !e.when().isEmpty() && Condition.allHold(e.when(), call))
                .findFirst()
                .or(() -> mediaType.examples().stream()
                        .filter(e -> e.when().isEmpty())
                        .findFirst());
        return example.map(e -> listed(e, mediaType, values)).orElse(List.of());
    }

    private List<Event> listed(Example example, MediaType mediaType, CallValues values) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < example.value().size(); i++) {
            JsonNode item = example.value().get(i);
            boolean isNamed = item.path("event").isTextual() && item.has("data");
            JsonNode data = isNamed ? item.get("data") : item;
            String text = data.isTextual()
                    ? data.textValue()
                    : templates
                            .computeIfAbsent(
                                    example.pointer() + "/" + Pointers.escape("value") + "/" + i,
                                    p -> compile(mediaType, data, true))
                            .tree(values)
                            .toString();
            events.add(new Event(isNamed ? Optional.of(item.path("event").asText()) : Optional.empty(), text));
        }
        return events;
    }

    Refusal unknownTask(String id) {
        return new Refusal(Cause.UNKNOWN_TASK, "", "there is no task \"" + id + "\"");
    }
}

package io.facsimile.mock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import io.facsimile.contract.source.Pointers;
import io.facsimile.mock.answer.Answer;
import io.facsimile.mock.answer.Chosen;
import io.facsimile.mock.answer.ErrorBodies;
import io.facsimile.mock.answer.ExampleChoice;
import io.facsimile.mock.event.Event;
import io.facsimile.mock.event.Grammar;
import io.facsimile.mock.live.LiveValues;
import io.facsimile.mock.live.Template;
import io.facsimile.mock.live.TemplateCompiler;
import io.facsimile.mock.request.Call;
import io.facsimile.mock.request.MockRequest;
import io.facsimile.mock.request.Refusal;
import io.facsimile.mock.request.RequestCheck;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Answers the requests of one operation. What can be compiled is compiled once, when it is first needed. */
final class OperationEngine {
    private final Provider provider;
    private final Operation operation;
    private final RequestCheck check;
    private final TaskDesk tasks;
    private final Simulation simulation;
    private final Map<String, Template> templates = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Template>> headerTemplates = new ConcurrentHashMap<>();

    OperationEngine(Provider provider, Operation operation, Simulation simulation) {
        this.provider = provider;
        this.operation = operation;
        this.simulation = simulation;
        this.check = new RequestCheck(provider.contract(), operation, provider.schemas());
        this.tasks = new TaskDesk(provider, operation, simulation, this);
    }

    Operation operation() {
        return operation;
    }

    Answer answer(MockRequest request, Map<String, String> pathValues) {
        Call call = new Call(request, pathValues);
        Optional<Refusal> refusal = check.credentials(call);
        if (refusal.isEmpty()) {
            refusal = check.parse(call);
        }
        if (refusal.isEmpty()) {
            refusal = check.judge(call);
        }
        if (refusal.isPresent()) {
            return refuse(refusal.get(), request);
        }
        CallValues values = written(simulation.values(call), call);
        return tasks.answer(call, values).orElseGet(() -> answer(call, values));
    }

    private CallValues written(CallValues values, Call call) {
        return operation.content().isPresent()
                ? values.with(simulation.writer().writing(operation.content().get(), call))
                : values;
    }

    Answer refuse(Refusal refusal, MockRequest request) {
        return ErrorBodies.answer(operation.errors(), refusal, request);
    }

    /** Answers from the examples. */
    Answer answer(Call call, CallValues values) {
        Optional<MediaType> stream = ExampleChoice.stream(operation, call);
        if (stream.isPresent()) {
            return stream(stream.get(), call, values);
        }
        Optional<Chosen> chosen = ExampleChoice.choose(operation, call);
        return chosen.<Answer>map(c -> render(c, values)).orElseGet(() -> empty(values));
    }

    private Answer empty(LiveValues values) {
        Optional<Response> response = operation.success();
        int status = response.map(r -> statusCode(r)).orElse(200);
        return new Answer.Whole(status, response.map(r -> headers(r, values)).orElse(new HashMap<>()), new byte[0]);
    }

    /** Renders a chosen example. */
    Answer.Whole render(Chosen chosen, LiveValues values) {
        Map<String, String> headers = headers(chosen.response(), values);
        MediaType mediaType = chosen.mediaType();
        headers.put("Content-Type", contentType(mediaType));
        return new Answer.Whole(statusCode(chosen.response()), headers, body(chosen, values));
    }

    private static int statusCode(Response response) {
        String status = response.status();
        if (status.equals("default")) {
            return 200;
        }
        return Character.isDigit(status.charAt(2)) ? Integer.parseInt(status) : (status.charAt(0) - '0') * 100;
    }

    private static String contentType(MediaType mediaType) {
        String name = mediaType.name();
        if (name.contains("*")) {
            return "application/octet-stream";
        }
        return name.startsWith("text/") && !name.contains("charset") ? name + "; charset=utf-8" : name;
    }

    private byte[] body(Chosen chosen, LiveValues values) {
        Example example = chosen.example();
        if (example.file().isPresent()) {
            return provider.contract().files().bytes(example.file().get());
        }
        if (chosen.mediaType().isJson()) {
            return template(chosen.mediaType(), example).bytes(values);
        }
        Optional<LiveWord.MediaKind> media = mediaOf(chosen.mediaType());
        if (media.isPresent()) {
            return values.mediaBytes(media.get());
        }
        JsonNode value = example.value();
        if (isBinary(chosen.mediaType()) && value.isTextual()) {
            return provider.contract().files().bytes(ContractFiles.MEDIA + "/" + value.textValue());
        }
        return (value.isTextual() ? value.textValue() : value.toString()).getBytes(StandardCharsets.UTF_8);
    }

    private boolean isBinary(MediaType mediaType) {
        return mediaType.schema().isPresent()
                && provider.contract()
                        .resolved(mediaType.schema().get())
                        .path("format")
                        .asText()
                        .equals("binary");
    }

    private Optional<LiveWord.MediaKind> mediaOf(MediaType mediaType) {
        if (mediaType.schema().isEmpty()) {
            return Optional.empty();
        }
        JsonNode word = provider.contract().resolved(mediaType.schema().get()).path("x-live");
        return word.isTextual() && LiveWord.parse(word.textValue()) instanceof LiveWord.Media media
                ? Optional.of(media.kind())
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
                .map(schema -> new TemplateCompiler(provider.schemas(), isFixed).compile(schema, value))
                .orElseGet(() -> TemplateCompiler.literal(value));
    }

    private Map<String, String> headers(Response response, LiveValues values) {
        if (response.headers().isEmpty()) {
            return new HashMap<>();
        }
        Map<String, String> headers = new HashMap<>();
        headerTemplates
                .computeIfAbsent(response.status(), s -> headerTemplates(response))
                .forEach((name, template) ->
                        headers.put(name, template.tree(values).asText()));
        return headers;
    }

    /** Headers are sent when the contract shows a value for them or says what they hold. */
    private Map<String, Template> headerTemplates(Response response) {
        Contract contract = provider.contract();
        Map<String, Template> compiled = new HashMap<>();
        for (Parameter header : response.headers()) {
            if (header.schema().isEmpty()) {
                continue;
            }
            String schema = header.schema().get();
            JsonNode declared = contract.resolved(schema);
            JsonNode example = header.examples().isEmpty()
                    ? declared.path("examples").path(0)
                    : header.examples().get(0).value();
            if (!example.isMissingNode()) {
                compiled.put(header.name(), new TemplateCompiler(provider.schemas()).compile(schema, example));
            }
        }
        return Map.copyOf(compiled);
    }

    private Answer stream(MediaType mediaType, Call call, CallValues values) {
        StreamRule rule = mediaType.stream().orElseThrow();
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "text/event-stream; charset=utf-8");
        headers.put("Cache-Control", "no-cache");
        Optional<Grammar> grammar = Grammar.of(rule.grammar());
        List<Event> events = grammar.isPresent() && rule.whole().isPresent()
                ? events(grammar.get(), rule, call, values)
                : listed(mediaType, call, values);
        List<byte[]> frames = new ArrayList<>(events.size() + 1);
        events.forEach(event -> frames.add(event.frame()));
        rule.terminator().ifPresent(data -> frames.add(Event.unnamed(data).frame()));
        return new Answer.Events(200, headers, frames, simulation.pace());
    }

    private List<Event> events(Grammar grammar, StreamRule rule, Call call, CallValues values) {
        Optional<Chosen> whole = ExampleChoice.choose(operation, call);
        if (whole.isEmpty()) {
            return List.of();
        }
        JsonNode tree = template(whole.get().mediaType(), whole.get().example()).tree(values);
        boolean withUsage = rule.usageWhen().isPresent()
                && Condition.allHold(rule.usageWhen().get(), call);
        return tree instanceof ObjectNode object ? grammar.events(object, withUsage) : List.of();
    }

    /** Sends the events that the first fitting stream example lists, each made live by itself, but with its text. */
    private List<Event> listed(MediaType mediaType, Call call, CallValues values) {
        Optional<Example> example = mediaType.examples().stream()
                .filter(e -> !e.when().isEmpty() && Condition.allHold(e.when(), call))
                .findFirst()
                .or(() -> mediaType.examples().stream()
                        .filter(e -> e.when().isEmpty())
                        .findFirst());
        List<Event> events = new ArrayList<>();
        for (int i = 0; example.isPresent() && i < example.get().value().size(); i++) {
            JsonNode item = example.get().value().get(i);
            boolean isNamed = item.path("event").isTextual() && item.has("data");
            JsonNode data = isNamed ? item.get("data") : item;
            String text = data.isTextual()
                    ? data.textValue()
                    : templates
                            .computeIfAbsent(
                                    example.get().pointer() + "/" + Pointers.escape("value") + "/" + i,
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

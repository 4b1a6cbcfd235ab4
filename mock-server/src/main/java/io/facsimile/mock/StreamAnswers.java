package io.facsimile.mock;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.Cause;
import io.facsimile.contract.Example;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.StreamRule;
import io.facsimile.contract.language.Condition;
import io.facsimile.mock.answer.Answer;
import io.facsimile.mock.answer.Chosen;
import io.facsimile.mock.answer.ErrorBodies;
import io.facsimile.mock.event.Asked;
import io.facsimile.mock.event.Event;
import io.facsimile.mock.event.Frames;
import io.facsimile.mock.event.Grammar;
import io.facsimile.mock.event.Grammars;
import io.facsimile.mock.journal.Sending;
import io.facsimile.mock.request.Call;
import io.facsimile.mock.scenario.Scenario;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * An operation's answers as streams of events: cut from the whole answer by the stream's grammar, or as its example lists
 * them, at the pace and up to the event that the scenario asks for.
 */
final class StreamAnswers {
    private final Operation operation;
    private final ExampleAnswers examples;
    private final Function<String, OperationEngine> engines;
    private final Simulation simulation;

    /** @param engines finds the operation of whose answers a stream may be cut, or the operation itself */
    StreamAnswers(
            Operation operation,
            ExampleAnswers examples,
            Function<String, OperationEngine> engines,
            Simulation simulation) {
        this.operation = operation;
        this.examples = examples;
        this.engines = engines;
        this.simulation = simulation;
    }

    /**
     * Answers with a stream.
     *
     * @param asked the whole answer that the events are cut from, where the scenario names it
     */
    Answer answer(MediaType mediaType, Call call, CallValues values, Optional<Chosen> asked) {
        StreamRule rule = mediaType.stream().orElseThrow();
        // Headers first, as for a whole answer: equal seeds then give both the same ids.
        Map<String, String> headers = headers(values);
        CallValues told = values.with(headers);
        return paced(events(mediaType, rule, call, told, asked), headers, mediaType, rule, told);
    }

    /** Answers with the events of one example. */
    Answer answer(MediaType mediaType, Example example, CallValues values) {
        Map<String, String> headers = headers(values);
        CallValues told = values.with(headers);
        List<Event> events = examples.events(mediaType, example, told);
        return paced(events, headers, mediaType, mediaType.stream().orElseThrow(), told);
    }

    private Map<String, String> headers(CallValues values) {
        return operation.success().map(r -> examples.headers(r, values)).orElse(new HashMap<>());
    }

    private Answer paced(
            List<Event> events, Map<String, String> headers, MediaType mediaType, StreamRule rule, CallValues values) {
        Scenario scenario = values.scenario();
        int records =
                events.size() + (mediaType.isEventStream() && rule.terminator().isPresent() ? 1 : 0);
        Sending.Ending ending = ending(scenario, records);
        List<Event> sent = new ArrayList<>(events);
        scenario.cut()
                .or(scenario::streamError)
                .filter(most -> most < sent.size())
                .ifPresent(most -> sent.subList(most, sent.size()).clear());
        if (ending == Sending.Ending.ERROR) {
            sent.add(error(rule, events, sent.size(), values));
        }
        Answer.Pace pace = scenario.pace(simulation.pace());
        Sending sending = new Sending(ending, sent.size());
        if (!mediaType.isEventStream()) {
            headers.put("Content-Type", mediaType.name());
            return new Answer.Events(200, headers, Frames.array(sent, ending != Sending.Ending.CUT), pace, sending);
        }
        headers.put("Content-Type", "text/event-stream; charset=utf-8");
        headers.put("Cache-Control", "no-cache");
        // A stream that is cut or breaks off does not say that it ended.
        Optional<String> terminator = ending == Sending.Ending.WHOLE ? rule.terminator() : Optional.empty();
        return new Answer.Events(200, headers, Frames.records(sent, terminator), pace, sending);
    }

    /** A stream that has ended before the place where it is to be cut is whole. */
    private static Sending.Ending ending(Scenario scenario, int records) {
        if (scenario.streamError().isPresent()) {
            return Sending.Ending.ERROR;
        }
        return scenario.cut().filter(most -> most < records).isPresent() ? Sending.Ending.CUT : Sending.Ending.WHOLE;
    }

    /** What breaks a stream: the error that is asked for beside, else one of whoever is behind the provider. */
    private Cause cause(Scenario scenario) {
        Optional<Cause> named = scenario.code()
                .flatMap(code -> code instanceof Scenario.OfCause of ? Optional.of(of.cause()) : Optional.empty());
        return named.or(() ->
                        scenario.status().flatMap(status -> ErrorBodies.causeOf(operation.errors(), status, false)))
                .orElse(Cause.UPSTREAM);
    }

    private Event error(StreamRule rule, List<Event> events, int sent, CallValues values) {
        Cause cause = cause(values.scenario());
        Answer.Whole error = ErrorBodies.documented(
                operation.errors(), cause, Optional.empty(), values.call().request());
        Map<String, String> headers = ComingBack.told(error.status(), values.headers(), values.scenario());
        JsonNode body = examples.tree(error, ErrorBodies.tells(operation.errors(), cause), values.with(headers));
        return Grammars.of(rule.grammar())
                .map(grammar -> grammar.error(body, events, sent))
                .orElseGet(() -> Grammar.plainError(body, events));
    }

    private List<Event> events(
            MediaType mediaType, StreamRule rule, Call call, CallValues values, Optional<Chosen> asked) {
        Optional<Grammar> grammar = Grammars.of(rule.grammar());
        Optional<JsonNode> whole =
                asked.isPresent() ? Optional.of(examples.tree(asked.get(), values)) : whole(rule, call, values);
        whole.ifPresent(call.ticket()::streams);
        return grammar.isPresent() && whole.isPresent()
                ? grammar.get().events(whole.get(), new Asked(call, rule, () -> listed(mediaType, call, values)))
                : listed(mediaType, call, values);
    }

    /** The answer that a stream is cut from, with its live values: a JSON document, or bytes. */
    private Optional<JsonNode> whole(StreamRule rule, Call call, CallValues values) {
        if (rule.whole().isEmpty()) {
            return Optional.empty();
        }
        if (rule.whole().get() instanceof StreamRule.OwnAnswer own) {
            return engines.apply(operation.id()).whole(call, own.mediaTypes(), values);
        }
        StreamRule.AnswerOf of = (StreamRule.AnswerOf) rule.whole().get();
        return engines.apply(of.operation()).whole(call, "*/*", values);
    }

    /** The events that the first fitting stream example lists. */
    private List<Event> listed(MediaType mediaType, Call call, CallValues values) {
        Optional<Example> example = mediaType.examples().stream()
                .filter(e -> !e.when().isEmpty() && Condition.allHold(e.when(), call))
                .findFirst()
                .or(() -> mediaType.examples().stream()
                        .filter(e -> e.when().isEmpty())
                        .findFirst());
        return example.map(e -> examples.events(mediaType, e, values)).orElse(List.of());
    }
}

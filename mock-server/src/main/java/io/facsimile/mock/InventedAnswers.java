package io.facsimile.mock;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.Example;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Response;
import io.facsimile.mock.answer.Answer;
import io.facsimile.mock.answer.Chosen;
import io.facsimile.mock.answer.Inventions;
import io.facsimile.mock.answer.Representation;
import io.facsimile.mock.event.Event;
import io.facsimile.mock.event.Frames;
import io.facsimile.mock.journal.Sending;
import io.facsimile.mock.request.Call;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers of an operation for which its contract has no example that the caller wants: made from the schema. */
final class InventedAnswers {
    private static final int EVENTS = 3;

    private final OperationEngine engine;
    private final Inventions inventions;
    private final Representation representation;
    private final Simulation simulation;

    InventedAnswers(
            OperationEngine engine, Inventions inventions, Representation representation, Simulation simulation) {
        this.engine = engine;
        this.inventions = inventions;
        this.representation = representation;
        this.simulation = simulation;
    }

    /**
     * Returns whether an example is shown: unless the caller wants another media type that the answer has, too. An example
     * that was chosen by what the request says counts more than the header, which clients send without a thought.
     *
     * @param accept the header; "" for none
     */
    static boolean isWelcome(Chosen chosen, String accept) {
        return !chosen.example().when().isEmpty()
                || accept.isEmpty()
                || accept.equals("*/*")
                || chosen.response().content().size() == 1
                || Inventions.isAccepted(chosen.mediaType(), accept)
                || chosen.response().content().stream().noneMatch(m -> Inventions.isAccepted(m, accept));
    }

    /** Answers with values made from the schema, or from the example that another media type has. */
    Answer answer(Response response, Call call, CallValues values) {
        Map<String, String> headers = engine.examples().headers(response, values);
        int status = ExampleAnswers.statusCode(response);
        Optional<MediaType> liked = liked(response, call);
        if (liked.isEmpty() || status == 204 || status == 304) {
            return new Answer.Whole(status, headers, new byte[0]);
        }
        MediaType mediaType = liked.get();
        long seed = engine.source(call).seed();
        if (mediaType.isEventStream()) {
            headers.put("Content-Type", "text/event-stream; charset=utf-8");
            return new Answer.Events(
                    status,
                    headers,
                    Frames.records(events(mediaType, seed, values.with(headers)), Optional.empty()),
                    values.scenario().pace(simulation.pace()),
                    new Sending(Sending.Ending.WHOLE, EVENTS));
        }
        JsonNode value = shown(response, mediaType).orElseGet(() -> inventions.value(mediaType, seed));
        Representation.Body body = representation.of(mediaType, inventions.schema(mediaType), value);
        headers.put("Content-Type", ExampleAnswers.contentType(body.mediaType()));
        byte[] bytes = mediaType.isJson()
                ? engine.examples().live(mediaType, value, values.with(headers)).getBytes(StandardCharsets.UTF_8)
                : body.bytes();
        return new Answer.Whole(status, headers, bytes);
    }

    private List<Event> events(MediaType mediaType, long seed, CallValues values) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            JsonNode value = inventions.value(mediaType, seed + i);
            String text =
                    value.isTextual() ? value.textValue() : engine.examples().live(mediaType, value, values);
            events.add(new Event(Optional.empty(), text));
        }
        return events;
    }

    /** A request that says {@code stream} wants events, where the answer has them. */
    private static Optional<MediaType> liked(Response response, Call call) {
        if (call.body().path("stream").asBoolean()) {
            Optional<MediaType> events =
                    response.content().stream().filter(MediaType::isEventStream).findFirst();
            if (events.isPresent()) {
                return events;
            }
        }
        return Inventions.liked(response, OperationEngine.accept(call));
    }

    private Optional<JsonNode> shown(Response response, MediaType mediaType) {
        JsonNode schema = inventions.schema(mediaType);
        return response.content().stream()
                .filter(m -> m.stream().isEmpty() && inventions.schema(m).equals(schema))
                .flatMap(m -> m.examples().stream())
                .filter(e -> !e.value().isMissingNode() && !e.value().isTextual())
                .map(Example::value)
                .findFirst();
    }
}

package io.facsimile.mock;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.Response;
import io.facsimile.contract.schema.Schemas;
import io.facsimile.contract.schema.Violation;
import io.facsimile.mock.answer.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Holds the simulator's own answers to the contract, at run time: whole bodies, and each event of a stream. */
final class SelfCheck {
    /** Says what is wrong with an answer. */
    static final String HEADER = "X-Facsimile-Self-Check";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Operation operation;
    private final Schemas schemas;

    SelfCheck(Operation operation, Schemas schemas) {
        this.operation = operation;
        this.schemas = schemas;
    }

    /** Returns how an answer breaks the contract; nothing if it keeps it, or has a status that the contract leaves open. */
    Optional<String> problem(Answer answer) {
        if (answer instanceof Answer.Troubled troubled) {
            return problem(troubled.answer());
        }
        Optional<Response> response = operation.response(answer.status());
        String sent = answer.headers().getOrDefault("Content-Type", "");
        if (response.isEmpty() || response.get().content().isEmpty() || sent.isEmpty()) {
            return Optional.empty();
        }
        if (answer.status() >= 400 && response.equals(operation.success()) && sent.equals("application/problem+json")) {
            // Where one form is declared for every status, a refusal is told in no form of the contract.
            return Optional.empty();
        }
        Optional<MediaType> mediaType = response.get().content(sent);
        if (mediaType.isEmpty()) {
            return Optional.of("the media type " + sent + " is not declared for " + answer.status());
        }
        if (mediaType.get().schema().isEmpty()) {
            return Optional.empty();
        }
        return answer instanceof Answer.Events events
                ? events(events, mediaType.get())
                : MediaType.isJson(sent) ? json(((Answer.Whole) answer).body(), mediaType.get(), "") : Optional.empty();
    }

    private Optional<String> events(Answer.Events events, MediaType mediaType) {
        if (!mediaType.isEventStream()) {
            // One array, sent bit by bit.
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            events.frames().forEach(whole::writeBytes);
            if (events.sending().isToBeCut()) {
                whole.write(']');
            }
            return json(whole.toByteArray(), mediaType, "");
        }
        Optional<String> terminator = mediaType.stream().flatMap(rule -> rule.terminator());
        List<String> data = events.frames().stream().map(SelfCheck::data).toList();
        for (int i = 0; i < data.size(); i++) {
            boolean isData = !data.get(i).isEmpty() && !terminator.equals(Optional.of(data.get(i)));
            byte[] event = data.get(i).getBytes(StandardCharsets.UTF_8);
            Optional<String> problem = isData ? json(event, mediaType, "event " + i + ": ") : Optional.empty();
            boolean mayBeError = i == data.size() - 1 && events.sending().isToTellAnError();
            if (problem.isPresent() && !(mayBeError && isDeclaredError(event))) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private static String data(byte[] frame) {
        return new String(frame, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("data:"))
                .map(line -> line.substring(5).stripLeading())
                .collect(Collectors.joining());
    }

    /** Most dialects tell an error in a stream as they do instead of one, and do not count it among its events. */
    private boolean isDeclaredError(byte[] event) {
        return operation.responses().stream()
                .filter(response -> !response.isSuccess())
                .flatMap(response -> response.content().stream())
                .filter(m -> m.isJson() && m.schema().isPresent())
                .anyMatch(m -> json(event, m, "").isEmpty());
    }

    private Optional<String> json(byte[] body, MediaType mediaType, String where) {
        try {
            return fits(JSON.readTree(body), mediaType, where);
        } catch (JsonProcessingException e) {
            return Optional.of(where + "it is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            return Optional.of(where + "it cannot be read");
        }
    }

    private Optional<String> fits(JsonNode value, MediaType mediaType, String where) {
        List<Violation> violations = schemas.check(mediaType.schema().orElseThrow(), value);
        return violations.stream().findFirst().map(v -> where + (v.at().isEmpty() ? "" : v.at() + ": ") + v.message());
    }

    /** Returns an answer that says of itself what is wrong with it. */
    static Answer marked(Answer answer, String problem) {
        return Answer.withHeaders(answer, Map.of(HEADER, problem.replaceAll("[^ -~]", "?")));
    }
}

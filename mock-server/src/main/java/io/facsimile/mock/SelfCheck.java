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
            // The items of one array, sent bit by bit.
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            events.frames().forEach(whole::writeBytes);
            return json(whole.toByteArray(), mediaType, "");
        }
        Optional<String> terminator = mediaType.stream().flatMap(rule -> rule.terminator());
        int number = 0;
        for (byte[] frame : events.frames()) {
            StringBuilder data = new StringBuilder();
            new String(frame, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("data:"))
                    .forEach(line -> data.append(line.substring(5).stripLeading()));
            boolean isData = !data.isEmpty() && !terminator.equals(Optional.of(data.toString()));
            Optional<String> problem = isData
                    ? json(data.toString().getBytes(StandardCharsets.UTF_8), mediaType, "event " + number + ": ")
                    : Optional.empty();
            if (problem.isPresent()) {
                return problem;
            }
            number++;
        }
        return Optional.empty();
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

package io.facsimile.checks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.contract.Contract;
import io.facsimile.contract.Example;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.Parameter;
import io.facsimile.contract.Response;
import io.facsimile.contract.bundle.Kind;
import io.facsimile.contract.schema.Schemas;
import io.facsimile.contract.schema.Violation;
import io.facsimile.contract.source.Pointers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges answers of one provider: status, media type, headers and body against the contract. Safe for several threads.
 *
 * <p>Strictly, an answer must also know no words that the contract does not, and show all that the documented example
 * shows; that is right for our own server, and too much for a vendor whose contract is open.
 */
public final class AnswerCheck {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Contract contract;
    private final Schemas schemas;
    private final boolean isStrict;

    /** @param isStrict whether open sets count as closed, and examples as complete */
    public AnswerCheck(Contract contract, boolean isStrict) {
        this.contract = contract;
        this.isStrict = isStrict;
        this.schemas = Schemas.ofAnswers(isStrict ? closed(contract.document()) : contract.document());
    }

    /** Returns a copy of a contract in which the known words of open sets are the only ones. */
    private static JsonNode closed(JsonNode document) {
        JsonNode copy = document.deepCopy();
        Kind.walk(copy, (kind, pointer, node) -> {
            if (kind == Kind.SCHEMA && node.has("x-extensible-enum") && !node.has("enum")) {
                ArrayNode words = ((ObjectNode) node).putArray("enum");
                node.get("x-extensible-enum").forEach(words::add);
                if (node.path("type").isArray()) {
                    words.addNull();
                }
            }
        });
        return copy;
    }

    /**
     * Judges an answer.
     *
     * @param documented the example that the contract shows for such a request; only looked at when strict
     * @return every difference; empty if the answer keeps the contract
     */
    public List<Finding> check(Operation operation, Observed answer, Optional<Example> documented) {
        List<Finding> findings = new ArrayList<>();
        Optional<Response> response = operation.response(answer.status());
        if (response.isEmpty()) {
            findings.add(finding(
                    "status",
                    "",
                    "status " + answer.status() + " is not declared, only "
                            + operation.responses().stream()
                                    .map(Response::status)
                                    .toList(),
                    operation.pointer()));
            return findings;
        }
        headers(operation, response.get(), answer, findings);
        content(operation, response.get(), answer, documented, findings);
        return findings;
    }

    private void headers(Operation operation, Response response, Observed answer, List<Finding> findings) {
        for (Parameter header : response.headers()) {
            if (header.isRequired() && answer.header(header.name()).isEmpty()) {
                findings.add(finding("header", "", "the header " + header.name() + " is missing", operation.pointer()));
            }
        }
    }

    private void content(
            Operation operation,
            Response response,
            Observed answer,
            Optional<Example> documented,
            List<Finding> findings) {
        if (response.content().isEmpty()) {
            return;
        }
        String sent = answer.header("content-type").orElse("");
        Optional<MediaType> mediaType = sent.isEmpty() ? Optional.empty() : response.content(sent);
        if (mediaType.isEmpty()) {
            findings.add(finding(
                    "media-type",
                    "",
                    "the media type \"" + sent + "\" is not declared for " + answer.status() + ", only "
                            + response.content().stream().map(MediaType::name).toList(),
                    operation.pointer()));
            return;
        }
        if (mediaType.get().isEventStream()) {
            events(operation, mediaType.get(), answer, findings);
        } else if (mediaType.get().isJson()) {
            json(operation, mediaType.get(), answer.text(), documented, findings);
        } else if (answer.body().length == 0) {
            findings.add(finding("body", "", "the body is empty", operation.pointer()));
        }
    }

    private void json(
            Operation operation,
            MediaType mediaType,
            String text,
            Optional<Example> documented,
            List<Finding> findings) {
        JsonNode body;
        try {
            body = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            findings.add(finding("body", "", "the body is not JSON: " + e.getOriginalMessage(), operation.pointer()));
            return;
        }
        validate(mediaType, body, findings);
        if (isStrict && documented.isPresent()) {
            shape(mediaType, documented.get(), documented.get().value(), body, "", findings);
        }
    }

    private void validate(MediaType mediaType, JsonNode body, List<Finding> findings) {
        if (mediaType.schema().isPresent()) {
            for (Violation violation : schemas.check(mediaType.schema().get(), body)) {
                findings.add(finding("schema", violation.at(), violation.message(), violation.schemaPointer()));
            }
        }
    }

    /** The answer has every member that the documented one has, of the same kind of JSON. */
    private void shape(
            MediaType mediaType, Example documented, JsonNode shown, JsonNode body, String at, List<Finding> findings) {
        if (shown.isNull() || body.isNull() || shown.isContainerNode() && isEcho(mediaType, at)) {
            return;
        }
        if (shown.getNodeType() != body.getNodeType()) {
            findings.add(new Finding(
                    "shape",
                    at,
                    "the documented answer has " + shown.getNodeType() + " here, not " + body.getNodeType(),
                    documented.line()));
        } else if (shown.isObject()) {
            for (Map.Entry<String, JsonNode> member : shown.properties()) {
                String inner = at + "/" + Pointers.escape(member.getKey());
                JsonNode value = body.get(member.getKey());
                if (value == null) {
                    findings.add(
                            new Finding("shape", inner, "the documented answer has this member", documented.line()));
                } else {
                    shape(mediaType, documented, member.getValue(), value, inner, findings);
                }
            }
        } else if (shown.isArray() && !shown.isEmpty()) {
            for (int i = 0; i < body.size(); i++) {
                shape(
                        mediaType,
                        documented,
                        shown.get(Math.min(i, shown.size() - 1)),
                        body.get(i),
                        at + "/" + i,
                        findings);
            }
        }
    }

    /**
     * Returns whether a place repeats what the request said or has a form that the request gave, as lists of the tokens of
     * its answer have; then the request decides its members, not the example.
     */
    public boolean isEcho(MediaType mediaType, String place) {
        return mediaType.schema().isPresent()
                && SchemaPaths.at(contract, mediaType.schema().get(), place).stream()
                        .map(s -> s.path("x-live").asText())
                        .anyMatch(word -> word.startsWith("request:")
                                || word.startsWith("task.request:")
                                || word.startsWith("logprobs(")
                                || word.startsWith("spoken(")
                                || word.equals("tool.arguments"));
    }

    private void events(Operation operation, MediaType mediaType, Observed answer, List<Finding> findings) {
        List<ServerSentEvent> events = ServerSentEvent.parse(answer.text());
        Optional<String> terminator = mediaType.stream().flatMap(s -> s.terminator());
        if (terminator.isPresent()
                && (events.isEmpty() || !events.get(events.size() - 1).data().equals(terminator.get()))) {
            findings.add(
                    finding("stream-end", "", "the stream does not end with " + terminator.get(), operation.pointer()));
        }
        int number = 0;
        for (ServerSentEvent event : events) {
            if (terminator.isPresent() && event.data().equals(terminator.get())) {
                continue;
            }
            List<Finding> own = new ArrayList<>();
            json(operation, mediaType, event.data(), Optional.empty(), own);
            for (Finding finding : own) {
                findings.add(new Finding(
                        finding.check(), finding.pointer(), "event " + number + ": " + finding.what(), finding.line()));
            }
            number++;
        }
        if (number == 0) {
            findings.add(finding("stream-end", "", "the stream has no event", operation.pointer()));
        }
    }

    private Finding finding(String check, String pointer, String what, String contractPointer) {
        return new Finding(check, pointer, what, contract.lines().apply(contractPointer));
    }
}

package io.facsimile.mock.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.facsimile.contract.Cause;
import io.facsimile.contract.Example;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.Response;
import io.facsimile.mock.request.Refusal;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Error answers of an operation whose contract does not say with {@code x-errors} how it refuses: those that it declares,
 * from their example or schema, with the problem where such a body says it; else problem details (RFC 9457).
 */
public final class ErrorAnswers {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> SAYING = List.of(
            "message",
            "detail",
            "error_description",
            "errorMessage",
            "error_message",
            "description",
            "msg",
            "reason",
            "title");
    private static final List<String> COUNTING = List.of("status", "statusCode", "status_code", "code", "httpStatus");
    private static final int DEEPEST = 3;

    private final Operation operation;
    private final Inventions inventions;
    private final Representation representation;

    public ErrorAnswers(Operation operation, Inventions inventions, Representation representation) {
        this.operation = operation;
        this.inventions = inventions;
        this.representation = representation;
    }

    /** Returns the answer to a refused request. */
    public Answer.Whole refuse(Refusal refusal, String accept) {
        List<Integer> usual = statuses(refusal.cause());
        int status = usual.stream()
                .filter(s -> operation
                        .response(s)
                        .map(r -> r.status().equals(Integer.toString(s)))
                        .orElse(false))
                .findFirst()
                .orElse(usual.get(0));
        return of(status, refusal.problem(), refusal.field(), accept);
    }

    /**
     * Returns the error answer of a status.
     *
     * @param problem what it is to say; the meaning of the status if empty
     */
    public Answer.Whole of(int status, String problem, String accept) {
        return of(status, problem, "", accept);
    }

    private Answer.Whole of(int status, String problem, String field, String accept) {
        String says = problem.isEmpty() ? HttpResponseStatus.valueOf(status).reasonPhrase() : problem;
        Optional<Response> declared = operation.response(status).filter(r -> !r.isSuccess());
        Optional<MediaType> mediaType = declared.flatMap(r -> Inventions.liked(r, accept));
        if (mediaType.isEmpty()) {
            return problem(status, says);
        }
        JsonNode value = value(mediaType.get(), status, says, field, !problem.isEmpty());
        if (!problem.isEmpty()
                && declared.equals(operation.success())
                && !value.toString().contains(quoted(says))) {
            // What is declared for every status, success too, has no place for a problem.
            return problem(status, says);
        }
        Representation.Body body = representation.of(mediaType.get(), inventions.schema(mediaType.get()), value);
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", body.mediaType());
        return new Answer.Whole(status, headers, body.bytes());
    }

    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }

    /** Returns problem details, which any operation may answer with. */
    public static Answer.Whole problem(int status, String says) {
        ObjectNode body = NODES.objectNode();
        body.put("type", "about:blank");
        body.put("title", HttpResponseStatus.valueOf(status).reasonPhrase());
        body.put("status", status);
        body.put("detail", says);
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "application/problem+json");
        return new Answer.Whole(status, headers, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode value(MediaType mediaType, int status, String says, String field, boolean hasProblem) {
        Optional<JsonNode> example = mediaType.examples().stream()
                .map(Example::value)
                .filter(v -> !v.isMissingNode())
                .findFirst();
        JsonNode value = example.orElseGet(() -> inventions.value(mediaType, status));
        if (value.isTextual()) {
            return hasProblem || example.isEmpty() ? TextNode.valueOf(says) : value;
        }
        JsonNode told = example.isPresent() ? value : plain(value, mediaType, status, says, field);
        if (hasProblem || example.isEmpty()) {
            told = changed(told, SAYING, TextNode.valueOf(says), mediaType, 0);
        }
        return example.isPresent() ? told : changed(told, COUNTING, NODES.numberNode(status), mediaType, 0);
    }

    /** Returns an invented body without what has nothing to do with the problem, if its schema lets it. */
    private JsonNode plain(JsonNode invented, MediaType mediaType, int status, String says, String field) {
        JsonNode copy = invented.deepCopy();
        OneProblem.in(copy, says, field, SAYING);
        if (MediaType.essence(mediaType.name()).equals("application/problem+json") && copy instanceof ObjectNode body) {
            if (body.has("title")) {
                body.put("title", HttpResponseStatus.valueOf(status).reasonPhrase());
            }
            if (body.has("type")) {
                body.put("type", "about:blank");
            }
        }
        return inventions.fits(mediaType, copy) ? copy : invented;
    }

    /** Puts a value in place of the first member of a name that has one of its kind, where the schema lets it. */
    private JsonNode changed(JsonNode body, List<String> names, JsonNode value, MediaType mediaType, int depth) {
        JsonNode copy = body.deepCopy();
        return put(copy, names, value, depth) && inventions.fits(mediaType, copy) ? copy : body;
    }

    private static boolean put(JsonNode at, List<String> names, JsonNode value, int depth) {
        if (at instanceof ObjectNode object) {
            for (String name : names) {
                JsonNode known = object.get(name);
                if (known != null && (value.isTextual() ? known.isTextual() : known.isIntegralNumber())) {
                    object.set(name, value);
                    return true;
                }
            }
        }
        for (JsonNode inner : at) {
            if (depth < DEEPEST && inner.isContainerNode() && put(inner, names, value, depth + 1)) {
                return true;
            }
        }
        // {"error": "what is wrong"}
        if (value.isTextual()
                && at instanceof ObjectNode object
                && object.path("error").isTextual()) {
            object.set("error", value);
            return true;
        }
        return false;
    }

    /** Returns the statuses of a cause, the usual one first. */
    static List<Integer> statuses(Cause cause) {
        return switch (cause) {
            case MISSING_KEY, BAD_KEY -> List.of(401, 403);
            case FORBIDDEN -> List.of(403, 401);
            case NO_QUOTA -> List.of(403, 402, 429);
            case INVALID_REQUEST -> List.of(400, 422);
            case CONTENT_POLICY -> List.of(400, 422, 403);
            case UNKNOWN_PATH, UNKNOWN_MODEL, UNKNOWN_TASK -> List.of(404);
            case WRONG_METHOD -> List.of(405);
            case TOO_LARGE -> List.of(413, 400);
            case UNSUPPORTED_MEDIA -> List.of(415, 400, 422);
            case RATE_LIMIT, QUEUE_FULL -> List.of(429, 503);
            case UPSTREAM -> List.of(502, 500);
            case OVERLOADED -> List.of(503, 500);
            case TIMEOUT -> List.of(504, 500);
            case INTERNAL -> List.of(500);
        };
    }
}

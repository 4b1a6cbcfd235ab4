package io.facsimile.mock.answer;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.contract.Cause;
import io.facsimile.contract.ErrorAnswer;
import io.facsimile.contract.language.Telling;
import io.facsimile.mock.request.MockRequest;
import io.facsimile.mock.request.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes error answers in the provider's own form. */
public final class ErrorBodies {
    private ErrorBodies() {}

    /** Returns whether a contract says how it answers for a cause, or for one that is like it. */
    public static boolean says(Map<Cause, ErrorAnswer> errors, Cause cause) {
        return errors.containsKey(cause) || errors.containsKey(neighbour(cause));
    }

    /** Returns the provider's answer to a refused request; problem details where the contract has none. */
    public static Answer.Whole answer(Map<Cause, ErrorAnswer> errors, Refusal refusal, MockRequest request) {
        ErrorAnswer declared = declared(errors, refusal.cause());
        if (declared == null || !declared.example().value().isObject()) {
            return plain(refusal, declared);
        }
        ObjectNode body = ((ObjectNode) declared.example().value()).deepCopy();
        String says = placed(declared.says(), request)
                .replace("{problem}", refusal.problem())
                .replace("{field}", refusal.field());
        declared.message().ifPresent(pointer -> put(body, pointer, says));
        declared.field().ifPresent(pointer -> put(body, pointer, refusal.field()));
        Map<String, String> headers = new HashMap<>(declared.headers());
        headers.put("Content-Type", "application/json");
        return new Answer.Whole(declared.status(), headers, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String placed(String says, MockRequest request) {
        return says.replace("{method}", request.method()).replace("{path}", request.path());
    }

    /** Returns what the answer to a refused request says of it beside what is wrong. */
    public static List<Telling> tells(Map<Cause, ErrorAnswer> errors, Refusal refusal) {
        ErrorAnswer declared = declared(errors, refusal.cause());
        return declared == null
                ? List.of()
                : declared.example().tells().stream()
                        .filter(telling -> Stream.of(declared.message(), declared.field())
                                .noneMatch(pointer ->
                                        pointer.filter(telling.at()::equals).isPresent()))
                        .toList();
    }

    /** Returns what the provider's answer of a cause says of the request that gets it. */
    public static List<Telling> tells(Map<Cause, ErrorAnswer> errors, Cause cause) {
        ErrorAnswer declared = errors.get(cause);
        return declared == null ? List.of() : declared.example().tells();
    }

    private static @Nullable ErrorAnswer declared(Map<Cause, ErrorAnswer> errors, Cause cause) {
        ErrorAnswer own = errors.get(cause);
        return own == null ? errors.get(neighbour(cause)) : own;
    }

    /** Returns an answer that tells when to come back; the contract's own time counts before this one. */
    public static Answer.Whole comeBack(Answer.Whole refused, int seconds) {
        if (refused.headers().keySet().stream().anyMatch("Retry-After"::equalsIgnoreCase)) {
            return refused;
        }
        return refused.withHeaders(Map.of("Retry-After", Integer.toString(seconds)));
    }

    /**
     * Returns the provider's answer of a cause as the contract shows it; only what it says of method and path is the
     * request's.
     *
     * @param status the status that is sent; the contract's own if empty
     */
    public static Answer.Whole documented(
            Map<Cause, ErrorAnswer> errors, Cause cause, Optional<Integer> status, MockRequest request) {
        ErrorAnswer declared = errors.get(cause);
        if (declared == null || !declared.example().value().isObject()) {
            Answer.Whole plain = plain(new Refusal(cause, "", cause.word()), declared);
            return new Answer.Whole(status.orElse(plain.status()), plain.headers(), plain.body());
        }
        ObjectNode body = ((ObjectNode) declared.example().value()).deepCopy();
        String says = placed(declared.says(), request);
        if (!says.contains("{")) {
            declared.message().ifPresent(pointer -> put(body, pointer, says));
        }
        Map<String, String> headers = new HashMap<>(declared.headers());
        headers.put("Content-Type", "application/json");
        return new Answer.Whole(
                status.orElse(declared.status()), headers, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns the cause that has a status; of several, the likeliest.
     *
     * @param isOfTask whether the request is about a task, so that what is missing may be one
     */
    public static Optional<Cause> causeOf(Map<Cause, ErrorAnswer> errors, int status, boolean isOfTask) {
        List<Cause> likely =
                switch (status) {
                    case 400 -> List.of(Cause.INVALID_REQUEST);
                    case 401 -> List.of(Cause.BAD_KEY, Cause.MISSING_KEY);
                    case 403 -> List.of(Cause.FORBIDDEN, Cause.NO_QUOTA);
                    case 404 ->
                        isOfTask
                                ? List.of(Cause.UNKNOWN_TASK, Cause.UNKNOWN_MODEL, Cause.UNKNOWN_PATH)
                                : List.of(Cause.UNKNOWN_MODEL, Cause.UNKNOWN_PATH);
                    case 429 -> List.of(Cause.RATE_LIMIT, Cause.QUEUE_FULL);
                    case 500 -> List.of(Cause.INTERNAL);
                    case 502 -> List.of(Cause.UPSTREAM);
                    case 503, 529 -> List.of(Cause.OVERLOADED);
                    case 504 -> List.of(Cause.TIMEOUT);
                    default -> List.of();
                };
        return Stream.concat(likely.stream(), Stream.of(Cause.values()))
                .filter(cause -> errors.containsKey(cause) && errors.get(cause).status() == status)
                .findFirst()
                .or(() -> likely.stream().findFirst());
    }

    /** The cause whose answer serves when a contract does not name one. */
    private static Cause neighbour(Cause cause) {
        return switch (cause) {
            case WRONG_METHOD -> Cause.UNKNOWN_PATH;
            case UNSUPPORTED_MEDIA, TOO_LARGE, CONTENT_POLICY, UNKNOWN_MODEL -> Cause.INVALID_REQUEST;
            case BAD_KEY, FORBIDDEN -> Cause.MISSING_KEY;
            case UNKNOWN_TASK -> Cause.UNKNOWN_PATH;
            case NO_QUOTA, QUEUE_FULL -> Cause.RATE_LIMIT;
            default -> Cause.INTERNAL;
        };
    }

    private static void put(ObjectNode body, String pointer, String text) {
        JsonPointer at = JsonPointer.compile(pointer);
        JsonNode parent = body.at(at.head());
        if (parent instanceof ObjectNode object) {
            object.put(at.last().getMatchingProperty(), text);
        }
    }

    private static Answer.Whole plain(Refusal refusal, @Nullable ErrorAnswer declared) {
        int status = declared != null
                ? declared.status()
                : ErrorAnswers.statuses(refusal.cause()).get(0);
        return ErrorAnswers.problem(status, refusal.problem());
    }
}

package io.facsimile.contract.lint;

import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.Response;
import io.facsimile.contract.StreamRule;
import java.util.List;
import java.util.Optional;

/** Streams against the answers that they are pieces of. */
final class StreamRules {
    private StreamRules() {}

    /** A grammar has an answer to cut; a list of events has none. */
    static void whole(Subject subject, Report report) {
        for (Operation operation : subject.contract().operations()) {
            for (Response response : operation.responses()) {
                for (MediaType mediaType : response.content()) {
                    mediaType.stream().ifPresent(rule -> whole(subject, operation, mediaType, rule, report));
                }
            }
        }
    }

    private static void whole(
            Subject subject, Operation operation, MediaType mediaType, StreamRule rule, Report report) {
        boolean isListed = rule.grammar().equals(StreamRule.LISTED);
        if (isListed && rule.whole().isPresent()) {
            report.problem(
                    operation.line(),
                    "the stream of " + operation + " is listed, so its events add up to no other answer",
                    "remove whole, or name a grammar");
        } else if (isListed && mediaType.examples().isEmpty()) {
            report.problem(
                    operation.line(),
                    "the stream of " + operation + " is listed, and no example lists it",
                    "add x-event-examples");
        } else if (!isListed && rule.whole().isEmpty()) {
            report.problem(
                    operation.line(),
                    "the stream of " + operation + " does not say what its events add up to",
                    "add whole: a media type of its answer, or the operation that answers the same unstreamed");
        } else if (!isListed && !exists(subject, operation, rule.whole().get())) {
            report.problem(
                    operation.line(),
                    "the events of " + operation + " add up to "
                            + named(rule.whole().get()) + ", of which there is no example",
                    "name a media type that the success answer has examples in, or another operation of the provider");
        }
    }

    private static boolean exists(Subject subject, Operation operation, StreamRule.Whole whole) {
        if (whole instanceof StreamRule.OwnAnswer own) {
            return hasExample(operation, own.mediaTypes());
        }
        Optional<Operation> other = subject.contract().operation(((StreamRule.AnswerOf) whole).operation());
        return other.isPresent() && hasExample(other.get(), "*/*");
    }

    private static String named(StreamRule.Whole whole) {
        return whole instanceof StreamRule.OwnAnswer own
                ? "its answer in " + own.mediaTypes()
                : "the answer of " + ((StreamRule.AnswerOf) whole).operation();
    }

    private static boolean hasExample(Operation operation, String mediaTypes) {
        return operation.success().map(Response::content).orElse(List.of()).stream()
                .anyMatch(m -> m.stream().isEmpty()
                        && m.fits(mediaTypes)
                        && !m.examples().isEmpty());
    }
}

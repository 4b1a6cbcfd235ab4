package io.facsimile.mock.answer;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facsimile.contract.LimitRule;
import io.facsimile.contract.language.LimitWord;
import io.facsimile.mock.limit.Ticket;
import io.facsimile.mock.limit.Wait;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Tells a caller how it stands, in the headers and forms of its provider. */
public final class LimitHeaders {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LimitHeaders() {}

    /** Counts what an answer took, and returns the answer with what is left. */
    public static Answer onto(Answer answer, LimitRule rule, Ticket ticket) {
        if (ticket.isFree()) {
            return answer;
        }
        ticket.settle(used(answer, rule, ticket));
        Map<String, String> told = new HashMap<>();
        rule.headers().forEach((name, word) -> tell(word, ticket).ifPresent(text -> told.put(name, text)));
        // A refusal has said so already, and may have been asked to say something else.
        refusal(rule, ticket).forEach((name, value) -> {
            if (answer.headers().keySet().stream().noneMatch(name::equalsIgnoreCase)) {
                told.put(name, value);
            }
        });
        return told.isEmpty() ? answer : Answer.withHeaders(answer, told);
    }

    /** Returns what a refusal tells because of a limit; nothing where none is reached. */
    public static Map<String, String> refusal(LimitRule rule, Ticket ticket) {
        Map<String, String> told = new HashMap<>();
        if (ticket.shortage().isPresent()) {
            rule.refusal().forEach((name, word) -> tell(word, ticket).ifPresent(text -> told.put(name, text)));
        }
        return told;
    }

    private static long used(Answer answer, LimitRule rule, Ticket ticket) {
        Optional<JsonNode> body = ticket.streamed().or(() -> json(answer));
        long used = 0;
        if (body.isPresent()) {
            for (JsonPointer place : rule.used()) {
                used += body.get().at(place).asLong(0);
            }
        }
        return used;
    }

    private static Optional<JsonNode> json(Answer answer) {
        if (answer instanceof Answer.Troubled troubled) {
            return json(troubled.answer());
        }
        if (answer instanceof Answer.Whole whole
                && whole.status() < 300
                && whole.headers().getOrDefault("Content-Type", "").startsWith("application/json")) {
            try {
                return Optional.of(JSON.readTree(whole.body()));
            } catch (IOException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Optional<String> tell(LimitWord word, Ticket ticket) {
        Ticket.Standing standing =
                switch (word.of()) {
                    case REQUESTS -> ticket.requests();
                    case TOKENS -> ticket.tokens();
                    case RETRY ->
                        new Ticket.Standing(
                                1,
                                0,
                                ticket.shortage().map(Ticket.Shortage::until).orElse(Duration.ZERO));
                };
        if (standing.limit() == 0) {
            return Optional.empty();
        }
        Duration full = standing.full();
        return Optional.of(
                switch (word.shows()) {
                    case LIMIT -> Long.toString(standing.limit());
                    case REMAINING -> Long.toString(standing.left());
                    case SECONDS -> Long.toString(Wait.seconds(full));
                    case MILLIS -> Long.toString(Wait.millis(full));
                    case DURATION -> Wait.text(full);
                    case TIME -> time(ticket.now(), full).toString();
                    case EPOCH -> Long.toString(time(ticket.now(), full).getEpochSecond());
                });
    }

    private static Instant time(Instant now, Duration full) {
        return now.plus(full).plusMillis(999).truncatedTo(ChronoUnit.SECONDS);
    }
}

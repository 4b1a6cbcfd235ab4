package io.facsimile.contract.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.language.Condition;
import io.facsimile.contract.language.Locator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A kind of long-running job and its life ({@code x-tasks}).
 *
 * @param name {@code family.type}
 * @param id the form of a task's id, a regular expression
 * @param facts constants that examples show through {@code task.fact(name)}
 * @param states in order; the last one ends the job
 * @param outcomes other ends, asked for by a scenario
 * @param shows operation to state to example; {@code *} is every state not named
 * @param offers follow-ups of a finished job
 * @param refuses what the asked operation answers when the task does not fit
 */
public record TaskType(
        String name,
        String id,
        Map<String, JsonNode> facts,
        List<State> states,
        Map<Outcome, Ending> outcomes,
        Map<String, Map<String, Shown>> shows,
        Optional<Webhook> webhook,
        List<Offer> offers,
        Map<Refusal, Shown> refuses) {
    public TaskType {
        facts = Map.copyOf(facts);
        states = List.copyOf(states);
        outcomes = Map.copyOf(outcomes);
        shows = Map.copyOf(shows);
        offers = List.copyOf(offers);
        refuses = Map.copyOf(refuses);
    }

    /**
     * A state on the way to success.
     *
     * @param at when it is reached, counted from the submit or from the end of the last wait
     * @param progress what {@code task.progress} shows; {@code a..b} rises until the next state; empty for nothing
     * @param isWaiting the job stays until an operation with the role resume comes
     * @param isEnd the job ends here
     */
    public record State(String name, Duration at, String progress, boolean isWaiting, boolean isEnd) {}

    /** Ends other than success. */
    public enum Outcome {
        FAILURE,
        CANCELLED,
        MODERATED,
        STUCK,
        EXPIRED
    }

    /**
     * An end other than success.
     *
     * @param state the state in which the job ends; empty when it never starts or never ends
     * @param at when; empty for at once
     * @param stays the state that it never leaves
     * @param submit it is refused at once, with this answer of the submitting operation
     */
    public record Ending(
            Optional<String> state,
            Optional<Duration> at,
            String progress,
            Optional<String> stays,
            Optional<Shown> submit) {}

    /**
     * A call to the client when the job moves.
     *
     * @param to where the submitting request names the address
     * @param sends on which moves
     * @param body the polling operation whose answer is sent
     * @param at JSON pointer to the part of that answer that is sent
     * @param retries how often a failed call is repeated
     * @param every the pause between two tries
     */
    public record Webhook(Locator to, List<Sends> sends, String body, String at, int retries, Duration every) {
        public Webhook {
            sends = List.copyOf(sends);
        }
    }

    /** When a webhook is called. */
    public enum Sends {
        STATE,
        PROGRESS,
        END
    }

    /**
     * A follow-up that a job of this type offers.
     *
     * @param needs the state that the parent must have reached; absent: any end that is a success
     * @param starts the full name of the task type that begins
     * @param answer the answer, when it is not the operation's default
     */
    public record Offer(
            String operation, List<Condition> when, Optional<String> needs, String starts, Optional<Shown> answer) {
        public Offer {
            when = List.copyOf(when);
        }
    }

    /** Why a task does not fit what is asked of it. */
    public enum Refusal {
        UNKNOWN,
        UNFINISHED,
        NOT_OFFERED
    }

    /** Returns the example that an operation shows in a state. */
    public Optional<Shown> shown(String operation, String state) {
        Map<String, Shown> states = shows.get(operation);
        if (states == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(states.get(state)).or(() -> Optional.ofNullable(states.get("*")));
    }
}

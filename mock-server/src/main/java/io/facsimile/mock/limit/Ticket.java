package io.facsimile.mock.limit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call's way past the limits of its key. Belongs to one call. */
public final class Ticket {
    /** Of a call that nothing limits. */
    public static final Ticket FREE = new Ticket(null);

    private static final Standing NOTHING = new Standing(0, 0, Duration.ZERO);

    private final RateMeters.@Nullable Account account;
    private @Nullable JsonNode whole;
    private long expected;
    private @Nullable Shortage shortage;

    Ticket(RateMeters.@Nullable Account account) {
        this.account = account;
    }

    /**
     * Why a call has to wait.
     *
     * @param what {@code requests} or {@code tokens}
     * @param limit how many there are in a minute
     * @param asked how many the call asks for
     * @param until how long until there are enough
     */
    public record Shortage(String what, long limit, long asked, Duration until) {
        /** Returns what is wrong, in a sentence. */
        public String problem() {
            return asked > limit
                    ? "Request too large: it asks for " + asked + " " + what + ", and the limit is " + limit
                            + " a minute."
                    : "Rate limit reached for " + what + ": the limit is " + limit + " a minute. Please try again in "
                            + Wait.text(until) + ".";
        }
    }

    /**
     * How a key stands.
     *
     * @param limit 0 for no limit
     * @param full until all of it is there again
     */
    public record Standing(long limit, long left, Duration full) {}

    public boolean isFree() {
        return account == null;
    }

    /**
     * Takes one request and the tokens that it is expected to take, or nothing if there are not enough.
     *
     * @return what there is too little of
     */
    public Optional<Shortage> take(long tokens) {
        if (account == null) {
            return Optional.empty();
        }
        Optional<Shortage> found = account.take(tokens);
        shortage = found.orElse(null);
        expected = found.isPresent() ? 0 : tokens;
        return found;
    }

    /** Notes the whole that a stream adds up to, in which its usage stands. */
    public void streams(JsonNode answer) {
        if (account != null) {
            whole = answer;
        }
    }

    /** Returns the whole that a stream adds up to, if the answer is one. */
    public Optional<JsonNode> streamed() {
        return Optional.ofNullable(whole);
    }

    /** Returns why the call was refused, if it was. */
    public Optional<Shortage> shortage() {
        return Optional.ofNullable(shortage);
    }

    /** Counts what the answer took in place of what was expected. */
    public void settle(long used) {
        if (account != null && used != expected) {
            account.correct(used - expected);
        }
        expected = used;
    }

    /** Returns how the key stands; nothing limits a call that is free. */
    public Standing requests() {
        return account == null ? NOTHING : account.requests();
    }

    /** Returns the same for tokens. */
    public Standing tokens() {
        return account == null ? NOTHING : account.tokens();
    }

    /** Returns the simulator's time. */
    public Instant now() {
        return account == null ? Instant.EPOCH : account.now();
    }
}

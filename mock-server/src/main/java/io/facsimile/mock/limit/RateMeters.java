package io.facsimile.mock.limit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is left of the rate limit for each key. Keys are known by a hash; the ones that were not seen for the longest time are
 * forgotten when there are too many, which gives them a full minute again. Safe for several threads.
 */
public final class RateMeters {
    private static final int MOST_KEYS = 10_000;

    private final RateLimit configured;
    private final Supplier<Instant> clock;
    private final Map<String, Account> accounts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Account> eldest) {
            return size() > MOST_KEYS;
        }
    };
    private volatile RateLimit limit;

    /** @param clock the simulator's: moved ahead, it fills the limits; how fast tasks run does not matter */
    public RateMeters(RateLimit limit, Supplier<Instant> clock) {
        this.configured = limit;
        this.limit = limit;
        this.clock = clock;
    }

    public RateLimit limit() {
        return limit;
    }

    public boolean isOff() {
        return limit.isOff();
    }

    /** Sets another limit; every key begins anew. */
    public void set(RateLimit value) {
        synchronized (accounts) {
            limit = value;
            accounts.clear();
        }
    }

    /** Sets the limit of the beginning; every key begins anew. */
    public void reset() {
        set(configured);
    }

    /** Returns how many keys are known. */
    public int keys() {
        synchronized (accounts) {
            return accounts.size();
        }
    }

    /** Returns a call's way past the limits of its key; free for calls without one. */
    public Ticket ticket(String key) {
        if (limit.isOff() || key.isEmpty()) {
            return Ticket.FREE;
        }
        String hash = hash(key);
        synchronized (accounts) {
            RateLimit current = limit;
            return current.isOff()
                    ? Ticket.FREE
                    : new Ticket(accounts.computeIfAbsent(hash, h -> new Account(current, clock.get())));
        }
    }

    private static String hash(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** What one key has left. */
    final class Account {
        private final Meter requests;
        private final Meter tokens;
        private final RateLimit of;
        private Instant last;

        Account(RateLimit of, Instant now) {
            this.of = of;
            this.requests = new Meter(of.requests());
            this.tokens = new Meter(of.tokens());
            this.last = now;
        }

        private void pass() {
            Instant now = clock.get();
            double minutes = Duration.between(last, now).toNanos() / 60e9;
            if (minutes > 0) {
                requests.pass(minutes);
                tokens.pass(minutes);
                last = now;
            }
        }

        synchronized Optional<Ticket.Shortage> take(long asked) {
            pass();
            if (of.requests() > 0 && !requests.has(1)) {
                return Optional.of(
                        new Ticket.Shortage("requests", of.requests(), 1, duration(requests.minutesUntil(1))));
            }
            if (of.tokens() > 0 && !tokens.has(asked)) {
                return Optional.of(
                        new Ticket.Shortage("tokens", of.tokens(), asked, duration(tokens.minutesUntil(asked))));
            }
            requests.take(1);
            tokens.take(asked);
            return Optional.empty();
        }

        synchronized void correct(long more) {
            tokens.take(more);
        }

        synchronized Ticket.Standing requests() {
            pass();
            return standing(requests);
        }

        synchronized Ticket.Standing tokens() {
            pass();
            return standing(tokens);
        }

        private Ticket.Standing standing(Meter meter) {
            return new Ticket.Standing(
                    meter.limit(),
                    meter.left(),
                    meter.limit() == 0 ? Duration.ZERO : duration(meter.minutesUntil(meter.limit())));
        }

        Instant now() {
            return clock.get();
        }

        private Duration duration(double minutes) {
            return Duration.ofNanos((long) Math.ceil(minutes * 60e9));
        }
    }
}

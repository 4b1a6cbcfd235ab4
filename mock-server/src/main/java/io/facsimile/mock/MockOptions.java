package io.facsimile.mock;

import io.facsimile.mock.answer.Answer;
import io.facsimile.mock.limit.RateLimit;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a simulator runs. Immutable; each {@code with…} gives a changed copy.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any free one
 * @param stubs a directory with WireMock mappings ({@code mappings/*.json}) that are asked first
 * @param proxyHosts hosts that stubs and recordings may pass requests on to, besides this machine
 * @param speed how many times faster than the contract says tasks run; more than 0
 * @param seed where the sequence of ids begins
 * @param pace how fast events come
 * @param validation what becomes of requests that break their contract
 * @param journalEntries how many exchanges the journal keeps; 0 for none
 * @param adminToken what the simulator's own API and WireMock's ask for; nothing for no token
 * @param maxBodyBytes larger request bodies are refused
 * @param selfCheck whether the simulator holds its own answers to the contract; costs time
 * @param tls how the mock is served over TLS, too; nothing for not at all
 * @param rateLimit how much each key may ask for
 * @param door what connections may cost
 */
public record MockOptions(
        String host,
        int port,
        List<String> providers,
        Optional<Path> stubs,
        List<String> proxyHosts,
        double speed,
        long seed,
        Answer.Pace pace,
        Validation validation,
        int journalEntries,
        Optional<String> adminToken,
        int maxBodyBytes,
        boolean selfCheck,
        Optional<Tls> tls,
        RateLimit rateLimit,
        DoorLimits door) {
    /** What becomes of a request that breaks its contract. */
    public enum Validation {
        /** It is refused as the provider does. */
        ENFORCE,
        /** It is answered, and the journal says what is wrong. */
        WARN,
        /** It is answered. */
        OFF
    }

    /** Loopback, any free port, all providers. */
    public static final MockOptions DEFAULTS = new Draft().finish();

    public MockOptions {
        providers = List.copyOf(providers);
        proxyHosts = List.copyOf(proxyHosts);
        if (!(speed > 0)) {
            throw new IllegalArgumentException("speed must be more than 0, not " + speed);
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
        }
        if (port != 0 && tls.isPresent() && tls.get().port() == port) {
            throw new IllegalArgumentException("the plain port and the port for TLS must not be the same: " + port);
        }
    }

    public MockOptions withHost(String value) {
        return with(draft -> draft.host = value);
    }

    public MockOptions withPort(int value) {
        return with(draft -> draft.port = value);
    }

    /** @param value providers in the order in which they answer at the root; empty for all */
    public MockOptions withProviders(List<String> value) {
        return with(draft -> draft.providers = value);
    }

    public MockOptions withStubs(Path value) {
        return with(draft -> draft.stubs = Optional.of(value));
    }

    /** @param value names or addresses, such as {@code api.example.com} or {@code *.example.com} */
    public MockOptions withProxyHosts(List<String> value) {
        return with(draft -> draft.proxyHosts = value);
    }

    public MockOptions withSpeed(double value) {
        return with(draft -> draft.speed = value);
    }

    public MockOptions withSeed(long value) {
        return with(draft -> draft.seed = value);
    }

    public MockOptions withPace(Answer.Pace value) {
        return with(draft -> draft.pace = value);
    }

    public MockOptions withValidation(Validation value) {
        return with(draft -> draft.validation = value);
    }

    /** @param value 0 turns the journal off */
    public MockOptions withJournalEntries(int value) {
        return with(draft -> draft.journalEntries = value);
    }

    /** @param value what the header X-Facsimile-Token has to say */
    public MockOptions withAdminToken(String value) {
        return with(draft -> draft.adminToken = Optional.of(value));
    }

    public MockOptions withMaxBodyBytes(int value) {
        return with(draft -> draft.maxBodyBytes = value);
    }

    /** @param value whether the simulator holds its own answers to the contract */
    public MockOptions withSelfCheck(boolean value) {
        return with(draft -> draft.selfCheck = value);
    }

    public MockOptions withTls(Tls value) {
        return with(draft -> draft.tls = Optional.of(value));
    }

    public MockOptions withRateLimit(RateLimit value) {
        return with(draft -> draft.rateLimit = value);
    }

    public MockOptions withDoor(DoorLimits value) {
        return with(draft -> draft.door = value);
    }

    private MockOptions with(Consumer<Draft> change) {
        Draft draft = new Draft();
        draft.host = host;
        draft.port = port;
        draft.providers = providers;
        draft.stubs = stubs;
        draft.proxyHosts = proxyHosts;
        draft.speed = speed;
        draft.seed = seed;
        draft.pace = pace;
        draft.validation = validation;
        draft.journalEntries = journalEntries;
        draft.adminToken = adminToken;
        draft.maxBodyBytes = maxBodyBytes;
        draft.selfCheck = selfCheck;
        draft.tls = tls;
        draft.rateLimit = rateLimit;
        draft.door = door;
        change.accept(draft);
        return draft.finish();
    }

    /** Options while they change; begins with the defaults. */
    private static final class Draft {
        private String host = "127.0.0.1";
        private int port;
        private List<String> providers = List.of();
        private Optional<Path> stubs = Optional.empty();
        private List<String> proxyHosts = List.of();
        private double speed = 1;
        private long seed = System.nanoTime();
        private Answer.Pace pace = new Answer.Pace(30, 8);
        private Validation validation = Validation.ENFORCE;
        private int journalEntries = 1_000;
        private Optional<String> adminToken = Optional.empty();
        private int maxBodyBytes = 64 * 1024 * 1024;
        private boolean selfCheck;
        private Optional<Tls> tls = Optional.empty();
        private RateLimit rateLimit = RateLimit.OFF;
        private DoorLimits door = DoorLimits.DEFAULTS;

        MockOptions finish() {
            return new MockOptions(
                    host,
                    port,
                    providers,
                    stubs,
                    proxyHosts,
                    speed,
                    seed,
                    pace,
                    validation,
                    journalEntries,
                    adminToken,
                    maxBodyBytes,
                    selfCheck,
                    tls,
                    rateLimit,
                    door);
        }
    }
}

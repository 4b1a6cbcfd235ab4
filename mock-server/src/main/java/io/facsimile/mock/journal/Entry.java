package io.facsimile.mock.journal;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * One exchange.
 *
 * @param number counts all exchanges of the server, from 1
 * @param provider whose operation it was; empty when no operation has the path
 * @param operation the operationId; empty when no operation has the path
 * @param path as it came, without the query
 * @param status what was answered
 * @param scenario what the caller asked for; empty for the usual
 * @param problem what was wrong with the request; empty for nothing
 * @param micros how long it took to make the answer
 * @param key a short hash of the caller's key, never the key; empty for none
 * @param body the request's body, cut when it is long and nobody watches its caller
 * @param origin how the client addressed the server
 * @param headers the request's headers as they came, for WireMock's clients to verify; the simulator's own API shows
 *     none of them
 * @param stream how the sending of the answer goes, when it comes as a stream
 */
public record Entry(
        long number,
        Instant time,
        String provider,
        String operation,
        String method,
        String path,
        String query,
        int status,
        String scenario,
        Verdict verdict,
        String problem,
        long micros,
        String key,
        byte[] body,
        String origin,
        Lines headers,
        Optional<Sending> stream) {

    /** What an entry holds beside its texts, in bytes. */
    private static final int FRAME = 200;

    /** Returns about how many bytes of memory it holds. */
    int size() {
        return FRAME + body.length + path.length() + query.length() + problem.length() + headers.length();
    }

    /** Names with their values, one after the other. */
    @FunctionalInterface
    public interface Lines {
        void forEach(BiConsumer<String, String> action);

        /** Returns how many characters they have. */
        default int length() {
            AtomicInteger length = new AtomicInteger();
            forEach((name, value) -> length.addAndGet(name.length() + value.length()));
            return length.get();
        }
    }

    /** What the contract says of the request. */
    public enum Verdict {
        /** It keeps the contract. */
        VALID,
        /** It breaks the contract and was refused. */
        REFUSED,
        /** It breaks the contract and was answered all the same. */
        WARNED,
        /** Nobody looked: the caller asked for another answer. */
        UNCHECKED,
        /** The answer breaks the contract; only known when the simulator checks itself. */
        BROKEN,
        /** No operation has the path and method. */
        UNMATCHED,
        /** A stub of the user's own answered; nobody looked. */
        STUBBED;

        /** Returns the word that people write: {@code valid}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

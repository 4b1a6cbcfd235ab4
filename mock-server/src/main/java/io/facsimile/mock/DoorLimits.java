package io.facsimile.mock;

import java.time.Duration;

/**
 * What connections and requests may cost.
 *
 * @param headerBytes larger headers are refused with 431
 * @param headers more header lines are refused with 431
 * @param idle a connection on which nothing is asked for so long is closed
 * @param request a request that is not complete after so long is refused with 408
 * @param connections requests on more connections are refused as by an overloaded provider
 * @param streams more streams at a time are refused as by an overloaded provider
 * @param grace how long open answers may go on when the server stops
 */
public record DoorLimits(
        int headerBytes, int headers, Duration idle, Duration request, int connections, int streams, Duration grace) {
    /** Generous limits that still end what nobody waits for. */
    public static final DoorLimits DEFAULTS = new DoorLimits(
            64 * 1024, 200, Duration.ofSeconds(75), Duration.ofSeconds(60), 20_000, 20_000, Duration.ZERO);

    public DoorLimits {
        atLeast(256, headerBytes, "the size of headers");
        atLeast(1, headers, "the number of headers");
        atLeast(1, idle.toMillis(), "the idle timeout in milliseconds");
        atLeast(1, request.toMillis(), "the request timeout in milliseconds");
        atLeast(1, connections, "the number of connections");
        atLeast(1, streams, "the number of streams");
        atLeast(0, grace.toMillis(), "the time to stop in milliseconds");
    }

    private static void atLeast(long least, long value, String what) {
        if (value < least) {
            throw new IllegalArgumentException(what + " must be at least " + least + ", not " + value);
        }
    }

    public DoorLimits withHeaderBytes(int value) {
        return new DoorLimits(value, headers, idle, request, connections, streams, grace);
    }

    public DoorLimits withHeaders(int value) {
        return new DoorLimits(headerBytes, value, idle, request, connections, streams, grace);
    }

    public DoorLimits withIdle(Duration value) {
        return new DoorLimits(headerBytes, headers, value, request, connections, streams, grace);
    }

    public DoorLimits withRequest(Duration value) {
        return new DoorLimits(headerBytes, headers, idle, value, connections, streams, grace);
    }

    public DoorLimits withConnections(int value) {
        return new DoorLimits(headerBytes, headers, idle, request, value, streams, grace);
    }

    public DoorLimits withStreams(int value) {
        return new DoorLimits(headerBytes, headers, idle, request, connections, value, grace);
    }

    public DoorLimits withGrace(Duration value) {
        return new DoorLimits(headerBytes, headers, idle, request, connections, streams, value);
    }
}

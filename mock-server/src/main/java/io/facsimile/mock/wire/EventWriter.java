package io.facsimile.mock.wire;

import io.facsimile.mock.Traffic;
import io.facsimile.mock.answer.Answer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Sends the events of one stream at their times, without a thread: one timer at a time. Waits while the client does not
 * read, stops when it hangs up. Lives on one event loop.
 */
final class EventWriter {
    private final HttpServerResponse response;
    private final OneTimer timer;
    private final Traffic traffic;
    private final Answer.Pace pace;
    private final long beginNanos = System.nanoTime();
    private List<byte[]> frames;
    private int next;
    private boolean isClosed;
    private boolean isDue;

    EventWriter(HttpServerResponse response, OneTimer timer, Traffic traffic, Answer.Events events) {
        this.response = response;
        this.timer = timer;
        this.traffic = traffic;
        this.frames = events.frames();
        this.pace = events.pace();
    }

    void start() {
        traffic.stream(1);
        response.setChunked(true);
        if (pace.firstMillis() >= 1) {
            // The headers tell the client at once that its stream is open.
            response.writeHead();
        }
        proceed();
    }

    /** Lets go of everything: the stream has ended, or its client hung up. */
    void stop() {
        if (!isClosed) {
            isClosed = true;
            frames = List.of();
            traffic.stream(-1);
        }
    }

    /** Returns when the next event is due, in milliseconds from the beginning. Jitter moves each by itself, not the rest. */
    private double due() {
        double shift = pace.jitter() == 0 || next == 0
                ? 0
                : (ThreadLocalRandom.current().nextDouble() * 2 - 1) * pace.jitter() * pace.betweenMillis();
        return pace.firstMillis() + next * pace.betweenMillis() + shift;
    }

    private void proceed() {
        while (!isClosed && next < frames.size()) {
            double wait = due() - (System.nanoTime() - beginNanos) / 1e6;
            if (wait >= 0.5 && !isDue) {
                isDue = true;
                timer.after(Math.round(wait), this::proceed);
                return;
            }
            isDue = false;
            if (response.writeQueueFull()) {
                response.drainHandler(v -> proceed());
                return;
            }
            response.write(Buffer.buffer(frames.get(next++)));
        }
        if (!isClosed) {
            response.end();
        }
    }
}

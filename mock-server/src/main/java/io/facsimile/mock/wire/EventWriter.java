package io.facsimile.mock.wire;

import io.facsimile.mock.answer.Answer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Sends the events of one stream at their times, without a thread: one timer at a time. Waits while the client does not
 * read, stops when it hangs up. Lives on one event loop.
 */
final class EventWriter {
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final HttpServerResponse response;
    private final List<byte[]> frames;
    private final Answer.Pace pace;
    private final long beginNanos = System.nanoTime();
    private int next;
    private long timer = NO_TIMER;
    private boolean isClosed;
    private boolean isDue;

    EventWriter(Vertx vertx, HttpServerResponse response, Answer.Events events) {
        this.vertx = vertx;
        this.response = response;
        this.frames = events.frames();
        this.pace = events.pace();
    }

    void start() {
        response.setChunked(true);
        response.closeHandler(v -> {
            isClosed = true;
            if (timer != NO_TIMER) {
                vertx.cancelTimer(timer);
            }
        });
        if (pace.firstMillis() >= 1) {
            // The headers tell the client at once that its stream is open.
            response.writeHead();
        }
        proceed();
    }

    /** Returns when the next event is due, in milliseconds from the beginning. Jitter moves each by itself, not the rest. */
    private double due() {
        double shift = pace.jitter() == 0 || next == 0
                ? 0
                : (ThreadLocalRandom.current().nextDouble() * 2 - 1) * pace.jitter() * pace.betweenMillis();
        return pace.firstMillis() + next * pace.betweenMillis() + shift;
    }

    private void proceed() {
        timer = NO_TIMER;
        while (!isClosed && next < frames.size()) {
            double wait = due() - (System.nanoTime() - beginNanos) / 1e6;
            if (wait >= 0.5 && !isDue) {
                isDue = true;
                timer = vertx.setTimer(Math.max(1, Math.round(wait)), t -> proceed());
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

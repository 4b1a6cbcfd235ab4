package io.facsimile.mock.wire;

import io.facsimile.mock.Traffic;
import io.facsimile.mock.answer.Answer;
import io.facsimile.mock.journal.Sending;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Sends the events of one stream at their times, without a thread: one timer at a time. Waits while the client does not
 * read, stops when it hangs up. Lives on one event loop.
 */
final class EventWriter {
    /** What is due this soon is due now: timers count whole milliseconds. */
    private static final double SOON_MILLIS = 0.5;

    private static final int LONGEST_WRITE = 16 * 1024;

    private final HttpServerResponse response;
    private final OneTimer timer;
    private final Traffic traffic;
    private final Answer.Pace pace;
    private final Sending sending;
    private final Runnable ending;
    private final long beginNanos = System.nanoTime();
    private Iterator<byte[]> frames;
    private int next;
    private boolean isClosed;
    private double nextMillis;

    /** @param ending what happens to the connection after the last event */
    EventWriter(HttpServerResponse response, OneTimer timer, Traffic traffic, Answer.Events events, Runnable ending) {
        this.response = response;
        this.timer = timer;
        this.traffic = traffic;
        this.frames = events.frames().iterator();
        this.pace = events.pace();
        this.sending = events.sending();
        this.ending = ending;
        this.nextMillis = dueMillis(next);
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
            frames = Collections.emptyIterator();
            traffic.stream(-1);
        }
    }

    /** Returns how many milliseconds it is to the next event. */
    private double untilNext() {
        return nextMillis - (System.nanoTime() - beginNanos) / 1e6;
    }

    /** Says once for each event when it is due. Jitter moves each by itself, not the rest. */
    private double dueMillis(int number) {
        double shift = pace.jitter() == 0 || number == 0
                ? 0
                : (ThreadLocalRandom.current().nextDouble() * 2 - 1) * pace.jitter() * pace.betweenMillis();
        return pace.firstMillis() + number * pace.betweenMillis() + shift;
    }

    private void proceed() {
        while (!isClosed && frames.hasNext()) {
            double wait = untilNext();
            if (wait >= SOON_MILLIS) {
                keepSmall();
                timer.after(Math.round(wait), this::proceed);
                return;
            }
            if (response.writeQueueFull()) {
                keepSmall();
                response.drainHandler(v -> proceed());
                return;
            }
            response.write(due());
        }
        if (!isClosed) {
            sending.done(System.nanoTime());
            ending.run();
        }
    }

    /** Returns the next event, and those after it whose time has come as well: they need no packet of their own. */
    private Buffer due() {
        Buffer due = Buffer.buffer(take());
        while (frames.hasNext() && due.length() < LONGEST_WRITE && untilNext() < SOON_MILLIS) {
            due.appendBytes(take());
        }
        return due;
    }

    private byte[] take() {
        nextMillis = dueMillis(++next);
        byte[] frame = frames.next();
        sending.sent(frame.length);
        return frame;
    }

    private void keepSmall() {
        if (!(frames instanceof KeptFrames)) {
            frames = new KeptFrames(frames);
        }
    }
}

package io.facsimile.mock.journal;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How the sending of a stream goes. Written by the one thread that sends it, without a lock; whoever looks sees it a moment
 * later. Sent is what was handed to the network.
 */
public final class Sending {
    private final Ending planned;
    private final int most;
    private final AtomicInteger frames = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private long beginNanos;
    private volatile long nanos;
    private volatile Ending ending;

    /** How a stream ended. */
    public enum Ending {
        /** It has not ended. */
        RUNNING,
        /** All of it was sent. */
        WHOLE,
        /** It was cut off on purpose: a scenario asked for that, or for a broken connection. */
        CUT,
        /** It told an error and broke off, as a scenario asked for. */
        ERROR,
        /** The client went away, or read nothing for too long. */
        HUNG_UP;

        /** Returns the word that people write: {@code hung-up}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * @param planned how it ends when nothing happens
     * @param events how many events there are
     */
    public Sending(Ending planned, int events) {
        this.planned = planned;
        this.most = events;
        this.ending = Ending.RUNNING;
    }

    /** The answer is ready to be sent. */
    public void begins(long nowNanos) {
        beginNanos = nowNanos;
    }

    /** An event, or what closes the stream, was handed to the network. */
    public void sent(int length) {
        frames.setOpaque(frames.getPlain() + 1);
        bytes.setOpaque(bytes.getPlain() + length);
    }

    /** All that was to be sent was sent. */
    public void done(long nowNanos) {
        end(planned, nowNanos);
    }

    /** A scenario broke the connection. */
    public void broken(long nowNanos) {
        end(Ending.CUT, nowNanos);
    }

    /** Nobody takes the rest, if there is a rest. */
    public void left(long nowNanos) {
        end(Ending.HUNG_UP, nowNanos);
    }

    private void end(Ending how, long nowNanos) {
        if (ending == Ending.RUNNING) {
            nanos = nowNanos - beginNanos;
            ending = how;
        }
    }

    /** Returns whether it ends before its last event, as a scenario asked for. */
    public boolean isToBeCut() {
        return planned == Ending.CUT;
    }

    /** Returns whether its last event tells an error, as a scenario asked for. */
    public boolean isToTellAnError() {
        return planned == Ending.ERROR;
    }

    public Ending ending() {
        return ending;
    }

    /** Returns how many events were sent; a record that only closes the stream is none. */
    public int events() {
        return Math.min(frames.getOpaque(), most);
    }

    public long bytes() {
        return bytes.getOpaque();
    }

    /** Returns how long it took from the answer to the end of its stream, in milliseconds; 0 while it runs. */
    public long millis() {
        return nanos / 1_000_000;
    }
}

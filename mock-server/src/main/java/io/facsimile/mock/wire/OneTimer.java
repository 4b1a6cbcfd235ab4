package io.facsimile.mock.wire;

import io.facsimile.mock.Traffic;
import io.vertx.core.Vertx;

/** The timer of one exchange: at most one at a time, gone as soon as nobody waits for it. Lives on one event loop. */
final class OneTimer {
    private static final long NONE = -1;

    private final Vertx vertx;
    private final Traffic traffic;
    private long id = NONE;
    private boolean isOver;

    OneTimer(Vertx vertx, Traffic traffic) {
        this.vertx = vertx;
        this.traffic = traffic;
    }

    /** Does something later, unless the exchange ends before. */
    void after(long millis, Runnable action) {
        if (isOver) {
            return;
        }
        traffic.timer(1);
        id = vertx.setTimer(Math.max(1, millis), fired -> {
            id = NONE;
            traffic.timer(-1);
            action.run();
        });
    }

    /** Forgets what was to be done; nothing can be set any more. */
    void end() {
        isOver = true;
        if (id != NONE && vertx.cancelTimer(id)) {
            traffic.timer(-1);
        }
        id = NONE;
    }
}

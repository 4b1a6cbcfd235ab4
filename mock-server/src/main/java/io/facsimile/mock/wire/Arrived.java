package io.facsimile.mock.wire;

import io.vertx.core.Context;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Requests that have arrived, answered one after the other when everything that had come is read: the processor then does one
 * thing many times, and does not go into the kernel's code and back between any two answers. A lone request is answered as
 * soon as it is read. Lives on one event loop, for all its connections.
 */
final class Arrived {
    private final Context loop;
    private final Queue<Exchange> waiting = new ArrayDeque<>();

    Arrived(Context loop) {
        this.loop = loop;
    }

    /** Lets a request be answered when its turn comes. */
    void add(Exchange exchange) {
        if (waiting.isEmpty()) {
            loop.runOnContext(v -> answerAll());
        }
        waiting.add(exchange);
    }

    private void answerAll() {
        try {
            for (Exchange next = waiting.poll(); next != null; next = waiting.poll()) {
                next.answerInTurn();
            }
        } finally {
            if (!waiting.isEmpty()) {
                // Whatever one of them threw, it is not for the others to wait for ever.
                loop.runOnContext(v -> answerAll());
            }
        }
    }
}

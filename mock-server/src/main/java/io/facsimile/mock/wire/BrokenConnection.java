package io.facsimile.mock.wire;

import io.facsimile.mock.answer.Answer;
import io.facsimile.mock.fault.Fault;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Does to a connection what a fault says. */
final class BrokenConnection {
    private static final int SLOW_PIECES = 20;
    private static final long SLOW_MILLIS = 500;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final OneTimer timer;

    BrokenConnection(HttpServerRequest request, OneTimer timer) {
        this.timer = timer;
        this.request = request;
        this.response = request.response();
    }

    /** @param answer what would have been sent; status and headers are set already */
    void suffer(Fault fault, Answer answer) {
        if (fault != Fault.SLOW) {
            answer.stream().ifPresent(stream -> stream.broken(System.nanoTime()));
        }
        switch (fault) {
            case RESET -> response.reset();
            case EMPTY -> request.connection().close();
            case GARBAGE -> {
                // Less than was promised, and nothing that anybody understands.
                response.putHeader("Content-Length", "1000");
                response.write(Buffer.buffer("\u0007garbage\u0000, no answer"))
                        .onComplete(done -> request.connection().close());
            }
            case SLOW -> slow(body(answer), 0, answer);
        }
    }

    private static byte[] body(Answer answer) {
        if (answer instanceof Answer.Whole whole) {
            return whole.body();
        }
        Buffer all = Buffer.buffer();
        if (answer instanceof Answer.Events events) {
            events.frames().forEach(all::appendBytes);
        }
        return all.getBytes();
    }

    private void slow(byte[] body, int piece, Answer answer) {
        if (piece == 0) {
            response.putHeader("Content-Length", Integer.toString(body.length));
        }
        if (response.closed()) {
            return;
        }
        if (piece == SLOW_PIECES || body.length == 0) {
            if (answer instanceof Answer.Events events) {
                events.frames().forEach(frame -> events.sending().sent(frame.length));
                events.sending().done(System.nanoTime());
            }
            response.end();
            return;
        }
        int from = (int) ((long) body.length * piece / SLOW_PIECES);
        int to = (int) ((long) body.length * (piece + 1) / SLOW_PIECES);
        if (to > from) {
            response.write(Buffer.buffer(body).slice(from, to));
        }
        timer.after(SLOW_MILLIS, () -> slow(body, piece + 1, answer));
    }
}

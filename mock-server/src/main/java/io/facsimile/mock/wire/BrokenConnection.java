package io.facsimile.mock.wire;

import io.facsimile.mock.answer.Answer;
import io.facsimile.mock.fault.Fault;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;

/** Does to a connection what a fault says. */
final class BrokenConnection {
    private static final int SLOW_PIECES = 20;
    private static final long SLOW_MILLIS = 500;
    private static final long FLUSHED_MILLIS = 20;

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
            case RESET -> reset();
            case EMPTY -> close();
            case GARBAGE -> {
                // Less than was promised, and nothing that anybody understands.
                response.putHeader("Content-Length", "1000");
                response.write(Buffer.buffer("\u0007garbage\u0000, no answer"))
                        .onComplete(done -> request.connection().close());
            }
            case SLOW -> slow(body(answer), 0, answer);
        }
    }

    /**
     * Ends a stream in the middle: what was sent stays sent.
     *
     * @param fault {@link Fault#RESET} or {@link Fault#EMPTY}
     */
    void breakOff(Fault fault) {
        // What was written is flushed a moment later, and a reset would overtake it.
        timer.after(FLUSHED_MILLIS, () -> {
            if (fault == Fault.RESET) {
                reset();
            } else {
                close();
            }
        });
    }

    /** Closes the connection, or in HTTP/2 the stream, as a process does that dies: the client's socket says so. */
    void reset() {
        if (request.version() != HttpVersion.HTTP_2 && request.connection() instanceof HttpServerConnection known) {
            known.channelHandlerContext().channel().config().setOption(ChannelOption.SO_LINGER, 0);
            close();
        } else {
            response.reset();
        }
    }

    /** Sends bytes where an answer's head should be, and closes the connection. */
    void garbage(byte[] bytes) {
        ChannelHandlerContext encoder = request.connection() instanceof HttpServerConnection known
                ? known.channelHandlerContext().channel().pipeline().context(HttpResponseEncoder.class)
                : null;
        if (encoder == null || request.version() == HttpVersion.HTTP_2) {
            response.setStatusCode(200).setChunked(true);
            response.write(Buffer.buffer(bytes))
                    .onComplete(done -> request.connection().close());
        } else {
            // From here the bytes pass by what would make HTTP of them.
            encoder.writeAndFlush(Unpooled.wrappedBuffer(bytes)).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void close() {
        request.connection().close();
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

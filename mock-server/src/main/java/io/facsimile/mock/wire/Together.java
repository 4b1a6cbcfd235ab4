package io.facsimile.mock.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Lets an event loop take everything that has arrived from the kernel, then answer all of it, and then hand all answers to the
 * kernel: the processor does one thing many times, instead of going from one to the other for each request, and a client that
 * waits on several connections is woken once. A lone request is answered as soon as before. Lives on one event loop, for all its
 * connections.
 */
final class Together {
    /** What is written waits no longer than this for others, in nanoseconds. */
    private static final long MOST_WAITING = 500_000;

    /** More bytes than these are not held back before they are looked at. */
    private static final int MOST_UNREAD = 1024 * 1024;

    private final Queue<Connection> arrived = new ArrayDeque<>();
    private int unread;
    private final Queue<Connection> written = new ArrayDeque<>();
    private long writtenSince;

    /** Lets a connection take part. */
    void with(ChannelPipeline pipeline) {
        if (pipeline.get(Connection.class) == null) {
            pipeline.addFirst(new Connection());
        }
    }

    private void readAll() {
        unread = 0;
        for (Connection next = arrived.poll(); next != null; next = arrived.poll()) {
            next.read();
        }
    }

    private void flushAll() {
        for (Connection next = written.poll(); next != null; next = written.poll()) {
            next.flushNow();
        }
    }

    private void arrived(Connection connection, Executor loop) {
        if (arrived.isEmpty()) {
            loop.execute(this::readAll);
        }
        arrived.add(connection);
    }

    private void written(Connection connection, Executor loop) {
        boolean isFirst = written.isEmpty();
        written.add(connection);
        if (isFirst) {
            writtenSince = System.nanoTime();
            loop.execute(this::flushAll);
        } else if (System.nanoTime() - writtenSince > MOST_WAITING) {
            flushAll();
        }
    }

    /** The first to see what comes in, and the last what goes out. Whatever else happens to a connection comes after what it read. */
    private final class Connection extends ChannelDuplexHandler {
        private final Queue<Object> messages = new ArrayDeque<>(2);
        private @Nullable ChannelHandlerContext reading;
        private boolean isReadComplete;
        private @Nullable ChannelHandlerContext flushing;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (messages.isEmpty()) {
                reading = context;
                arrived(this, context.executor());
            }
            messages.add(message);
            unread += message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
            if (unread > MOST_UNREAD) {
                readAll();
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (messages.isEmpty()) {
                context.fireChannelReadComplete();
            } else {
                isReadComplete = true;
            }
        }

        private void read() {
            ChannelHandlerContext context = reading;
            if (context == null) {
                return;
            }
            for (Object message = messages.poll(); message != null; message = messages.poll()) {
                context.fireChannelRead(message);
            }
            if (isReadComplete) {
                isReadComplete = false;
                context.fireChannelReadComplete();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) throws Exception {
            read();
            super.channelInactive(context);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
            read();
            super.userEventTriggered(context, event);
        }

        @Override
        @SuppressWarnings("deprecation") // Only the same method of outbound handlers is.
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
            read();
            super.exceptionCaught(context, cause);
        }

        @Override
        public void flush(ChannelHandlerContext context) {
            if (flushing == null) {
                flushing = context;
                written(this, context.executor());
            }
        }

        private void flushNow() {
            ChannelHandlerContext context = flushing;
            if (context != null) {
                flushing = null;
                context.flush();
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
            if (!context.channel().isWritable()) {
                flushNow();
            }
            super.channelWritabilityChanged(context);
        }

        @Override
        public void close(ChannelHandlerContext context, ChannelPromise promise) throws Exception {
            flushNow();
            super.close(context, promise);
        }

        @Override
        public void disconnect(ChannelHandlerContext context, ChannelPromise promise) throws Exception {
            flushNow();
            super.disconnect(context, promise);
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext context) {
            read();
            flushNow();
        }
    }
}

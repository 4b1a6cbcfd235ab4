package io.facsimile.mock.wire;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Hands what was written to the kernel when all requests that had arrived are answered, not after each: the processor then
 * does one thing many times, and a client that waits on several connections is woken once. A lone request is answered as
 * soon as before. Lives on one event loop, for all its connections.
 */
final class FlushTogether implements Runnable {
    /** What is written waits no longer than this for others, in nanoseconds. */
    private static final long MOST_WAITING = 500_000;

    private final Queue<Later> waiting = new ArrayDeque<>();
    private long waitingSince;

    /** Lets a connection take part. */
    void with(ChannelPipeline pipeline) {
        if (pipeline.get(Later.class) == null) {
            pipeline.addFirst(new Later());
        }
    }

    /** Flushes all that waits. */
    @Override
    public void run() {
        for (Later later = waiting.poll(); later != null; later = waiting.poll()) {
            later.flushNow();
        }
    }

    private void enqueue(Later later, EventExecutor loop) {
        boolean isFirst = waiting.isEmpty();
        waiting.add(later);
        if (isFirst) {
            waitingSince = System.nanoTime();
            loop.execute(this);
        } else if (System.nanoTime() - waitingSince > MOST_WAITING) {
            run();
        }
    }

    private final class Later extends ChannelDuplexHandler {
        private @Nullable ChannelHandlerContext asked;

        @Override
        public void flush(ChannelHandlerContext context) {
            if (asked == null) {
                asked = context;
                enqueue(this, context.executor());
            }
        }

        void flushNow() {
            ChannelHandlerContext context = asked;
            if (context != null) {
                asked = null;
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
            flushNow();
        }
    }
}

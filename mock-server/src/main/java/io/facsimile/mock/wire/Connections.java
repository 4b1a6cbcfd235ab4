package io.facsimile.mock.wire;

import io.facsimile.mock.DoorLimits;
import io.facsimile.mock.Traffic;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop, and the requests that are still on their way. Closes connections on which nothing is
 * asked, and refuses requests that take too long to say what they want. Lives on one event loop.
 */
final class Connections {
    private final DoorLimits limits;
    private final Traffic traffic;
    private final Map<HttpConnection, Peer> peers = new HashMap<>();
    private final Incomplete incomplete = new Incomplete();
    private final Together together = new Together();

    Connections(DoorLimits limits, Traffic traffic) {
        this.limits = limits;
        this.traffic = traffic;
    }

    /** One client's connection. */
    static final class Peer {
        private final boolean isOneTooMany;
        private int exchanges;
        private long quietSince = System.nanoTime();

        Peer(boolean isOneTooMany) {
            this.isOneTooMany = isOneTooMany;
        }

        boolean isOneTooMany() {
            return isOneTooMany;
        }
    }

    /** The requests that are still on their way, in a ring. */
    static final class Incomplete {
        private Incomplete before = this;
        private Incomplete after = this;
        private final @Nullable Exchange exchange;

        private Incomplete() {
            this.exchange = null;
        }

        Incomplete(Exchange exchange) {
            this.exchange = exchange;
        }

        private void add(Incomplete last) {
            last.before = before;
            last.after = this;
            before.after = last;
            before = last;
        }

        private void leave() {
            before.after = after;
            after.before = before;
            before = this;
            after = this;
        }

        private List<Exchange> all() {
            List<Exchange> all = new ArrayList<>();
            for (Incomplete each = after; each.exchange != null; each = each.after) {
                all.add(each.exchange);
            }
            return all;
        }
    }

    /** How often somebody has to look, in milliseconds. */
    long tick() {
        long shortest = Math.min(limits.idle().toMillis(), limits.request().toMillis());
        return Math.max(5, Math.min(1_000, shortest / 4));
    }

    void opened(HttpConnection connection) {
        traffic.connection(1);
        peers.put(connection, new Peer(traffic.connections() > limits.connections()));
        connection.closeHandler(closed -> {
            traffic.connection(-1);
            peers.remove(connection);
        });
        if (connection instanceof HttpServerConnection known) {
            ChannelPipeline pipeline = known.channelHandlerContext().pipeline();
            forgetSilence(pipeline);
            together.with(pipeline);
        }
    }

    /**
     * Until its first bytes a connection is only a socket, and Vert.x closes it when it is silent. From here on we know
     * better: an answer may keep its client waiting for longer than that.
     */
    private static void forgetSilence(ChannelPipeline pipeline) {
        if (pipeline.get(IdleStateHandler.class) != null) {
            pipeline.remove(IdleStateHandler.class);
        }
    }

    /** Notes that a request begins. */
    @Nullable
    Peer begins(Exchange exchange, HttpConnection connection) {
        traffic.request(1);
        incomplete.add(exchange.place());
        Peer peer = peers.get(connection);
        if (peer != null) {
            peer.exchanges++;
        }
        return peer;
    }

    /** Notes that a request is there as a whole, or refused. */
    void complete(Exchange exchange) {
        exchange.place().leave();
    }

    /** Notes that an exchange is over. */
    void over(Exchange exchange, @Nullable Peer peer) {
        traffic.request(-1);
        exchange.place().leave();
        if (peer != null && --peer.exchanges == 0) {
            peer.quietSince = System.nanoTime();
        }
    }

    /** Closes what is idle, refuses what is late. */
    void look() {
        long now = System.nanoTime();
        long idle = limits.idle().toNanos();
        for (Map.Entry<HttpConnection, Peer> each : new ArrayList<>(peers.entrySet())) {
            Peer peer = each.getValue();
            if (peer.exchanges == 0 && now - peer.quietSince >= idle) {
                each.getKey().close();
            }
        }
        long late = limits.request().toNanos();
        for (Exchange exchange : incomplete.all()) {
            if (now - exchange.beginNanos() >= late) {
                exchange.late();
            }
        }
    }
}

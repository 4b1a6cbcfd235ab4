package io.facsimile.mock.wire;

import io.facsimile.mock.DoorLimits;
import io.facsimile.mock.MockOptions;
import io.facsimile.mock.Simulator;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One event loop's share of the server: a plain port, and one for TLS if there is a certificate. */
final class Listener extends AbstractVerticle {
    private static final int LONGEST_LINE = 64 * 1024;
    private static final int MOST_STREAMS_OF_A_CONNECTION = 1_000;

    private final HttpDoor door;
    private final Connections connections;
    private final List<HttpServer> servers = new ArrayList<>();

    Listener(HttpDoor door) {
        this.door = door;
        this.connections =
                new Connections(door.options().door(), door.simulator().traffic());
    }

    @Override
    public void start(Promise<Void> started) {
        List<Future<?>> listening = new ArrayList<>();
        listening.add(listen(options().setPort(door.port())));
        door.certificate()
                .ifPresent(certificate -> listening.add(listen(options()
                        .setPort(door.tlsPort())
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setKeyCertOptions(certificate.forVertx()))));
        vertx.setPeriodic(connections.tick(), tick -> connections.look());
        Future.all(listening).<Void>mapEmpty().onComplete(started);
    }

    private HttpServerOptions options() {
        DoorLimits limits = door.options().door();
        return new HttpServerOptions()
                .setHost(door.options().host())
                .setMaxInitialLineLength(LONGEST_LINE)
                .setMaxHeaderSize(limits.headerBytes())
                .setInitialSettings(new Http2Settings()
                        .setMaxConcurrentStreams(MOST_STREAMS_OF_A_CONNECTION)
                        .setMaxHeaderListSize(limits.headerBytes()))
                .setIdleTimeout((int) Math.min(Integer.MAX_VALUE, limits.idle().toMillis()))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                // There are no web sockets here, so nobody need ask every request whether it wants one.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setHandle100ContinueAutomatically(true)
                .setTcpNoDelay(true);
    }

    private Future<HttpServer> listen(HttpServerOptions options) {
        HttpServer server = vertx.createHttpServer(options);
        servers.add(server);
        server.connectionHandler(connections::opened);
        server.requestHandler(request -> new Exchange(this, request).begin());
        server.invalidRequestHandler(request -> new Exchange(this, request).invalid());
        // A client that leaves in the middle of a handshake is nobody's error.
        server.exceptionHandler(e -> {});
        return server.listen().recover(e -> {
            String where = options.getHost() + ":" + options.getPort();
            return Future.failedFuture(
                    e instanceof IOException
                            ? new BindException("cannot listen on " + where + " (" + e.getMessage() + ")")
                            : new IOException("cannot serve on " + where + ": " + e.getMessage(), e));
        });
    }

    @Override
    public void stop(Promise<Void> stopped) {
        List<Future<?>> closing = new ArrayList<>();
        servers.forEach(
                server -> closing.add(server.shutdown(door.options().door().grace())));
        Future.join(closing).<Void>mapEmpty().onComplete(stopped);
    }

    HttpDoor door() {
        return door;
    }

    MockOptions mockOptions() {
        return door.options();
    }

    Simulator simulator() {
        return door.simulator();
    }

    Connections connections() {
        return connections;
    }

    io.vertx.core.Vertx loops() {
        return vertx;
    }

    io.vertx.core.Context loop() {
        return context;
    }
}

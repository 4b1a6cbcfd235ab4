package io.facsimile.mock.wire;

import io.facsimile.mock.MockOptions;
import io.facsimile.mock.Simulator;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The HTTP server. Owns the sockets; hands each request to the user's stubs, if there are any, and then to the simulator;
 * writes answers and event streams. Answers come from the event loop; large bodies and stubs from worker threads.
 */
public final class HttpDoor implements AutoCloseable {
    private final Vertx vertx;
    private final MockOptions options;
    private final Simulator simulator;
    private final UserStubs stubs;
    private final Optional<ServedCertificate> certificate;
    private final AtomicInteger port = new AtomicInteger();
    private final AtomicInteger tlsPort = new AtomicInteger(-1);

    private HttpDoor(MockOptions options, Simulator simulator) throws IOException {
        this.options = options;
        this.simulator = simulator;
        this.certificate = options.tls().isEmpty()
                ? Optional.empty()
                : Optional.of(ServedCertificate.of(options.tls().get().certificate(), options.host()));
        this.vertx = Vertx.vertx(new VertxOptions()
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
        this.stubs = new UserStubs(options, simulator.journal(), port::get, tlsPort::get);
    }

    /**
     * Starts to listen.
     *
     * @throws IOException if the address cannot be bound, or the certificate not be read or made
     */
    public static HttpDoor open(MockOptions options, Simulator simulator) throws IOException {
        HttpDoor door = new HttpDoor(options, simulator);
        try {
            door.port.set(options.port() == 0 ? freePort(options.host()) : options.port());
            if (options.tls().isPresent()) {
                int wanted = options.tls().get().port();
                int free = wanted == 0 ? freePort(options.host()) : wanted;
                while (free == door.port()) {
                    free = freePort(options.host());
                }
                door.tlsPort.set(free);
            }
            int loops = Math.max(1, Runtime.getRuntime().availableProcessors());
            door.vertx
                    .deployVerticle(() -> new Listener(door), new DeploymentOptions().setInstances(loops))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            if (options.stubs().isPresent()) {
                door.stubs.load();
            }
            return door;
        } catch (ExecutionException e) {
            door.close();
            if (e.getCause() instanceof IOException known) {
                throw known;
            }
            throw new IOException("the server did not start: " + e.getCause(), e);
        } catch (TimeoutException e) {
            door.close();
            throw new IOException("the server did not start within 30 seconds", e);
        } catch (InterruptedException e) {
            door.close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting", e);
        } catch (RuntimeException e) {
            door.close();
            throw e;
        }
    }

    /** Event loops share a port only by its number, so a free one has to be found first. */
    private static int freePort(String host) throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return probe.getLocalPort();
        }
    }

    /** Returns the port that the server listens on. */
    public int port() {
        return port.get();
    }

    /** Returns the port for TLS; -1 without TLS. */
    public int tlsPort() {
        return tlsPort.get();
    }

    /** Returns how many of the user's stubs were loaded at the start. */
    public int stubCount() {
        return stubs.loaded();
    }

    /**
     * Lets stubs of the user's own answer the calls of one caller.
     *
     * @param mappings in WireMock's JSON: one, or several as {@code {"mappings": […]}}
     * @throws IllegalArgumentException if they cannot be read
     */
    public void stub(String mappings, String key) {
        stubs.add(mappings, key);
    }

    /** Removes the stubs that answer one caller only. */
    public void unstub(String key) {
        stubs.removeOf(key);
    }

    /** Returns what clients have to trust, if there is TLS. */
    public Optional<ServedCertificate> certificate() {
        return certificate;
    }

    MockOptions options() {
        return options;
    }

    Simulator simulator() {
        return simulator;
    }

    UserStubs stubs() {
        return stubs;
    }

    /** Accepts nothing more, lets open answers end within the options' grace, then ends them. */
    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        stubs.close();
    }
}

package io.facsimile.mock.wire;

import io.facsimile.contract.Cause;
import io.facsimile.mock.MockOptions;
import io.facsimile.mock.Simulator;
import io.facsimile.mock.answer.Answer;
import io.facsimile.mock.fault.Fault;
import io.facsimile.mock.request.Headers;
import io.facsimile.mock.request.MockRequest;
import io.facsimile.mock.request.Refusal;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server. Owns the socket; hands each request to the user's stubs, if there are any, and then to the simulator;
 * writes answers and event streams. Answers come from the event loop; large bodies and stubs from worker threads.
 */
public final class HttpDoor implements AutoCloseable {
    private static final Logger LOG = System.getLogger(HttpDoor.class.getName());
    private static final int LONGEST_LINE = 64 * 1024;
    private static final int MOST_HEADER_BYTES = 64 * 1024;
    private static final int LARGE_BODY = 256 * 1024;

    private final Vertx vertx;
    private final MockOptions options;
    private final Simulator simulator;
    private final UserStubs stubs;
    private final AtomicInteger port = new AtomicInteger();

    private HttpDoor(MockOptions options, Simulator simulator) {
        this.options = options;
        this.simulator = simulator;
        this.vertx = Vertx.vertx(new VertxOptions()
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
        this.stubs = new UserStubs(options, port::get);
    }

    /**
     * Starts to listen.
     *
     * @throws IOException if the address cannot be bound
     */
    public static HttpDoor open(MockOptions options, Simulator simulator) throws IOException {
        HttpDoor door = new HttpDoor(options, simulator);
        try {
            door.port.set(options.port() == 0 ? freePort(options.host()) : options.port());
            int loops = Math.max(1, Runtime.getRuntime().availableProcessors());
            door.vertx
                    .deployVerticle(() -> door.new Listener(), new DeploymentOptions().setInstances(loops))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            if (options.stubs().isPresent()) {
                door.stubs.load();
            }
            return door;
        } catch (ExecutionException e) {
            door.close();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(String.valueOf(cause.getMessage()), cause);
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

    @Override
    public void close() {
        stubs.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** One event loop's share of the server. */
    private final class Listener extends AbstractVerticle {
        @Override
        public void start(Promise<Void> started) {
            HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                    .setHost(options.host())
                    .setPort(port.get())
                    .setMaxInitialLineLength(LONGEST_LINE)
                    .setMaxHeaderSize(MOST_HEADER_BYTES)
                    .setHandle100ContinueAutomatically(true)
                    .setTcpNoDelay(true));
            server.requestHandler(request -> new Exchange(request, context).begin());
            server.invalidRequestHandler(request -> new Exchange(request, context).invalid());
            server.listen().<Void>mapEmpty().onComplete(started);
        }
    }

    private record WireHeaders(MultiMap headers) implements Headers {
        @Override
        public @Nullable String first(String name) {
            return headers.get(name);
        }

        @Override
        public void forEach(BiConsumer<String, String> action) {
            headers.forEach(action);
        }
    }

    /** One request and its answer. Lives on one event loop. */
    private final class Exchange {
        private final HttpServerRequest request;
        private final HttpServerResponse response;
        private final Context context;
        private final boolean isHead;
        private @Nullable Buffer body;
        private boolean isRefused;

        Exchange(HttpServerRequest request, Context context) {
            this.request = request;
            this.response = request.response();
            this.context = context;
            this.isHead = request.method().name().equals("HEAD");
        }

        void begin() {
            response.exceptionHandler(e -> {});
            request.exceptionHandler(e -> isRefused = true);
            request.handler(this::collect);
            request.endHandler(v -> {
                if (!isRefused) {
                    answer();
                }
            });
        }

        private void collect(Buffer chunk) {
            if (isRefused) {
                return;
            }
            Buffer known = body;
            int size = (known == null ? 0 : known.length()) + chunk.length();
            if (size > options.maxBodyBytes()) {
                isRefused = true;
                body = null;
                String problem = "the body is larger than " + options.maxBodyBytes() + " bytes";
                response.putHeader("Connection", "close");
                send(simulator.refuse(new Refusal(Cause.TOO_LARGE, "", problem), toRequest(new byte[0])));
                return;
            }
            body = known == null ? chunk : (known.length() == 0 ? Buffer.buffer() : known).appendBuffer(chunk);
        }

        /** What is no HTTP gets the first provider's answer to a broken request, and the connection ends. */
        void invalid() {
            Throwable cause = request.decoderResult().cause();
            String problem = "the request is not valid HTTP" + (cause == null ? "" : ": " + cause.getMessage());
            MockRequest broken =
                    new MockRequest(request.method().name(), pathOrRoot(), "", Headers.NONE, new byte[0], origin());
            Answer answer = simulator.refuse(new Refusal(Cause.INVALID_REQUEST, "", problem), broken);
            response.putHeader("Connection", "close");
            send(answer);
        }

        private String pathOrRoot() {
            String uri = request.uri();
            int end = uri == null ? -1 : uri.indexOf('?');
            String path = uri == null ? "/" : end < 0 ? uri : uri.substring(0, end);
            return path.startsWith("/") ? path : "/";
        }

        private MockRequest toRequest(byte[] bytes) {
            String path = request.path();
            String query = request.query();
            return new MockRequest(
                    isHead ? "GET" : request.method().name(),
                    path == null || path.isEmpty() ? "/" : path,
                    query == null ? "" : query,
                    new WireHeaders(request.headers()),
                    bytes,
                    origin());
        }

        private String origin() {
            String host = request.getHeader("host");
            return "http://" + (host == null || host.isBlank() ? options.host() + ":" + port.get() : host);
        }

        private void answer() {
            MockRequest toAnswer = toRequest(body == null ? new byte[0] : body.getBytes());
            if (request.method().name().equals("OPTIONS")
                    && request.getHeader("access-control-request-method") != null) {
                preflight();
            } else if (stubs.wants(toAnswer)) {
                context.<UserStubs.Reply>executeBlocking(() -> stubs.answer(toAnswer), false)
                        .onSuccess(reply -> stubbed(reply, toAnswer))
                        .onFailure(e -> fail(e, toAnswer));
            } else {
                simulate(toAnswer);
            }
        }

        private void stubbed(UserStubs.Reply reply, MockRequest toAnswer) {
            if (reply instanceof UserStubs.Response stub) {
                new StubWriter(vertx, request, isHead).write(stub.wire());
            } else {
                simulate(toAnswer);
            }
        }

        private void simulate(MockRequest toAnswer) {
            stubs.note(toAnswer);
            if (toAnswer.body().length > LARGE_BODY || simulator.takesLong(toAnswer)) {
                context.executeBlocking(() -> simulator.answer(toAnswer), false)
                        .onSuccess(this::send)
                        .onFailure(e -> fail(e, toAnswer));
                return;
            }
            Answer answer;
            try {
                answer = simulator.answer(toAnswer);
            } catch (RuntimeException | StackOverflowError e) {
                fail(e, toAnswer);
                return;
            }
            send(answer);
        }

        private void fail(Throwable e, MockRequest toAnswer) {
            LOG.log(Logger.Level.ERROR, "cannot answer " + toAnswer.method() + " " + toAnswer.path(), e);
            send(simulator.refuse(new Refusal(Cause.INTERNAL, "", "the simulator failed: " + e), toAnswer));
        }

        /** Browsers may call from any page: the mock is for development. */
        private void preflight() {
            response.setStatusCode(204)
                    .putHeader("Access-Control-Allow-Origin", "*")
                    .putHeader("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")
                    .putHeader("Access-Control-Max-Age", "600");
            String headers = request.getHeader("access-control-request-headers");
            if (headers != null) {
                response.putHeader("Access-Control-Allow-Headers", headers);
            }
            if (request.getHeader("access-control-request-private-network") != null) {
                response.putHeader("Access-Control-Allow-Private-Network", "true");
            }
            response.end();
        }

        private void send(Answer answer) {
            if (!(answer instanceof Answer.Troubled troubled)) {
                deliver(answer, Optional.empty());
            } else if (troubled.delay().isZero()) {
                deliver(troubled.answer(), troubled.fault());
            } else {
                long millis = Math.max(1, troubled.delay().toMillis());
                vertx.setTimer(millis, t -> deliver(troubled.answer(), troubled.fault()));
            }
        }

        private void deliver(Answer answer, Optional<Fault> fault) {
            if (response.ended() || response.closed()) {
                return;
            }
            response.setStatusCode(answer.status());
            for (Map.Entry<String, String> header : answer.headers().entrySet()) {
                response.putHeader(header.getKey(), header.getValue());
            }
            if (request.getHeader("origin") != null) {
                response.putHeader("Access-Control-Allow-Origin", "*").putHeader("Access-Control-Expose-Headers", "*");
            }
            if (fault.isPresent()) {
                new BrokenConnection(vertx, request).suffer(fault.get(), answer);
            } else if (answer instanceof Answer.Events events && !isHead) {
                new EventWriter(vertx, response, events).start();
            } else if (answer instanceof Answer.Whole whole) {
                if (isHead) {
                    response.putHeader("Content-Length", Integer.toString(whole.body().length));
                    response.end();
                } else {
                    response.end(Buffer.buffer(whole.body()));
                }
            } else {
                response.end();
            }
        }
    }
}

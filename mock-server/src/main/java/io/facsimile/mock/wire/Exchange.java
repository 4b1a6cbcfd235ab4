package io.facsimile.mock.wire;

import io.facsimile.contract.Cause;
import io.facsimile.mock.MockOptions;
import io.facsimile.mock.Simulator;
import io.facsimile.mock.answer.Answer;
import io.facsimile.mock.fault.Fault;
import io.facsimile.mock.journal.Sending;
import io.facsimile.mock.request.Headers;
import io.facsimile.mock.request.MockRequest;
import io.facsimile.mock.request.Refusal;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.lang.System.Logger;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** One request and its answer. Lives on one event loop. */
final class Exchange {
    private static final Logger LOG = System.getLogger(HttpDoor.class.getName());
    private static final int LARGE_BODY = 256 * 1024;

    private final Listener listener;
    private final MockOptions options;
    private final Simulator simulator;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final HeaderLines headers;
    private final OneTimer timer;
    private final Connections.Incomplete place = new Connections.Incomplete(this);
    private final boolean isHead;
    private final long beginNanos = System.nanoTime();
    private Connections.@Nullable Peer peer;
    private @Nullable EventWriter events;
    private @Nullable Sending sending;
    private @Nullable Buffer body;
    private boolean isRefused;
    /** Workers look at it, too. */
    private volatile boolean isOver;

    Exchange(Listener listener, HttpServerRequest request) {
        this.listener = listener;
        this.options = listener.mockOptions();
        this.simulator = listener.simulator();
        this.request = request;
        this.response = request.response();
        this.timer = new OneTimer(listener.loops(), simulator.traffic());
        this.headers = new HeaderLines(request.headers()::forEach);
        this.isHead = request.method().name().equals("HEAD");
    }

    /** Returns its place among the requests that are on their way. */
    Connections.Incomplete place() {
        return place;
    }

    long beginNanos() {
        return beginNanos;
    }

    void begin() {
        watch();
        request.exceptionHandler(e -> isRefused = true);
        request.handler(this::collect);
        request.endHandler(v -> {
            listener.connections().complete(this);
            if (!isRefused) {
                answerWhenRead();
            }
        });
        int most = options.door().headers();
        if (peer != null && peer.isOneTooMany()) {
            String problem = "there are more than " + options.door().connections() + " connections";
            refuse(new Refusal(Cause.OVERLOADED, "", problem), OptionalInt.empty(), true);
        } else if (headers.count() > most) {
            refuse(
                    new Refusal(Cause.INVALID_REQUEST, "", "the request has more than " + most + " headers"),
                    OptionalInt.of(431),
                    false);
        }
    }

    private void watch() {
        peer = listener.connections().begins(this, request.connection());
        response.exceptionHandler(e -> {});
        response.endHandler(v -> over());
        response.closeHandler(v -> over());
    }

    /** The answer has ended, or nobody waits for it any more. */
    private void over() {
        if (!isOver) {
            isOver = true;
            isRefused = true;
            body = null;
            timer.end();
            if (events != null) {
                events.stop();
            }
            if (sending != null) {
                sending.left(System.nanoTime());
            }
            listener.connections().over(this, peer);
        }
    }

    private void collect(Buffer chunk) {
        if (isRefused) {
            return;
        }
        Buffer known = body;
        int size = (known == null ? 0 : known.length()) + chunk.length();
        if (size > options.maxBodyBytes()) {
            String problem = "the body is larger than " + options.maxBodyBytes() + " bytes";
            refuse(new Refusal(Cause.TOO_LARGE, "", problem), OptionalInt.empty(), false);
            return;
        }
        body = known == null ? chunk : (known.length() == 0 ? Buffer.buffer() : known).appendBuffer(chunk);
    }

    /** The request is not complete after a long time. */
    void late() {
        listener.connections().complete(this);
        if (!isRefused) {
            long millis = options.door().request().toMillis();
            refuse(
                    new Refusal(Cause.INVALID_REQUEST, "", "the request was not complete after " + millis + " ms"),
                    OptionalInt.of(408),
                    true);
        }
    }

    /** What is no HTTP gets the first provider's answer to a broken request, and the connection ends. */
    void invalid() {
        watch();
        Throwable cause = request.decoderResult().cause();
        String problem = "the request is not valid HTTP" + (cause == null ? "" : ": " + cause.getMessage());
        OptionalInt status = OptionalInt.empty();
        if (cause instanceof TooLongHttpHeaderException) {
            status = OptionalInt.of(431);
            problem = "the headers are larger than " + options.door().headerBytes() + " bytes";
        } else if (cause instanceof TooLongHttpLineException) {
            status = OptionalInt.of(414);
        }
        MockRequest broken =
                new MockRequest(request.method().name(), pathOrRoot(), "", Headers.NONE, new byte[0], origin());
        lastOfItsConnection();
        send(simulator.refuse(new Refusal(Cause.INVALID_REQUEST, "", problem), broken, status, beginNanos));
    }

    /** @param status what is sent in place of the provider's own status */
    private void refuse(Refusal refusal, OptionalInt status, boolean isLast) {
        isRefused = true;
        body = null;
        if (response.ended() || response.headWritten()) {
            return;
        }
        lastOfItsConnection();
        if (isLast) {
            response.endHandler(v -> {
                over();
                request.connection().close();
            });
        }
        send(simulator.refuse(refusal, toRequest(new byte[0]), status, beginNanos));
    }

    /** The second version of HTTP has no such header. */
    private void lastOfItsConnection() {
        if (request.version() != HttpVersion.HTTP_2) {
            response.putHeader("Connection", "close");
        }
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
                request.method().name(),
                path == null || path.isEmpty() ? "/" : path,
                query == null ? "" : query,
                headers,
                bytes,
                origin());
    }

    private String origin() {
        String scheme = request.isSSL() ? "https://" : "http://";
        String host = headers.first("host");
        if (host == null || host.isBlank()) {
            HostAndPort authority = request.authority();
            host = authority == null ? options.host() + ":" + listener.door().port() : authority.toString();
        }
        return scheme + host;
    }

    /** A client that does not read what it asked for before gets no more until it does. */
    private void answerWhenRead() {
        if (response.writeQueueFull()) {
            response.drainHandler(v -> answer());
        } else {
            answer();
        }
    }

    private void answer() {
        MockRequest toAnswer = toRequest(body == null ? new byte[0] : body.getBytes());
        body = null;
        if (request.method().name().equals("OPTIONS") && headers.first("access-control-request-method") != null) {
            preflight();
            return;
        }
        String codings = headers.first("content-encoding");
        if (codings == null) {
            answer(toAnswer);
        } else {
            decode(codings, toAnswer);
        }
    }

    /** Small bodies may become large ones, so no event loop waits for them. */
    private void decode(String codings, MockRequest coded) {
        listener.loop()
                .executeBlocking(
                        () -> coded.withBody(ContentCoding.decode(codings, coded.body(), options.maxBodyBytes())),
                        false)
                .onSuccess(this::answer)
                .onFailure(e -> {
                    if (e instanceof ContentCoding.Undecodable problem) {
                        MockRequest unread = coded.withBody(new byte[0]);
                        Answer refused = simulator.refuse(problem.refusal(), unread, problem.status(), beginNanos);
                        send(Answer.withHeaders(refused, Map.of("Accept-Encoding", ContentCoding.KNOWN)));
                    } else {
                        fail(e, coded);
                    }
                });
    }

    private void answer(MockRequest toAnswer) {
        if (listener.door().stubs().wants(toAnswer)) {
            listener.loop()
                    .<UserStubs.Reply>executeBlocking(() -> askStubs(toAnswer), false)
                    .onSuccess(reply -> stubbed(reply, toAnswer))
                    .onFailure(e -> fail(e, toAnswer));
        } else {
            simulate(toAnswer);
        }
    }

    private UserStubs.Reply askStubs(MockRequest toAnswer) {
        long begin = System.nanoTime();
        UserStubs.Reply reply = listener.door().stubs().answer(toAnswer);
        if (reply instanceof UserStubs.Response stub && !stub.isOfAdmin()) {
            simulator.stubbed(toAnswer, stub.wire().getStatus(), stub.problem(), begin);
        }
        return reply;
    }

    private void stubbed(UserStubs.Reply reply, MockRequest toAnswer) {
        if (reply instanceof UserStubs.Response stub) {
            new StubWriter(request, timer, isHead).write(stub.wire());
        } else {
            simulate(toAnswer);
        }
    }

    private void simulate(MockRequest toAnswer) {
        Answer answer;
        try {
            Simulator.Routed routed = simulator.route(toAnswer);
            if (toAnswer.body().length > LARGE_BODY || routed.takesLong()) {
                listener.loop()
                        .executeBlocking(() -> isOver ? routed.left() : routed.answer(), false)
                        .onSuccess(this::send)
                        .onFailure(e -> fail(e, toAnswer));
                return;
            }
            answer = routed.answer();
        } catch (RuntimeException | Error e) {
            // As on a worker thread: whatever went wrong, the caller gets an answer, and the log the cause.
            fail(e, toAnswer);
            return;
        }
        send(answer);
    }

    private void fail(Throwable e, MockRequest toAnswer) {
        LOG.log(Logger.Level.ERROR, "cannot answer " + toAnswer.method() + " " + toAnswer.path(), e);
        Refusal refusal = new Refusal(Cause.INTERNAL, "", "the simulator failed: " + e);
        send(simulator.refuse(refusal, toAnswer, OptionalInt.empty(), beginNanos));
    }

    /** Browsers may call from any page: the mock is for development. */
    private void preflight() {
        response.setStatusCode(204)
                .putHeader("Access-Control-Allow-Origin", "*")
                .putHeader("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")
                .putHeader("Access-Control-Max-Age", "600");
        String wanted = headers.first("access-control-request-headers");
        if (wanted != null) {
            response.putHeader("Access-Control-Allow-Headers", wanted);
        }
        if (headers.first("access-control-request-private-network") != null) {
            response.putHeader("Access-Control-Allow-Private-Network", "true");
        }
        response.end();
    }

    private void send(Answer answer) {
        noteStream(answer);
        if (!(answer instanceof Answer.Troubled troubled)) {
            deliver(answer, Optional.empty());
        } else if (troubled.delay().isZero()) {
            deliver(troubled.answer(), troubled.fault());
        } else {
            timer.after(troubled.delay().toMillis(), () -> deliver(troubled.answer(), troubled.fault()));
        }
    }

    private void noteStream(Answer answer) {
        Sending stream = answer.stream().orElse(null);
        if (stream != null) {
            sending = stream;
            stream.begins(System.nanoTime());
            if (isOver) {
                stream.left(System.nanoTime());
            }
        }
    }

    private void deliver(Answer answer, Optional<Fault> fault) {
        if (isOver || response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(answer.status());
        for (Map.Entry<String, String> header : answer.headers().entrySet()) {
            response.putHeader(header.getKey(), header.getValue());
        }
        if (headers.first("origin") != null) {
            response.putHeader("Access-Control-Allow-Origin", "*").putHeader("Access-Control-Expose-Headers", "*");
        }
        // An answer without a body has none that could come slowly, and none that could break off.
        if (answer instanceof Answer.Events stream && !isHead && mayBegin(stream, fault)) {
            Runnable ending =
                    fault.isEmpty() ? response::end : () -> new BrokenConnection(request, timer).breakOff(fault.get());
            EventWriter writer = new EventWriter(response, timer, simulator.traffic(), stream, ending);
            events = writer;
            writer.start();
        } else if (fault.isPresent() && !(isHead && fault.get() == Fault.SLOW)) {
            new BrokenConnection(request, timer).suffer(fault.get(), answer);
        } else if (answer instanceof Answer.Whole whole) {
            if (isHead) {
                endHead(whole);
            } else {
                response.end(Buffer.buffer(whole.body()));
            }
        } else {
            if (sending != null) {
                sending.done(System.nanoTime());
            }
            response.end();
        }
    }

    /** A stream that is cut sends its events before its connection breaks. */
    private static boolean mayBegin(Answer.Events stream, Optional<Fault> fault) {
        return fault.isEmpty()
                || stream.sending().isToBeCut() && (fault.get() == Fault.RESET || fault.get() == Fault.EMPTY);
    }

    /**
     * A length is told where a GET would tell the same. An operation of its own has the one that its contract shows, and what
     * is refused says which method it was.
     */
    private void endHead(Answer.Whole whole) {
        if (whole.body().length > 0
                && whole.status() < 400
                && !response.headers().contains("Content-Length")) {
            response.putHeader("Content-Length", Integer.toString(whole.body().length));
        }
        response.end();
    }
}

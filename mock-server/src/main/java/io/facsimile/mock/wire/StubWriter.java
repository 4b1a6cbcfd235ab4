package io.facsimile.mock.wire;

import com.github.tomakehurst.wiremock.http.ChunkedDribbleDelay;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.Response;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;

/** Writes what a stub or the admin API answered: delays by timers, faults on the connection. */
final class StubWriter {
    private static final String GARBAGE = "lskdu018973t09sylgasjkfg1][]'./.sdlv";

    private final HttpServerRequest request;
    private final OneTimer timer;
    private final HttpServerResponse response;
    private final boolean isHead;

    StubWriter(HttpServerRequest request, OneTimer timer, boolean isHead) {
        this.request = request;
        this.timer = timer;
        this.response = request.response();
        this.isHead = isHead;
    }

    void write(Response stub) {
        if (stub.getInitialDelay() > 0) {
            timer.after(stub.getInitialDelay(), () -> now(stub));
        } else {
            now(stub);
        }
    }

    private void now(Response stub) {
        if (response.ended() || response.closed()) {
            return;
        }
        Fault fault = stub.getFault();
        if (fault != null) {
            fail(fault);
            return;
        }
        response.setStatusCode(stub.getStatus());
        if (stub.getStatusMessage() != null) {
            response.setStatusMessage(stub.getStatusMessage());
        }
        for (HttpHeader header : stub.getHeaders().all()) {
            // The length is ours to tell, and the body is not compressed.
            if (!header.keyEquals("Content-Length") && !header.keyEquals("Transfer-Encoding")) {
                response.putHeader(header.key(), header.values());
            }
        }
        if (request.getHeader("origin") != null && !response.headers().contains("Access-Control-Allow-Origin")) {
            response.putHeader("Access-Control-Allow-Origin", "*").putHeader("Access-Control-Expose-Headers", "*");
        }
        byte[] body = stub.getBody() == null ? new byte[0] : stub.getBody();
        if (isHead) {
            response.putHeader("Content-Length", Integer.toString(body.length)).end();
        } else if (stub.shouldAddChunkedDribbleDelay() && body.length > 0) {
            response.setChunked(true);
            dribble(body, stub.getChunkedDribbleDelay(), 0);
        } else {
            response.end(Buffer.buffer(body));
        }
    }

    private void dribble(byte[] body, ChunkedDribbleDelay delay, int piece) {
        int pieces = Math.max(1, Math.min(delay.getNumberOfChunks(), body.length));
        if (piece == pieces) {
            response.end();
            return;
        }
        long wait = Math.max(1, delay.getTotalDuration() / pieces);
        timer.after(wait, () -> {
            if (!response.closed()) {
                int from = (int) ((long) body.length * piece / pieces);
                int to = (int) ((long) body.length * (piece + 1) / pieces);
                response.write(Buffer.buffer(body).slice(from, to));
                dribble(body, delay, piece + 1);
            }
        });
    }

    private void fail(Fault fault) {
        BrokenConnection broken = new BrokenConnection(request, timer);
        switch (fault) {
            case EMPTY_RESPONSE -> request.connection().close();
            case CONNECTION_RESET_BY_PEER -> broken.reset();
            case MALFORMED_RESPONSE_CHUNK -> garbageAsBody();
            case RANDOM_DATA_THEN_CLOSE -> broken.garbage(GARBAGE.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void garbageAsBody() {
        response.setStatusCode(200).setChunked(true);
        response.write(Buffer.buffer(GARBAGE))
                .onComplete(done -> request.connection().close());
    }
}

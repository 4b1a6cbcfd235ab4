package io.facsimile.client;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A real server on loopback that keeps the last request and answers with what it was told. */
final class LoopbackServer implements AutoCloseable {
    private final HttpServer server;
    private volatile String method = "";
    private volatile String path = "";
    private volatile String contentType = "";
    private volatile String authorization = "";
    private volatile byte[] body = new byte[0];
    private volatile int status = 200;
    private volatile String answerType = "application/json";
    private volatile byte[] answer = "{}".getBytes(StandardCharsets.UTF_8);

    LoopbackServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            method = exchange.getRequestMethod();
            path = exchange.getRequestURI().toString();
            contentType = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
            authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            body = exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", answerType);
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    GatewayClient client() {
        return GatewayClient.builder("http://127.0.0.1:" + server.getAddress().getPort())
                .key("sk-test")
                .build();
    }

    void answers(int code, String mediaType, byte[] bytes) {
        status = code;
        answerType = mediaType;
        answer = bytes;
    }

    void answers(String json) {
        answers(200, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    String contentType() {
        return contentType;
    }

    String authorization() {
        return authorization;
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        return body.clone();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

package io.facsimile.benchmarks;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.request;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathTemplate;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.facsimile.contract.Contract;
import io.facsimile.contract.Operation;
import io.facsimile.contract.index.ContractIndex;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Starts a server that Facsimile is compared with, in a process of its own:
 * {@code wiremock PORT FILE TYPE PATH STUBS} or {@code bare PORT FILE TYPE}. Both answer with the bytes of the file.
 */
public final class Servers {
    private Servers() {}

    /** Serves until the process is ended. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int port = Integer.parseInt(args[1]);
        byte[] answer = Files.readAllBytes(Path.of(args[2]));
        if (args[0].equals("bare")) {
            bare(port, answer, args[3]);
        } else {
            wiremock(port, answer, args[3], args[4], Integer.parseInt(args[5]));
        }
        new CountDownLatch(1).await();
    }

    /** The HTTP server that Facsimile uses, with its settings, and nothing behind it: the body is read and thrown away. */
    private static void bare(int port, byte[] answer, String type) {
        List<byte[]> events = type.startsWith("text/event-stream") ? events(answer) : List.of(answer);
        Vertx.vertx()
                .createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setPerFrameWebSocketCompressionSupported(false)
                        .setPerMessageWebSocketCompressionSupported(false)
                        .setTcpNoDelay(true))
                .requestHandler(request -> request.body().onSuccess(body -> answer(request, type, events)))
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static void answer(HttpServerRequest request, String type, List<byte[]> pieces) {
        request.response().putHeader("Content-Type", type);
        if (pieces.size() == 1) {
            request.response().end(Buffer.buffer(pieces.get(0)));
            return;
        }
        request.response().setChunked(true);
        pieces.forEach(piece -> request.response().write(Buffer.buffer(piece)));
        request.response().end();
    }

    private static List<byte[]> events(byte[] stream) {
        List<byte[]> events = new ArrayList<>();
        for (String event : new String(stream, StandardCharsets.UTF_8).split("(?<=\n\n)", -1)) {
            if (!event.isEmpty()) {
                events.add(event.getBytes(StandardCharsets.UTF_8));
            }
        }
        return events;
    }

    /** The operations of the contracts as stubs. WireMock asks the newest first, so the wanted stub is the oldest. */
    private static void wiremock(int port, byte[] answer, String type, String path, int stubs) {
        WireMockServer server = new WireMockServer(WireMockConfiguration.options()
                .port(port)
                .bindAddress("127.0.0.1")
                .disableRequestJournal());
        stub(server, request("POST", urlPathEqualTo(path)), true, answer, type);
        int left = stubs - 1;
        for (String provider : ContractIndex.providers()) {
            Contract contract = ContractIndex.read(provider);
            for (Operation operation : contract.operations()) {
                String other = "/" + provider + operation.path();
                if (left > 0 && !other.equals(path)) {
                    MappingBuilder mapping = request(
                            operation.method(),
                            other.contains("{") ? urlPathTemplate(plain(other)) : urlPathEqualTo(other));
                    boolean hasBody = operation
                            .requestBody()
                            .flatMap(b -> b.content("application/json"))
                            .isPresent();
                    stub(server, mapping, hasBody, "{}".getBytes(StandardCharsets.UTF_8), "application/json");
                    left--;
                }
            }
        }
        if (left > 0) {
            throw new IllegalArgumentException("there are " + left + " operations too few for " + stubs + " stubs");
        }
        server.start();
    }

    /** A parameter that is only a part of its segment is none to WireMock. */
    private static String plain(String path) {
        return path.replaceAll("(?<=/)[^/]*\\{[^/]*(?=/|$)", "{value}");
    }

    private static void stub(WireMockServer server, MappingBuilder mapping, boolean hasBody, byte[] body, String type) {
        mapping.withHeader("Authorization", matching("Bearer .+"));
        if (hasBody) {
            mapping.withRequestBody(matchingJsonPath("$.model"));
        }
        server.stubFor(mapping.willReturn(
                aResponse().withStatus(200).withHeader("Content-Type", type).withBody(body)));
    }
}

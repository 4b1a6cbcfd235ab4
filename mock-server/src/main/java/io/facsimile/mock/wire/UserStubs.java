package io.facsimile.mock.wire;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.common.Errors;
import com.github.tomakehurst.wiremock.common.Json;
import com.github.tomakehurst.wiremock.common.NetworkAddressRules;
import com.github.tomakehurst.wiremock.core.Admin;
import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.AdminRequestHandler;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.HttpServer;
import com.github.tomakehurst.wiremock.http.HttpServerFactory;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.RequestHandler;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.http.StubRequestHandler;
import com.github.tomakehurst.wiremock.security.Authenticator;
import com.github.tomakehurst.wiremock.store.DefaultStores;
import com.github.tomakehurst.wiremock.store.RequestJournalStore;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.notmatched.NotMatchedRenderer;
import io.facsimile.mock.MockOptions;
import io.facsimile.mock.journal.Journal;
import io.facsimile.mock.request.MockRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * WireMock behind our socket: the user's own stub mappings and the admin API. Made when it is first needed; a simulator
 * that nobody stubs pays nothing for it. Safe for several threads.
 *
 * <p>WireMock never listens: it gets a server that does nothing, through its {@link HttpServerFactory}, and we call its
 * handlers.
 */
final class UserStubs implements AutoCloseable {
    private static final Logger LOG = System.getLogger(UserStubs.class.getName());
    private static final String ADMIN = "/__admin";
    private static final String REQUESTS = ADMIN + "/requests";
    private static final int MOST_ENTRIES = 1000;

    private final MockOptions options;
    private final IntSupplier port;
    private final IntSupplier tlsPort;
    private final StubJournal journal;
    private volatile boolean hasStubs;
    private @Nullable WireMockServer server;
    private @Nullable Path ownDirectory;
    private final Door door = new Door();

    /**
     * @param seen what the simulator answers by itself; WireMock's clients verify that, too
     * @param tlsPort -1 for none
     */
    UserStubs(MockOptions options, Journal seen, IntSupplier port, IntSupplier tlsPort) {
        this.options = options;
        this.port = port;
        this.tlsPort = tlsPort;
        this.journal = new StubJournal(seen);
    }

    /** What came of asking the stubs. */
    sealed interface Reply permits Response, NoStub {}

    /** A stub, or the admin API, answered. */
    record Response(com.github.tomakehurst.wiremock.http.Response wire, boolean isOfAdmin) implements Reply {
        /** Returns what a stub does beside answering; "" for nothing. */
        String trouble() {
            return wire.getFault() == null ? "" : "the stub breaks the connection: " + wire.getFault();
        }
    }

    /** No stub fits; the simulator answers. */
    record NoStub() implements Reply {}

    /** Reads the user's stubs now rather than at the first request, so that broken ones are known at the start. */
    void load() {
        server();
        countStubs();
    }

    /** Returns whether a request has to be shown to WireMock at all. */
    boolean wants(MockRequest request) {
        return hasStubs || isAdmin(request);
    }

    private static boolean isAdmin(MockRequest request) {
        String path = request.path();
        return path.startsWith(ADMIN) && (path.length() == ADMIN.length() || path.charAt(ADMIN.length()) == '/');
    }

    /** Asks WireMock. May block. Where no stub is for HEAD, that of the GET answers. */
    Reply answer(MockRequest request) {
        if (!request.isHead()) {
            return asked(request);
        }
        MockRequest asGet = request.withMethod("GET");
        Reply reply = isAdmin(request) ? new NoStub() : asked(request);
        return reply instanceof NoStub ? asked(asGet) : reply;
    }

    private Reply asked(MockRequest request) {
        boolean isAdmin = isAdmin(request);
        WireMockServer running = server();
        RequestHandler handler = isAdmin ? door.admin() : door.stubs();
        List<com.github.tomakehurst.wiremock.http.Response> answers = new ArrayList<>(1);
        try {
            handler.handle(StubRequest.of(request), (r, response, attributes) -> answers.add(response), null);
        } catch (RuntimeException e) {
            if (!isAdmin) {
                throw e;
            }
            LOG.log(Logger.Level.DEBUG, "WireMock cannot do " + request.method() + " " + request.path(), e);
            return new Response(failure(e), true);
        }
        if (isAdmin) {
            countStubs();
        }
        if (answers.isEmpty()) {
            throw new IllegalStateException("WireMock " + running + " gave no answer");
        }
        com.github.tomakehurst.wiremock.http.Response answer = answers.get(0);
        if (isAdmin) {
            return new Response(request.path().startsWith(REQUESTS) ? hidden(answer) : answer, true);
        }
        return answer.wasConfigured() ? new Response(answer, false) : new NoStub();
    }

    /** In the form of WireMock's own errors, which its clients read. */
    private static com.github.tomakehurst.wiremock.http.Response failure(RuntimeException e) {
        String problem = e.getMessage() == null ? e.toString() : e.getMessage();
        return com.github.tomakehurst.wiremock.http.Response.response()
                .status(500)
                .headers(new HttpHeaders(HttpHeader.httpHeader("Content-Type", "application/json")))
                .body(Json.write(Errors.single(50, problem)))
                .build();
    }

    private static com.github.tomakehurst.wiremock.http.Response hidden(
            com.github.tomakehurst.wiremock.http.Response answer) {
        return HiddenSecrets.in(answer.getBody() == null ? new byte[0] : answer.getBody())
                .map(body -> com.github.tomakehurst.wiremock.http.Response.Builder.like(answer)
                        .body(body)
                        .build())
                .orElse(answer);
    }

    private void countStubs() {
        hasStubs = !server().listAllStubMappings().getMappings().isEmpty();
    }

    private synchronized WireMockServer server() {
        WireMockServer running = server;
        if (running == null) {
            WireMockConfiguration configuration = WireMockConfiguration.options()
                    .httpServerFactory(door)
                    .notMatchedRendererFactory(services -> new Unmatched())
                    .limitProxyTargets(proxyTargets())
                    .stubRequestLoggingDisabled(true)
                    .maxRequestJournalEntries(MOST_ENTRIES)
                    .templatingEnabled(true)
                    .globalTemplating(false);
            configuration.usingFilesUnderDirectory(directory().toString());
            options.adminToken().ifPresent(token -> configuration.adminAuthenticator(new OwnToken(token)));
            configuration.withStores(new DefaultStores(configuration.filesRoot()) {
                @Override
                public RequestJournalStore getRequestJournalStore() {
                    return journal;
                }
            });
            running = new WireMockServer(configuration);
            running.start();
            server = running;
        }
        return running;
    }

    /** A mock that answers for others must not become a way into the network that it runs in. */
    private NetworkAddressRules proxyTargets() {
        NetworkAddressRules.Builder rules = NetworkAddressRules.builder()
                .allow("127.0.0.0-127.255.255.255")
                .allow("localhost")
                .allow("::1")
                .allow("0:0:0:0:0:0:0:1");
        options.proxyHosts().forEach(rules::allow);
        return rules.build();
    }

    /** WireMock would keep recordings below the directory that the program runs in; nobody asked for that. */
    private Path directory() {
        if (options.stubs().isPresent()) {
            return existing(options.stubs().get());
        }
        try {
            Path made = Files.createTempDirectory("facsimile-stubs");
            ownDirectory = made;
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("there is no room for stubs: " + e.getMessage(), e);
        }
    }

    private static Path existing(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new IllegalArgumentException("there is no directory " + directory + " with stubs");
        }
        return directory;
    }

    @Override
    public synchronized void close() {
        if (server != null) {
            server.stop();
        }
        Path made = ownDirectory;
        if (made != null) {
            try (Stream<Path> files = Files.walk(made)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            } catch (IOException e) {
                LOG.log(Logger.Level.WARNING, "cannot remove " + made, e);
            }
        }
    }

    /** What WireMock takes for a server; it only hands us the handlers. */
    private final class Door implements HttpServerFactory, HttpServer {
        private @Nullable AdminRequestHandler admin;
        private @Nullable StubRequestHandler stubs;
        private boolean isRunning;

        @Override
        public HttpServer buildHttpServer(
                Options wireMockOptions, AdminRequestHandler admin, StubRequestHandler stubs) {
            this.admin = admin;
            this.stubs = stubs;
            return this;
        }

        RequestHandler admin() {
            return required(admin);
        }

        RequestHandler stubs() {
            return required(stubs);
        }

        private static RequestHandler required(@Nullable RequestHandler handler) {
            if (handler == null) {
                throw new IllegalStateException("WireMock was not started");
            }
            return handler;
        }

        @Override
        public void start() {
            isRunning = true;
        }

        @Override
        public void stop() {
            isRunning = false;
        }

        @Override
        public boolean isRunning() {
            return isRunning;
        }

        @Override
        public int port() {
            return port.getAsInt();
        }

        @Override
        public int httpsPort() {
            return tlsPort.getAsInt();
        }
    }

    /** Asks for the token of the simulator's own API: in its header, or as WireMock's clients send tokens. */
    private record OwnToken(String token) implements Authenticator {
        @Override
        public boolean authenticate(Request request) {
            return isSame(request.getHeader("X-Facsimile-Token"))
                    || isSame(removePrefix(request.getHeader("Authorization")));
        }

        private static @Nullable String removePrefix(@Nullable String header) {
            return header != null && header.startsWith("Token ") ? header.substring("Token ".length()) : null;
        }

        private boolean isSame(@Nullable String given) {
            return given != null
                    && MessageDigest.isEqual(
                            given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Says nothing about stubs that nearly fit: the simulator answers instead. */
    private static final class Unmatched extends NotMatchedRenderer {
        @Override
        protected ResponseDefinition render(Admin admin, ServeEvent event) {
            return ResponseDefinition.notConfigured();
        }
    }
}

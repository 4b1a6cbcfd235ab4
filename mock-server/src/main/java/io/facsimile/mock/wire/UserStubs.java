package io.facsimile.mock.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.common.Errors;
import com.github.tomakehurst.wiremock.common.Json;
import com.github.tomakehurst.wiremock.core.Admin;
import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.Parameters;
import com.github.tomakehurst.wiremock.extension.ServeEventListener;
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
import com.github.tomakehurst.wiremock.standalone.MappingFileException;
import com.github.tomakehurst.wiremock.store.DefaultStores;
import com.github.tomakehurst.wiremock.store.RequestJournalStore;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import com.github.tomakehurst.wiremock.verification.notmatched.NotMatchedRenderer;
import io.facsimile.mock.MockOptions;
import io.facsimile.mock.Simulator;
import io.facsimile.mock.journal.Journal;
import io.facsimile.mock.request.MockRequest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
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
    private static final String NEAR_MISSES = ADMIN + "/near-misses";
    private static final String RECORDING = ADMIN + "/recordings/start";
    private static final int MOST_ENTRIES = 1000;
    private static final ThreadLocal<StubMapping> MATCHED = new ThreadLocal<>();

    private final MockOptions options;
    private final IntSupplier port;
    private final IntSupplier tlsPort;
    private final StubJournal journal;
    private final ProxyTargets targets;
    private volatile boolean hasStubs;
    private volatile int loaded;
    private @Nullable WireMockServer server;
    private @Nullable Path ownDirectory;
    private final Door door = new Door();
    private final Map<String, List<StubMapping>> keyed = new ConcurrentHashMap<>();

    /**
     * @param seen what the simulator answers by itself; WireMock's clients verify that, too
     * @param tlsPort -1 for none
     */
    UserStubs(MockOptions options, Journal seen, IntSupplier port, IntSupplier tlsPort) {
        this.options = options;
        this.port = port;
        this.tlsPort = tlsPort;
        this.journal = new StubJournal(seen);
        this.targets = new ProxyTargets(options.proxyHosts());
    }

    /** What came of asking the stubs. */
    sealed interface Reply permits Response, NoStub {}

    /** A stub, or the admin API, answered. */
    record Response(com.github.tomakehurst.wiremock.http.Response wire, boolean isOfAdmin, String problem)
            implements Reply {
        static Response ofAdmin(com.github.tomakehurst.wiremock.http.Response wire) {
            return new Response(wire, true, "");
        }

        static Response ofStub(com.github.tomakehurst.wiremock.http.Response wire) {
            return new Response(
                    wire, false, wire.getFault() == null ? "" : "the stub breaks the connection: " + wire.getFault());
        }
    }

    /** No stub fits; the simulator answers. */
    record NoStub() implements Reply {}

    /**
     * Reads the user's stubs now rather than at the first request, so that broken ones are known at the start.
     *
     * @throws IllegalArgumentException if one cannot be read
     */
    void load() {
        try {
            server();
        } catch (MappingFileException e) {
            throw new IllegalArgumentException(
                    String.valueOf(e.getMessage())
                            .replaceAll("\\s*\n\\s*", " ")
                            .replace("Error loading file ", "the stub "),
                    e);
        }
        loaded = countStubs();
    }

    /** Returns how many stubs there were at the start. */
    int loaded() {
        return loaded;
    }

    /** Returns whether a request has to be shown to WireMock at all. */
    boolean wants(MockRequest request) {
        return hasStubs && !Simulator.isOwn(request) || isAdmin(request);
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
        if (isAdmin && request.method().equals("POST") && request.path().equals(RECORDING)) {
            Optional<String> problem = targets.problemOf(request.body());
            if (problem.isPresent()) {
                return Response.ofAdmin(failure(422, problem.get()));
            }
        }
        RequestHandler handler = isAdmin ? door.admin() : door.stubs();
        List<com.github.tomakehurst.wiremock.http.Response> answers = new ArrayList<>(1);
        StubMapping matched;
        try {
            handler.handle(StubRequest.of(request), (r, response, attributes) -> answers.add(response), null);
            matched = MATCHED.get();
        } catch (RuntimeException e) {
            return isAdmin ? Response.ofAdmin(failed(request, e)) : brokenStub(request, e);
        } finally {
            MATCHED.remove();
        }
        if (isAdmin) {
            countStubs();
        }
        if (answers.isEmpty()) {
            throw new IllegalStateException("WireMock " + running + " gave no answer");
        }
        com.github.tomakehurst.wiremock.http.Response answer = answers.get(0);
        if (isAdmin) {
            return Response.ofAdmin(showsRequests(request) ? hidden(answer) : answer);
        }
        if (!answer.wasConfigured()) {
            return new NoStub();
        }
        return ProxyTargets.isDenial(answer)
                ? broken(answer.getBodyAsString() + " " + ProxyTargets.ADVICE, matched)
                : Response.ofStub(answer);
    }

    /** A mistake of the user's own, not of the simulator: one line for the log, and the stub named to the caller. */
    private static Response brokenStub(MockRequest request, RuntimeException e) {
        StubMapping stub = MATCHED.get();
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        if (cause instanceof FileNotFoundException || cause instanceof NoSuchFileException) {
            why = "there is no file " + why;
        }
        Response broken = broken(why.replaceAll("\\s+", " ").strip(), stub);
        LOG.log(Logger.Level.WARNING, request.method() + " " + request.path() + ": " + broken.problem());
        return broken;
    }

    private static Response broken(String why, @Nullable StubMapping stub) {
        String name = stub == null ? "" : stub.getName() == null ? " " + stub.getId() : " \"" + stub.getName() + "\"";
        ObjectNode error = JsonNodeFactory.instance.objectNode().put("error", "the stub" + name + " failed: " + why);
        if (stub != null) {
            error.put("stub", String.valueOf(stub.getId()));
            error.put("name", stub.getName());
        }
        return new Response(
                json(500, error.toString()), false, error.path("error").asText());
    }

    private static com.github.tomakehurst.wiremock.http.Response failed(MockRequest request, RuntimeException e) {
        LOG.log(Logger.Level.DEBUG, "WireMock cannot do " + request.method() + " " + request.path(), e);
        return failure(500, e.getMessage() == null ? e.toString() : e.getMessage());
    }

    /** In the form of WireMock's own errors, which its clients read. */
    private static com.github.tomakehurst.wiremock.http.Response failure(int status, String problem) {
        return json(status, Json.write(Errors.single(50, problem)));
    }

    private static com.github.tomakehurst.wiremock.http.Response json(int status, String body) {
        return com.github.tomakehurst.wiremock.http.Response.response()
                .status(status)
                .headers(new HttpHeaders(HttpHeader.httpHeader("Content-Type", "application/json")))
                .body(body)
                .build();
    }

    private static boolean showsRequests(MockRequest request) {
        return request.path().startsWith(REQUESTS) || request.path().startsWith(NEAR_MISSES);
    }

    private static com.github.tomakehurst.wiremock.http.Response hidden(
            com.github.tomakehurst.wiremock.http.Response answer) {
        return HiddenSecrets.in(answer.getBody() == null ? new byte[0] : answer.getBody())
                .map(body -> com.github.tomakehurst.wiremock.http.Response.Builder.like(answer)
                        .body(body)
                        .build())
                .orElse(answer);
    }

    /**
     * Lets stubs answer the calls of one caller. May block.
     *
     * @param mappings in WireMock's JSON
     * @throws IllegalArgumentException if they cannot be read
     */
    void add(String mappings, String key) {
        List<StubMapping> read = KeyedStubs.read(mappings, key);
        keyed.computeIfAbsent(key, k -> new CopyOnWriteArrayList<>()).addAll(read);
        read.forEach(server()::addStubMapping);
        countStubs();
    }

    /** Removes the stubs that answer one caller only. */
    void removeOf(String key) {
        List<StubMapping> gone = keyed.remove(key);
        if (gone != null) {
            gone.forEach(server()::removeStubMapping);
            countStubs();
        }
    }

    /** Who adds a stub counts after whoever removed one before. */
    private synchronized int countStubs() {
        int count = server().listAllStubMappings().getMappings().size();
        hasStubs = count > 0;
        return count;
    }

    private synchronized WireMockServer server() {
        WireMockServer running = server;
        if (running == null) {
            WireMockConfiguration configuration = WireMockConfiguration.options()
                    .httpServerFactory(door)
                    .notMatchedRendererFactory(services -> new Unmatched())
                    .limitProxyTargets(targets.rules())
                    .extensions(new Matched(), new KeyedStubs.Matcher())
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

    /**
     * Notes which stub is about to answer, so that it can be named if that fails. WireMock has nothing to pass it along in: its
     * exceptions and its answer to a denied proxy do not say it.
     */
    private static final class Matched implements ServeEventListener {
        @Override
        public void afterMatch(ServeEvent event, Parameters parameters) {
            MATCHED.set(event.getStubMapping());
        }

        @Override
        public String getName() {
            return "facsimile-matched";
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

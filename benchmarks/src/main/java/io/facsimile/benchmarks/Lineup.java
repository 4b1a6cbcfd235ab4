package io.facsimile.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.contract.Contract;
import io.facsimile.contract.index.ContractIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The servers that are compared, and how each is started for a case. */
final class Lineup {
    static final String FACSIMILE = "facsimile";
    static final String WIREMOCK_200 = "wiremock-200";
    static final String WIREMOCK_1 = "wiremock-1";
    static final String PRISM = "prism";
    static final String AIMOCK = "aimock";
    static final String BARE = "bare";
    static final String STATIC = "static";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHAT_PATH = "/v1/chat/completions";
    private static final List<String> JVM = List.of(Tools.java(), "-XX:+UseSerialGC");

    private final Settings settings;

    Lineup(Settings settings) {
        this.settings = settings;
    }

    /**
     * A server of the comparison.
     *
     * @param missing why it cannot take part; nothing if it can
     * @param givesSameBytes whether its answer is Facsimile's, byte by byte; others make their own around the same text
     */
    record Entry(String id, String label, boolean isJvm, boolean givesSameBytes, Optional<String> missing) {}

    /** Returns every server, Facsimile first; those that cannot take part say why. */
    List<Entry> entries(boolean isStream) {
        List<Entry> entries = new ArrayList<>();
        entries.add(new Entry(FACSIMILE, "Facsimile, validation and journal on", true, true, Optional.empty()));
        entries.add(new Entry(
                WIREMOCK_200,
                "WireMock 3.13.2, 200 stubs" + (isStream ? ", all events at once" : ""),
                true,
                true,
                Optional.empty()));
        entries.add(new Entry(
                WIREMOCK_1,
                "WireMock 3.13.2, 1 stub" + (isStream ? ", all events at once" : ""),
                true,
                true,
                Optional.empty()));
        entries.add(new Entry(
                PRISM,
                "Prism 5.16.0, validation on",
                false,
                true,
                isStream ? Optional.of("it does not stream") : npm("@stoplight/prism-cli/dist/index.js")));
        entries.add(new Entry(AIMOCK, "aimock 1.43.0", false, false, npm("@copilotkit/aimock/dist/cli.js")));
        entries.add(new Entry(BARE, "bare handler on the same HTTP server", true, true, Optional.empty()));
        entries.add(new Entry(
                STATIC,
                "nginx, a static file",
                false,
                true,
                Tools.find("nginx").isPresent()
                        ? Optional.empty()
                        : Optional.of("nginx is not installed (Debian package nginx-light)")));
        return entries.stream().filter(e -> settings.wants(e.id())).toList();
    }

    private Optional<String> npm(String program) {
        return Files.isRegularFile(peers().resolve(program))
                ? Optional.empty()
                : Optional.of("it is not installed: npm ci in benchmarks/peers needs npm and a registry");
    }

    private Path peers() {
        return settings.root().resolve("benchmarks/peers/node_modules");
    }

    /** How Facsimile is started: as a user starts it. */
    static ServerProcess.Launch facsimile(Settings settings, int port, String path, List<String> more) {
        List<String> command = new ArrayList<>(List.of(
                settings.root().resolve("facsimile").toString(), "mock", "--port", Integer.toString(port)));
        command.addAll(more);
        return new ServerProcess.Launch(command, Map.of(), path);
    }

    /**
     * How a server is started for a case.
     *
     * @param answer what Facsimile answers
     */
    ServerProcess.Launch launch(Entry entry, int port, Case request, String answer) {
        Path file = settings.work().resolve(request.name() + ".answer");
        String type = request.isStream() ? "text/event-stream" : "application/json";
        write(file, answer);
        String number = Integer.toString(port);
        return switch (entry.id()) {
            case FACSIMILE -> facsimile(settings, port, request.path(), List.of());
            case BARE -> java(request.path(), "bare", number, file.toString(), type);
            case WIREMOCK_200 ->
                java(request.path(), "wiremock", number, file.toString(), type, request.path(), "200");
            case WIREMOCK_1 -> java(request.path(), "wiremock", number, file.toString(), type, request.path(), "1");
            case PRISM ->
                node(
                        "@stoplight/prism-cli/dist/index.js",
                        "mock",
                        "-m",
                        "false",
                        "-v",
                        "silent",
                        "-p",
                        number,
                        prismContract(request, answer).toString());
            case AIMOCK ->
                node(
                        "@copilotkit/aimock/dist/cli.js",
                        "-p",
                        number,
                        "--log-level",
                        "silent",
                        "-c",
                        Integer.toString(pieceLength(request, answer)),
                        "-f",
                        fixture(request, answer).toString());
            case STATIC ->
                new ServerProcess.Launch(
                        List.of(
                                Tools.find("nginx").orElseThrow().toString(),
                                "-e",
                                "stderr",
                                "-p",
                                settings.work().toString(),
                                "-c",
                                nginx(port, file, type).toString()),
                        Map.of(),
                        request.path());
            default -> throw new IllegalArgumentException("there is no server " + entry.id());
        };
    }

    private ServerProcess.Launch java(String path, String... arguments) {
        List<String> command = new ArrayList<>(JVM);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Servers.class.getName()));
        command.addAll(List.of(arguments));
        return new ServerProcess.Launch(command, Map.of(), path);
    }

    private ServerProcess.Launch node(String program, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("node", peers().resolve(program).toString()));
        command.addAll(List.of(arguments));
        return new ServerProcess.Launch(command, Map.of(), CHAT_PATH);
    }

    /** The bundle of the provider that answers first, whose chat has the case's answer as its only example. */
    private Path prismContract(Case request, String answer) {
        Contract contract = ContractIndex.read(ContractIndex.providers().get(0));
        JsonNode document = contract.document().deepCopy();
        JsonNode operation = document.path("paths").path(CHAT_PATH).path("post");
        ObjectNode content =
                (ObjectNode) operation.path("responses").path("200").path("content").path("application/json");
        try {
            content.putObject("examples").putObject("measured").set("value", JSON.readTree(answer));
            return write(settings.work().resolve(request.name() + "-prism.json"), JSON.writeValueAsString(document));
        } catch (IOException e) {
            throw new BenchmarkFailure("cannot write the contract for Prism", e);
        }
    }

    /** aimock makes its own answer around a text; it gets Facsimile's. */
    private Path fixture(Case request, String answer) {
        ObjectNode fixture = JSON.createObjectNode();
        ObjectNode only = fixture.putArray("fixtures").addObject();
        only.putObject("match").put("userMessage", "the ");
        only.putObject("response").put("content", request.text(answer));
        return write(settings.work().resolve(request.name() + "-aimock.json"), fixture.toString());
    }

    /** So that aimock cuts the text into as many events. */
    private static int pieceLength(Case request, String answer) {
        return Math.max(1, request.text(answer).length() / Math.max(1, request.events(answer) - 3));
    }

    /** A POST to a file is answered with the file. */
    private Path nginx(int port, Path file, String type) {
        String temporary = settings.work().resolve("nginx-temporary").toString();
        return write(settings.work().resolve("nginx-" + port + ".conf"), """
                worker_processes 1;
                daemon off;
                master_process off;
                pid %1$s/nginx-%2$d.pid;
                events { worker_connections 4096; }
                http {
                  access_log off;
                  sendfile on;
                  tcp_nopush on;
                  keepalive_requests 1000000000;
                  open_file_cache max=10;
                  types {}
                  default_type %4$s;
                  client_body_buffer_size 64k;
                  client_body_temp_path %5$s;
                  proxy_temp_path %5$s;
                  fastcgi_temp_path %5$s;
                  uwsgi_temp_path %5$s;
                  scgi_temp_path %5$s;
                  server {
                    listen 127.0.0.1:%2$d backlog=1024;
                    root %1$s;
                    location / { rewrite ^ /%3$s break; error_page 405 =200 /%3$s; }
                    location = /%3$s { error_page 405 =200 /%3$s; }
                  }
                }
                """.formatted(settings.work(), port, file.getFileName(), type, temporary));
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new BenchmarkFailure("cannot write " + file, e);
        }
    }
}

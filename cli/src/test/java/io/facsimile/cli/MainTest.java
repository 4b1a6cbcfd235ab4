package io.facsimile.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facsimile.contract.LazyContract;
import io.facsimile.mock.MockOptions;
import io.facsimile.mock.MockServer;
import io.facsimile.mock.Tls;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return run(Map.of(), args);
    }

    private int run(Map<String, String> environment, String... args) {
        CommandLine command =
                Main.commandLine(args).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return Main.run(command, environment, args);
    }

    private void assertOneSentence(String... words) {
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().strip().lines()).hasSize(1);
        assertThat(err.toString()).startsWith("facsimile: ").contains(words);
    }

    @Test
    void helpNamesTheCommands() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("mock").contains("contracts");
        assertThat(run("mock", "--help")).isZero();
        assertThat(out.toString()).contains("--port").contains("--stubs").contains("--provider");
    }

    @Test
    void theOperationsAreListed() {
        assertThat(run("contracts", "list", "uniai")).isZero();
        assertThat(out.toString())
                .contains("uniai: ")
                .containsPattern("POST +/v1/chat/completions +createChatCompletion");
    }

    @Test
    void anOperationIsShownWithFieldsExampleAndSource() {
        assertThat(run("contracts", "show", "createEmbedding", "--example", "texts"))
                .isZero();
        assertThat(out.toString())
                .contains("POST /v1/embeddings")
                .contains("input  string | array of string")
                .contains("Answer 401")
                .contains("Request \"texts\"")
                .contains("documented, document 002");
    }

    @Test
    void anOperationIsFoundByMethodAndPathAndAMisspeltOneIsGuessed() {
        assertThat(run("contracts", "show", "post /v1/embeddings")).isZero();
        assertThat(run("contracts", "show", "createEmbeding")).isEqualTo(2);
        assertThat(err.toString()).contains("did you mean createEmbedding");
    }

    @Test
    void theCoverageCountsEveryTitle() throws Exception {
        assertThat(run("contracts", "coverage", "--json")).isZero();
        JsonNode coverage = new ObjectMapper().readTree(out.toString());
        assertThat(coverage.at("/total/titles").asInt()).isEqualTo(319);
        assertThat(coverage.at("/total/mapped").asInt()).isEqualTo(319);
        assertThat(coverage.at("/total/errorCauses").asInt()).isEqualTo(18);
        assertThat(coverage.path("documents")).hasSize(4);
        assertThat(run("contracts", "coverage")).isZero();
        assertThat(out.toString()).containsPattern("total +319/319");
    }

    @Test
    void aBundleIsOneFileThatIsRightByTheLint(@TempDir Path directory) throws Exception {
        for (String name : List.of("relay.yaml", "relay.json")) {
            Path file = directory.resolve(name);
            assertThat(run("contracts", "bundle", "relay", "--out", file.toString()))
                    .isZero();
            assertThat(Files.readString(file)).doesNotContain(".yaml#");
            assertThat(run("contracts", "lint", file.toString())).isZero();
            assertThat(out.toString()).contains(file + ": no problems");
        }
    }

    @Test
    void everythingThatIsWrongWithAContractIsSaidWithItsLine(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("mine.yaml");
        Files.writeString(file, """
                openapi: 3.1.0
                info: { title: Mine, version: '1' }
                paths:
                  /a: { get: { responses: { '200': { $ref: '#/components/responses/Nowhere' } } } }
                  /b: { $ref: other.yaml#/b }
                """);
        assertThat(run("contracts", "lint", file.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("mine.yaml:4: [reference]").contains("mine.yaml:5: [reference]");
    }

    @Test
    void theRulesOfTheLintAreListed() {
        assertThat(run("contracts", "lint", "--rules")).isZero();
        assertThat(out.toString()).contains("swagger-parser").contains("document-title");
    }

    @Test
    void aWrongOptionIsOneSentenceAndExitCodeTwo() {
        assertThat(run("mock", "--prot", "1")).isEqualTo(2);
        assertOneSentence("--prot");
    }

    @Test
    void aWrongValueIsOneSentenceAndExitCodeTwo() {
        assertThat(run("mock", "--port", "many")).isEqualTo(2);
        assertOneSentence("--port", "many");
    }

    @Test
    void aPortOutOfRangeIsOneSentenceAndExitCodeTwo() {
        assertThat(run("mock", "--port", "70000")).isEqualTo(2);
        assertOneSentence("0 to 65535");
    }

    @Test
    void anUnknownProviderIsOneSentenceAndExitCodeTwo() {
        assertThat(run("mock", "--provider", "nobody")).isEqualTo(2);
        assertOneSentence("nobody", "uniai");
    }

    @Test
    void aTakenPortIsOneSentenceAndExitCodeTwo() throws IOException {
        try (MockServer taken = MockServer.start(MockOptions.DEFAULTS.withProviders(List.of("uniai")))) {
            assertThat(run("mock", "--port", String.valueOf(taken.port()))).isEqualTo(2);
            assertOneSentence("127.0.0.1:" + taken.port(), "--port");
        }
    }

    @Test
    void stubsThatAreNotThereAreOneSentenceAndExitCodeTwo() {
        assertThat(run("mock", "--port", "0", "--stubs", "/nowhere/at/all")).isEqualTo(2);
        assertOneSentence("/nowhere/at/all");
    }

    @Test
    void onePortForPlainAndTlsIsOneSentenceAndExitCodeTwo() {
        assertThat(run("mock", "--tls", "--port", "4443")).isEqualTo(2);
        assertOneSentence("--port and --tls-port are both 4443");
    }

    @Test
    void aBrokenStubIsOneSentenceAndExitCodeTwo(@TempDir Path directory) throws Exception {
        Path mappings = Files.createDirectories(directory.resolve("mappings"));
        for (String broken : List.of("{ \"request\": {", "{\"request\":{\"method\":\"GET\",\"urll\":\"/a\"}}", "[1]")) {
            out.getBuffer().setLength(0);
            err.getBuffer().setLength(0);
            Files.writeString(mappings.resolve("mine.json"), broken);
            assertThat(run("mock", "--port", "0", "--provider", "uniai", "--stubs", directory.toString()))
                    .isEqualTo(2);
            assertOneSentence("mine.json");
        }
    }

    /** Runs a mock until it has said an address, and returns everything that it said. */
    private String greeting(String... args) throws Exception {
        Thread mock = new Thread(() -> run(args));
        mock.start();
        Instant end = Instant.now().plusSeconds(30);
        while (!out.toString().contains("Try:")
                && mock.isAlive()
                && Instant.now().isBefore(end)) {
            Thread.sleep(20);
        }
        mock.interrupt();
        mock.join();
        return out.toString();
    }

    @Test
    void theGreetingCountsTheStubsAndFindsThoseAtTheWrongPlace(@TempDir Path directory) throws Exception {
        String stub = "{\"request\":{\"method\":\"GET\",\"url\":\"/a\"},\"response\":{\"status\":200}}";
        Files.writeString(directory.resolve("a.json"), stub);
        String[] args = {"mock", "--port", "0", "--provider", "uniai", "--stubs", directory.toString()};
        assertThat(greeting(args)).contains("0 stubs of your own answer first, from " + directory);
        assertThat(err.toString().strip().lines()).hasSize(1);
        assertThat(err.toString())
                .startsWith("facsimile: ")
                .contains("stubs belong in " + directory.resolve("mappings"));
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        Files.createDirectories(directory.resolve("mappings"));
        Files.move(directory.resolve("a.json"), directory.resolve("mappings/a.json"));
        assertThat(greeting(args)).contains("1 stub of your own answers first, from " + directory);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void optionsComeFromTheCommandLineTheEnvironmentAndAFileInThisOrder(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("facsimile.yaml");
        Files.writeString(file, "port: 70001\nprovider: [nobody]\n");
        String config = file.toString();
        assertThat(run("mock", "--config", config)).isEqualTo(2);
        assertThat(err.toString()).contains("70001");
        assertThat(run(Map.of("FACSIMILE_PORT", "70002"), "mock", "--config", config))
                .isEqualTo(2);
        assertThat(err.toString()).contains("70002");
        assertThat(run(Map.of("FACSIMILE_PORT", "70002", "FACSIMILE_CONFIG", config), "mock", "--port", "0"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("there is no provider \"nobody\"");
    }

    @Test
    void aCertificateWithoutItsKeyIsOneSentenceAndExitCodeTwo() {
        assertThat(run("mock", "--tls-cert", "a.pem")).isEqualTo(2);
        assertOneSentence("--tls-cert and --tls-key go together");
    }

    @Test
    void aCertificateThatIsNotThereIsOneSentenceAndExitCodeTwo() {
        assertThat(run("mock", "--port", "0", "--tls-cert", "/no.pem", "--tls-key", "/no.key"))
                .isEqualTo(2);
        assertOneSentence("there is no file /no.pem");
    }

    @Test
    void limitsComeFromTheFileAndTheEnvironmentToo(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("facsimile.yaml"), "limit-requests: -1\ngrace: 3 days\n");
        assertThat(run("mock", "--config", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("a limit must be 0 (none) or more, not -1");
        assertThat(run(Map.of("FACSIMILE_LIMIT_REQUESTS", "5"), "mock", "--config", file.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--grace: \"3 days\" is no duration");
    }

    @Test
    void aConfigurationWithAnUnknownOptionIsOneSentenceAndExitCodeTwo(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("facsimile.yaml");
        Files.writeString(file, "prot: 1\n");
        assertThat(run("mock", "--config", file.toString())).isEqualTo(2);
        assertOneSentence("prot", "port");
        assertThat(run("mock", "--config", "/nowhere.yaml")).isEqualTo(2);
    }

    @Test
    void aVariableThatIsNearlyAnOptionsIsOneSentenceAndExitCodeTwo() {
        assertThat(run(Map.of("FACSIMILE_PROT", "1"), "mock", "--port", "0")).isEqualTo(2);
        assertOneSentence("FACSIMILE_PROT, which is no option; did you mean FACSIMILE_PORT?");
        assertThat(run(Map.of("FACSIMILE_URL", "http://a", "FACSIMILE_KEY", "k"), "mock", "--port", "70001"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("70001").doesNotContain("FACSIMILE_URL", "FACSIMILE_KEY");
    }

    @Test
    void aConfigurationTakesValuesAndNothingElse(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("facsimile.yaml");
        Map<String, String> mistakes = Map.of(
                "port: { x: 1 }", "port takes a value, not {\"x\":1}",
                "host: ~", "host has no value",
                "port: null", "port has no value",
                "provider: [[a]]", "provider takes a value, not [[\"a\"]]",
                "help: true", "help, which is no option",
                "version: true", "version, which is no option",
                "config: other.yaml", "config, which is no option");
        for (Map.Entry<String, String> each : mistakes.entrySet()) {
            out.getBuffer().setLength(0);
            err.getBuffer().setLength(0);
            Files.writeString(file, each.getKey() + "\n");
            assertThat(run("mock", "--config", file.toString()))
                    .as(each.getKey())
                    .isEqualTo(2);
            assertOneSentence(each.getValue());
        }
    }

    @Test
    void pathsInAConfigurationCountFromItsDirectory(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("facsimile.yaml");
        Files.writeString(file, "port: 0\nprovider: uniai\nstubs: no-stubs\n");
        assertThat(run("mock", "--config", file.toString())).isEqualTo(2);
        assertOneSentence(directory.resolve("no-stubs").toString());
        err.getBuffer().setLength(0);
        Files.writeString(file, "port: 0\ncontract: [a.yaml, /b/c.yaml]\n");
        assertThat(run("mock", "--config", file.toString())).isEqualTo(2);
        assertOneSentence("there is no contract " + directory.resolve("a.yaml"));
        err.getBuffer().setLength(0);
        assertThat(run(Map.of("FACSIMILE_CONTRACT", "d.yaml"), "mock", "--config", file.toString()))
                .isEqualTo(2);
        assertOneSentence("there is no contract d.yaml");
    }

    @Test
    void theMockSaysItsVersionToo() {
        assertThat(run("mock", "--version")).isZero();
        assertThat(run("mock", "-V")).isZero();
        assertThat(out.toString().lines()).hasSize(2).allSatisfy(line -> assertThat(line)
                .startsWith("facsimile "));
    }

    @Test
    void aContractHasNoNameOfTheSimulatorsOwnAndSaysWhatItReplaces(@TempDir Path directory) throws Exception {
        String contract = "openapi: 3.1.0\ninfo: { title: Pets, version: '1' }\npaths: { /pets: { get: { responses:"
                + " { '200': { description: All pets. } } } } }\n";
        for (String name : List.of("__admin", "__facsimile")) {
            err.getBuffer().setLength(0);
            Path file = Files.writeString(directory.resolve(name + ".yaml"), contract);
            assertThat(run("mock", "--port", "0", "--contract", file.toString()))
                    .isEqualTo(2);
            assertOneSentence("cannot be called \"" + name + "\"");
        }
        Path file = Files.writeString(directory.resolve("uniai.yaml"), contract);
        assertThat(new Served(new CommandLine(new Main()), List.of(file)).replacements())
                .containsExactly(
                        "uniai is served from " + file + ", in place of the contract that comes with Facsimile.");
        try (MockServer server = MockServer.serve(
                MockOptions.DEFAULTS,
                new Served(new CommandLine(new Main()), List.of(file)).contracts(List.of("uniai"), List.of()))) {
            assertThat(Greeting.lines(server).get(0)).endsWith("serves 1 operation: uniai (1 operation).");
        }
    }

    @Test
    void aContractOfTheUsersThatIsBrokenIsSaidWithItsLineAndExitCodeTwo(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("mine.yaml");
        Files.writeString(
                file, "openapi: 3.1.0\ninfo: { title: Mine, version: '1' }\npaths: { /a: { $ref: '#/b' } }\n");
        assertThat(run("mock", "--port", "0", "--contract", file.toString())).isEqualTo(2);
        assertOneSentence("mine.yaml:3", "#/b");
    }

    @Test
    void aContractOfTheUsersComesFirstAndDoesNotTakeTheProvidersAway(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("pets.yaml");
        Files.writeString(
                file,
                "openapi: 3.1.0\ninfo: { title: Pets, version: '1' }\npaths: { /pets: { get: { responses:"
                        + " { '200': { description: All pets. } } } } }\n");
        Served served = new Served(new CommandLine(new Main()), List.of(file));
        assertThat(served.contracts(List.of(), List.of()))
                .extracting(LazyContract::provider)
                .containsExactly("pets", "uniapi", "uniai", "juhe", "relay");
        assertThat(served.contracts(List.of("pets"), List.of()))
                .extracting(LazyContract::provider)
                .containsExactly("pets");
        assertThat(served.contracts(List.of(), List.of("juhe")))
                .extracting(LazyContract::provider)
                .startsWith("juhe", "pets");
        assertThat(run("mock", "--contract", file.toString(), "--provider", "cats"))
                .isEqualTo(2);
        assertOneSentence("cats", "pets, uniapi");
    }

    @Test
    void theGreetingSaysWhereTlsIsAndWhatToTrust(@TempDir Path directory) throws Exception {
        MockOptions options = MockOptions.DEFAULTS
                .withProviders(List.of("uniai"))
                .withTls(new Tls(0, new Tls.SelfMade(Optional.of(directory))));
        try (MockServer server = MockServer.start(options)) {
            assertThat(String.join("\n", Greeting.lines(server)))
                    .contains(server.tlsUrl().orElseThrow())
                    .contains(directory.resolve("localhost.pem").toString())
                    .contains(server.certificate().orElseThrow().fingerprint());
        }
    }

    @Test
    void noCommandIsOneSentenceAndExitCodeTwo() {
        assertThat(run()).isEqualTo(2);
        assertOneSentence("mock or contracts");
    }

    @Test
    void theGreetingSaysWhereAndWhatAndItsCurlWorks() throws Exception {
        try (MockServer server = MockServer.start(MockOptions.DEFAULTS.withProviders(List.of("uniai")))) {
            List<String> lines = Greeting.lines(server);
            assertThat(lines.get(0))
                    .contains(server.url())
                    .contains(server.operationCount() + " operations")
                    .contains("uniai");
            Matcher curl = Pattern.compile("curl (\\S+) -H '([^:]+): ([^']+)' -H '[^']+' -d '(.*)'")
                    .matcher(String.join("\n", Greeting.example(server)));
            assertThat(curl.find()).isTrue();
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(curl.group(1)))
                                    .header(curl.group(2), curl.group(3))
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(curl.group(4)))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }
}

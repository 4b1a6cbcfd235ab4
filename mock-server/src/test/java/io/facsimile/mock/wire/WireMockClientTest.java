package io.facsimile.mock.wire;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.head;
import static com.github.tomakehurst.wiremock.client.WireMock.headRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.VerificationException;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.matching.RequestPatternBuilder;
import com.github.tomakehurst.wiremock.recording.RecordSpecBuilder;
import com.github.tomakehurst.wiremock.security.ClientTokenAuthenticator;
import com.github.tomakehurst.wiremock.security.NotAuthorisedException;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.github.tomakehurst.wiremock.verification.NearMiss;
import io.facsimile.mock.MockOptions;
import io.facsimile.mock.MockServer;
import io.facsimile.mock.answer.Answer;
import io.facsimile.mock.journal.Entry;
import io.facsimile.mock.journal.Journal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The mock, stubbed and verified by WireMock's own Java client, which knows nothing of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WireMockClientTest {
    private static final MockOptions UNIAI =
            MockOptions.DEFAULTS.withProviders(List.of("uniai")).withPace(Answer.Pace.AT_ONCE);
    private static final String CHAT = "{\"model\":\"gpt-x\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private final HttpClient http = HttpClient.newHttpClient();
    private MockServer mock;
    private WireMock wireMock;

    @BeforeAll
    void start() throws IOException {
        mock = MockServer.start(UNIAI);
        wireMock = new WireMock("127.0.0.1", mock.port());
    }

    @BeforeEach
    void forget() {
        wireMock.resetToDefaultMappings();
        mock.reset();
    }

    @AfterAll
    void stop() {
        mock.close();
    }

    private HttpResponse<String> send(MockServer to, String method, String path, String body)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(to.url() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .header("Authorization", "Bearer sk-any")
                        .header("Content-Type", "application/json")
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return send(mock, method, path, body);
    }

    @Test
    void stubsAreRegisteredListedEditedAndRemoved() throws Exception {
        StubMapping stub = wireMock.register(get(urlEqualTo("/mine")).willReturn(okJson("{\"mine\":1}")));
        assertThat(send("GET", "/mine", "").body()).isEqualTo("{\"mine\":1}");
        assertThat(wireMock.allStubMappings().getMappings())
                .extracting(StubMapping::getId)
                .containsExactly(stub.getId());
        wireMock.removeStubMapping(stub);
        assertThat(send("GET", "/mine", "").statusCode()).isEqualTo(404);
        assertThat(wireMock.allStubMappings().getMappings()).isEmpty();
    }

    @Test
    void stubsComeBeforeTheContractByTheirPriorityAndTheContractWhereNoneFits() throws Exception {
        wireMock.register(
                any(anyUrl()).atPriority(9).withHeader("X-Mine", equalTo("1")).willReturn(status(418)));
        wireMock.register(post(urlPathEqualTo("/v1/chat/completions"))
                .atPriority(1)
                .withRequestBody(matchingJsonPath("$.model", equalTo("mine")))
                .willReturn(status(419)));
        assertThat(send("POST", "/v1/chat/completions", CHAT.replace("gpt-x", "mine"))
                        .statusCode())
                .isEqualTo(419);
        assertThat(send("POST", "/v1/chat/completions", CHAT).statusCode()).isEqualTo(200);
    }

    @Test
    void aKeyIsVerifiedButNotShown() throws Exception {
        wireMock.register(get("/mine").willReturn(ok("mine")));
        send("GET", "/mine", "");
        send("GET", "/v1/models", "");
        RequestPatternBuilder ours = anyRequestedFor(anyUrl()).withHeader("Authorization", equalTo("Bearer sk-any"));
        wireMock.verifyThat(2, ours);
        assertThat(wireMock.find(ours)).hasSize(2).allSatisfy(seen -> assertThat(seen.getHeader("Authorization"))
                .isEqualTo("Bearer " + Journal.hash("sk-any")));
    }

    @Test
    void whatTheAdminApiCannotDoIsToldInItsOwnForm() throws Exception {
        HttpResponse<String> answer = send("POST", "/__admin/mappings/import", "{}");
        assertThat(answer.statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(answer.body()).contains("\"errors\"").contains("\"title\"");
    }

    @Test
    void whatAStubAnsweredIsInTheSimulatorsJournalToo() throws Exception {
        wireMock.register(post(urlPathEqualTo("/v1/chat/completions")).willReturn(status(418)));
        wireMock.register(get("/mine").willReturn(ok("mine").withFixedDelay(1)));
        wireMock.register(get("/broken").willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
        assertThat(send("POST", "/v1/chat/completions", CHAT).statusCode()).isEqualTo(418);
        assertThat(send("GET", "/mine", "").body()).isEqualTo("mine");
        assertThatIOException().isThrownBy(() -> send("GET", "/broken", ""));
        assertThat(send("GET", "/v1/models", "").statusCode()).isEqualTo(200);

        List<Entry> seen = mock.exchanges();
        assertThat(seen)
                .extracting(Entry::operation)
                .containsSubsequence("createChatCompletion", "", "listModels")
                .doesNotContain("__admin");
        assertThat(seen.get(0).verdict()).isEqualTo(Entry.Verdict.STUBBED);
        assertThat(seen.get(0).status()).isEqualTo(418);
        assertThat(seen.get(0).provider()).isEqualTo("uniai");
        assertThat(seen.get(0).key()).isEqualTo(Journal.hash("sk-any"));
        assertThat(seen.get(0).body()).asString().isEqualTo(CHAT);
        assertThat(seen.get(0).micros()).isPositive();
        assertThat(seen.get(1).verdict()).isEqualTo(Entry.Verdict.STUBBED);
        assertThat(seen.get(1).path()).isEqualTo("/mine");
        assertThat(seen.get(1).problem()).isEmpty();
        // A client may ask again for what broke.
        assertThat(seen)
                .filteredOn(e -> e.path().equals("/broken"))
                .isNotEmpty()
                .allSatisfy(e -> assertThat(e.problem()).isEqualTo("the stub breaks the connection: EMPTY_RESPONSE"));
        assertThat(seen.get(seen.size() - 1).verdict()).isEqualTo(Entry.Verdict.VALID);
        // Each is there once for WireMock's client, whoever answered.
        wireMock.verifyThat(1, postRequestedFor(urlEqualTo("/v1/chat/completions")));
        wireMock.verifyThat(1, getRequestedFor(urlEqualTo("/mine")));
        wireMock.verifyThat(1, getRequestedFor(urlEqualTo("/v1/models")));
        assertThat(send("GET", "/__facsimile/journal?verdict=stubbed&status=418", "")
                        .body())
                .contains("\"verdict\" : \"stubbed\"")
                .doesNotContain("/mine");
    }

    @Test
    void aHeadMeetsTheStubsForHeadThenThoseForGet() throws Exception {
        wireMock.register(get("/mine").willReturn(ok("seven77").withHeader("X-Of", "get")));
        HttpResponse<String> asGet = send("HEAD", "/mine", "");
        assertThat(asGet.statusCode()).isEqualTo(200);
        assertThat(asGet.body()).isEmpty();
        assertThat(asGet.headers().firstValue("content-length")).contains("7");
        assertThat(asGet.headers().firstValue("x-of")).contains("get");
        wireMock.register(head(urlEqualTo("/mine")).willReturn(status(204).withHeader("X-Of", "head")));
        HttpResponse<String> asHead = send("HEAD", "/mine", "");
        assertThat(asHead.statusCode()).isEqualTo(204);
        assertThat(asHead.headers().firstValue("x-of")).contains("head");
        wireMock.verifyThat(1, headRequestedFor(urlEqualTo("/mine")));
        assertThat(send("GET", "/mine", "").body()).isEqualTo("seven77");
    }

    @Test
    void scenariosHaveStates() throws Exception {
        wireMock.register(get("/job")
                .inScenario("job")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(ok("running"))
                .willSetStateTo("done"));
        wireMock.register(
                get("/job").inScenario("job").whenScenarioStateIs("done").willReturn(ok("done")));
        assertThat(send("GET", "/job", "").body()).isEqualTo("running");
        assertThat(send("GET", "/job", "").body()).isEqualTo("done");
        wireMock.resetScenarios();
        assertThat(send("GET", "/job", "").body()).isEqualTo("running");
    }

    @Test
    void answersAreTemplates() throws Exception {
        wireMock.register(post(urlPathEqualTo("/v1/chat/completions"))
                .willReturn(aResponse()
                        .withTransformers("response-template")
                        .withBody("{{request.path}} {{jsonPath request.body '$.model'}}"
                                + " {{request.headers.Authorization}} {{request.query.a}}")));
        assertThat(send("POST", "/v1/chat/completions?a=1", CHAT).body())
                .isEqualTo("/v1/chat/completions gpt-x Bearer sk-any 1");
    }

    @Test
    void formsAndCookiesAreMatched() throws Exception {
        wireMock.register(post("/form")
                .withFormParam("name", equalTo("a b"))
                .withCookie("session", equalTo("7"))
                .willReturn(ok("fits")));
        HttpRequest request = HttpRequest.newBuilder(URI.create(mock.url() + "/form"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Cookie", "other=1; session=7")
                .POST(HttpRequest.BodyPublishers.ofString("name=a+b&x=1"))
                .build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).body())
                .isEqualTo("fits");
    }

    @Test
    void answersAreDelayedAndBroken() throws Exception {
        wireMock.register(get("/late").willReturn(ok().withFixedDelay(300)));
        Instant begin = Instant.now();
        assertThat(send("GET", "/late", "").statusCode()).isEqualTo(200);
        assertThat(Duration.between(begin, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        wireMock.register(get("/dribble").willReturn(ok("0123456789").withChunkedDribbleDelay(5, 300)));
        begin = Instant.now();
        assertThat(send("GET", "/dribble", "").body()).isEqualTo("0123456789");
        assertThat(Duration.between(begin, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(250));
        for (Fault fault : Fault.values()) {
            wireMock.register(get("/broken").willReturn(aResponse().withFault(fault)));
            for (HttpClient.Version version : HttpClient.Version.values()) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(mock.url() + "/broken"))
                        .version(version)
                        .timeout(Duration.ofSeconds(20))
                        .build();
                assertThatIOException()
                        .as(fault + " over " + version)
                        .isThrownBy(() -> http.send(request, HttpResponse.BodyHandlers.ofString()))
                        .isNotInstanceOf(HttpTimeoutException.class);
            }
        }
    }

    @Test
    void whatTheContractAnsweredIsVerifiedWithHeadersAndBody() throws Exception {
        send("POST", "/v1/chat/completions", CHAT);
        send("POST", "/v1/chat/completions", CHAT);
        send("GET", "/v1/models", "");
        wireMock.verifyThat(
                2,
                postRequestedFor(urlPathEqualTo("/v1/chat/completions"))
                        .withHeader("Authorization", equalTo("Bearer sk-any"))
                        .withRequestBody(matchingJsonPath("$.model", equalTo("gpt-x"))));
        wireMock.verifyThat(1, getRequestedFor(urlEqualTo("/v1/models")));
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> wireMock.verifyThat(3, postRequestedFor(urlPathEqualTo("/v1/chat/completions"))));
        List<LoggedRequest> found = wireMock.find(postRequestedFor(anyUrl()).withRequestBody(containing("hi")));
        assertThat(found).hasSize(2);
        assertThat(found.get(0).getBodyAsString()).isEqualTo(CHAT);
        assertThat(found.get(0).getAbsoluteUrl()).isEqualTo(mock.url() + "/v1/chat/completions");
    }

    @Test
    void whatStubsAnsweredAndWhatTheContractAnsweredIsCountedOnceAndInOrder() throws Exception {
        send("GET", "/v1/models", "");
        wireMock.register(get("/mine").willReturn(ok()));
        send("GET", "/mine", "");
        send("GET", "/v1/models", "");
        wireMock.verifyThat(2, getRequestedFor(urlEqualTo("/v1/models")));
        wireMock.verifyThat(1, getRequestedFor(urlEqualTo("/mine")));
        assertThat(wireMock.getServeEvents())
                .extracting(event -> event.getRequest().getUrl())
                .containsExactly("/v1/models", "/mine", "/v1/models");
        assertThat(wireMock.getServeEvents())
                .extracting(event -> event.getWasMatched())
                .containsExactly(true, true, true);
        assertThat(wireMock.getServeEvents().get(0).getResponse().getStatus()).isEqualTo(200);
    }

    @Test
    void resettingAndRemovingForgetsRequestsForWireMockOnly() throws Exception {
        send("GET", "/v1/models", "");
        wireMock.resetRequests();
        wireMock.verifyThat(0, getRequestedFor(anyUrl()));
        assertThat(mock.exchanges()).hasSize(1);
        send("GET", "/v1/models", "");
        send("POST", "/v1/chat/completions", CHAT);
        wireMock.removeEvents(getRequestedFor(anyUrl()));
        assertThat(wireMock.getServeEvents()).hasSize(1);
        wireMock.verifyThat(1, postRequestedFor(anyUrl()));
    }

    @Test
    void nearMissesTellWhyAStubDidNotFit() throws Exception {
        wireMock.register(post("/v1/chat/completions")
                .withRequestBody(matchingJsonPath("$.model", equalTo("mine")))
                .willReturn(ok()));
        send("POST", "/v1/chat/completionz", CHAT);
        assertThat(wireMock.findAllUnmatchedRequests()).hasSize(1);
        List<NearMiss> misses = wireMock.findNearMissesForAllUnmatchedRequests();
        assertThat(misses).hasSize(1);
        assertThat(misses.get(0).getDiff().toString()).contains("mine");
    }

    @Test
    void oddAddressesAreNoFaultsOfTheServerWhileThereAreStubs() throws Exception {
        wireMock.register(get("/mine").willReturn(ok()));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), mock.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET /v1/a|b[c]%zz?q=^{} HTTP/1.1\r\nHost: mock\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 404");
        }
        wireMock.verifyThat(1, getRequestedFor(anyUrl()));
    }

    @Test
    void aRecordedSessionIsPlayedBack(@TempDir Path directory) throws Exception {
        Files.createDirectories(directory.resolve("mappings"));
        Files.createDirectories(directory.resolve("__files"));
        String recorded;
        WireMockServer recorder =
                new WireMockServer(options().dynamicPort().usingFilesUnderDirectory(directory.toString()));
        recorder.start();
        try {
            recorder.startRecording(new RecordSpecBuilder()
                    .forTarget(mock.url())
                    .extractTextBodiesOver(100)
                    .build());
            recorded = http.send(
                            HttpRequest.newBuilder(URI.create(recorder.baseUrl() + "/v1/chat/completions"))
                                    .POST(HttpRequest.BodyPublishers.ofString(CHAT))
                                    .header("Authorization", "Bearer sk-any")
                                    .header("Content-Type", "application/json")
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            assertThat(recorder.stopRecording().getStubMappings()).hasSize(1);
        } finally {
            recorder.stop();
        }
        assertThat(directory.resolve("__files")).isNotEmptyDirectory();
        try (MockServer player = MockServer.start(UNIAI.withStubs(directory))) {
            assertThat(send(player, "POST", "/v1/chat/completions", CHAT).body())
                    .isEqualTo(recorded);
            String other = send(player, "POST", "/v1/chat/completions", CHAT.replace("hi", "ho"))
                    .body();
            assertThat(other).isNotEqualTo(recorded).contains("chat.completion");
        }
    }

    @Test
    void theMockRecordsASessionOfAnotherServerItself() throws Exception {
        try (MockServer other = MockServer.start(UNIAI)) {
            wireMock.startStubRecording(
                    new RecordSpecBuilder().forTarget(other.url()).makeStubsPersistent(false));
            String recorded = send("POST", "/v1/chat/completions", CHAT).body();
            assertThat(other.exchanges()).hasSize(1);
            wireMock.stopStubRecording();
            assertThat(send("POST", "/v1/chat/completions", CHAT).body()).isEqualTo(recorded);
            assertThat(other.exchanges()).hasSize(1);
        }
    }

    @Test
    void requestsArePassedOnOnlyToThisMachineAndHostsThatWereNamed() throws Exception {
        try (MockServer other = MockServer.start(UNIAI)) {
            wireMock.register(get("/v1/models").willReturn(aResponse().proxiedFrom(other.url())));
            assertThat(send("GET", "/v1/models", "").statusCode()).isEqualTo(200);
            assertThat(other.exchanges()).hasSize(1);
            wireMock.register(get("/v1/models").willReturn(aResponse().proxiedFrom("http://192.0.2.1:9")));
            HttpResponse<String> refused = send("GET", "/v1/models", "");
            assertThat(refused.statusCode()).isEqualTo(500);
            assertThat(refused.body()).contains("proxy address is denied").contains("--proxy-hosts");
            assertThat(mock.exchanges()).last().extracting(Entry::verdict).isEqualTo(Entry.Verdict.STUBBED);
        }
    }

    @Test
    void aStubThatFailsIsNamedToItsUserAndStubbedInTheJournal() throws Exception {
        StubMapping template = wireMock.register(get("/template")
                .withName("my template")
                .willReturn(aResponse().withTransformers("response-template").withBody("{{#if}} {{/wrong}}")));
        StubMapping file = wireMock.register(get("/file").willReturn(aResponse().withBodyFile("not-there.json")));
        for (StubMapping stub : List.of(template, file)) {
            mock.reset();
            String path = stub.getRequest().getUrl();
            HttpResponse<String> answer = send("GET", path, "");
            assertThat(answer.statusCode()).as(path).isEqualTo(500);
            assertThat(answer.headers().firstValue("content-type")).contains("application/json");
            assertThat(answer.body())
                    .startsWith("{\"error\":\"the stub ")
                    .contains(" failed: ")
                    .contains(stub.getId().toString())
                    .contains(path.equals("/file") ? "not-there.json" : "my template");
            Entry entry = mock.exchanges().get(0);
            assertThat(entry.verdict()).isEqualTo(Entry.Verdict.STUBBED);
            assertThat(entry.status()).isEqualTo(500);
            assertThat(entry.problem()).startsWith("the stub ").doesNotContain("\n");
        }
    }

    @Test
    void theSimulatorsOwnApiIsNobodyElsesToAnswerOrToRecord() throws Exception {
        wireMock.register(any(anyUrl()).willReturn(status(418)));
        assertThat(send("GET", "/v1/models", "").statusCode()).isEqualTo(418);
        assertThat(send("GET", "/__facsimile/health", "").body()).contains("\"status\" : \"up\"");
        assertThat(send("HEAD", "/__facsimile/health", "").statusCode()).isEqualTo(200);
        wireMock.resetToDefaultMappings();
        try (MockServer other = MockServer.start(UNIAI)) {
            wireMock.startStubRecording(
                    new RecordSpecBuilder().forTarget(other.url()).makeStubsPersistent(false));
            send("GET", "/__facsimile/health", "");
            send("GET", "/v1/models", "");
            assertThat(wireMock.stopStubRecording().getStubMappings())
                    .extracting(stub -> stub.getRequest().getUrl())
                    .containsExactly("/v1/models");
        }
    }

    @Test
    void aRecordingThatCouldReachNothingIsRefusedWhenItStarts() throws Exception {
        for (String target : List.of("http://192.0.2.1:9", "https://api.example.invalid", "http://[2001:db8::1]/")) {
            HttpResponse<String> refused =
                    send("POST", "/__admin/recordings/start", "{\"targetBaseUrl\":\"" + target + "\"}");
            assertThat(refused.statusCode()).as(target).isEqualTo(422);
            assertThat(refused.body()).contains("\"errors\"").contains("--proxy-hosts");
        }
        for (String target : List.of("no address", "api.example.com", "ftp://127.0.0.1/", "http:///x")) {
            HttpResponse<String> refused =
                    send("POST", "/__admin/recordings/start", "{\"targetBaseUrl\":\"" + target + "\"}");
            assertThat(refused.statusCode()).as(target).isEqualTo(422);
            assertThat(refused.body())
                    .contains("targetBaseUrl has to be an address")
                    .contains(target);
        }
        assertThat(send("GET", "/__admin/recordings/status", "").body()).doesNotContain("Recording");
        assertThat(send("GET", "/v1/models", "").statusCode()).isEqualTo(200);
        try (MockServer open = MockServer.start(UNIAI.withProxyHosts(List.of("*.example.invalid")))) {
            assertThat(send(
                                    open,
                                    "POST",
                                    "/__admin/recordings/start",
                                    "{\"targetBaseUrl\":\"https://api.example.invalid\"}")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void whatTheContractAnsweredIsNoUnmatchedRequestAndIsDatedWhenItCame() throws Exception {
        send("GET", "/v1/models", "");
        send("GET", "/v1/modelz", "");
        Instant came = mock.exchanges().get(0).time();
        Thread.sleep(1_100);
        assertThat(wireMock.findAllUnmatchedRequests())
                .extracting(LoggedRequest::getUrl)
                .containsExactly("/v1/modelz");
        assertThat(wireMock.getServeEvents()).extracting(e -> e.getWasMatched()).containsExactly(false, true);
        assertThat(wireMock.getServeEvents().get(1).getRequest().getLoggedDate().toInstant())
                .isBetween(came.minusMillis(1), came.plusMillis(1));
    }

    @Test
    void stubsSeeBodiesWithoutTheirCompression() throws Exception {
        wireMock.register(post("/mine")
                .withRequestBody(matchingJsonPath("$.model", equalTo("gpt-x")))
                .willReturn(ok("fits")));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(CHAT.getBytes(StandardCharsets.UTF_8));
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(mock.url() + "/mine"))
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(packed.toByteArray()))
                .build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).body())
                .isEqualTo("fits");
        wireMock.verifyThat(1, postRequestedFor(anyUrl()).withRequestBody(containing("gpt-x")));
    }

    @Test
    void whereATokenIsAskedForWireMocksAdminApiAsksForIt() throws Exception {
        try (MockServer guarded = MockServer.start(UNIAI.withAdminToken("secret"))) {
            assertThatExceptionOfType(NotAuthorisedException.class)
                    .isThrownBy(() -> new WireMock("127.0.0.1", guarded.port()).allStubMappings());
            WireMock known = WireMock.create()
                    .host("127.0.0.1")
                    .port(guarded.port())
                    .authenticator(new ClientTokenAuthenticator("secret"))
                    .build();
            assertThat(known.allStubMappings().getMappings()).isEmpty();
        }
    }

    private String admin(String method, String path, String body) throws Exception {
        return send(method, "/__admin/" + path, body).body();
    }

    @Test
    void secretsInBodiesAreShownAsHashesAndVerifiedAsTheyCame() throws Exception {
        String secret = "sk-very-secret";
        String body = CHAT.replace("{\"model\"", "{\"api_key\":\"" + secret + "\",\"max_tokens\":5,\"model\"");
        send("POST", "/v1/chat/completions", body);
        send("POST", "/v1/nothing", body);
        wireMock.register(post(urlEqualTo("/v1/stubbed")).willReturn(ok()));
        send("POST", "/v1/stubbed", body);
        String pattern = "{\"method\":\"POST\",\"urlPath\":\"/v1/nothin\"}";
        for (String shown : List.of(
                admin("GET", "requests", ""),
                admin("POST", "requests/find", "{\"method\":\"POST\"}"),
                admin("GET", "requests/unmatched", ""),
                admin("GET", "requests/unmatched/near-misses", ""),
                admin("POST", "near-misses/request-pattern", pattern))) {
            assertThat(shown).contains("max_tokens").doesNotContain(secret, "Bearer sk-any");
        }
        wireMock.verifyThat(3, postRequestedFor(anyUrl()).withRequestBody(matchingJsonPath("$.max_tokens")));
        wireMock.verifyThat(1, postRequestedFor(urlEqualTo("/v1/stubbed")).withRequestBody(containing(secret)));
        LoggedRequest seen =
                wireMock.find(postRequestedFor(urlEqualTo("/v1/stubbed"))).get(0);
        assertThat(seen.getBodyAsString()).isEqualTo(body.replace(secret, Journal.hash(secret)));
    }

    @Test
    void secretsInFormsAreShownAsHashes() throws Exception {
        String secret = "sk-very-secret";
        String part = "--cut\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n";
        String parts = part.formatted("client_secret", secret) + part.formatted("prompt", "a token=1") + "--cut--\r\n";
        for (String[] form : List.of(
                new String[] {"application/x-www-form-urlencoded", "prompt=hi&client_secret=" + secret},
                new String[] {"multipart/form-data; boundary=cut", parts})) {
            mock.reset();
            http.send(
                    HttpRequest.newBuilder(URI.create(mock.url() + "/v1/nothing"))
                            .POST(HttpRequest.BodyPublishers.ofString(form[1]))
                            .header("Content-Type", form[0])
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            assertThat(admin("GET", "requests", ""))
                    .contains(Journal.hash(secret), "prompt")
                    .doesNotContain(secret);
            assertThat(send("GET", "/__facsimile/journal", "").body())
                    .contains(Journal.hash(secret), "prompt")
                    .doesNotContain(secret);
            LoggedRequest seen =
                    wireMock.find(postRequestedFor(urlEqualTo("/v1/nothing"))).get(0);
            assertThat(seen.getBodyAsString()).isEqualTo(form[1].replace(secret, Journal.hash(secret)));
        }
    }
}

package io.facsimile.junit5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Stubs of a test's own, beside other tests on the same server. */
@Execution(ExecutionMode.CONCURRENT)
class OwnStubsTest {
    @RegisterExtension
    static final FacsimileExtension FACSIMILE = FacsimileExtension.serving("juhe");

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String CHAT = "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private static HttpResponse<String> send(Facsimile mock, String path, String body) throws Exception {
        return send(mock, mock.key(), path, body);
    }

    private static HttpResponse<String> send(Facsimile mock, String key, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(mock.url() + path))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json");
        return HTTP.send(
                (body.isEmpty() ? request : request.POST(HttpRequest.BodyPublishers.ofString(body))).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> chat(Facsimile mock) throws Exception {
        return chat(mock, mock.key());
    }

    private static HttpResponse<String> chat(Facsimile mock, String key) throws Exception {
        return send(mock, key, "/v1/chat/completions", CHAT);
    }

    private static String answering(String path, String body) {
        return "{\"request\":{\"urlPath\":\"" + path + "\"},\"response\":{\"body\":\"" + body + "\"}}";
    }

    @BeforeAll
    static void everyTestHasTheStubsOfItsClass(Facsimile mock) {
        mock.stub(answering("/v1/models", "of the class"));
    }

    @AfterAll
    static void stubsEndWithTheirTests(Facsimile mock) throws Exception {
        assertThat(send(mock, "/__admin/mappings", "").body())
                .as("the class's own stub is left")
                .contains("of the class", "\"total\" : 1")
                .doesNotContain("/v1/chat/completions");
    }

    @RepeatedTest(4)
    void testsHaveStubsOfTheirOwnForOnePath(Facsimile mock) throws Exception {
        mock.stub(answering("/v1/chat/completions", mock.key()));
        for (int i = 0; i < 20; i++) {
            assertThat(chat(mock).body()).isEqualTo(mock.key());
            assertThat(chat(mock, "sk-of-nobody").body()).contains("chat.completion");
        }
        mock.verify("createChatCompletion").wasCalled(20).sent(1, "/model", "gpt-4o");
    }

    @Test
    void whoHasNoStubIsAnsweredAsUsual(Facsimile mock) throws Exception {
        assertThat(chat(mock).body()).contains("chat.completion");
        assertThat(send(mock, "/v1/models", "").body()).isEqualTo("of the class");
    }

    @Test
    void whatAStubDoesNotMeetIsAnsweredAsUsual(Facsimile mock) throws Exception {
        mock.stub("{\"request\":{\"url\":\"/v1/chat/completions\",\"bodyPatterns\":[{\"contains\":\"bye\"}]},"
                + "\"response\":{\"status\":418}}");
        assertThat(chat(mock).statusCode()).isEqualTo(200);
        assertThat(send(mock, "/v1/chat/completions", CHAT.replace("hi", "bye")).statusCode())
                .isEqualTo(418);
        mock.verify("createChatCompletion").wasCalled(2);
    }

    @RepeatedTest(2)
    void theStatesOfStubsAreTheTestsOwn(Facsimile mock) throws Exception {
        mock.stub("{\"mappings\":["
                + "{\"scenarioName\":\"s\",\"requiredScenarioState\":\"Started\",\"newScenarioState\":\"later\","
                + "\"request\":{\"url\":\"/v1/chat/completions\"},\"response\":{\"status\":503}},"
                + "{\"scenarioName\":\"s\",\"requiredScenarioState\":\"later\","
                + "\"request\":{\"url\":\"/v1/chat/completions\"},\"response\":{\"status\":204}}]}");
        assertThat(chat(mock).statusCode()).isEqualTo(503);
        assertThat(chat(mock).statusCode()).isEqualTo(204);
    }

    @Test
    void aStubMayStandInAFile(Facsimile mock, @TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("stub.json"), answering("/v1/chat/completions", "of a file"));
        mock.stub(file);
        assertThat(chat(mock).body()).isEqualTo("of a file");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mock.stub(directory.resolve("none.json")))
                .withMessageContaining("none.json");
    }

    @Test
    void whatIsNoStubIsTold(Facsimile mock) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mock.stub("{\"request\":"))
                .withMessageStartingWith("the stub is no JSON");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mock.stub("{\"request\":{\"urlPaht\":\"/a\"},\"response\":{}}"))
                .withMessageStartingWith("the stub cannot be read: ")
                .withMessageContaining("urlPaht");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mock.stub("{\"request\":{\"url\":\"/a\"}}"))
                .withMessage("a stub is a JSON object with request and response, as WireMock writes its mappings; the"
                        + " response is missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mock.stub("{\"request\":{\"customMatcher\":{\"name\":\"mine\"}},\"response\":{}}"))
                .withMessageContaining("customMatcher");
    }

    @Nested
    class Inside {
        @Test
        void nestedTestsHaveTheStubsOfTheClassAroundThem(Facsimile mock) throws Exception {
            assertThat(send(mock, "/v1/models", "").body()).isEqualTo("of the class");
        }
    }
}

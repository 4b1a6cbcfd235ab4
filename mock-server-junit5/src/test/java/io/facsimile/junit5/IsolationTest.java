package io.facsimile.junit5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What one test does is nothing to another, however much it is. */
@ExtendWith(FacsimileExtension.class)
@Execution(ExecutionMode.CONCURRENT)
class IsolationTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String CHAT = "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final int MANY = 1_001;
    private static final Set<String> KEYS = ConcurrentHashMap.newKeySet();

    private static String ofTheClass = "";

    private static HttpResponse<String> send(Facsimile mock, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(mock.url() + path))
                .header("Authorization", "Bearer " + mock.key())
                .header("Content-Type", "application/json");
        return HTTP.send(
                (body.isEmpty() ? request : request.POST(HttpRequest.BodyPublishers.ofString(body))).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static int chat(Facsimile mock, String body) throws Exception {
        KEYS.add(mock.key());
        return send(mock, "/v1/chat/completions", body).statusCode();
    }

    @BeforeAll
    static void aClassHasAKeyOfItsOwn(Facsimile mock) {
        mock.when("createChatCompletion").status(418).always();
        ofTheClass = mock.key();
    }

    @AfterAll
    static void scenariosEndWithTheirTests(Facsimile mock) throws Exception {
        assertThat(mock.key()).isEqualTo(ofTheClass);
        String rules = send(mock, "/__facsimile/faults", "").body();
        assertThat(rules).as("the class's own rule").contains("code=418");
        assertThat(rules).as("rules of tests that have ended").doesNotContain("code=599", "code=503");
        assertThat(KEYS).hasSize(4);
    }

    @Test
    void everyCallOfATestIsKept(Facsimile mock) throws Exception {
        for (int i = 0; i < MANY; i++) {
            chat(mock, CHAT);
        }
        mock.verify("createChatCompletion").wasCalled(MANY).sent(1, "/model", "gpt-4o");
    }

    @Test
    void theCallsOfOthersDoNotPushOutOnesOwn(Facsimile mock) throws Exception {
        String large = "x".repeat(100_000);
        chat(mock, CHAT.replace("hi", large));
        for (int i = 0; i < MANY; i++) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(mock.url() + "/v1/models"))
                    .header("Authorization", "Bearer sk-other")
                    .build();
            HTTP.send(request, HttpResponse.BodyHandlers.discarding());
        }
        mock.verify("createChatCompletion").wasCalled(1).sent(1, "/messages/0/content", large);
    }

    @Test
    void manyScenariosMayBeUsedUp(Facsimile mock) throws Exception {
        mock.when("createChatCompletion").status(599).always();
        for (int i = 0; i < MANY; i++) {
            mock.when("createChatCompletion").status(503).times(1);
            assertThat(chat(mock, CHAT)).isEqualTo(503);
        }
        assertThat(chat(mock, CHAT)).isEqualTo(599);
    }

    @Test
    void aCallThatMetNoOperationIsShown(Facsimile mock) throws Exception {
        KEYS.add(mock.key());
        send(mock, "/v1/chat/completion", CHAT);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> mock.verify("createChatCompletion").wasCalled(1))
                .withMessageContaining(
                        "POST /v1/chat/completion (no operation; the nearest is createChatCompletion, but"
                                + " \"completion\" stands where \"completions\" is expected) was answered with 404");
    }
}

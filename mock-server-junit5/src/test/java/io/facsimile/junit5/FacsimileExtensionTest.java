package io.facsimile.junit5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.facsimile.mock.fault.Fault;
import io.facsimile.mock.journal.Journal;
import io.facsimile.mock.journal.Sending;
import io.facsimile.mock.scenario.InvalidScenario;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The extension as its users have it. */
@Execution(ExecutionMode.CONCURRENT)
class FacsimileExtensionTest {
    @RegisterExtension
    static final FacsimileExtension FACSIMILE = FacsimileExtension.serving("uniai");

    private static final String CHAT = "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private static int chat(Facsimile mock, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(mock.url() + "/v1/chat/completions"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + mock.key())
                .header("Content-Type", "application/json")
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @RepeatedTest(4)
    void aScenarioHoldsForThisTestAloneAndSoManyTimes(Facsimile mock) throws Exception {
        mock.when("createChatCompletion").status(503).times(2);
        assertThat(chat(mock, CHAT)).isEqualTo(503);
        assertThat(chat(mock, CHAT)).isEqualTo(503);
        assertThat(chat(mock, CHAT)).isEqualTo(200);
        mock.verify("createChatCompletion")
                .wasCalled(3)
                .sent(2, "/model", "gpt-4o")
                .sent(3, "/messages/0/content", "hi");
    }

    @Test
    void theAddressIsGivenToo(URI address) {
        assertThat(address.getScheme()).isEqualTo("http");
    }

    @Test
    void aBrokenConnectionIsOneForTheClientToo(Facsimile mock) {
        mock.when("createChatCompletion").fault(Fault.EMPTY).always();
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> chat(mock, CHAT));
    }

    @Test
    void aFailureShowsWhatWasSeen(Facsimile mock) throws Exception {
        chat(mock, CHAT);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> mock.verify("createChatCompletion").wasCalled(2))
                .withMessage("expected createChatCompletion to be called 2 times, but it was called 1 times; what was"
                        + " called:\n  POST /v1/chat/completions (createChatCompletion) was answered with 200: "
                        + CHAT);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> mock.verify("createChatCompletion").sent(1, "/model", "gpt-5"))
                .withMessage("expected call 1 of createChatCompletion to send \"gpt-5\" at /model, but it sent"
                        + " \"gpt-4o\": " + CHAT);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> mock.verify("createImage").wasCalled(1))
                .withMessageContaining("POST /v1/chat/completions");
        mock.verify("createImage").wasNotCalled();
    }

    @Test
    void whatWasNotSentIsNotTakenForSent(Facsimile mock) throws Exception {
        chat(mock, CHAT.replace("\"model\"", "\"n\":1,\"temperature\":0.1,\"model\""));
        Calls calls = mock.verify("createChatCompletion")
                .sent(1, "/n", 1)
                .sent(1, "/n", 1L)
                .sent(1, "/n", 1.0)
                .sent(1, "/temperature", 0.1f)
                .sent(1, "/messages/0", Map.of("role", "user", "content", "hi"))
                .sent(1, "/messages", List.of(Map.of("role", "user", "content", "hi")));
        Map<String, Object> notSent = new LinkedHashMap<>();
        notSent.put("/nothing/here", "");
        notSent.put("/messages", "");
        notSent.put("/messages/0", Map.of("a", 1));
        notSent.put("/messages/0/content", List.of());
        notSent.put("/n", "1");
        notSent.put("/temperature", 1);
        notSent.put("/model", true);
        for (Map.Entry<String, Object> each : notSent.entrySet()) {
            assertThatExceptionOfType(AssertionError.class)
                    .as(each.toString())
                    .isThrownBy(() -> calls.sent(1, each.getKey(), each.getValue()))
                    .withMessageContaining(" at " + each.getKey() + ", but it sent ");
        }
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> calls.sent(1, "/nothing/here", ""))
                .withMessageContaining("to send \"\" at /nothing/here, but it sent nothing there: {");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> calls.sent(1, "/messages", Map.of("a", 1)))
                .withMessageContaining("to send {\"a\":1} at /messages, but it sent [{\"role\":\"user\",");
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> calls.sent(1, "/nothing/here", null));
    }

    @Test
    void aCallThatBreaksTheContractIsFound(Facsimile mock) throws Exception {
        chat(mock, CHAT.replace("\"hi\"", "5"));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> mock.verify("createChatCompletion").keptTheContract())
                .withMessageContaining("messages[0].content");
    }

    @Test
    void aTestSaysHowAStreamHasToEnd(Facsimile mock) throws Exception {
        String stream = CHAT.replace("\"model\"", "\"stream\":true,\"model\"");
        chat(mock, stream);
        mock.when("createChatCompletion").cut(3).times(1);
        chat(mock, stream);
        chat(mock, CHAT);
        mock.verify("createChatCompletion")
                .wasCalled(3)
                .streamEnded(1, Sending.Ending.WHOLE)
                .streamEnded(2, Sending.Ending.CUT);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> mock.verify("createChatCompletion").streamEnded(2, Sending.Ending.WHOLE))
                .withMessageStartingWith("expected the stream of call 2 of createChatCompletion to end whole, but it is"
                        + " cut after 3 events; what was called:\n")
                .withMessageContaining("was answered with 200, as a stream, cut after 3 events: ");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> mock.verify("createChatCompletion").streamEnded(3, Sending.Ending.WHOLE))
                .withMessageStartingWith("expected a stream as the answer to call 3");
    }

    @Test
    void aClientThatHangsUpIsFoundOut(Facsimile mock) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(mock.url() + "/v1/chat/completions"))
                .POST(HttpRequest.BodyPublishers.ofString(CHAT.replace("\"model\"", "\"stream\":true,\"model\"")))
                .header("Authorization", "Bearer " + mock.key())
                .header("Content-Type", "application/json")
                .header("Prefer", "ttft=600000")
                .build();
        HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofInputStream())
                .body()
                .close();
        mock.verify("createChatCompletion").streamEnded(1, Sending.Ending.HUNG_UP);
    }

    @Test
    void aClientWithAnotherKeyIsSeenInTheMessage(Facsimile mock) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(mock.url() + "/v1/images/generations"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\":\"a cat\"}"))
                .header("Authorization", "Bearer sk-forgotten")
                .header("Content-Type", "application/json")
                .build();
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> mock.verify("createImage").wasCalled(1))
                .withMessageContaining("nothing was called with this test's key (" + Journal.hash(mock.key()) + ");"
                        + " with other keys, or none, came:\n")
                .withMessageContaining("POST /v1/images/generations (createImage) with the key "
                        + Journal.hash("sk-forgotten") + " was answered with ");
    }

    @Test
    void callsThatNeverCameDidNotKeepTheContract(Facsimile mock) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> mock.verify("createImage").keptTheContract())
                .withMessageContaining("but there were none");
    }

    @Test
    void aWishSaysEachThingOnceAndEveryWordThatScenariosHave(Facsimile mock) throws Exception {
        assertThatExceptionOfType(InvalidScenario.class)
                .isThrownBy(() -> mock.when("createImage").status(503).cause("rate-limit"))
                .withMessageContaining("when(\"createImage\") says code twice: 503, then rate-limit");
        mock.when("createImage").status(400).always();
        mock.when("createChatCompletion")
                .status(503)
                .retryAfter(Duration.ofMillis(500))
                .times(1);
        HttpRequest request = HttpRequest.newBuilder(URI.create(mock.url() + "/v1/chat/completions"))
                .POST(HttpRequest.BodyPublishers.ofString(CHAT))
                .header("Authorization", "Bearer " + mock.key())
                .header("Content-Type", "application/json")
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.discarding())
                        .headers()
                        .firstValue("retry-after"))
                .contains("1");
        mock.when("createChatCompletion")
                .ttft(Duration.ofMillis(200))
                .tps(1000)
                .jitter(0.1)
                .speed(2)
                .times(1);
        Instant begin = Instant.now();
        assertThat(chat(mock, CHAT.replace("\"model\"", "\"stream\":true,\"model\"")))
                .isEqualTo(200);
        assertThat(Duration.between(begin, Instant.now())).isGreaterThan(Duration.ofMillis(150));
    }

    @Test
    void whatDoesNotExistIsRefused(Facsimile mock) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mock.verify("createImagee"))
                .withMessageContaining("did you mean \"createImage\"?");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mock.when("createMagic"))
                .withMessageContaining("createMagic");
        assertThatExceptionOfType(InvalidScenario.class)
                .isThrownBy(() -> mock.when("createImage").cause("bad-mood").always())
                .withMessageContaining("bad-mood");
    }

    @Test
    void aWishThatTheOperationCannotMeetIsRefused(Facsimile mock) throws Exception {
        assertThatExceptionOfType(InvalidScenario.class)
                .isThrownBy(
                        () -> mock.when("createChatCompletion").example("nope").always())
                .withMessageContaining("createChatCompletion has no example \"nope\", only ");
        assertThatExceptionOfType(InvalidScenario.class)
                .isThrownBy(() ->
                        mock.when("createChatCompletion").outcome("failure").times(1))
                .withMessageContaining("outcome=failure is about a task, but createChatCompletion submits none");
        assertThatExceptionOfType(InvalidScenario.class)
                .isThrownBy(() -> mock.when("createChatCompletion").times(2))
                .withMessageContaining("nothing says what");
        mock.when("createChatCompletion").cut(2).times(1);
        assertThat(chat(mock, CHAT)).isEqualTo(200);
        assertThat(chat(mock, CHAT.replace("\"model\"", "\"stream\":true,\"model\"")))
                .isEqualTo(200);
        mock.verify("createChatCompletion").wasCalled(2).streamEnded(2, Sending.Ending.CUT);
    }
}

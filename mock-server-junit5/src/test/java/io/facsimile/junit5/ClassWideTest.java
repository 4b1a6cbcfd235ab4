package io.facsimile.junit5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Scenarios of a class hold for each of its tests; a constructor's mock is its test's. */
@ExtendWith(FacsimileExtension.class)
class ClassWideTest {
    private final Facsimile ofConstructor;

    ClassWideTest(Facsimile mock) {
        ofConstructor = mock;
        mock.when("listModels").status(503).times(1);
    }

    @BeforeAll
    static void everyTestBeginsWithABusyGateway(Facsimile mock) {
        mock.when("createChatCompletion").status(529).times(1);
    }

    private static int send(Facsimile mock, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(mock.url() + path))
                .header("Authorization", "Bearer " + mock.key())
                .header("Content-Type", "application/json");
        return HttpClient.newHttpClient()
                .send(
                        (body.isEmpty() ? request : request.POST(HttpRequest.BodyPublishers.ofString(body))).build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static int chat(Facsimile mock) throws Exception {
        return send(
                mock,
                "/v1/chat/completions",
                "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
    }

    @RepeatedTest(2)
    void aScenarioOfTheClassHoldsForEachTestAnew(Facsimile mock) throws Exception {
        assertThat(chat(mock)).isEqualTo(529);
        assertThat(chat(mock)).isEqualTo(200);
        mock.verify("createChatCompletion").wasCalled(2);
    }

    @Test
    void aTestsOwnScenarioComesFirst(Facsimile mock) throws Exception {
        mock.when("createChatCompletion").status(418).times(1);
        assertThat(chat(mock)).isEqualTo(418);
        assertThat(chat(mock)).isEqualTo(529);
    }

    @Test
    void aConstructorsMockIsThatOfItsTest(Facsimile mock) throws Exception {
        assertThat(ofConstructor).isSameAs(mock);
        assertThat(send(mock, "/v1/models", "")).isEqualTo(503);
        assertThat(send(mock, "/v1/models", "")).isEqualTo(200);
    }

    @Test
    void aScenarioThatNobodyEndedIsTold(Facsimile mock) {
        mock.when("createChatCompletion").status(503);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(mock::requireNoneOpen)
                .withMessage(
                        "a scenario was begun, but never held: when(\"createChatCompletion\") code=503; end it with"
                                + " always() or times(…)");
    }

    @Nested
    class Inside {
        @Test
        void nestedTestsHaveTheScenariosOfTheClassAroundThem(Facsimile mock) throws Exception {
            assertThat(chat(mock)).isEqualTo(529);
        }
    }
}

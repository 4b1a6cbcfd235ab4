package io.facsimile.mock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are short and cost much, each found by ten thousand hostile requests. */
@Timeout(20)
class HostileBodiesTest {
    private static final String CHAT =
            "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Say yes.\"}],%s}";

    private static HttpResponse<String> chat(String more) throws IOException, InterruptedException {
        try (MockServer mock = MockServer.start(MockOptions.DEFAULTS.withProviders(List.of("uniai")))) {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(mock.url() + "/v1/chat/completions"))
                                    .header("Authorization", "Bearer sk-any")
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(CHAT.formatted(more)))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        }
    }

    @ParameterizedTest(name = "the number {0} is refused at once, whatever it stands for")
    @ValueSource(strings = {"1e999999999", "-1e999999999", "1e-999999999"})
    void aNumberThatNobodyCanHoldIsRefused(String number) throws Exception {
        HttpResponse<String> answer = chat("\"temperature\":" + number);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("a number is too large or too small");
    }

    @Test
    void anIntegerOfNineHundredDigitsIsRefused() throws Exception {
        assertThat(chat("\"seed\":" + "9".repeat(900)).statusCode()).isEqualTo(400);
    }

    @Test
    void theLargestAndTheSmallestNumbersThatADoubleHoldsAreTaken() throws Exception {
        assertThat(chat("\"user_data\":[1e307,-1e307,4.9e-324]").statusCode()).isEqualTo(200);
    }

    @Test
    void aReferenceThatCannotBeDecodedLeadsNowhere() throws Exception {
        HttpResponse<String> answer =
                chat("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"f\",\"schema\":"
                        + "{\"type\":\"object\",\"required\":[\"a\"],\"properties\":{\"a\":{\"$ref\":\"#/%zz\"}}}}}");
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest(name = "a prompt of {0} and no end is answered")
    @ValueSource(
            strings = {
                "1+",
                "(",
                "keys a and ",
                "a, ",
                "classify as a, ",
                "a/",
                "1.",
                "in Aa, Bb ",
                "list of 5 ",
                "{'a':",
                " 'a"
            })
    void aPromptThatRepeatsItselfIsAnswered(String piece) throws Exception {
        String prompt = "\"messages\":[{\"role\":\"user\",\"content\":\"with " + piece.repeat(20_000) + "\"}]";
        String tool =
                "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\","
                        + "\"properties\":{\"expression\":{\"type\":\"string\"},\"file\":{\"type\":\"string\"},"
                        + "\"city\":{\"type\":\"string\"},\"n\":{\"type\":\"integer\"}}}}}]";
        assertThat(chat(prompt).statusCode()).isEqualTo(200);
        assertThat(chat(prompt + "," + tool).statusCode()).isEqualTo(200);
        assertThat(chat(prompt + ",\"response_format\":{\"type\":\"json_object\"}")
                        .statusCode())
                .isEqualTo(200);
    }
}

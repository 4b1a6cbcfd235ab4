package io.facsimile.mock.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facsimile.mock.CheckedMock;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A mock over real sockets and a client that is refused, or is not. */
final class Refused implements AfterAllCallback {
    static final String CHAT = "/v1/chat/completions";
    static final String RESPONSES = "/v1/responses";
    static final String MESSAGES = "/v1/messages";
    static final String GEMINI = "/v1beta/models/gemini-2.5-flash:generateContent";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final CheckedMock mock = CheckedMock.of("juhe");

    /** Returns the error that a request gets, in the form of whichever dialect. JSON may have ' for ". */
    JsonNode error(String path, String body) throws Exception {
        HttpResponse<String> answer = send(path, body);
        assertThat(answer.statusCode()).as(body + " → " + answer.body()).isEqualTo(400);
        return JSON.readTree(answer.body()).path("error");
    }

    /** Asserts that a request is refused with words, and where the dialect has a place for it, a field. */
    void refuses(String path, String body, String field, String words) throws Exception {
        JsonNode error = error(path, body);
        assertThat(error.path("message").asText()).contains(words);
        if (error.has("param")) {
            assertThat(error.path("param").asText()).isEqualTo(field);
        }
    }

    void answers(String path, String body) throws Exception {
        HttpResponse<String> answer = send(path, body);
        assertThat(answer.statusCode()).as(body + " → " + answer.body()).isEqualTo(200);
    }

    private HttpResponse<String> send(String path, String body) throws Exception {
        return mock.post(path, body.replace('\'', '"'));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        mock.close();
    }
}

package io.facsimile.mock.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facsimile.mock.MockOptions;
import io.facsimile.mock.MockServer;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tasks at the root, where one provider may answer a submit and another the question for it. */
class MergedTasksTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static MockServer mock;

    @BeforeAll
    static void start() throws Exception {
        mock = MockServer.start(MockOptions.DEFAULTS.withProviders(List.of("uniapi", "uniai", "juhe")));
    }

    @AfterAll
    static void stop() {
        mock.close();
    }

    private static JsonNode send(String method, String path, String body) throws Exception {
        HttpResponse<String> answer = Caller.send(method, mock.url() + path, body);
        return JSON.readTree(answer.body());
    }

    private static String song(String prefix) throws Exception {
        return send("POST", prefix + "/suno/submit/music", "{\"prompt\":\"a song\",\"mv\":\"chirp-v4\"}")
                .path("data")
                .asText();
    }

    @Test
    void aSongThatOneProviderTookIsFoundWhereOnlyAnotherIsAsked() throws Exception {
        String id = song("");
        assertThat(send("GET", "/suno/fetch/" + id, "").at("/data/task_id").asText())
                .isEqualTo(id);
        assertThat(send("POST", "/suno/fetch", "{\"ids\":[\"" + id + "\"]}")
                        .at("/data/0/task_id")
                        .asText())
                .isEqualTo(id);
    }

    @Test
    void listsAtTheRootHaveTheTasksOfAll() throws Exception {
        String id = send("POST", "/luma/generations", "{\"user_prompt\":\"a fox\"}")
                .path("id")
                .asText();
        assertThat(send("POST", "/luma/tasks", "{\"ids\":[\"" + id + "\"]}").toString())
                .contains(id);
    }

    @Test
    void belowItsNameAProviderKnowsOnlyItsOwn() throws Exception {
        String id = song("/uniapi");
        assertThat(send("GET", "/juhe/suno/fetch/" + id, "").toString()).contains("task_not_exist");
        assertThat(send("GET", "/juhe/suno/fetch/" + song("/juhe"), "").toString())
                .doesNotContain("task_not_exist");
    }
}

package io.facsimile.mock.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facsimile.mock.MockOptions;
import io.facsimile.mock.MockServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever tests moves tasks and the clock by hand, and is told what cannot be done. */
class InterventionsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static MockServer mock;

    @BeforeAll
    static void start() throws Exception {
        mock = MockServer.start(MockOptions.DEFAULTS.withProviders(List.of("uniapi", "juhe")));
    }

    @BeforeEach
    void reset() {
        mock.reset();
    }

    @AfterAll
    static void stop() {
        mock.close();
    }

    private static HttpResponse<String> send(String method, String path, String body) throws Exception {
        return Caller.send(method, mock.url() + path, body);
    }

    private static JsonNode own(String method, String path, String body) throws Exception {
        HttpResponse<String> answer = send(method, "/__facsimile/" + path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static void isRefused(String path, String body, String... says) throws Exception {
        HttpResponse<String> answer = send("POST", "/__facsimile/" + path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).path("error").asText()).contains(says);
    }

    private static String imagine() throws Exception {
        HttpResponse<String> taken = send("POST", "/mj/submit/imagine", "{\"prompt\":\"a lighthouse\"}");
        return JSON.readTree(taken.body()).path("result").asText();
    }

    private static JsonNode shown(String id) throws Exception {
        return JSON.readTree(send("GET", "/mj/task/" + id + "/fetch", "").body());
    }

    @ParameterizedTest
    @CsvSource({"complete, SUCCESS", "fail, FAILURE", "failure, FAILURE", "cancel, CANCEL", "cancelled, CANCEL"})
    void aTaskIsBroughtToAnEnd(String word, String state) throws Exception {
        String id = imagine();
        JsonNode moved = own("POST", "tasks/" + id + "/" + word, "");
        assertThat(moved.path("state").asText()).isEqualTo(state);
        assertThat(moved.path("ended").asBoolean()).isTrue();
        assertThat(shown(id).path("status").asText()).isEqualTo(state);
    }

    @Test
    void aTaskFailsAsItsTypeCan() throws Exception {
        String rembg = "fb8af171cfa1616ddcf1242c093f9c46bcada5ad4cf6f2fbe8b81b330ec5c003";
        HttpResponse<String> taken = send(
                "POST",
                "/replicate/v1/predictions",
                "{\"version\":\"" + rembg + "\",\"input\":{\"image\":\"https://cdn.example.com/in/vase.jpg\"}}");
        String id = JSON.readTree(taken.body()).path("id").asText();
        isRefused(
                "tasks/" + id + "/fail",
                "{\"outcome\":\"stuck\"}",
                "cannot end in stuck, only in",
                "expired",
                "failure");
        isRefused("tasks/" + id + "/fail", "{\"outcom\":\"failure\"}", "outcome");
        assertThat(own("POST", "tasks/" + id + "/fail", "{\"outcome\":\"expired\"}")
                        .path("state")
                        .asText())
                .isEqualTo("aborted");
    }

    @Test
    void aTaskGoesFromStateToState() throws Exception {
        own("POST", "clock/freeze", "");
        String id = imagine();
        for (String state : List.of("SUBMITTED", "IN_PROGRESS", "SUCCESS")) {
            assertThat(own("POST", "tasks/" + id + "/advance", "").path("state").asText())
                    .isEqualTo(state);
            assertThat(shown(id).path("status").asText()).isEqualTo(state);
        }
        assertThat(shown(id).path("finishTime").asLong())
                .as("it ended when it was moved")
                .isEqualTo(Instant.parse(own("GET", "clock", "").path("now").asText())
                        .toEpochMilli());
        isRefused("tasks/" + id + "/advance", "", "ended in SUCCESS already");
        isRefused("tasks/" + id + "/fail", "", "ended in SUCCESS already");
    }

    @Test
    void aTaskGoesAheadByADurationAndTheOthersDoNot() throws Exception {
        own("POST", "clock/freeze", "");
        String id = imagine();
        String other = imagine();
        assertThat(own("POST", "tasks/" + id + "/advance", "{\"by\":\"28s\"}")
                        .path("progress")
                        .asText())
                .isEqualTo("50%");
        assertThat(own("GET", "tasks/" + other, "").path("state").asText()).isEqualTo("NOT_START");
        own("POST", "clock", "{\"advance\":\"22s\"}");
        assertThat(own("GET", "tasks/" + id, "").path("state").asText()).isEqualTo("SUCCESS");
        assertThat(own("GET", "tasks/" + other, "").path("state").asText()).isEqualTo("IN_PROGRESS");
    }

    @Test
    void whatCannotBeDoneIsToldWithTheChoices() throws Exception {
        String id = imagine();
        isRefused("tasks/" + id + "/explode", "", "explode", "advance", "cancel", "complete", "fail", "failure");
        isRefused("tasks/" + id + "/advance", "{\"by\":\"soon\"}", "soon");
        isRefused("tasks/" + id + "/moderated", "", "cannot end in moderated, only in");
        assertThat(send("POST", "/__facsimile/tasks/none/fail", "").statusCode())
                .isEqualTo(404);
        HttpResponse<String> stuck =
                send("POST", "/mj/submit/imagine?prefer=outcome%3Dstuck", "{\"prompt\":\"a lighthouse\"}");
        String stays = JSON.readTree(stuck.body()).path("result").asText();
        own("POST", "tasks/" + stays + "/advance", "");
        own("POST", "tasks/" + stays + "/advance", "");
        isRefused("tasks/" + stays + "/advance", "", "stays in IN_PROGRESS");
        assertThat(own("POST", "tasks/" + stays + "/fail", "").path("state").asText())
                .isEqualTo("FAILURE");
    }

    @Test
    void aClockThatStandsStillLetsTasksStandStillUntilItIsMoved() throws Exception {
        JsonNode frozen = own("POST", "clock/freeze", "");
        assertThat(frozen.path("frozen").asBoolean()).isTrue();
        String id = imagine();
        Thread.sleep(20);
        assertThat(own("GET", "clock", "").path("now")).isEqualTo(frozen.path("now"));
        own("POST", "clock", "{\"advance\":\"28s\"}");
        assertThat(shown(id).path("progress").asText()).isEqualTo("50%");
        Instant then = Instant.parse(own("GET", "clock", "").path("now").asText());
        assertThat(own("POST", "clock/resume", "").path("frozen").asBoolean()).isFalse();
        assertThat(Duration.between(
                        then, Instant.parse(own("GET", "clock", "").path("now").asText())))
                .as("it goes on from there")
                .isBetween(Duration.ZERO, Duration.ofSeconds(5));
    }

    @Test
    void theClockIsSetAndSetRightAgain() throws Exception {
        own("POST", "clock/freeze", "");
        JsonNode set = own("POST", "clock", "{\"set\":\"2031-05-06T07:08:09Z\"}");
        assertThat(set.path("now").asText()).isEqualTo("2031-05-06T07:08:09Z");
        assertThat(shown(imagine()).path("submitTime").asLong())
                .isEqualTo(Instant.parse("2031-05-06T07:08:09Z").toEpochMilli());
        isRefused("clock", "{\"set\":\"tomorrow\"}", "tomorrow", "2026-01-01T00:00:00Z");
        isRefused("clock", "{\"set\":\"2031-05-06T07:08:09Z\",\"advance\":\"1s\"}", "one of them");
        isRefused("clock/stop", "", "stop", "freeze", "resume");
        own("POST", "reset", "");
        JsonNode right = own("GET", "clock", "");
        assertThat(right.path("frozen").asBoolean()).isFalse();
        assertThat(Duration.between(Instant.parse(right.path("now").asText()), Instant.now())
                        .abs())
                .isLessThan(Duration.ofSeconds(5));
    }
}

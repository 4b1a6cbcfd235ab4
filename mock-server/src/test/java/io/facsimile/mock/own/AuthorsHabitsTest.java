package io.facsimile.mock.own;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What authors of contracts write and mean. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthorsHabitsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ServedContract habits;

    @BeforeAll
    void open() throws Exception {
        habits = ServedContract.of("habits.yaml");
    }

    @AfterAll
    void close() {
        habits.close();
    }

    @Test
    void definitionsOfAnotherFileAreReadAsSchemas() throws Exception {
        assertThat(habits.outcome(habits.get("/invoices"))).isEqualTo("200");
        assertThat(JSON.readTree(habits.get("/invoices").body())
                        .at("/lines/0/amount")
                        .isNumber())
                .isTrue();
    }

    private String uploaded(String body) throws Exception {
        return habits.outcome(habits.post("/uploads", body, "multipart/form-data; boundary=b"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"a\",\"pages\":3} | 201",
                "{\"pages\":3} | 422 about.name: required property 'name' not found",
                "a | 422 about: string found, object expected"
            })
    void aPartOfAFormIsTheObjectThatItsSchemaIsTheSumOf(String about, String outcome) throws Exception {
        String body = "--b\r\nContent-Disposition: form-data; name=\"about\"\r\nContent-Type: application/json\r\n\r\n"
                + about + "\r\n--b--\r\n";
        assertThat(uploaded(body)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auto | 201",
                "{\"name\":\"slow\"} | 201",
                "{\"name\":1} | 422 mode.name: integer found, string expected",
                "{auto | 422 mode: does not have a value in the enumeration [\"auto\"]"
            })
    void aPartOfAFormIsAWordOrAnObject(String mode, String outcome) throws Exception {
        String body = "--b\r\nContent-Disposition: form-data; name=\"about\"\r\n\r\n{\"name\":\"a\"}\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"mode\"\r\n\r\n" + mode + "\r\n--b--\r\n";
        assertThat(uploaded(body)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"about\":null,\"mark\":null} | 201",
                "{\"about\":{\"name\":\"a\"},\"mark\":{\"name\":\"b\"}} | 201",
                "{\"about\":{\"name\":1}} | 400 about.name: integer found, string expected",
                "{\"about\":1} | 400 about: integer found, object expected",
                "{\"text\":null} | 400 text: null found, string expected"
            })
    void whatIsNullableBesideASumOrAUnionMayBeNull(String body, String outcome) throws Exception {
        assertThat(habits.outcome(habits.post("/notes", body, "application/json")))
                .isEqualTo(outcome);
    }

    @Test
    void anErrorTellsOneProblemAndNothingElse() throws Exception {
        String refused =
                habits.post("/notes", "{\"text\":1}", "application/json").body();
        assertThat(JSON.readTree(refused)).isEqualTo(JSON.readTree("""
                {"type":"about:blank","title":"Bad Request","status":400,"detail":"text: integer found, string expected",
                 "invalidParams":[{"name":"text","reason":"text: integer found, string expected"}]}"""));
        String unread = habits.post("/notes", "{", "application/json").body();
        assertThat(JSON.readTree(unread).path("invalidParams")).isEmpty();
        String form = "--b\r\nContent-Disposition: form-data; name=\"about\"\r\n\r\n{}\r\n--b--\r\n";
        JsonNode errors = JSON.readTree(
                habits.post("/uploads", form, "multipart/form-data; boundary=b").body());
        assertThat(errors.path("errors")).hasSize(1);
        assertThat(errors.at("/errors/0/field").asText()).isEqualTo("about.name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/points/;x=1;y=2 | 200",
                "/points/;x=1;y=b | 400 at.y: string found, integer expected",
                "/points/;y=1 | 400 at.x: required property 'x' not found"
            })
    void aRefusalIsToldAlsoWhereOneFormIsDeclaredForEveryStatus(String path, String outcome) throws Exception {
        assertThat(habits.outcome(habits.get(path))).isEqualTo(outcome);
    }

    @Test
    void objectsDeepInsideOfAnAnswerAreNotEmpty() throws Exception {
        JsonNode page = JSON.readTree(habits.get("/pages").body());
        assertThat(page.at("/data/0/shelf/tags/0/label").isTextual())
                .as(page.toString())
                .isTrue();
    }
}

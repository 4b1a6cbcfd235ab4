package io.facsimile.mock.own;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The word by which an object says of which schema it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiscriminatorsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ServedContract zoo;

    @BeforeAll
    void open() throws Exception {
        zoo = ServedContract.of("zoo.yaml");
    }

    @AfterAll
    void close() {
        zoo.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/pets | {'kind':'cat','name':'Minka'} | 201",
                "/pets | {'kind':'cat','name':'Minka','lives':7} | 201",
                "/pets | {'kind':'hound','name':'Rex','lives':true} | 201",
                "/pets | {'kind':'dog','name':'Rex','lives':7} | 400 lives: integer found, boolean expected",
                "/pets | {'kind':'cat','name':'Minka','lives':true} | 400 lives: boolean found, integer expected",
                "/pets | {'kind':'cat'} | 400 name: required property 'name' not found",
                "/pets | {'kind':'cow','name':'Elsa'} | 400 kind: does not have a value in the enumeration [\"cat\", \"hound\", \"dog\"]",
                "/pets | {'kind':'Cat','name':'Minka'} | 400 kind: does not have a value in the enumeration [\"cat\", \"hound\", \"dog\"]",
                "/vehicles | {'type':'car','wheels':4,'doors':5} | 201",
                "/vehicles | {'type':'car','wheels':4} | 400 doors: required property 'doors' not found",
                "/vehicles | {'type':'car','doors':5} | 400 wheels: required property 'wheels' not found",
                "/vehicles | {'type':'Boat','wheels':0,'mast':true} | 201",
                "/vehicles | {'type':'Boat','wheels':0} | 400 mast: required property 'mast' not found",
                "/vehicles | {'type':'kite','wheels':0} | 400 type: does not have a value in the enumeration [\"car\", \"Boat\"]",
                "/events | {'name':'Opened','at':'2026-01-01T08:00:00Z','by':'Ada'} | 201",
                "/events | {'name':'Opened','by':'Ada'} | 400 at: required property 'at' not found",
                "/events | {'name':'Closed','at':'2026-01-01T08:00:00Z','reason':'rain'} | 400 reason: does not have a value in the enumeration [\"late\", \"full\"]",
                "/events | {'name':'Moved','at':'2026-01-01T08:00:00Z'} | 400 name: does not have a value in the enumeration [\"Opened\", \"Closed\"]"
            })
    void anObjectIsHeldToTheSchemaThatItNames(String path, String body, String outcome) throws Exception {
        assertThat(zoo.outcome(path, body)).isEqualTo(outcome.strip());
    }

    @Test
    void answersNameTheSchemaThatTheyAreOf() throws Exception {
        Set<String> kinds = new HashSet<>();
        for (int page = 0; page < 5; page++) {
            for (JsonNode pet : JSON.readTree(zoo.get("/pets?page=" + page).body())) {
                kinds.add(pet.path("kind").asText());
                boolean isCat = pet.path("kind").asText().equals("cat");
                assertThat(pet.path("lives").isBoolean()).as(pet.toString()).isEqualTo(!isCat && pet.has("lives"));
            }
        }
        assertThat(kinds).containsExactlyInAnyOrder("cat", "hound", "dog");
        for (JsonNode vehicle : JSON.readTree(zoo.get("/vehicles").body())) {
            assertThat(vehicle.path("type").asText()).isEqualTo(vehicle.has("doors") ? "car" : "Boat");
        }
        for (JsonNode event : JSON.readTree(zoo.get("/events").body())) {
            assertThat(event.path("name").asText()).isEqualTo(event.has("by") ? "Opened" : "Closed");
            assertThat(event.has("at")).isTrue();
        }
        for (String path : Set.of("/pets", "/vehicles", "/events")) {
            assertThat(zoo.outcome(zoo.get(path))).isEqualTo("200");
        }
    }
}

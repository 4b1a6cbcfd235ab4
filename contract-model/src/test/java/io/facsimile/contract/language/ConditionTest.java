package io.facsimile.contract.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConditionTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Request(JsonNode body, Map<String, String> query) implements RequestValues {
        @Override
        public Optional<String> path(String name) {
            return name.equals("id") ? Optional.of("42") : Optional.empty();
        }

        @Override
        public Optional<String> query(String name) {
            return Optional.ofNullable(query.get(name));
        }

        @Override
        public Optional<String> header(String name) {
            return name.equalsIgnoreCase("x-mode") ? Optional.of("fast") : Optional.empty();
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static boolean holds(String condition) {
        RequestValues request = new Request(json("""
                        {"stream": true, "n": 2, "none": null, "model": "gpt-4o-mini", "tools": [{"type": "function"}],
                         "messages": [{"role": "user", "content": "hi"},
                                      {"role": "user", "content": [{"type": "text"}, {"type": "image_url"}]}]}
                        """), Map.of("unit", "usd"));
        return Condition.allHold(Condition.parseAll(json(condition)), request);
    }

    @Test
    void isComparesWithOneValue() {
        assertThat(holds("{\"at\":\"/stream\",\"is\":true}")).isTrue();
        assertThat(holds("{\"at\":\"/n\",\"is\":2}")).isTrue();
        assertThat(holds("{\"at\":\"/n\",\"is\":3}")).isFalse();
        assertThat(holds("{\"at\":\"/missing\",\"is\":2}")).isFalse();
        assertThat(holds("{\"query\":\"unit\",\"is\":\"usd\"}")).isTrue();
        assertThat(holds("{\"path\":\"id\",\"is\":\"42\"}")).isTrue();
        assertThat(holds("{\"header\":\"X-Mode\",\"is\":\"fast\"}")).isTrue();
    }

    @Test
    void notHoldsForWhatIsAbsentToo() {
        assertThat(holds("{\"at\":\"/tool_choice\",\"not\":\"none\"}")).isTrue();
        assertThat(holds("{\"at\":\"/messages/*/role\",\"not\":\"tool\"}")).isTrue();
        assertThat(holds("{\"at\":\"/messages/*/role\",\"not\":\"user\"}")).isFalse();
    }

    @Test
    void existsTakesNullForAbsent() {
        assertThat(holds("{\"at\":\"/tools\",\"exists\":true}")).isTrue();
        assertThat(holds("{\"at\":\"/none\",\"exists\":true}")).isFalse();
        assertThat(holds("{\"at\":\"/none\",\"exists\":false}")).isTrue();
    }

    @Test
    void aStarStandsForEveryItem() {
        assertThat(holds("{\"at\":\"/messages/*/content/*/type\",\"includes\":\"image_url\"}"))
                .isTrue();
        assertThat(holds("{\"at\":\"/messages/*/content/*/type\",\"includes\":\"input_audio\"}"))
                .isFalse();
    }

    @Test
    void matchesLooksForAPart() {
        assertThat(holds("{\"at\":\"/model\",\"matches\":\"mini$\"}")).isTrue();
        assertThat(holds("{\"at\":\"/model\",\"matches\":\"^mini\"}")).isFalse();
    }

    @Test
    void allConditionsMustHold() {
        assertThat(holds("[{\"at\":\"/stream\",\"is\":true},{\"at\":\"/n\",\"is\":9}]"))
                .isFalse();
        assertThat(holds("[]")).isTrue();
    }

    @Test
    void aWordThatIsNotOfTheLanguageIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> holds("{\"at\":\"/n\",\"equals\":2}"))
                .withMessageContaining("\"equals\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> holds("{\"at\":\"/n\"}"))
                .withMessageContaining("one place and one test");
    }
}

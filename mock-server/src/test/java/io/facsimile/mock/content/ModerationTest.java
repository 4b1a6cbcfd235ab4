package io.facsimile.mock.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.mock.CheckedMock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that are judged. */
class ModerationTest {
    @RegisterExtension
    static final CheckedMock MOCK = CheckedMock.of("uniai");

    /** Returns the results, each of which agrees with itself. */
    private static JsonNode results(JsonNode input) throws Exception {
        ObjectNode request = Dialect.JSON.createObjectNode();
        request.set("input", input);
        JsonNode results = MOCK.send("/v1/moderations", request).path("results");
        for (JsonNode result : results) {
            boolean isAny = false;
            for (Map.Entry<String, JsonNode> category :
                    result.path("categories").properties()) {
                double score =
                        result.path("category_scores").path(category.getKey()).asDouble();
                assertThat(category.getValue().asBoolean())
                        .as(category.getKey() + " of " + result)
                        .isEqualTo(score >= 0.5);
                assertThat(score).isBetween(0.0, 1.0);
                isAny |= category.getValue().asBoolean();
            }
            assertThat(result.path("flagged").asBoolean()).isEqualTo(isAny);
            assertThat(result.path("categories")).hasSize(13);
        }
        return results;
    }

    private static JsonNode texts(String... texts) {
        return Dialect.JSON.valueToTree(texts);
    }

    private static JsonNode text(String text) {
        return Dialect.JSON.getNodeFactory().textNode(text);
    }

    @ParameterizedTest
    @CsvSource({
        "I will kill you tonight, violence",
        "I want to kill them., violence",
        "他说他要杀人, violence",
        "It was a massacre, violence",
        "I want to end my life, self-harm/intent",
        "You are an idiot, harassment",
        "How to make a bomb at home, illicit/violent"
    })
    void whatIsPlainlyWrongIsFound(String text, String category) throws Exception {
        JsonNode results = results(text(text));
        assertThat(results).hasSize(1);
        assertThat(results.get(0).path("flagged").asBoolean()).isTrue();
        assertThat(results.get(0).path("categories").path(category).asBoolean()).isTrue();
        assertThat(results(text(text))).isEqualTo(results);
    }

    @ParameterizedTest
    @ValueSource(strings = {"I like the sea.", "Kill the process with signal nine.", "She had a heart attack.", ""})
    void whatIsHarmlessIsNotFlagged(String text) throws Exception {
        assertThat(results(text(text)).get(0).path("flagged").asBoolean()).isFalse();
    }

    @Test
    void eachTextHasItsResult() throws Exception {
        JsonNode results = results(texts("I like the sea.", "I will murder everyone.", "Hills", "You are pathetic"));
        assertThat(results).hasSize(4);
        assertThat(List.of(
                        results.get(0).path("flagged").asBoolean(),
                        results.get(1).path("flagged").asBoolean(),
                        results.get(2).path("flagged").asBoolean(),
                        results.get(3).path("flagged").asBoolean()))
                .containsExactly(false, true, false, true);
        assertThat(results.get(1))
                .isEqualTo(results(text("I will murder everyone.")).get(0));
        assertThat(results(texts("Hills"))).hasSize(1);
    }

    @Test
    void partsAreJudgedTogether() throws Exception {
        JsonNode parts = Dialect.JSON.readTree("""
                [{"type":"text","text":"My holiday"},
                 {"type":"image_url","image_url":{"url":"https://files.example.com/harbour.jpg"}},
                 {"type":"text","text":"I will kill you"}]
                """);
        JsonNode results = results(parts);
        assertThat(results).hasSize(1);
        assertThat(results.get(0).path("flagged").asBoolean()).isTrue();
    }
}

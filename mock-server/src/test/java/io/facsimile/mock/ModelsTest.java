package io.facsimile.mock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model can be got by its name, if there is one of the name. */
class ModelsTest {
    @RegisterExtension
    static final CheckedMock MOCK = CheckedMock.of("uniai");

    @Test
    void eachModelOfTheListIsThere() throws Exception {
        JsonNode models = MOCK.answer("/v1/models", "").path("data");
        assertThat(models).hasSizeGreaterThan(5);
        for (JsonNode model : models) {
            JsonNode one = MOCK.answer("/v1/models/" + model.path("id").asText(), "");
            assertThat(one.path("id")).isEqualTo(model.path("id"));
        }
        assertThat(MOCK.answer("/v1/models/claude-sonnet-4-20250514", "")
                        .path("owned_by")
                        .asText())
                .isEqualTo("claude");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt-5",
                "gpt-4.1-mini",
                "claude-opus-4-5",
                "qwen2.5-72b-instruct",
                "MiniMax-M1",
                "deepseek-ai%2Fdeepseek-v3"
            })
    void soAreOthersThatTheGatewayWasBuiltFor(String model) throws Exception {
        assertThat(MOCK.answer("/v1/models/" + model, "").path("id").asText()).isEqualTo(model.replace("%2F", "/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nope", "gpt-unknown", "my-model", "stepping-stone", "o0"})
    void aNameThatNoModelHasIsToldAsTheGatewayDoes(String model) throws Exception {
        JsonNode answer = MOCK.answer("/v1/models/" + model, "");
        assertThat(answer.has("id")).isFalse();
        assertThat(answer.at("/error/message").asText()).isEqualTo("The model '" + model + "' does not exist");
        assertThat(answer.at("/error/code").asText()).isEqualTo("model_not_found");
    }
}

package io.facsimile.contract.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class PatientPatternTest {
    private static final String NO_MATCH = "a".repeat(5_000) + "!";

    @Test
    void aSensibleExpressionFindsWhatItDescribes() {
        PatientPattern pattern = PatientPattern.of("[0-9]{3}-[a-z]+").orElseThrow();
        assertThat(pattern.finds("x".repeat(50_000) + "123-abc")).isTrue();
        assertThat(pattern.find("12-abc")).isEqualTo(PatientPattern.Found.NO);
    }

    @ParameterizedTest(name = "{0} is given up")
    @ValueSource(strings = {"^(a+)+$", "^(a|aa)+$", "(a*)*(a*)*(a*)*=", "([a-zA-Z]+)*$"})
    void anExpressionThatLooksForEverIsGivenUp(String expression) {
        assertThat(PatientPattern.of(expression).orElseThrow().find(NO_MATCH)).isEqualTo(PatientPattern.Found.GAVE_UP);
    }

    @Test
    void whatIsNoExpressionOrTooLongIsNone() {
        assertThat(PatientPattern.of("(((")).isEmpty();
        assertThat(PatientPattern.of("a|".repeat(600))).isEmpty();
    }

    @Test
    void theValidatorDoesNotLookForEver() throws Exception {
        Schemas schemas = Schemas.of(new ObjectMapper().readTree("{\"type\":\"string\",\"pattern\":\"^(a+)+$\"}"));
        assertThat(schemas.check("", TextNode.valueOf(NO_MATCH)))
                .singleElement()
                .satisfies(v -> assertThat(v.keyword()).isEqualTo("pattern"));
        assertThat(schemas.check("", TextNode.valueOf("aaa"))).isEmpty();
    }
}

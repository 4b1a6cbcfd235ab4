package io.facsimile.contract.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("JSON pointers")
class PointersTest {
    private static JsonNode document() throws Exception {
        return new ObjectMapper().readTree("""
                {"a": [10, {"b": "x"}, null], "": {"": 1}, "c/d": 2, "e~f": 3, "0": "zero", "~1": 4, "g": "text"}""");
    }

    @ParameterizedTest(name = "\"{0}\"")
    @DisplayName("lead where the RFC's compiled ones lead")
    @ValueSource(
            strings = {
                "",
                "/",
                "//",
                "/a",
                "/a/0",
                "/a/1/b",
                "/a/2",
                "/a/3",
                "/a/-",
                "/a/-1",
                "/a/00",
                "/a/01",
                "/a/x",
                "/a/",
                "/a/99999999999",
                "/c~1d",
                "/e~0f",
                "/~01",
                "/0",
                "/g/0",
                "/g/length",
                "/a/1/b/c",
                "/nothing/at/all"
            })
    void same(String pointer) throws Exception {
        JsonNode expected = document().at(JsonPointer.compile(pointer));

        assertThat(Pointers.at(document(), pointer)).isEqualTo(expected);
    }

    @Test
    @DisplayName("that do not begin with a slash are refused")
    void refused() throws Exception {
        JsonNode document = document();

        assertThatThrownBy(() -> Pointers.at(document, "a/b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must begin with /");
    }
}

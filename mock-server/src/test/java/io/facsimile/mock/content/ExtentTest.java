package io.facsimile.mock.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtentTest {
    @ParameterizedTest(name = "{0} describes texts of up to {1} characters")
    @CsvSource(
            delimiter = ';',
            value = {
                "abc; 3",
                "[a-z]{8}-[0-9]{4}; 13",
                "(ab){3}; 6",
                "a{2,5}b; 6",
                "(a{500}){500}; 250000",
                "((a*)*)*; 1000",
                "\\(a\\); 3",
                "[]a]{3}; 3",
                "a{2,}; 12",
                "a{99999999999}; 1000000000000",
                "(((; 0",
                "a{x; 3"
            })
    void repetitionsInsideOfRepetitionsMultiply(String pattern, long longest) {
        assertThat(Extent.of(pattern, 10)).isEqualTo(longest);
    }
}

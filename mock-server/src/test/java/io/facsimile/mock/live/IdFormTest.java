package io.facsimile.mock.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdFormTest {
    @ParameterizedTest(name = "Ids like {0} match {1}")
    @CsvSource({
        "chatcmpl-9aBcDeF0, chatcmpl-[0-9A-Za-z]{8}",
        "req_4c1f0a7b, req_[0-9a-f]{8}",
        "msg_01XyZ, msg_[0-9A-Za-z]{5}",
        "fp_3f2a9c71de, fp_[0-9a-f]{10}",
        "1783752418, [1-9]{10}",
        "0b1c-77aa-xyz, [0-9a-f]{4}-[1-9a-f0]{4}-[0-9a-z]{3}",
        "a.b+c/d, [0-9a-f]\\.[0-9a-f]\\+[0-9a-f]/[0-9a-f]",
        "task:12, [0-9a-z]{4}:[1-9]{2}",
    })
    void idsKeepTheShapeOfTheirExample(String example, String shape) {
        IdForm form = IdForm.ofExample(example);
        assertThat(LongStream.range(0, 200).mapToObj(form::id)).allMatch(id -> id.matches(shape));
    }

    @Test
    void otherNumbersGiveOtherIdsAndTheSameTheSame() {
        IdForm form = IdForm.ofExample("req_4c1f0a7be2d3456f");
        assertThat(LongStream.range(0, 10_000).mapToObj(form::id).collect(Collectors.toSet()))
                .hasSize(10_000);
        assertThat(form.id(7)).isEqualTo(form.id(7));
    }

    @Test
    void everyCharacterOfAKindComes() {
        String all = LongStream.range(0, 1_000)
                .mapToObj(IdForm.ofExample("0a1b2c3d")::id)
                .collect(Collectors.joining());
        assertThat(all.chars().distinct().count()).isEqualTo(16);
    }

    @Test
    void aPatternIsMet() {
        IdForm form = IdForm.ofPattern("^j_[0-9]{4}$");
        assertThat(LongStream.range(0, 50).mapToObj(form::id)).allMatch(id -> id.matches("j_[0-9]{4}"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IdForm.ofPattern("[a"))
                .withMessageContaining("[a");
    }
}

package io.facsimile.mock.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdFormTest {
    @ParameterizedTest(name = "Ids of the form {0} fit it and differ from each other")
    @ValueSource(
            strings = {
                "^chatcmpl-[A-Za-z0-9]{29}$",
                "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
                "^task\\.[a-z]{4}\\d{8}$",
                "^msg_01[A-Za-z0-9]+$",
                "^(cgt|task)-[0-9]{14}-[a-z]{5}$",
                "[_~-]{2}[0-9]{2,30}",
                "^[^a-z]{12}$"
            })
    void idsFitTheirForm(String pattern) {
        IdForm form = IdForm.ofPattern(pattern);
        Set<String> ids = new HashSet<>();
        IdForm.Numbers numbers = new IdForm.Numbers(42);
        for (int i = 0; i < 200; i++) {
            String id = form.id(numbers.next());
            assertThat(id).matches(Pattern.compile(pattern));
            ids.add(id);
        }
        assertThat(ids).hasSizeGreaterThan(150);
        assertThat(form.id(7)).as("equal numbers give equal ids").isEqualTo(form.id(7));
    }

    @ParameterizedTest(name = "An id that looks like {0} keeps its shape")
    @ValueSource(strings = {"gen-1760241600-AbCdEf", "0191f0a2-5e1c-7c3d", "juno_4217", "1320098173412546"})
    void theShapeOfAnExampleIsKept(String example) {
        String id = IdForm.ofExample(example).id(11);
        assertThat(id).hasSameSizeAs(example).isNotEqualTo(example);
        assertThat(id.replaceAll("[A-Za-z0-9]", "x")).isEqualTo(example.replaceAll("[A-Za-z0-9]", "x"));
    }
}

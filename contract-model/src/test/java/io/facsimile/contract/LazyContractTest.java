package io.facsimile.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.contract.source.SourceLine;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LazyContractTest {
    private static final int OPERATIONS = 20;

    private final List<String> read = new ArrayList<>();
    private final LazyContract lazy = new LazyContract(
            "any",
            IntStream.range(0, OPERATIONS)
                    .mapToObj(n -> new Route("op" + n, "GET", "/" + n, List.of()))
                    .toList(),
            () -> contract("all", 0, OPERATIONS),
            number -> contract("" + number, number, 1));

    /** A contract with some operations, as its reading is noted. */
    private Contract contract(String name, int first, int count) {
        read.add(name);
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("openapi", "3.1.0");
        for (int n = first; n < first + count; n++) {
            document.withObject("/paths/~1" + n + "/get").put("operationId", "op" + n);
        }
        return ContractReader.read("any", document, pointer -> new SourceLine("any", 1), name1 -> new byte[0]);
    }

    @Test
    void ofAFewOperationsOnlyTheirExcerptsAreRead() {
        LazyContract.Part part = lazy.part(3);
        assertThat(part.operation().id()).isEqualTo("op3");
        assertThat(part.isWhole()).isFalse();
        assertThat(read).containsExactly("3");
    }

    @Test
    void ofManyTheWholeContractIsReadOnce() {
        List<LazyContract.Part> parts =
                IntStream.range(0, OPERATIONS).mapToObj(lazy::part).toList();
        assertThat(parts.stream().map(p -> p.operation().id()))
                .hasSize(OPERATIONS)
                .doesNotHaveDuplicates();
        assertThat(read).containsOnlyOnce("all");
        assertThat(read.size()).isLessThan(OPERATIONS);
        assertThat(parts.get(OPERATIONS - 1).isWhole()).isTrue();
    }

    @Test
    void onceTheWholeContractHasBeenReadThereAreNoMoreExcerpts() {
        lazy.contract();
        assertThat(lazy.part(5).isWhole()).isTrue();
        assertThat(read).containsExactly("all");
    }
}

package io.facsimile.mock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.Contract;
import io.facsimile.contract.ContractReader;
import io.facsimile.contract.Operation;
import io.facsimile.contract.bundle.Excerpt;
import io.facsimile.contract.index.ContractIndex;
import io.facsimile.contract.source.Pointers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an operation is served from while few are called, held to the whole contract. */
class ExcerptsTest {
    @ParameterizedTest
    @MethodSource("io.facsimile.contract.index.ContractIndex#providers")
    void anOperationIsTheSameInItsExcerptAndInTheWholeContract(String provider) {
        Contract whole = ContractIndex.read(provider);
        for (Operation operation : whole.operations()) {
            JsonNode excerpt = Excerpt.of(whole.document(), operation);
            Contract read = ContractReader.read(provider, excerpt, whole.lines(), whole.files());
            assertThat(read.operations()).map(Operation::id).containsExactly(operation.id());
            assertThat(Pointers.at(excerpt, operation.pointer()))
                    .isEqualTo(Pointers.at(whole.document(), operation.pointer()));
            assertThat(read.errors().keySet()).isEqualTo(whole.errors().keySet());
            operation.taskRoles().forEach(role -> assertThat(read.tasks())
                    .containsKeys(role.types().toArray(new String[0])));
            for (JsonNode reference : excerpt.findValues("$ref")) {
                String pointer = Pointers.ofFragment(reference.textValue().substring(1));
                assertThat(Pointers.at(excerpt, pointer).isMissingNode())
                        .as(operation.id() + " refers to " + pointer)
                        .isFalse();
                assertThat(Pointers.at(excerpt, pointer)).isEqualTo(Pointers.at(whole.document(), pointer));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.facsimile.contract.index.ContractIndex#providers")
    void theIndexHasTheExcerptOfEachOperation(String provider) {
        Contract whole = ContractIndex.read(provider);
        for (int number = 0; number < whole.operations().size(); number++) {
            Operation operation = whole.operations().get(number);
            Operation read = ContractIndex.open(provider).part(number).operation();
            assertThat(read.id()).isEqualTo(operation.id());
            assertThat(read.pointer()).isEqualTo(operation.pointer());
            assertThat(read.line()).isEqualTo(operation.line());
        }
    }
}

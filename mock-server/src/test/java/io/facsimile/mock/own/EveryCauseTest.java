package io.facsimile.mock.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.facsimile.contract.Cause;
import io.facsimile.contract.Contract;
import io.facsimile.contract.Operation;
import io.facsimile.contract.index.ContractIndex;
import io.facsimile.mock.MockOptions;
import io.facsimile.mock.MockServer;
import io.facsimile.mock.answer.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Asks every operation of every provider for each cause that its contract names, over real sockets. */
class EveryCauseTest {
    static List<String> providers() {
        return ContractIndex.providers();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void aCauseIsAnsweredInTheFormThatTheOperationDeclares(String provider) throws Exception {
        Contract contract = ContractIndex.read(provider);
        List<String> wrong = new ArrayList<>();
        int asked = 0;
        try (MockServer mock = MockServer.start(MockOptions.DEFAULTS
                .withProviders(List.of(provider))
                .withPace(Answer.Pace.AT_ONCE)
                .withSelfCheck(true))) {
            EveryOperation every = new EveryOperation(contract, mock.url() + "/" + provider);
            for (Operation operation : contract.operations()) {
                for (Cause cause : operation.errors().keySet()) {
                    EveryOperation.Outcome outcome = every.ask(operation, Map.of("Prefer", "code=" + cause.word()));
                    boolean isStatus =
                            outcome.status() == operation.errors().get(cause).status();
                    asked++;
                    // What is said of all operations need not be declared by each, but some other has to declare its
                    // form.
                    boolean isGeneral = outcome.wrong().startsWith(EveryOperation.ONLY_OTHERS);
                    if (!outcome.wrong().isEmpty() && !isGeneral || !isStatus) {
                        wrong.add(cause.word() + " " + outcome);
                    }
                }
            }
        }
        assertThat(asked).isPositive();
        assertThat(wrong).isEmpty();
    }
}

package io.facsimile.contracttests;

import static org.assertj.core.api.Assertions.assertThat;

import io.facsimile.checks.AnswerCheck;
import io.facsimile.checks.Observed;
import io.facsimile.contract.Example;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.RequestSample;
import io.facsimile.contract.task.TaskRole;
import io.facsimile.mock.answer.Chosen;
import io.facsimile.mock.answer.ExampleChoice;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Sends every documented request and holds the answer to the contract. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.facsimile.contracttests.Endpoint#all")
class DocumentedExamplesTest {
    private final Endpoint endpoint;
    private final AnswerCheck check;
    private final Tasks tasks;

    DocumentedExamplesTest(Endpoint endpoint) {
        this.endpoint = endpoint;
        this.check = endpoint.check();
        this.tasks = new Tasks(endpoint);
    }

    @TestFactory
    Stream<DynamicTest> everyDocumentedRequestIsAnsweredAsTheContractSays() {
        return endpoint.contract().operations().stream().flatMap(operation -> Samples.names(operation).stream()
                .map(name -> DynamicTest.dynamicTest(
                        endpoint.name(operation) + " answers its example " + name + " as the contract says",
                        () -> answersAsDocumented(operation, name))));
    }

    private void answersAsDocumented(Operation operation, String name) {
        RequestSample sample = RequestSample.of(operation, name);
        if (!Tasks.needsTask(operation, sample)) {
            Observed answer = endpoint.send(operation, sample);
            assertThat(answer.status() / 100).as(answer.text()).isEqualTo(2);
            assertThat(check.check(operation, answer, Samples.answer(operation, name)))
                    .isEmpty();
            return;
        }
        Optional<Tasks.Prepared> prepared = tasks.prepare(operation, sample);
        if (prepared.isEmpty()) {
            Observed answer = endpoint.send(operation, sample);
            assertThat(check.check(operation, answer, Optional.empty())).isEmpty();
            return;
        }
        Observed first = endpoint.send(operation, prepared.get().sample());
        assertThat(check.check(operation, first, Optional.empty())).isEmpty();
        boolean isPoll = operation.taskRoles().stream().anyMatch(r -> r.role() == TaskRole.Role.POLL);
        if (isPoll && endpoint.mock().isPresent()) {
            endpoint.mock().get().advance(Duration.ofMinutes(30));
            Observed last = endpoint.send(operation, prepared.get().sample());
            assertThat(last.status() / 100).as(last.text()).isEqualTo(2);
            Optional<Example> shown = prepared.get()
                    .type()
                    .shown(operation.id(), Tasks.lastState(prepared.get().type()))
                    .flatMap(s -> ExampleChoice.shown(operation, s))
                    .map(Chosen::example);
            assertThat(check.check(operation, last, shown)).isEmpty();
        }
    }

    @TestFactory
    Stream<DynamicTest> aRequestGetsTheAnswerOfItsName() {
        return endpoint.contract().operations().stream()
                .filter(o -> o.taskRoles().isEmpty())
                .flatMap(operation -> Samples.names(operation).stream()
                        .filter(name -> Samples.answer(operation, name).isPresent())
                        .map(name -> DynamicTest.dynamicTest(
                                endpoint.name(operation) + " chooses the answer " + name + " for the request " + name,
                                () -> {
                                    RequestSample sample = RequestSample.of(operation, name);
                                    assertThat(new ExampleChoice(operation).choose(sample))
                                            .map(c -> c.example().name())
                                            .contains(name);
                                })));
    }

    @TestFactory
    Stream<DynamicTest> everyStreamHasTheEventsThatTheContractSays() {
        return endpoint.contract().operations().stream().flatMap(operation -> Samples.names(operation).stream()
                .map(name -> RequestSample.of(operation, name))
                .filter(sample -> new ExampleChoice(operation).stream(sample).isPresent())
                .map(sample -> DynamicTest.dynamicTest(
                        endpoint.name(operation) + " streams its example " + sample.name(), () -> {
                            Observed answer = endpoint.send(operation, sample);
                            Assumptions.assumeTrue(answer.status() == 200, "the stream was refused");
                            assertThat(answer.header("content-type").map(MediaType::essence))
                                    .isEqualTo(new ExampleChoice(operation)
                                            .stream(sample).map(m -> MediaType.essence(m.name())));
                            assertThat(check.check(operation, answer, Optional.empty()))
                                    .isEmpty();
                        })));
    }
}

package io.facsimile.contracttests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.checks.AnswerCheck;
import io.facsimile.checks.Observed;
import io.facsimile.contract.Cause;
import io.facsimile.contract.ErrorAnswer;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.RequestSample;
import io.facsimile.contract.schema.Schemas;
import io.facsimile.contract.schema.Violation;
import io.facsimile.contract.task.TaskRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong is refused, with the status and in the form that the provider has for it. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.facsimile.contracttests.Endpoint#all")
class RefusalsTest {
    private final Endpoint endpoint;
    private final AnswerCheck check;

    RefusalsTest(Endpoint endpoint) {
        this.endpoint = endpoint;
        this.check = endpoint.check();
    }

    private List<Operation> operations() {
        return endpoint.contract().operations();
    }

    @TestFactory
    Stream<DynamicTest> aRequestWithoutCredentialsIsRefused() {
        return operations().stream()
                .filter(o -> !o.security().isEmpty())
                .map(operation -> DynamicTest.dynamicTest(
                        endpoint.name(operation) + " refuses a request without credentials", () -> {
                            RequestSample sample = RequestSample.of(
                                    operation, Samples.names(operation).get(0));
                            Observed answer = endpoint.sendAnonymously(operation, sample);
                            assertThat(answer.status()).isEqualTo(status(operation, Cause.MISSING_KEY, 401));
                            assertThat(check.check(operation, answer, Optional.empty()))
                                    .isEmpty();
                        }));
    }

    private static int status(Operation operation, Cause cause, int otherwise) {
        ErrorAnswer answer = operation.errors().get(cause);
        return answer == null ? otherwise : answer.status();
    }

    @TestFactory
    Stream<DynamicTest> aBodyThatBreaksTheContractIsRefused() {
        return operations().stream().filter(o -> json(o).isPresent()).flatMap(operation -> {
            MediaType mediaType = json(operation).orElseThrow();
            return broken(mediaType).stream()
                    .map(broken -> DynamicTest.dynamicTest(
                            endpoint.name(operation) + " refuses a body " + broken.how(), () -> {
                                RequestSample sample = RequestSample.of(
                                        operation, Samples.names(operation).get(0));
                                RequestSample bad = new RequestSample(
                                        sample.name(),
                                        Optional.of(mediaType),
                                        broken.body(),
                                        sample.pathValues(),
                                        sample.queryValues(),
                                        sample.headerValues());
                                Observed answer = endpoint.send(operation, bad);
                                assertThat(answer.status())
                                        .as(answer.text())
                                        .isEqualTo(status(operation, Cause.INVALID_REQUEST, 400));
                                assertThat(answer.text()).contains(broken.field());
                                assertThat(check.check(operation, answer, Optional.empty()))
                                        .isEmpty();
                            }));
        });
    }

    private static Optional<MediaType> json(Operation operation) {
        return operation
                .requestBody()
                .flatMap(b -> b.content("application/json"))
                .filter(m -> m.schema().isPresent() && !m.examples().isEmpty());
    }

    private record Broken(String how, String field, JsonNode body) {}

    /** Returns bodies that break the schema in one member each: missing, or of another type. */
    private List<Broken> broken(MediaType mediaType) {
        List<Broken> bodies = new ArrayList<>();
        Schemas schemas = Schemas.of(endpoint.contract().document());
        JsonNode good = mediaType.examples().get(0).value();
        good.fieldNames().forEachRemaining(member -> {
            ObjectNode without = good.deepCopy();
            without.remove(member);
            add(schemas, mediaType, new Broken("without " + member, member, without), bodies);
            ObjectNode other = good.deepCopy();
            other.putObject(member).put("wrong", "type");
            add(schemas, mediaType, new Broken("whose " + member + " has another type", member, other), bodies);
        });
        return bodies;
    }

    private static void add(Schemas schemas, MediaType mediaType, Broken broken, List<Broken> to) {
        List<Violation> violations = schemas.check(mediaType.schema().orElseThrow(), broken.body());
        if (violations.size() == 1 && violations.get(0).at().startsWith("/" + broken.field())) {
            to.add(broken);
        }
    }

    @Test
    void anUnknownPathIsRefusedInTheProvidersForm() {
        Observed answer = Endpoint.observe(endpoint.request(operations().get(0)).get("/there/is/nothing/here"));
        ErrorAnswer declared = endpoint.contract().errors().get(Cause.UNKNOWN_PATH);
        assertThat(answer.status()).isEqualTo(declared == null ? 404 : declared.status());
        if (declared != null) {
            assertThat(answer.header("content-type").orElse("")).contains("json");
            declared.example().value().fieldNames().forEachRemaining(member -> assertThat(answer.text())
                    .contains("\"" + member + "\""));
        }
    }

    @TestFactory
    Stream<DynamicTest> anUnknownTaskIsAnsweredAsTheProviderDoes() {
        return operations().stream()
                .filter(o -> o.taskRoles().stream().anyMatch(r -> r.role() == TaskRole.Role.POLL))
                .map(operation ->
                        DynamicTest.dynamicTest(endpoint.name(operation) + " does not know a task of nobody", () -> {
                            Assumptions.assumeTrue(
                                    !RequestSample.of(
                                                    operation,
                                                    Samples.names(operation).get(0))
                                            .pathValues()
                                            .isEmpty(),
                                    "the task is not named in the path");
                            RequestSample sample = RequestSample.of(
                                    operation, Samples.names(operation).get(0));
                            Observed answer = endpoint.send(operation, sample);
                            assertThat(check.check(operation, answer, Optional.empty()))
                                    .isEmpty();
                            assertThat(answer.text())
                                    .doesNotContain("\""
                                            + sample.pathValues()
                                                    .values()
                                                    .iterator()
                                                    .next() + "\"");
                        }));
    }
}

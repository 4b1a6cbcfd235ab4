package io.facsimile.contract.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.ContractException;
import io.facsimile.contract.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundlerTest {
    @TempDir
    private Path home;

    private void write(String file, String text) throws IOException {
        Path path = home.resolve(file);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, text);
    }

    private Bundle bundle() {
        return Bundler.bundle(home.resolve("providers/mini.yaml"));
    }

    private void provider(String paths) throws IOException {
        write("providers/mini.yaml", "openapi: 3.1.0\ninfo: { title: Mini, version: '1' }\npaths:\n" + paths);
    }

    private void family() throws IOException {
        write("families/jobs/paths.yaml", """
                jobs:
                  get:
                    operationId: listJobs
                    responses:
                      '200':
                        description: Jobs.
                        content:
                          application/json:
                            schema: { $ref: schemas.yaml#/Jobs }
                            examples: { two: { $ref: ../../examples/jobs/listJobs/two.yaml#/response } }
                          text/event-stream:
                            schema: { $ref: schemas.yaml#/Job }
                """);
        write("families/jobs/schemas.yaml", """
                Jobs: { type: array, items: { $ref: '#/Job' } }
                Job:
                  type: object
                  properties:
                    parent: { $ref: '#/Job' }
                """);
        write("examples/jobs/listJobs/two.yaml", """
                response:
                  value: [ { $ref: not a reference }, {} ]
                """);
    }

    @Test
    void referencesIntoOtherFilesBecomeComponents() throws IOException {
        family();
        provider("  /jobs: { $ref: ../families/jobs/paths.yaml#/jobs }\n");
        JsonNode document = bundle().document();
        JsonNode operation = document.at("/paths/~1jobs/get");
        assertThat(operation
                        .at("/responses/200/content/application~1json/schema/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/Jobs");
        assertThat(document.at("/components/schemas/Jobs/items/$ref").asText()).isEqualTo("#/components/schemas/Job");
        assertThat(document.at("/components/schemas/Job/properties/parent/$ref").asText())
                .isEqualTo("#/components/schemas/Job");
    }

    @Test
    void whatLooksLikeAReferenceInsideAnExampleStays() throws IOException {
        family();
        provider("  /jobs: { $ref: ../families/jobs/paths.yaml#/jobs }\n");
        assertThat(bundle().document()
                        .at("/components/examples/jobs.listJobs.two.response/value/0/$ref")
                        .asText())
                .isEqualTo("not a reference");
    }

    @Test
    void aPathItemKnowsItsFamilyAndAnOperationItsEvents() throws IOException {
        family();
        provider("  /jobs: { $ref: ../families/jobs/paths.yaml#/jobs }\n");
        assertThat(bundle().document().at("/paths/~1jobs/x-family").asText()).isEqualTo("jobs");
        assertThat(bundle().document().at("/paths/~1jobs/get/x-events").asText())
                .isEqualTo("Job");
    }

    @Test
    void everythingKnowsItsFileAndLine() throws IOException {
        family();
        provider("  /jobs: { $ref: ../families/jobs/paths.yaml#/jobs }\n");
        assertThat(bundle().line("/components/schemas/Job/properties/parent").toString())
                .isEqualTo("families/jobs/schemas.yaml:5");
        assertThat(bundle().line("/paths/~1jobs/get/operationId").toString()).isEqualTo("families/jobs/paths.yaml:3");
    }

    @Test
    void aFamilysLinkToAnOperationThatTheProviderLacksIsLeftOut() throws IOException {
        write("families/jobs/paths.yaml", """
                jobs:
                  post:
                    operationId: createJob
                    responses:
                      '200':
                        description: Taken.
                        links: { poll: { operationId: getJob }, cancel: { operationId: cancelJob } }
                job: { get: { operationId: getJob, responses: { '200': { description: A job. } } } }
                """);
        provider(
                "  /jobs: { $ref: ../families/jobs/paths.yaml#/jobs }\n  /job: { $ref: ../families/jobs/paths.yaml#/job }\n");
        JsonNode links = bundle().document().at("/paths/~1jobs/post/responses/200/links");
        assertThat(links.fieldNames()).toIterable().containsExactly("poll");
    }

    @Test
    void everyReferenceThatLeadsNowhereIsReportedWithWhatIsMeant() throws IOException {
        family();
        provider("  /jobs: { $ref: ../families/jobs/paths.yaml#/job }\n  /more: { $ref: ../families/none.yaml#/x }\n");
        ContractException broken = catchThrowableOfType(ContractException.class, this::bundle);
        assertThat(broken.problems())
                .extracting(Problem::toString)
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("providers/mini.yaml:4")
                                .contains("did you mean \"jobs\"?"),
                        second -> assertThat(second)
                                .startsWith("providers/mini.yaml:5")
                                .contains("none.yaml"));
    }

    @Test
    void whatIsNoYamlIsReportedWithItsLine() throws IOException {
        write("providers/mini.yaml", "openapi: 3.1.0\ninfo: [ {\n");
        ContractException broken = catchThrowableOfType(ContractException.class, this::bundle);
        assertThat(broken.problems().get(0).where().file()).isEqualTo("providers/mini.yaml");
        assertThat(broken.problems().get(0).where().line()).isGreaterThan(1);
    }
}

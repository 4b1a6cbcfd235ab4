package io.facsimile.contract.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.ContractException;
import io.facsimile.contract.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several providers as one document. */
class UnionTest {
    @TempDir
    private Path home;

    private final Map<String, Bundle> bundles = new LinkedHashMap<>();

    @BeforeEach
    void layOut() throws IOException {
        Files.createDirectories(home.resolve("providers"));
        Files.createDirectories(home.resolve("families/jobs"));
        Files.writeString(home.resolve("families/jobs/paths.yaml"), """
                jobs: { get: { operationId: listJobs, responses: { '200': { description: Jobs. } } } }
                other: { get: { operationId: listOthers, responses: { '200': { description: Others. } } } }
                """);
    }

    private void provider(String name, String paths, String tag) throws IOException {
        Path entry = home.resolve("providers/" + name + ".yaml");
        Files.writeString(entry, """
                openapi: 3.1.0
                info: { title: %s, version: '1' }
                tags: [ { name: Jobs, description: %s } ]
                paths:
                """.formatted(name, tag) + paths);
        bundles.put(name, Bundler.bundle(entry));
    }

    @Test
    void whatProvidersShareStandsThereOnce() throws IOException {
        provider("one", "  /jobs: { $ref: ../families/jobs/paths.yaml#/jobs }\n", "Jobs.");
        provider("two", "  /jobs: { $ref: ../families/jobs/paths.yaml#/jobs }\n", "Jobs.");
        JsonNode union = Union.of(bundles);
        assertThat(union.path("paths")).hasSize(1);
        assertThat(union.path("tags")).hasSize(1);
        assertThat(union.at("/paths/~1jobs/get/operationId").asText()).isEqualTo("listJobs");
    }

    @Test
    void anOperationAtAnotherPathIsCalledAfterItsProvider() throws IOException {
        provider("one", "  /jobs: { $ref: ../families/jobs/paths.yaml#/jobs }\n", "Jobs.");
        provider("two", "  /all/jobs: { $ref: ../families/jobs/paths.yaml#/jobs }\n", "Jobs.");
        provider("three", "  /all/jobs: { $ref: ../families/jobs/paths.yaml#/jobs }\n", "Jobs.");
        JsonNode union = Union.of(bundles);
        assertThat(union.at("/paths/~1jobs/get/operationId").asText()).isEqualTo("listJobs");
        assertThat(union.at("/paths/~1all~1jobs/get/operationId").asText()).isEqualTo("listJobsOfTwo");
        assertThat(union.path("paths")).hasSize(2);
    }

    @Test
    void oneNameWithTwoMeaningsIsReportedWithItsPlace() throws IOException {
        provider("one", "  /jobs: { $ref: ../families/jobs/paths.yaml#/jobs }\n", "Jobs.");
        provider("two", "  /jobs: { $ref: ../families/jobs/paths.yaml#/other }\n", "Jobs.");
        ContractException broken = catchThrowableOfType(ContractException.class, () -> Union.of(bundles));
        assertThat(broken.problems())
                .extracting(Problem::toString)
                .singleElement()
                .asString()
                .startsWith("families/jobs/paths.yaml:2")
                .contains("/jobs is something else at one");
    }
}

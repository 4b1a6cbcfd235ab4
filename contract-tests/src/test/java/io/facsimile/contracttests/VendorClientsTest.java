package io.facsimile.contracttests;

import static org.assertj.core.api.Assertions.assertThat;

import io.facsimile.mock.MockOptions;
import io.facsimile.mock.MockServer;
import io.facsimile.mock.answer.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The vendors' own JavaScript clients against the mock, with nothing changed but the base URL: the programs of
 * examples/javascript. They need {@code npm ci} there, which the build does not do by itself.
 */
class VendorClientsTest {
    private static final Path HOME = Path.of(System.getProperty("facsimile.root"), "examples/javascript");

    private static MockServer mock;

    @BeforeAll
    static void start() throws IOException {
        mock = MockServer.start(MockOptions.DEFAULTS.withPace(new Answer.Pace(5, 1)));
    }

    @AfterAll
    static void stop() {
        mock.close();
    }

    @TestFactory
    Stream<DynamicTest> everyProgramRunsWithoutAFailure() throws IOException {
        List<Path> programs;
        try (Stream<Path> files = Files.list(HOME)) {
            programs = files.filter(f -> f.toString().endsWith(".mjs")).sorted().toList();
        }
        assertThat(programs).isNotEmpty();
        return programs.stream()
                .map(program -> DynamicTest.dynamicTest(
                        "The vendor's client works: " + Objects.requireNonNull(program.getFileName()),
                        () -> runs(program)));
    }

    private static void runs(Path program) throws Exception {
        Assumptions.assumeTrue(Files.isDirectory(HOME.resolve("node_modules")), "run npm ci in examples/javascript");
        Assumptions.assumeTrue(
                new ProcessBuilder("sh", "-c", "command -v node").start().waitFor() == 0, "node is not installed");
        Process process = new ProcessBuilder("node", program.toString(), mock.url())
                .directory(HOME.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(output).doesNotContain("not ok").contains("ok ");
        assertThat(process.exitValue()).as(output).isZero();
    }
}

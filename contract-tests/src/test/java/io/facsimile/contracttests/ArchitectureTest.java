package io.facsimile.contracttests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.facsimile.contract.index.ContractIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows of docs/architecture.md, and the one rule. */
@AnalyzeClasses(packages = "io.facsimile", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule theModelKnowsNobody = noClasses()
            .that()
            .resideInAPackage("io.facsimile.contract..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.facsimile.checks..", "io.facsimile.mock..", "io.facsimile.cli..")
            .because("contracts are read by the others, not the other way round");

    @ArchTest
    static final ArchRule checkerAndSimulatorDoNotKnowEachOther = noClasses()
            .that()
            .resideInAPackage("io.facsimile.checks..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.facsimile.mock..")
            .because("neither may excuse the other");

    @ArchTest
    static final ArchRule simulatorAndCheckerDoNotKnowEachOther = noClasses()
            .that()
            .resideInAPackage("io.facsimile.mock..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.facsimile.checks..")
            .because("neither may excuse the other");

    @ArchTest
    static final ArchRule theNetworkStaysInWire = noClasses()
            .that()
            .resideInAPackage("io.facsimile..")
            .and()
            .resideOutsideOfPackages("io.facsimile.mock.wire..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.github.tomakehurst.wiremock..", "io.vertx..")
            .because("WireMock and the HTTP server are replaceable");

    @ArchTest
    static final ArchRule swaggerStaysInTheLint = noClasses()
            .that()
            .resideInAPackage("io.facsimile..")
            .and()
            .resideOutsideOfPackage("io.facsimile.contract.lint..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.swagger..")
            .because("its models lose what they do not know");

    @ArchTest
    static final ArchRule networkntStaysInOnePlace = noClasses()
            .that()
            .resideInAPackage("io.facsimile..")
            .and()
            .resideOutsideOfPackages("io.facsimile.contract.schema..", "io.facsimile.contract.lint..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.networknt..")
            .because("the validator is replaceable");

    @ArchTest
    static final ArchRule packagesHaveNoCycles = slices().matching("io.facsimile.mock.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a feature can be read alone");

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = classes()
            .that()
            .resideInAPackage("io.facsimile..")
            .should()
            .haveNameNotMatching(".*(Util|Utils|Helper|Manager|Impl|Misc|Common)(\\$.*)?")
            .because("if a function has no home, find the noun it serves");

    @Test
    void noProviderIsNamedInJava() throws IOException {
        List<String> named = new ArrayList<>();
        Path root = Path.of(System.getProperty("facsimile.root"));
        for (String module : List.of("contract-model", "contract-checks", "mock-server", "cli")) {
            try (Stream<Path> files = Files.walk(root.resolve(module + "/src/main/java"))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    String code = Files.readString(file).replaceAll("(?s)/\\*.*?\\*/|//[^\n]*", "");
                    ContractIndex.providers().stream()
                            .filter(p -> code.contains("\"" + p + "\""))
                            .forEach(p -> named.add(root.relativize(file) + " names " + p));
                }
            }
        }
        assertThat(named).isEmpty();
    }
}

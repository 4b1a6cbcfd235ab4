package io.facsimile.contract.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.facsimile.contract.Contract;
import io.facsimile.contract.lint.Lint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider that serves families which are already here is one short file: the one that openapi/README.md shows. */
class FifthProviderTest {
    private static final Pattern SHOWN = Pattern.compile("(?s)```yaml\n# providers/fifth.yaml\n(.*?)```");

    @Test
    void theProviderThatTheReadmeShowsIsRightByEveryRule(@TempDir Path home) throws IOException {
        Path contracts = Path.of(System.getProperty("facsimile.root"), "openapi");
        Matcher shown = SHOWN.matcher(Files.readString(contracts.resolve("README.md")));
        assertThat(shown.find()).isTrue();
        copy(contracts, home);
        Files.writeString(home.resolve("providers/fifth.yaml"), shown.group(1));
        Map<String, Contract> all = ContractIndex.write(home, home.resolve("index"));
        assertThat(Lint.checkOurs(home, all.values())).isEmpty();
        Contract fifth = Objects.requireNonNull(all.get("fifth"));
        assertThat(fifth.operations()).hasSize(3);
        assertThat(fifth.operation("createLumaGeneration").orElseThrow().taskRoles())
                .isNotEmpty();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path relative = from.relativize(file);
                if (relative.startsWith("target") || !Files.isRegularFile(file)) {
                    continue;
                }
                Path copy = to.resolve(relative.toString());
                Files.createDirectories(Objects.requireNonNull(copy.getParent()));
                Files.copy(file, copy);
            }
        }
    }
}

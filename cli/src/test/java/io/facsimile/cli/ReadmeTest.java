package io.facsimile.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facsimile.mock.MockOptions;
import io.facsimile.mock.MockServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** What the README shows is what happens: each command of it is run as written, and answers with the same members. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadmeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SHOWN = Pattern.compile("(?m)^\\$ (curl .*)\n([^`\n].*)$");
    private static final String ADDRESS = "http://127.0.0.1:4010";

    private MockServer mock;

    @BeforeAll
    void start() throws IOException {
        mock = MockServer.start(MockOptions.DEFAULTS);
    }

    @AfterAll
    void stop() {
        mock.close();
    }

    @TestFactory
    Stream<DynamicTest> everyCommandAnswersAsShown() throws IOException {
        String readme = Files.readString(Path.of(System.getProperty("facsimile.root"), "README.md"));
        List<DynamicTest> tests = new ArrayList<>();
        Matcher shown = SHOWN.matcher(readme);
        while (shown.find()) {
            String command = shown.group(1);
            String output = shown.group(2);
            tests.add(DynamicTest.dynamicTest(
                    "The README's command answers as shown: " + command, () -> answersAsShown(command, output)));
        }
        assertThat(tests).hasSizeGreaterThan(3);
        return tests.stream();
    }

    private void answersAsShown(String command, String shown) throws Exception {
        Assumptions.assumeTrue(has("curl"), "curl is not installed");
        Process process = new ProcessBuilder("sh", "-c", command.replace(ADDRESS, mock.url()))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        String first = output.lines().findFirst().orElse("");
        assertThat(first.startsWith("data: ")).isEqualTo(shown.startsWith("data: "));
        assertThat(members(first)).isEqualTo(members(shown));
    }

    private static boolean has(String program) throws Exception {
        return new ProcessBuilder("sh", "-c", "command -v " + program).start().waitFor() == 0;
    }

    private static SortedSet<String> members(String line) throws IOException {
        SortedSet<String> members = new TreeSet<>();
        collect(JSON.readTree(line.replaceFirst("^data: ", "")), "", members);
        return members;
    }

    private static void collect(JsonNode node, String at, SortedSet<String> into) {
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            into.add(at + "/" + member.getKey());
            collect(member.getValue(), at + "/" + member.getKey(), into);
        }
        for (JsonNode item : node.isArray() ? node : JSON.createArrayNode()) {
            collect(item, at + "/*", into);
        }
    }
}

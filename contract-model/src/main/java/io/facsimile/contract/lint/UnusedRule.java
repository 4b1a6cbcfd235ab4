package io.facsimile.contract.lint;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.Contract;
import io.facsimile.contract.Operation;
import io.facsimile.contract.Problem;
import io.facsimile.contract.source.Pointers;
import io.facsimile.contract.source.YamlFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What stands in the families' folders is used by some provider. */
final class UnusedRule {
    static final String ID = "unused";
    static final String SAYS = "Every schema, path item and example file of a family is used by a provider.";

    private UnusedRule() {}

    static void check(Path home, Collection<Contract> contracts, Set<Problem> problems) {
        Set<String> schemas = new HashSet<>();
        Set<String> operations = new HashSet<>();
        Set<String> files = new HashSet<>();
        for (Contract contract : contracts) {
            JsonNode components = contract.document().path("components");
            components.path("schemas").fieldNames().forEachRemaining(schemas::add);
            contract.operations().stream().map(Operation::id).forEach(operations::add);
            components
                    .path("examples")
                    .fieldNames()
                    .forEachRemaining(name -> files.add(contract.lines()
                            .apply("/components/examples/" + Pointers.escape(name))
                            .file()));
        }
        for (Path file : yaml(home.resolve("families"))) {
            String name = home.relativize(file).toString().replace('\\', '/');
            YamlFile read = YamlFile.read(file, name);
            boolean isSchemas = name.matches(".*/schemas[^/]*");
            boolean isPaths = name.matches(".*/paths[^/]*");
            links(read, operations, problems);
            for (Map.Entry<String, JsonNode> entry : read.root().properties()) {
                boolean isUnused = isSchemas && !schemas.contains(entry.getKey())
                        || isPaths
                                && !entry.getValue()
                                        .findValuesAsText("operationId")
                                        .isEmpty()
                                && entry.getValue().findValuesAsText("operationId").stream()
                                        .noneMatch(operations::contains);
                if (isUnused) {
                    problems.add(new Problem(
                            ID,
                            read.line("/" + Pointers.escape(entry.getKey())),
                            "nobody uses \"" + entry.getKey() + "\"",
                            "refer to it or remove it"));
                }
            }
        }
        for (Path file : yaml(home.resolve("examples"))) {
            String name = home.relativize(file).toString().replace('\\', '/');
            if (!files.contains(name)) {
                problems.add(new Problem(
                        ID,
                        new io.facsimile.contract.source.SourceLine(name, 1),
                        "nobody uses this example",
                        "refer to it or remove it"));
            }
        }
    }

    /** A provider's bundle has no links to operations that it lacks, so those that nobody has are found here. */
    private static void links(YamlFile file, Set<String> operations, Set<Problem> problems) {
        for (JsonNode links : file.root().findValues("links")) {
            for (JsonNode link : links) {
                String target = link.path("operationId").asText();
                if (!target.isEmpty() && !operations.contains(target)) {
                    problems.add(new Problem(
                            "link",
                            file.line(""),
                            "a link leads to \"" + target + "\", which no provider has",
                            "name an operation"));
                }
            }
        }
    }

    private static List<Path> yaml(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

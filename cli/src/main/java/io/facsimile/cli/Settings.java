package io.facsimile.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.facsimile.contract.ContractException;
import io.facsimile.contract.bundle.Words;
import io.facsimile.contract.source.YamlFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options that are not on the command line: the environment variable {@code FACSIMILE_PORT} for {@code --port}, then the
 * member {@code port} of the YAML file that {@code --config} or {@code FACSIMILE_CONFIG} names.
 */
final class Settings implements CommandLine.IDefaultValueProvider {
    /** What only a command line can ask for. */
    private static final String PREFIX = "FACSIMILE_";

    private static final Set<String> NOT_OF_FILES = Set.of("config", "help", "version");

    private final Map<String, String> environment;
    private final JsonNode file;
    private final Path directory;

    private Settings(Map<String, String> environment, JsonNode file, Path directory) {
        this.environment = environment;
        this.file = file;
        this.directory = directory;
    }

    /**
     * @param args the command line, in which the file is looked for
     * @throws Main.SetUpException if the file is not there or is no YAML object
     */
    static Settings of(List<String> args, Map<String, String> environment) {
        String name = environment.getOrDefault(variable("config"), "");
        for (int i = 0; i < args.size(); i++) {
            if (args.get(i).equals("--config") && i + 1 < args.size()) {
                name = args.get(i + 1);
            } else if (args.get(i).startsWith("--config=")) {
                name = args.get(i).substring("--config=".length());
            }
        }
        if (name.isEmpty()) {
            return new Settings(environment, JsonNodeFactory.instance.objectNode(), Path.of(""));
        }
        Path directory = Path.of(name).toAbsolutePath().getParent();
        return new Settings(environment, read(Path.of(name)), directory == null ? Path.of("") : directory);
    }

    private static JsonNode read(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new Main.SetUpException("there is no configuration " + path, null);
        }
        try {
            JsonNode root = YamlFile.read(path, path.toString()).root();
            if (!root.isObject()) {
                throw new Main.SetUpException(path + " is no list of options such as \"port: 4010\"", null);
            }
            return root;
        } catch (ContractException e) {
            throw new Main.SetUpException(e.problems().get(0).toString(), e);
        }
    }

    /** Refuses members of the file that no option of the command has, and variables that are nearly those of an option. */
    void check(CommandSpec command) {
        Set<String> known = new HashSet<>();
        command.options().forEach(o -> known.add(o.longestName().replaceFirst("^--", "")));
        checkVariables(known);
        known.removeAll(NOT_OF_FILES);
        List<String> unknown = new ArrayList<>();
        file.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                unknown.add(name);
            }
        });
        if (!unknown.isEmpty()) {
            throw new Main.SetUpException(
                    "the configuration has " + String.join(", ", unknown) + ", which is no option; there are "
                            + String.join(", ", known.stream().sorted().toList()),
                    null);
        }
        file.properties().forEach(member -> requireValue(member.getKey(), member.getValue()));
    }

    /** What is like no option's may be there for somebody else. */
    private void checkVariables(Set<String> options) {
        for (String name : new TreeSet<>(environment.keySet())) {
            String option =
                    name.replaceFirst("^" + PREFIX, "").replace('_', '-').toLowerCase(Locale.ROOT);
            String meant = name.startsWith(PREFIX) && !options.contains(option)
                    ? Words.closest(option, new TreeSet<>(options).iterator())
                    : "";
            if (!meant.isEmpty()) {
                throw new Main.SetUpException(
                        "the environment has " + name + ", which is no option; did you mean " + variable(meant) + "?",
                        null);
            }
        }
    }

    private static String variable(String option) {
        return PREFIX + option.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static void requireValue(String name, JsonNode value) {
        boolean isSimple = value.isValueNode() && !value.isNull();
        boolean isList = value.isArray() && !value.isEmpty();
        for (JsonNode item : value) {
            isList &= item.isValueNode() && !item.isNull();
        }
        if (!isSimple && !isList) {
            throw new Main.SetUpException(
                    "the configuration's " + name + (value.isNull() ? " has no value" : " takes a value, not " + value)
                            + "; leave it out, or write for example " + name + ": "
                            + (name.equals("host") ? "127.0.0.1" : name.equals("port") ? "4010" : "VALUE"),
                    null);
        }
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || !option.longestName().startsWith("--")) {
            return null;
        }
        String name = option.longestName().substring(2);
        String variable = environment.get(variable(name));
        if (variable != null) {
            return variable;
        }
        JsonNode value = file.path(name);
        boolean isPath =
                option.type() == Path.class || List.of(option.auxiliaryTypes()).contains(Path.class);
        if (value.isArray()) {
            List<String> items = new ArrayList<>();
            value.forEach(item -> items.add(text(item.asText(), isPath)));
            return String.join(",", items);
        }
        if (!value.isValueNode()) {
            return null;
        }
        return isPath && option.splitRegex() != null && option.splitRegex().equals(",")
                ? Stream.of(value.asText().split(",", -1))
                        .map(t -> text(t, true))
                        .collect(Collectors.joining(","))
                : text(value.asText(), isPath);
    }

    /** A file moves with those that it names. */
    private String text(String value, boolean isPath) {
        return isPath ? directory.resolve(value).normalize().toString() : value;
    }
}

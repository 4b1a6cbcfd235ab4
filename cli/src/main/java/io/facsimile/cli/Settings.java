package io.facsimile.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.facsimile.contract.ContractException;
import io.facsimile.contract.source.YamlFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
    private final Map<String, String> environment;
    private final JsonNode file;

    private Settings(Map<String, String> environment, JsonNode file) {
        this.environment = environment;
        this.file = file;
    }

    /**
     * @param args the command line, in which the file is looked for
     * @throws Main.SetUpException if the file is not there or is no YAML object
     */
    static Settings of(List<String> args, Map<String, String> environment) {
        String name = environment.getOrDefault("FACSIMILE_CONFIG", "");
        for (int i = 0; i < args.size(); i++) {
            if (args.get(i).equals("--config") && i + 1 < args.size()) {
                name = args.get(i + 1);
            } else if (args.get(i).startsWith("--config=")) {
                name = args.get(i).substring("--config=".length());
            }
        }
        return new Settings(environment, name.isEmpty() ? JsonNodeFactory.instance.objectNode() : read(Path.of(name)));
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

    /** Refuses members of the file that no option of the command has. */
    void check(CommandSpec command) {
        Set<String> known = new HashSet<>();
        command.options().forEach(o -> known.add(o.longestName().replaceFirst("^--", "")));
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
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || !option.longestName().startsWith("--")) {
            return null;
        }
        String name = option.longestName().substring(2);
        String variable =
                environment.get("FACSIMILE_" + name.toUpperCase(Locale.ROOT).replace('-', '_'));
        if (variable != null) {
            return variable;
        }
        JsonNode value = file.path(name);
        if (value.isArray()) {
            List<String> items = new ArrayList<>();
            value.forEach(item -> items.add(item.asText()));
            return String.join(",", items);
        }
        return value.isValueNode() ? value.asText() : null;
    }
}

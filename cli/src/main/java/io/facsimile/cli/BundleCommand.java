package io.facsimile.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facsimile.contract.bundle.BundleText;
import io.facsimile.contract.bundle.Bundler;
import io.facsimile.contract.index.ContractIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code facsimile contracts bundle}: a contract as one file, for other tools. */
@Command(
        name = "bundle",
        description = "Write a contract as one self-contained OpenAPI file that other tools read.",
        mixinStandardHelpOptions = true)
final class BundleCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "CONTRACT", description = "A provider, or an OpenAPI document of your own.")
    private String contract = "";

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write; by default the terminal.")
    private @Nullable Path out;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}. Default: by the file's name, or yaml.")
    private @Nullable Format format;

    /** How a bundle is written. */
    enum Format {
        YAML,
        JSON
    }

    @Override
    public Integer call() throws IOException {
        JsonNode document = document();
        boolean isJson = format == null ? out != null && out.toString().endsWith(".json") : format == Format.JSON;
        String text = isJson
                ? new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n"
                : BundleText.yaml(document);
        if (out == null) {
            spec.commandLine().getOut().print(text);
            spec.commandLine().getOut().flush();
        } else {
            try {
                Files.writeString(out, text);
            } catch (IOException e) {
                throw new Main.SetUpException("cannot write " + out + "; choose another place with --out", e);
            }
        }
        return 0;
    }

    private JsonNode document() {
        Path file = Path.of(contract);
        if (Files.isRegularFile(file)) {
            return Bundler.bundle(file).document();
        }
        ContractsCommand.requireProvider(contract, spec.commandLine());
        return ContractIndex.read(contract).document();
    }
}

package io.facsimile.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facsimile.contract.Contract;
import io.facsimile.contract.Example;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.Parameter;
import io.facsimile.contract.Response;
import io.facsimile.contract.SecurityScheme;
import io.facsimile.contract.Source;
import io.facsimile.contract.bundle.Words;
import io.facsimile.contract.index.ContractIndex;
import io.facsimile.contract.schema.Fields;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code facsimile contracts show}: one operation for people. */
@Command(
        name = "show",
        description = "Show an operation: its fields, answers, an example, and where all that comes from.",
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "OPERATION", description = "Its operationId, or method and path in quotes.")
    private String wanted = "";

    @Option(names = "--provider", paramLabel = "NAME", description = "As this provider has it. Default: the first.")
    private @Nullable String provider;

    @Option(names = "--example", paramLabel = "NAME", description = "Show this example. Default: the first.")
    private @Nullable String example;

    @Override
    public Integer call() throws IOException {
        if (provider != null) {
            ContractsCommand.requireProvider(provider, spec.commandLine());
        }
        List<String> providers = provider == null ? ContractIndex.providers() : List.of(provider);
        List<String> known = new ArrayList<>();
        for (String name : providers) {
            Contract contract = ContractIndex.read(name);
            for (Operation operation : contract.operations()) {
                known.add(operation.id());
                if (operation.id().equals(wanted)
                        || (operation.method() + " " + operation.path()).equalsIgnoreCase(wanted.strip())) {
                    show(contract, operation, spec.commandLine().getOut());
                    return 0;
                }
            }
        }
        String close = Words.closest(wanted, known.iterator());
        throw new ParameterException(
                spec.commandLine(),
                "there is no operation \"" + wanted + "\""
                        + (close.isEmpty() ? ", see contracts list" : "; did you mean " + close + "?"));
    }

    private void show(Contract contract, Operation operation, PrintWriter out) throws IOException {
        out.println(operation.id() + " · " + operation.method() + " " + operation.path() + " · " + contract.provider());
        out.println(operation.summary());
        out.println(operation.description().strip());
        out.println("credentials: " + credentials(operation));
        out.println();
        if (!operation.parameters().isEmpty()) {
            out.println("Parameters");
            for (Parameter parameter : operation.parameters()) {
                out.printf(
                        "  %s  %s%s  %s%n",
                        parameter.name(),
                        parameter.in().name().toLowerCase(Locale.ROOT),
                        parameter.isRequired() ? ", required" : "",
                        parameter.description().strip());
            }
            out.println();
        }
        operation.requestBody().ifPresent(body -> body.content().forEach(m -> fields("Request", contract, m, out)));
        for (Response response : operation.responses()) {
            out.println("Answer " + response.status() + ": "
                    + response.description().strip());
            if (response.isSuccess()) {
                response.content().forEach(m -> fields("  as", contract, m, out));
            }
        }
        out.println();
        examples(operation, out);
        out.println("Sources");
        for (Source source : operation.sources()) {
            out.println("  " + source(source));
        }
        out.println("  written in " + operation.line());
        out.flush();
    }

    private static String credentials(Operation operation) {
        if (operation.security().isEmpty()) {
            return "none";
        }
        return operation.security().stream()
                .map(all -> all.stream().map(ShowCommand::scheme).collect(Collectors.joining(" and ")))
                .collect(Collectors.joining(", or "));
    }

    private static String scheme(SecurityScheme scheme) {
        return scheme.in().name().toLowerCase(Locale.ROOT) + " " + scheme.parameter()
                + (scheme.prefix().isEmpty() ? "" : ": " + scheme.prefix() + " …");
    }

    private static void fields(String head, Contract contract, MediaType mediaType, PrintWriter out) {
        out.println(head + " " + mediaType.name());
        mediaType.schema().ifPresent(schema -> Fields.of(contract.document(), schema)
                .forEach(field -> out.printf(
                        "  %s%s  %s%s  %s%n",
                        "  ".repeat(field.depth()),
                        field.name(),
                        field.type(),
                        field.isRequired() ? ", required" : "",
                        field.text())));
        out.println();
    }

    private void examples(Operation operation, PrintWriter out) throws IOException {
        List<String> names = new ArrayList<>();
        operation.requestBody().ifPresent(b -> b.content()
                .forEach(m -> m.examples().stream().map(Example::name).forEach(names::add)));
        if (names.isEmpty()) {
            operation.success().ifPresent(r -> r.content()
                    .forEach(m -> m.examples().stream().map(Example::name).forEach(names::add)));
        }
        if (names.isEmpty()) {
            return;
        }
        String shown = example == null ? names.get(0) : example;
        out.println("Examples: " + names.stream().distinct().collect(Collectors.joining(", ")));
        Optional<JsonNode> request = operation.requestBody().flatMap(b -> value(b.content(), shown));
        Optional<JsonNode> answer = operation.success().flatMap(r -> value(r.content(), shown));
        if (request.isEmpty() && answer.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), operation.id() + " has no example \"" + shown + "\", only " + names);
        }
        if (request.isPresent()) {
            out.println("Request \"" + shown + "\"");
            out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(request.get()));
        }
        if (answer.isPresent()) {
            out.println("Answer \"" + shown + "\"");
            out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answer.get()));
        }
        out.println();
    }

    private static Optional<JsonNode> value(List<MediaType> content, String name) {
        return content.stream()
                .filter(m -> !m.isEventStream())
                .flatMap(m -> m.example(name).stream())
                .map(Example::value)
                .filter(v -> !v.isMissingNode())
                .findFirst();
    }

    private static String source(Source source) {
        StringBuilder text = new StringBuilder(source.kind().name().toLowerCase(Locale.ROOT));
        source.document().ifPresent(d -> text.append(", document ").append(d));
        source.title().ifPresent(t -> text.append(", ").append(t));
        source.claim().ifPresent(c -> text.append(": ").append(c));
        source.from().ifPresent(f -> text.append(" (").append(f).append(")"));
        return text.toString();
    }
}

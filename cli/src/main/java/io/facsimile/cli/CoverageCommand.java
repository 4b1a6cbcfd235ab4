package io.facsimile.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.contract.Source;
import io.facsimile.contract.coverage.Coverage;
import io.facsimile.contract.index.ContractIndex;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code facsimile contracts coverage}: how much of the documents the contracts cover. */
@Command(
        name = "coverage",
        description = "Say how much of the documents the contracts cover, and how sure their statements are.",
        mixinStandardHelpOptions = true)
final class CoverageCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--json", description = "Write JSON.")
    private boolean isJson;

    @Override
    public Integer call() throws Exception {
        Coverage coverage = Coverage.of(
                ContractIndex.documents(),
                ContractIndex.providers().stream().map(ContractIndex::read).toList());
        PrintWriter out = spec.commandLine().getOut();
        if (isJson) {
            out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json(coverage)));
        } else {
            print(coverage, out);
        }
        out.flush();
        return 0;
    }

    private static ObjectNode json(Coverage coverage) {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode documents = root.putArray("documents");
        for (Coverage.Document document : coverage.documents()) {
            ObjectNode node = documents.addObject();
            node.put("document", document.id());
            node.put("name", document.name());
            ArrayNode providers = node.putArray("providers");
            document.providers().forEach(providers::add);
            fill(node, document.count());
        }
        fill(root.putObject("total"), coverage.total());
        return root;
    }

    private static void fill(ObjectNode node, Coverage.Count count) {
        node.put("titles", count.titles());
        node.put("mapped", count.mapped());
        node.put("operations", count.operations());
        node.put("examples", count.examples());
        node.put("states", count.states());
        node.put("errorCauses", count.causes());
        ObjectNode sources = node.putObject("sources");
        for (Source.Kind kind : Source.Kind.values()) {
            sources.put(kind.name().toLowerCase(Locale.ROOT), count.sources().getOrDefault(kind, 0));
        }
    }

    private static void print(Coverage coverage, PrintWriter out) {
        String row = "%-10s %9s %11s %9s %7s %7s %11s %7s %9s%n";
        out.printf(
                row,
                "document",
                "titles",
                "operations",
                "examples",
                "states",
                "causes",
                "documented",
                "public",
                "inferred");
        for (Coverage.Document document : coverage.documents()) {
            row(document.id(), document.count(), row, out);
        }
        row("total", coverage.total(), row, out);
        out.println();
        for (Coverage.Document document : coverage.documents()) {
            out.println(document.id() + ": " + document.name()
                    + (document.providers().isEmpty() ? "" : "; " + String.join(", ", document.providers())));
        }
        out.println("The last three columns are shares of the statements of x-source.");
    }

    private static void row(String name, Coverage.Count count, String row, PrintWriter out) {
        out.printf(
                row,
                name,
                count.mapped() + "/" + count.titles(),
                count.operations(),
                count.examples(),
                count.states(),
                count.causes(),
                percent(count, Source.Kind.DOCUMENTED),
                percent(count, Source.Kind.PUBLIC),
                percent(count, Source.Kind.INFERRED));
    }

    private static String percent(Coverage.Count count, Source.Kind kind) {
        return Math.round(count.share(kind) * 100) + " %";
    }
}

package io.facsimile.contract.lint;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.Contract;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.Problem;
import io.facsimile.contract.Response;
import io.facsimile.contract.source.Pointers;
import io.facsimile.contract.source.SourceLine;
import io.facsimile.contract.source.YamlFile;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where the content of each title of the documents went. */
final class DocumentRules {
    static final String ID = "document-title";
    static final String SAYS =
            "Every title of documents.yaml leads to an operation and example, a schema, or a reason.";

    private DocumentRules() {}

    static void titles(YamlFile documents, Collection<Contract> contracts, Set<Problem> problems) {
        for (Map.Entry<String, JsonNode> document :
                documents.root().path("documents").properties()) {
            JsonNode titles = document.getValue().path("titles");
            for (int i = 0; i < titles.size(); i++) {
                JsonNode title = titles.get(i);
                SourceLine line = documents.line("/documents/" + Pointers.escape(document.getKey()) + "/titles/" + i);
                String wrong = wrong(title, contracts);
                if (!wrong.isEmpty()) {
                    problems.add(new Problem(
                            ID,
                            line,
                            "the title \"" + title.path("title").asText() + "\" " + wrong,
                            "say operation and example, or schema, or prose with the reason"));
                }
            }
        }
    }

    private static String wrong(JsonNode title, Collection<Contract> contracts) {
        if (title.has("operation")) {
            String id = title.path("operation").asText();
            String example = title.path("example").asText();
            List<Operation> operations = contracts.stream()
                    .map(c -> c.operation(id))
                    .flatMap(Optional::stream)
                    .toList();
            if (operations.isEmpty()) {
                return "names the operation \"" + id + "\", which no provider has";
            }
            boolean isShown = operations.stream().anyMatch(o -> shows(o, example));
            return isShown ? "" : "names the example \"" + example + "\", which " + id + " does not have";
        }
        if (title.has("schema")) {
            String name = title.path("schema").asText();
            boolean exists = contracts.stream()
                    .anyMatch(
                            c -> c.document().path("components").path("schemas").has(name));
            return exists ? "" : "names the schema \"" + name + "\", which no provider has";
        }
        return title.path("prose").asText().isBlank() ? "leads nowhere" : "";
    }

    private static boolean shows(Operation operation, String example) {
        for (Response response : operation.responses()) {
            for (MediaType mediaType : response.content()) {
                if (mediaType.example(example).isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }
}

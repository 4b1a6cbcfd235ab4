package io.facsimile.contract.lint;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.Contract;
import io.facsimile.contract.Problem;
import io.facsimile.contract.schema.Schemas;
import io.facsimile.contract.source.YamlFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Checks contracts by the table of rules. */
public final class Lint {
    /** Rules that hold for any contract, a user's own too. */
    private static final List<Rule> ALWAYS = List.of(
            new Rule(
                    "openapi-schema",
                    "The bundle is valid by the official OpenAPI schema.",
                    OpenApiRules::officialSchema),
            new Rule(
                    "swagger-parser",
                    "Swagger Parser reads the bundle without a message.",
                    OpenApiRules::swaggerParser),
            new Rule("example", "Every example is valid by its schema.", ExampleRules::fits),
            new Rule(
                    "tasks",
                    "Task types show an example in every state, and speak of no state that never comes.",
                    TaskRules::shows),
            new Rule(
                    "task-reachable",
                    "Every task type is begun by an operation and can be asked for.",
                    TaskRules::reachable),
            new Rule(
                    "task-address",
                    "An address of a task is that of an operation that answers for tasks.",
                    TaskRules::addresses),
            new Rule(
                    "chosen",
                    "A request example gets the answer example of its name, by x-when.",
                    OperationRules::chosen),
            new Rule("stream", "A stream says what its events add up to, and that answer exists.", StreamRules::whole),
            new Rule(
                    "link",
                    "Links lead to operations and set their parameters; callbacks go to members of the request.",
                    OperationRules::links));

    /** Rules of this project's own contracts. */
    private static final List<Rule> OURS = List.of(
            new Rule("operation-id", "An operationId is a verb of ours and a noun.", OperationRules::operationId),
            new Rule("pair", "Every operation shows at least one request with its answer.", OperationRules::pair),
            new Rule("source", "Every operation says where it comes from.", OperationRules::source),
            new Rule("error-answers", "Every operation declares how it refuses.", OperationRules::errorAnswers),
            new Rule("error-causes", "Every cause of an error has an answer.", OperationRules::causes),
            new Rule("limits", "Rate limits are told so that a client can behave.", LimitRules::told),
            new Rule("event-examples", "Examples of streams stand under x-event-examples.", ExampleRules::events),
            new Rule("schema-keyword", "A schema has only keywords of JSON Schema and x- keys.", SchemaRules::keywords),
            new Rule("items", "A schema of lists says what is in them.", SchemaRules::items),
            new Rule("spelling", "No two members of a schema differ only in their spelling.", SchemaRules::names),
            new Rule("alike", "No two schemas are the same.", SchemaRules::alike),
            new Rule(
                    "direction",
                    "No request needs what is readOnly, no answer what is writeOnly.",
                    SchemaRules::direction),
            new Rule("union", "The branches of a union tell themselves apart.", SchemaRules::unions),
            new Rule(
                    "description",
                    "Operations, parameters, responses, schemas and properties are described.",
                    TextRules::described),
            new Rule(
                    "extension",
                    "Every x- key is in the register and has the value it asks for.",
                    ExtensionRules::registered));

    private Lint() {}

    /** Returns the rules, id to what they say. */
    public static Map<String, String> rules() {
        Map<String, String> rules = new TreeMap<>();
        ALWAYS.forEach(r -> rules.put(r.id(), r.says()));
        OURS.forEach(r -> rules.put(r.id(), r.says()));
        rules.put(DocumentRules.ID, DocumentRules.SAYS);
        rules.put(UnusedRule.ID, UnusedRule.SAYS);
        return rules;
    }

    /**
     * Checks the contracts of a contracts directory by all rules.
     *
     * @param home the directory with {@code extensions.yaml} and {@code documents.yaml}
     */
    public static List<Problem> checkOurs(Path home, Collection<Contract> contracts) {
        JsonNode register = YamlFile.read(home.resolve("extensions.yaml"), "extensions.yaml")
                .root();
        Path media = home.resolve("examples/media");
        Set<Problem> problems = Report.none();
        for (Contract contract : contracts) {
            Subject subject =
                    new Subject(contract, Schemas.of(contract.document()), Optional.of(register), Optional.of(media));
            run(ALWAYS, subject, problems);
            run(OURS, subject, problems);
        }
        Path documents = home.resolve("documents.yaml");
        if (Files.exists(documents)) {
            DocumentRules.titles(YamlFile.read(documents, "documents.yaml"), contracts, problems);
        }
        UnusedRule.check(home, contracts, problems);
        return new ArrayList<>(problems);
    }

    /** Checks any contract by the rules that hold for all. */
    public static List<Problem> check(Contract contract) {
        Set<Problem> problems = Report.none();
        run(
                ALWAYS,
                new Subject(contract, Schemas.of(contract.document()), Optional.empty(), Optional.empty()),
                problems);
        return new ArrayList<>(problems);
    }

    private static void run(List<Rule> rules, Subject subject, Set<Problem> problems) {
        for (Rule rule : rules) {
            rule.check().run(subject, new Report(problems, subject.contract(), rule.id()));
        }
    }
}

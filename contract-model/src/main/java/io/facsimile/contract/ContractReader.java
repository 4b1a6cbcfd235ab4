package io.facsimile.contract;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.facsimile.contract.bundle.Bundle;
import io.facsimile.contract.bundle.Bundler;
import io.facsimile.contract.language.Condition;
import io.facsimile.contract.language.LimitWord;
import io.facsimile.contract.language.Telling;
import io.facsimile.contract.schema.Circles;
import io.facsimile.contract.source.Pointers;
import io.facsimile.contract.source.SourceLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads a contract into records. Everything wrong is collected and reported at once. */
public final class ContractReader {
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    private final String provider;
    private final JsonNode document;
    private final Function<String, SourceLine> lines;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, SecurityScheme> schemes = new LinkedHashMap<>();
    private final Set<String> certificates = new HashSet<>();
    private final TaskReader tasks;

    private ContractReader(String provider, JsonNode document, Function<String, SourceLine> lines) {
        this.provider = provider;
        this.document = document;
        this.lines = lines;
        this.tasks = new TaskReader(document, lines, problems);
    }

    /**
     * Reads the contract whose entry document is a file. The provider's id is the file's name up to the first dot, with
     * {@code -} for what a path cannot say.
     *
     * @throws ContractException if anything in it is wrong
     */
    public static Contract read(Path entry) {
        String name = Objects.requireNonNull(entry.getFileName(), "entry").toString();
        int dot = name.indexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        return read(stem.replaceAll("[^A-Za-z0-9_-]+", "-"), Bundler.bundle(entry));
    }

    /**
     * Reads a bundled contract.
     *
     * @param provider the provider's id
     * @throws ContractException if anything in it is wrong
     */
    public static Contract read(String provider, Bundle bundle) {
        List<Problem> circles = Circles.of(bundle.document(), bundle::line);
        if (!circles.isEmpty()) {
            throw new ContractException(circles);
        }
        return read(provider, bundle.document(), bundle::line, name -> {
            Path file = bundle.files().get(name);
            try {
                return file == null ? missing(name) : Files.readAllBytes(file);
            } catch (IOException e) {
                throw new ContractException(
                        new Problem("reference", new SourceLine(name, 1), "the file cannot be read", "restore it"));
            }
        });
    }

    private static byte[] missing(String name) {
        throw new ContractException(new Problem(
                "reference", new SourceLine(name, 1), "there is no such file", "name it with externalValue"));
    }

    /**
     * Reads a bundled document.
     *
     * @param provider the provider's id
     * @param lines where a JSON pointer of the document was written
     * @param files reads the files that examples name
     * @throws ContractException if anything in it is wrong
     */
    public static Contract read(
            String provider, JsonNode document, Function<String, SourceLine> lines, ContractFiles files) {
        return new ContractReader(provider, document, lines).contract(files);
    }

    private Contract contract(ContractFiles files) {
        String version = document.path("openapi").asText();
        if (!version.startsWith("3.0") && !version.startsWith("3.1")) {
            throw new ContractException(foreign(version));
        }
        document.path("components").path("securitySchemes").properties().forEach(e -> scheme(e.getKey(), e.getValue()));
        Map<Cause, ErrorAnswer> errors = errors("/x-errors");
        var taskTypes = tasks.types(document.path("x-tasks"), "/x-tasks");
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            if (!path.getKey().startsWith("/")) {
                continue;
            }
            String pointer = "/paths/" + Pointers.escape(path.getKey());
            JsonNode item = References.follow(document, path.getValue());
            for (Map.Entry<String, JsonNode> member : item.properties()) {
                if (METHODS.contains(member.getKey())) {
                    operations.add(
                            operation(path.getKey(), member.getKey(), item, pointer, errors, taskTypes.keySet()));
                }
            }
        }
        tasks.check(taskTypes, operations);
        if (!problems.isEmpty()) {
            throw new ContractException(problems);
        }
        String title = document.path("info").path("title").asText(provider);
        return new Contract(provider, title, version, document, operations, taskTypes, errors, lines, files);
    }

    private Problem foreign(String version) {
        if (document.has("swagger")) {
            return new Problem(
                    "syntax",
                    lines.apply("/swagger"),
                    "this is Swagger " + document.get("swagger").asText() + ", not OpenAPI 3",
                    "convert it to OpenAPI 3.0 or 3.1, as editors for OpenAPI do, and use that file");
        }
        return new Problem(
                "syntax",
                lines.apply("/openapi"),
                version.isEmpty() ? "there is no \"openapi\" version" : "OpenAPI " + version + " is not known here",
                "use OpenAPI 3.0 or 3.1");
    }

    private Operation operation(
            String path,
            String method,
            JsonNode item,
            String itemPointer,
            Map<Cause, ErrorAnswer> providerErrors,
            Set<String> taskTypes) {
        String pointer = itemPointer + "/" + method;
        JsonNode node = item.get(method);
        String id = node.path("operationId").isTextual()
                ? node.get("operationId").textValue()
                : method + path.replaceAll("[^A-Za-z0-9]+", "-");
        Map<Cause, ErrorAnswer> errors = new EnumMap<>(Cause.class);
        errors.putAll(providerErrors);
        errors.putAll(errors(itemPointer + "/x-errors"));
        errors.putAll(errors(pointer + "/x-errors"));
        List<Response> responses = new ArrayList<>();
        node.path("responses")
                .properties()
                .forEach(e ->
                        responses.add(response(e.getKey(), pointer + "/responses/" + Pointers.escape(e.getKey()))));
        JsonNode security = node.has("security") ? node.get("security") : document.path("security");
        return new Operation(
                id,
                item.path("x-family").asText(""),
                method.toUpperCase(Locale.ROOT),
                path,
                node.path("summary").asText(""),
                node.path("description").asText(""),
                texts(node.path("tags")),
                node.path("deprecated").asBoolean(),
                parameters(item, itemPointer, node, pointer),
                node.has("requestBody") ? Optional.of(requestBody(pointer + "/requestBody")) : Optional.empty(),
                responses,
                security(security, pointer),
                tasks.roles(node.path("x-task"), pointer + "/x-task", taskTypes),
                errors,
                limits(pointer, itemPointer),
                node.path("x-cost"),
                contentRule(node.path("x-content"), pointer + "/x-content"),
                sources(node.path("x-source")),
                pointer,
                lines);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(t -> texts.add(t.asText()));
        return texts;
    }

    private List<Parameter> parameters(JsonNode item, String itemPointer, JsonNode operation, String pointer) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        for (int i = 0; i < item.path("parameters").size(); i++) {
            put(parameters, parameter(itemPointer + "/parameters/" + i));
        }
        for (int i = 0; i < operation.path("parameters").size(); i++) {
            put(parameters, parameter(pointer + "/parameters/" + i));
        }
        return List.copyOf(parameters.values());
    }

    private static void put(Map<String, Parameter> parameters, Parameter parameter) {
        parameters.put(parameter.in() + " " + parameter.name(), parameter);
    }

    private Parameter parameter(String pointer) {
        String at = References.followPointer(document, pointer);
        JsonNode node = Pointers.at(document, at);
        String in = node.path("in").asText("");
        Parameter.In place =
                switch (in) {
                    case "path" -> Parameter.In.PATH;
                    case "query" -> Parameter.In.QUERY;
                    case "header" -> Parameter.In.HEADER;
                    case "cookie" -> Parameter.In.COOKIE;
                    default -> {
                        problem(at, "\"" + in + "\" is no place for a parameter", "use path, query, header or cookie");
                        yield Parameter.In.QUERY;
                    }
                };
        return parameter(node.path("name").asText(), place, at);
    }

    private Parameter parameter(String name, Parameter.In place, String at) {
        JsonNode node = Pointers.at(document, at);
        Optional<String> schema = node.has("schema") ? Optional.of(at + "/schema") : Optional.empty();
        if (schema.isEmpty() && node.path("content").size() > 0) {
            String mediaType = node.path("content").fieldNames().next();
            schema = Optional.of(at + "/content/" + Pointers.escape(mediaType) + "/schema");
        }
        boolean isForm = place == Parameter.In.QUERY || place == Parameter.In.COOKIE;
        String style = node.has("content") ? "content" : node.path("style").asText(isForm ? "form" : "simple");
        return new Parameter(
                name,
                place,
                node.path("required").asBoolean(place == Parameter.In.PATH),
                node.path("description").asText(""),
                schema,
                examples(node, at),
                style,
                node.path("explode").asBoolean(style.equals("form")));
    }

    private RequestBody requestBody(String pointer) {
        String at = References.followPointer(document, pointer);
        JsonNode node = Pointers.at(document, at);
        return new RequestBody(node.path("required").asBoolean(), content(node.path("content"), at + "/content"));
    }

    private Response response(String status, String pointer) {
        String at = References.followPointer(document, pointer);
        JsonNode node = Pointers.at(document, at);
        List<Parameter> headers = new ArrayList<>();
        for (Map.Entry<String, JsonNode> header : node.path("headers").properties()) {
            headers.add(parameter(
                    header.getKey(),
                    Parameter.In.HEADER,
                    References.followPointer(document, at + "/headers/" + Pointers.escape(header.getKey()))));
        }
        return new Response(
                status, node.path("description").asText(""), headers, content(node.path("content"), at + "/content"));
    }

    private List<MediaType> content(JsonNode node, String pointer) {
        List<MediaType> content = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String at = pointer + "/" + Pointers.escape(entry.getKey());
            JsonNode mediaType = entry.getValue();
            content.add(new MediaType(
                    entry.getKey(),
                    mediaType.has("schema") ? Optional.of(at + "/schema") : Optional.empty(),
                    examples(mediaType, at),
                    mediaType.has("x-stream")
                            ? stream(mediaType.get("x-stream"), at + "/x-stream")
                            : Optional.empty()));
        }
        return content;
    }

    private List<Example> examples(JsonNode holder, String pointer) {
        List<Example> examples = new ArrayList<>();
        // OpenAPI's own examples belong to the schema, which for a stream is that of one event.
        for (String member : List.of("examples", "x-event-examples")) {
            for (Map.Entry<String, JsonNode> entry : holder.path(member).properties()) {
                Example example =
                        example(entry.getKey(), pointer + "/" + member + "/" + Pointers.escape(entry.getKey()));
                // One that lies elsewhere shows nothing here: nothing is fetched.
                if (!example.value().isMissingNode() || example.file().isPresent()) {
                    examples.add(example);
                }
            }
        }
        if (examples.isEmpty() && holder.has("example")) {
            String at = pointer + "/example";
            examples.add(new Example(
                    "example", "", holder.get("example"), Optional.empty(), List.of(), false, List.of(), at, lines));
        }
        return examples;
    }

    private Example example(String name, String pointer) {
        String at = References.followPointer(document, pointer);
        JsonNode node = Pointers.at(document, at);
        return new Example(
                name,
                node.path("summary").asText(""),
                node.has("value") ? node.get("value") : MissingNode.getInstance(),
                text(node, "externalValue").filter(file -> !Bundler.isElsewhere(file)),
                conditions(node.path("x-when"), at + "/x-when"),
                node.path("x-fixed").asBoolean(),
                tells(node, at + "/x-tells"),
                at,
                lines);
    }

    private List<Telling> tells(JsonNode example, String pointer) {
        try {
            return Telling.parseAll(example.path("x-tells"), example.path("value"));
        } catch (IllegalArgumentException e) {
            problem(pointer, String.valueOf(e.getMessage()), "see openapi/extensions.yaml, x-tells");
            return List.of();
        }
    }

    private Optional<ContentRule> contentRule(JsonNode node, String pointer) {
        try {
            return ContentRule.parse(node);
        } catch (IllegalArgumentException e) {
            problem(pointer, String.valueOf(e.getMessage()), "see openapi/extensions.yaml, x-content");
            return Optional.empty();
        }
    }

    private Optional<StreamRule> stream(JsonNode node, String pointer) {
        return Optional.of(new StreamRule(
                node.path("grammar").asText(StreamRule.LISTED),
                conditions(node.path("when"), pointer + "/when"),
                whole(node.path("whole")),
                text(node, "prefix"),
                text(node, "terminator"),
                node.has("usage")
                        ? Optional.of(conditions(node.path("usage").path("when"), pointer + "/usage/when"))
                        : Optional.empty()));
    }

    private static Optional<StreamRule.Whole> whole(JsonNode node) {
        if (node.isTextual()) {
            return Optional.of(new StreamRule.OwnAnswer(node.textValue()));
        }
        return text(node, "operation").map(StreamRule.AnswerOf::new);
    }

    private List<Condition> conditions(JsonNode node, String pointer) {
        try {
            return Condition.parseAll(node);
        } catch (IllegalArgumentException e) {
            problem(pointer, String.valueOf(e.getMessage()), "see openapi/extensions.yaml, conditions");
            return List.of();
        }
    }

    private Map<Cause, ErrorAnswer> errors(String pointer) {
        Map<Cause, ErrorAnswer> errors = new EnumMap<>(Cause.class);
        for (Map.Entry<String, JsonNode> entry : Pointers.at(document, pointer).properties()) {
            String at = pointer + "/" + entry.getKey();
            Optional<Cause> cause = Cause.of(entry.getKey());
            if (cause.isEmpty()) {
                problem(
                        at,
                        "\"" + entry.getKey() + "\" is no cause of an error",
                        "see openapi/extensions.yaml, x-errors");
                continue;
            }
            JsonNode node = entry.getValue();
            Map<String, String> headers = new LinkedHashMap<>();
            node.path("headers")
                    .properties()
                    .forEach(h -> headers.put(h.getKey(), h.getValue().asText()));
            errors.put(
                    cause.get(),
                    new ErrorAnswer(
                            cause.get(),
                            node.path("status").asInt(500),
                            example(entry.getKey(), at + "/example"),
                            headers,
                            node.path("says").asText("{problem}"),
                            text(node, "message"),
                            text(node, "field")));
        }
        return errors;
    }

    /** The closest x-limits: the operation's, the path item's, the provider's. */
    private LimitRule limits(String... pointers) {
        for (String pointer : pointers) {
            if (!Pointers.at(document, pointer + "/x-limits").isMissingNode()) {
                return limitRule(pointer + "/x-limits");
            }
        }
        return limitRule("/x-limits");
    }

    private LimitRule limitRule(String pointer) {
        JsonNode node = Pointers.at(document, pointer);
        List<JsonPointer> used = new ArrayList<>();
        try {
            node.path("used").forEach(place -> used.add(JsonPointer.compile(place.asText())));
        } catch (IllegalArgumentException e) {
            problem(
                    pointer + "/used",
                    String.valueOf(e.getMessage()),
                    "write JSON pointers, such as /usage/total_tokens");
        }
        return new LimitRule(
                limitWords(node.path("headers"), pointer + "/headers"),
                limitWords(node.path("refusal"), pointer + "/refusal"),
                used);
    }

    private Map<String, LimitWord> limitWords(JsonNode node, String pointer) {
        Map<String, LimitWord> words = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> header : node.properties()) {
            try {
                words.put(header.getKey(), LimitWord.parse(header.getValue().asText()));
            } catch (IllegalArgumentException e) {
                problem(
                        pointer + "/" + Pointers.escape(header.getKey()),
                        String.valueOf(e.getMessage()),
                        "see openapi/extensions.yaml, x-limits");
            }
        }
        return words;
    }

    private void scheme(String name, JsonNode raw) {
        JsonNode node = References.follow(document, raw);
        switch (node.path("type").asText()) {
            case "http" -> {
                String scheme = node.path("scheme").asText();
                String prefix =
                        scheme.isEmpty() ? "" : scheme.substring(0, 1).toUpperCase(Locale.ROOT) + scheme.substring(1);
                schemes.put(name, new SecurityScheme(name, Parameter.In.HEADER, "Authorization", prefix));
            }
            case "apiKey" -> {
                Parameter.In in =
                        switch (node.path("in").asText()) {
                            case "query" -> Parameter.In.QUERY;
                            case "cookie" -> Parameter.In.COOKIE;
                            default -> Parameter.In.HEADER;
                        };
                schemes.put(name, new SecurityScheme(name, in, node.path("name").asText(), ""));
            }
            // A certificate is shown before the request comes.
            case "mutualTLS" -> certificates.add(name);
            // OAuth and OpenID Connect end in a bearer token.
            default -> schemes.put(name, new SecurityScheme(name, Parameter.In.HEADER, "Authorization", "Bearer"));
        }
    }

    private List<List<SecurityScheme>> security(JsonNode requirements, String pointer) {
        List<List<SecurityScheme>> alternatives = new ArrayList<>();
        for (JsonNode requirement : requirements) {
            List<SecurityScheme> all = new ArrayList<>();
            requirement.fieldNames().forEachRemaining(name -> {
                SecurityScheme scheme = schemes.get(name);
                if (certificates.contains(name)) {
                    return;
                }
                if (scheme == null) {
                    problem(
                            pointer,
                            "the security scheme \"" + name + "\" is not declared",
                            "declare it under components/securitySchemes of the provider");
                } else {
                    all.add(scheme);
                }
            });
            alternatives.add(List.copyOf(all));
        }
        return alternatives;
    }

    private static List<Source> sources(JsonNode node) {
        List<Source> sources = new ArrayList<>();
        for (JsonNode source : node) {
            Source.Kind kind =
                    switch (source.path("kind").asText()) {
                        case "documented" -> Source.Kind.DOCUMENTED;
                        case "public" -> Source.Kind.PUBLIC;
                        default -> Source.Kind.INFERRED;
                    };
            sources.add(new Source(
                    kind,
                    text(source, "document"),
                    text(source, "title"),
                    text(source, "claim"),
                    text(source, "from")));
        }
        return sources;
    }

    static Optional<String> text(JsonNode node, String name) {
        return node.hasNonNull(name) ? Optional.of(node.get(name).asText()) : Optional.empty();
    }

    private void problem(String pointer, String what, String remedy) {
        problems.add(new Problem("extension", lines.apply(pointer), what, remedy));
    }
}

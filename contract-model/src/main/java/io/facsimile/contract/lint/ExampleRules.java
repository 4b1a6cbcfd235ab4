package io.facsimile.contract.lint;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.Example;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.Parameter;
import io.facsimile.contract.References;
import io.facsimile.contract.Response;
import io.facsimile.contract.bundle.Kind;
import io.facsimile.contract.schema.Violation;
import io.facsimile.contract.source.Pointers;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;

/** Examples against their schemas. */
final class ExampleRules {
    private ExampleRules() {}

    static void fits(Subject subject, Report report) {
        for (Operation operation : subject.contract().operations()) {
            operation.requestBody().ifPresent(body -> body.content().forEach(m -> {
                all(subject, m, report);
                if (m.isForm()) {
                    m.examples().forEach(e -> files(subject, m, e, report));
                }
            }));
            for (Response response : operation.responses()) {
                response.content().forEach(m -> all(subject, m, report));
                response.headers().forEach(h -> parameter(subject, h, report));
            }
            operation.parameters().forEach(p -> parameter(subject, p, report));
        }
    }

    /** OpenAPI's examples of a media type are values of its schema, which for a stream is that of one event. */
    static void events(Subject subject, Report report) {
        Kind.walk(subject.document(), (kind, pointer, node) -> {
            if (kind == Kind.MEDIA_TYPE && pointer.endsWith("/text~1event-stream") && node.has("examples")) {
                report.problem(
                        pointer + "/examples",
                        "a stream's examples are lists of events, its schema is that of one",
                        "put them under x-event-examples");
            }
        });
    }

    private static void all(Subject subject, MediaType mediaType, Report report) {
        for (Example example : mediaType.examples()) {
            if (example.file().isPresent() || mediaType.schema().isEmpty()) {
                continue;
            }
            String schema = mediaType.schema().get();
            if (isBinary(subject, schema)) {
                file(subject, example, example.value().asText(), report);
            } else if (!mediaType.isEventStream()) {
                check(subject, schema, example, example.value(), "", report);
            } else if (!example.value().isArray()) {
                report.problem(
                        example.line(),
                        "the example \"" + example.name() + "\" of a stream is no list",
                        "list its events");
            } else {
                for (int i = 0; i < example.value().size(); i++) {
                    JsonNode event = example.value().get(i);
                    boolean isNamed = event.path("event").isTextual() && event.has("data");
                    JsonNode data = isNamed ? event.get("data") : event;
                    if (!data.isTextual()) {
                        check(subject, schema, example, data, " event " + i, report);
                    }
                }
            }
        }
    }

    private static boolean isBinary(Subject subject, String schema) {
        return subject.contract().resolved(schema).path("format").asText().equals("binary");
    }

    private static void parameter(Subject subject, Parameter parameter, Report report) {
        Optional<String> schema = parameter.schema();
        if (schema.isPresent()) {
            parameter.examples().forEach(e -> check(subject, schema.get(), e, e.value(), "", report));
        }
    }

    private static void check(
            Subject subject, String schema, Example example, JsonNode value, String part, Report report) {
        for (Violation violation : subject.schemas().check(schema, value)) {
            report.problem(
                    example.line(),
                    "the example \"" + example.name() + "\"" + part + " breaks its schema at "
                            + (violation.at().isEmpty() ? "the top" : violation.at()) + ": " + violation.message(),
                    "correct the example or the schema");
        }
    }

    /** In a form, the value of a binary part names a file. */
    private static void files(Subject subject, MediaType mediaType, Example example, Report report) {
        JsonNode schema = mediaType.schema().map(subject.contract()::resolved).orElse(example.value());
        for (Map.Entry<String, JsonNode> field : example.value().properties()) {
            JsonNode of = References.follow(
                    subject.document(), schema.path("properties").path(field.getKey()));
            JsonNode items = References.follow(subject.document(), of.path("items"));
            if (of.path("format").asText().equals("binary")) {
                file(subject, example, field.getValue().asText(), report);
            } else if (items.path("format").asText().equals("binary")) {
                field.getValue().forEach(name -> file(subject, example, name.asText(), report));
            }
        }
    }

    private static void file(Subject subject, Example example, String name, Report report) {
        if (subject.media().isPresent()
                && !Files.isRegularFile(subject.media().get().resolve(Pointers.last("/" + name)))) {
            report.problem(
                    example.line(),
                    "the example \"" + example.name() + "\" names \"" + name + "\", which is not in examples/media",
                    "add the file or correct the name");
        }
    }
}

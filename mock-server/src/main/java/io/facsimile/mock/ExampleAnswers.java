package io.facsimile.mock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.facsimile.contract.Contract;
import io.facsimile.contract.ContractFiles;
import io.facsimile.contract.Example;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.Parameter;
import io.facsimile.contract.Response;
import io.facsimile.contract.language.LiveWord;
import io.facsimile.contract.language.MediaRule;
import io.facsimile.contract.language.Telling;
import io.facsimile.contract.source.Pointers;
import io.facsimile.mock.answer.Answer;
import io.facsimile.mock.answer.Chosen;
import io.facsimile.mock.answer.Inventions;
import io.facsimile.mock.answer.Representation;
import io.facsimile.mock.event.Event;
import io.facsimile.mock.live.LiveSchemas;
import io.facsimile.mock.live.LiveValues;
import io.facsimile.mock.live.Template;
import io.facsimile.mock.live.TemplateCompiler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What becomes of an operation's examples: bodies, headers and events with live values. Each is compiled once. */
final class ExampleAnswers {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Operation operation;
    private final ReadContract read;
    private final Inventions inventions;
    private final Representation representation;
    private final Told told;
    private final Map<String, Template> templates = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Template>> headerTemplates = new ConcurrentHashMap<>();
    /** Schemas of errors that say something of their answer's headers, by status. */
    private final Map<Integer, Optional<String>> headerSchemas = new ConcurrentHashMap<>();

    ExampleAnswers(Operation operation, ReadContract read, Representation representation, Told told) {
        this.told = told;
        this.operation = operation;
        this.read = read;
        this.inventions = read.inventions();
        this.representation = representation;
    }

    /** Renders a chosen example. */
    Answer.Whole render(Chosen chosen, CallValues values) {
        int status = statusCode(chosen.response());
        Map<String, String> headers = headers(chosen.response(), values);
        if (status >= 400) {
            headers = ComingBack.told(status, headers, values.scenario());
        }
        MediaType mediaType = chosen.mediaType();
        JsonNode value = chosen.example().value();
        if (!mediaType.isJson() && value.isContainerNode() && mediaOf(mediaType).isEmpty()) {
            Representation.Body body = representation.of(mediaType, inventions.schema(mediaType), value);
            headers.put("Content-Type", contentType(body.mediaType()));
            return new Answer.Whole(status, headers, body.bytes());
        }
        headers.put("Content-Type", contentType(mediaType.name()));
        return new Answer.Whole(status, headers, body(chosen, values, headers));
    }

    static int statusCode(Response response) {
        String status = response.status();
        if (status.equals("default")) {
            return 200;
        }
        return Character.isDigit(status.charAt(2)) ? Integer.parseInt(status) : (status.charAt(0) - '0') * 100;
    }

    static String contentType(String name) {
        if (name.contains("*")) {
            return "application/octet-stream";
        }
        return name.startsWith("text/") && !name.contains("charset") ? name + "; charset=utf-8" : name;
    }

    private byte[] body(Chosen chosen, CallValues values, Map<String, String> headers) {
        Example example = chosen.example();
        if (example.file().isPresent()) {
            return read.contract().files().bytes(example.file().get());
        }
        if (chosen.mediaType().isJson()) {
            Template template = template(chosen.mediaType(), example);
            if (!example.tells().isEmpty()) {
                CallValues known = values.with(headers);
                return told(template.tree(known), example.tells(), known);
            }
            return template.bytes(template.showsHeaders() ? values.with(headers) : values);
        }
        Optional<LiveWord.Media> media = mediaOf(chosen.mediaType());
        if (media.isPresent()) {
            return values.mediaBytes(media.get(), 0);
        }
        JsonNode value = example.value();
        if (isBinary(chosen.mediaType()) && value.isTextual()) {
            Optional<byte[]> file = read.contract().files().find(ContractFiles.MEDIA + "/" + value.textValue());
            return file.orElseGet(() -> representation
                    .of(chosen.mediaType(), inventions.schema(chosen.mediaType()), value)
                    .bytes());
        }
        String text = !value.isTextual()
                ? value.toString()
                : isLive(chosen.mediaType())
                        ? template(chosen.mediaType(), example).text(values)
                        : value.textValue();
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private JsonNode schema(MediaType mediaType) {
        return mediaType.schema().map(read.contract()::resolved).orElseGet(MissingNode::getInstance);
    }

    private boolean isLive(MediaType mediaType) {
        return schema(mediaType).has("x-live");
    }

    private boolean isBinary(MediaType mediaType) {
        return schema(mediaType).path("format").asText().equals("binary");
    }

    private Optional<LiveWord.Media> mediaOf(MediaType mediaType) {
        JsonNode schema = schema(mediaType);
        return schema.path("x-live").isTextual()
                        && LiveWord.parse(schema.get("x-live").textValue()) instanceof LiveWord.Media media
                ? Optional.of(new LiveWord.Media(media.kind(), MediaRule.parse(schema.path("x-media"))))
                : Optional.empty();
    }

    /** Returns the compiled form of a JSON example. */
    Template template(MediaType mediaType, Example example) {
        Template known = templates.get(example.pointer());
        return known != null
                ? known
                : templates.computeIfAbsent(
                        example.pointer(), p -> compile(mediaType, example.value(), example.isFixed()));
    }

    private Template compile(MediaType mediaType, JsonNode value, boolean isFixed) {
        return mediaType
                .schema()
                .map(schema -> new TemplateCompiler(read.answers(), isFixed).compile(schema, value))
                .orElseGet(() -> TemplateCompiler.literal(value));
    }

    /** Returns a value as JSON, with the live values that its schema wants. */
    String live(MediaType mediaType, JsonNode value, CallValues values) {
        return read.isLive() ? compile(mediaType, value, false).tree(values).toString() : value.toString();
    }

    Map<String, String> headers(Response response, LiveValues values) {
        if (response.headers().isEmpty()) {
            return new HashMap<>();
        }
        Map<String, String> headers = new HashMap<>();
        headerTemplates
                .computeIfAbsent(response.status(), s -> headerTemplates(response))
                .forEach((name, template) -> headers.put(name, template.text(values)));
        return headers;
    }

    /** Headers are sent when the contract shows a value for them or says what they hold. */
    private Map<String, Template> headerTemplates(Response response) {
        Contract contract = read.contract();
        Map<String, Template> compiled = new HashMap<>();
        for (Parameter header : response.headers()) {
            if (header.schema().isEmpty() || isOfTheDoor(header.name())) {
                continue;
            }
            String schema = header.schema().get();
            JsonNode declared = contract.resolved(schema);
            JsonNode example = header.examples().isEmpty()
                    ? declared.path("examples").path(0)
                    : header.examples().get(0).value();
            if (example.isMissingNode()) {
                example = declared.path("example");
            }
            if (example.isMissingNode()
                    && (header.isRequired() || response.status().startsWith("3"))) {
                example = inventions.value(schema, 0);
            }
            if (!example.isMissingNode()) {
                compiled.put(header.name(), new TemplateCompiler(read.answers()).compile(schema, example));
            }
        }
        return Map.copyOf(compiled);
    }

    /** What says how a body comes is true of the body that is sent; without one, the contract's length is as good as any. */
    private boolean isOfTheDoor(String header) {
        return switch (header.toLowerCase(Locale.ROOT)) {
            case "content-length" -> !operation.method().equals("HEAD");
            case "content-type", "transfer-encoding", "connection", "keep-alive", "upgrade" -> true;
            default -> false;
        };
    }

    /** Returns a chosen example with its live values: a JSON document, or bytes. */
    JsonNode tree(Chosen chosen, CallValues values) {
        return chosen.mediaType().isJson()
                ? template(chosen.mediaType(), chosen.example()).tree(values)
                : BinaryNode.valueOf(body(chosen, values, Map.of()));
    }

    /** Returns the events that an example of a stream lists, each made live by itself, but with its text. */
    List<Event> events(MediaType mediaType, Example example, CallValues values) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < example.value().size(); i++) {
            JsonNode item = example.value().get(i);
            boolean isNamed = item.path("event").isTextual() && item.has("data");
            JsonNode data = isNamed ? item.get("data") : item;
            String text = data.isTextual()
                    ? data.textValue()
                    : templates
                            .computeIfAbsent(
                                    example.pointer() + "/" + Pointers.escape("value") + "/" + i,
                                    p -> compile(mediaType, data, true))
                            .tree(values)
                            .toString();
            events.add(new Event(isNamed ? Optional.of(item.path("event").asText()) : Optional.empty(), text));
        }
        return events;
    }

    /**
     * Adds the headers that the contract declares for an error's status; those of the error itself count first.
     *
     * @param tells what its body says of the request and the headers
     */
    Answer.Whole headed(Answer.Whole error, List<Telling> tells, CallValues values) {
        Map<String, String> headers =
                operation.response(error.status()).map(r -> headers(r, values)).orElse(new HashMap<>());
        headers.putAll(error.headers());
        return new Answer.Whole(error.status(), headers, told(error, tells, values.with(headers)));
    }

    /** Puts into an error's body what the headers and the status say, where the contract says that they are the same. */
    private byte[] told(Answer.Whole error, List<Telling> tells, CallValues values) {
        Optional<String> schema = headerSchemas.computeIfAbsent(error.status(), this::headerSchema);
        if (!MediaType.isJson(error.headers().getOrDefault("Content-Type", ""))) {
            return error.body();
        }
        byte[] body = schema.isEmpty()
                ? error.body()
                : new TemplateCompiler(read.answers(), true)
                        .compile(schema.get(), json(error.body()))
                        .bytes(values.withStatus(error.status()));
        return tells.isEmpty() ? body : told(json(body), tells, values);
    }

    private byte[] told(JsonNode body, List<Telling> tells, CallValues values) {
        told.into(body, tells, values);
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the body of an error in JSON, with what the headers of the answer say. */
    JsonNode tree(Answer.Whole error, List<Telling> tells, CallValues values) {
        return json(told(error, tells, values));
    }

    private JsonNode json(byte[] error) {
        try {
            return JSON.readTree(error);
        } catch (IOException e) {
            throw new UncheckedIOException("an error of " + operation + " is no JSON", e);
        }
    }

    /** A status that the operation does not declare comes with the body of another error. */
    private Optional<String> headerSchema(int status) {
        List<Response> declared = operation
                .response(status)
                .map(List::of)
                .orElseGet(() -> operation.responses().stream()
                        .filter(r -> r.status().startsWith("4"))
                        .toList());
        return declared.stream()
                .flatMap(r -> r.content().stream())
                .filter(MediaType::isJson)
                .flatMap(m -> m.schema().stream())
                .filter(schema -> LiveSchemas.speakOfHeaders(read.contract().document(), schema))
                .findFirst();
    }
}

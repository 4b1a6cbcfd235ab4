package io.facsimile.mock.own;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.path.PathType;
import io.facsimile.contract.Contract;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.Parameter;
import io.facsimile.contract.References;
import io.facsimile.contract.Response;
import io.facsimile.contract.SecurityScheme;
import io.facsimile.contract.schema.Schemas;
import io.facsimile.contract.source.Pointers;
import io.facsimile.mock.content.Instances;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks a server for every operation of a contract and holds the answers to the document, by the dialect of its version. */
final class EveryOperation {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Contract contract;
    private final String url;
    private final Schema root;
    private final Instances requests;
    private final Map<String, Schema> compiled = new HashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();

    EveryOperation(Contract contract, String url) {
        this.contract = contract;
        this.url = url;
        boolean is30 = contract.version().startsWith("3.0");
        this.root = SchemaRegistry.withDefaultDialect(is30 ? Dialects.getOpenApi30() : Dialects.getOpenApi31())
                .getSchema(SchemaLocation.of("https://example.com/document"), judged(contract.document()));
        this.requests = Instances.of(Schemas.ofRequests(contract.document()));
    }

    /** The document without discriminators, which must not change what is valid, and requiring nothing write-only. */
    private static JsonNode judged(JsonNode document) {
        JsonNode copy = document.deepCopy();
        for (JsonNode parent : copy.findParents("discriminator")) {
            if (parent.path("discriminator").has("propertyName")) {
                ((ObjectNode) parent).remove("discriminator");
            }
        }
        for (JsonNode parent : copy.findParents("required")) {
            if (parent.path("required") instanceof ArrayNode required) {
                for (int i = required.size() - 1; i >= 0; i--) {
                    String name = required.get(i).asText();
                    if (parent.path("properties").path(name).path("writeOnly").asBoolean()) {
                        required.remove(i);
                    }
                }
            }
        }
        return copy;
    }

    /** How it begins what is wrong with an answer whose status only other operations declare, which it fits. */
    static final String ONLY_OTHERS = "only other operations declare the status; ";

    /** What became of one operation: the status, and what is wrong with the answer; empty for nothing. */
    record Outcome(Operation operation, int status, String wrong, long millis, int bytes) {
        @Override
        public String toString() {
            return operation + " " + status + (wrong.isEmpty() ? "" : ": " + wrong) + " (" + millis + " ms, " + bytes
                    + ")";
        }
    }

    List<Outcome> ask(String onlyMethod) throws Exception {
        List<Outcome> outcomes = new ArrayList<>();
        for (Operation operation : contract.operations()) {
            if (onlyMethod.isEmpty() || operation.method().equals(onlyMethod)) {
                outcomes.add(ask(operation, Map.of()));
            }
        }
        return outcomes;
    }

    Outcome ask(Operation operation, Map<String, String> headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path(operation)))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer any")
                .header("Cookie", cookies(operation));
        operation
                .security()
                .forEach(all -> all.forEach(scheme -> {
                    if (scheme.in() == Parameter.In.HEADER
                            && !scheme.parameter().equalsIgnoreCase("Authorization")) {
                        request.setHeader(scheme.parameter(), "any");
                    } else if (scheme.in() == Parameter.In.HEADER) {
                        request.setHeader("Authorization", (scheme.prefix() + " any").strip());
                    }
                }));
        for (Parameter parameter : operation.parameters()) {
            boolean isSettable = !List.of("content-length", "host", "connection", "expect", "upgrade")
                    .contains(parameter.name().toLowerCase(java.util.Locale.ROOT));
            if (parameter.in() == Parameter.In.HEADER && parameter.isRequired() && isSettable) {
                request.setHeader(parameter.name(), text(parameter));
            }
        }
        HttpRequest.BodyPublisher body = body(operation, request);
        headers.forEach(request::setHeader);
        request.method(operation.method(), body);
        long begin = System.nanoTime();
        HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        long millis = (System.nanoTime() - begin) / 1_000_000;
        return new Outcome(operation, answer.statusCode(), judge(operation, answer), millis, answer.body().length);
    }

    private String path(Operation operation) {
        String path = operation.path();
        StringBuilder query = new StringBuilder();
        for (Parameter parameter : operation.parameters()) {
            if (parameter.in() == Parameter.In.PATH) {
                path = path.replace("{" + parameter.name() + "}", encoded(text(parameter)));
            } else if (parameter.in() == Parameter.In.QUERY && parameter.isRequired()) {
                query.append('&').append(encoded(parameter.name())).append('=').append(encoded(text(parameter)));
            }
        }
        // What no parameter declares is filled with something.
        path = path.replaceAll("\\{[^}]+}", "x").replace(" ", "%20");
        for (List<SecurityScheme> all : operation.security()) {
            for (SecurityScheme scheme : all) {
                if (scheme.in() == Parameter.In.QUERY) {
                    query.append('&').append(encoded(scheme.parameter())).append("=any");
                }
            }
        }
        return path + (query.isEmpty() ? "" : "?" + query.substring(1));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private String cookies(Operation operation) {
        StringBuilder cookies = new StringBuilder("a=b");
        operation.security().forEach(all -> all.stream()
                .filter(scheme -> scheme.in() == Parameter.In.COOKIE)
                .forEach(scheme ->
                        cookies.append("; ").append(scheme.parameter()).append("=any")));
        operation.parameters().stream()
                .filter(p -> p.in() == Parameter.In.COOKIE && p.isRequired())
                .forEach(p -> cookies.append("; ").append(p.name()).append('=').append(encoded(text(p))));
        return cookies.toString();
    }

    private String text(Parameter parameter) {
        JsonNode value = parameter.examples().isEmpty()
                ? parameter
                        .schema()
                        .map(s -> requests.at(s, 1))
                        .orElse(JSON.getNodeFactory().textNode("x"))
                : parameter.examples().get(0).value();
        if (value.isArray()) {
            List<String> items = new ArrayList<>();
            value.forEach(item -> items.add(item.asText()));
            return String.join(parameter.style().equals("pipeDelimited") ? "|" : ",", items);
        }
        String text = value.isObject() ? value.toString() : value.asText();
        return text.isEmpty() ? "x" : text;
    }

    private HttpRequest.BodyPublisher body(Operation operation, HttpRequest.Builder request) {
        if (operation.requestBody().isEmpty()
                || operation.requestBody().get().content().isEmpty()) {
            return HttpRequest.BodyPublishers.noBody();
        }
        List<MediaType> content = operation.requestBody().get().content();
        MediaType mediaType =
                content.stream().filter(MediaType::isJson).findFirst().orElse(content.get(0));
        String name =
                mediaType.name().replace("*/*", "application/octet-stream").replace("/*", "/png");
        JsonNode value = mediaType.examples().isEmpty()
                ? mediaType.schema().map(s -> requests.at(s, 1)).orElse(JSON.createObjectNode())
                : mediaType.examples().get(0).value();
        if (mediaType.isForm() && name.startsWith("multipart")) {
            request.setHeader("Content-Type", "multipart/form-data; boundary=xx");
            return HttpRequest.BodyPublishers.ofString(multipart(mediaType, value));
        }
        request.setHeader("Content-Type", name);
        if (mediaType.isForm()) {
            StringBuilder form = new StringBuilder();
            value.properties().forEach(e -> form(e.getKey(), e.getValue(), form));
            return HttpRequest.BodyPublishers.ofString(form.isEmpty() ? "" : form.substring(1));
        }
        return HttpRequest.BodyPublishers.ofString(
                mediaType.isJson() || !value.isTextual() ? value.toString() : value.asText());
    }

    private static void form(String name, JsonNode value, StringBuilder form) {
        if (value.isObject()) {
            value.properties().forEach(e -> form(name + "[" + e.getKey() + "]", e.getValue(), form));
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                form(name + "[" + i + "]", value.get(i), form);
            }
        } else {
            form.append('&').append(encoded(name)).append('=').append(encoded(value.asText()));
        }
    }

    private String multipart(MediaType mediaType, JsonNode value) {
        StringBuilder text = new StringBuilder();
        value.properties().forEach(e -> {
            JsonNode schema = mediaType.schema().map(contract::resolved).orElse(JSON.createObjectNode());
            JsonNode written = schema.path("properties").path(e.getKey());
            JsonNode property = References.follow(contract.document(), written);
            boolean isFile = property.toString().contains("\"binary\"");
            Iterable<JsonNode> values = e.getValue().isArray() ? e.getValue() : List.of(e.getValue());
            values.forEach(v -> text.append("--xx\r\nContent-Disposition: form-data; name=\"")
                    .append(e.getKey())
                    .append(isFile ? "\"; filename=\"a.bin\"" : "\"")
                    .append("\r\n\r\n")
                    .append(v.isValueNode() ? v.asText() : v.toString())
                    .append("\r\n"));
        });
        return text.append("--xx--\r\n").toString();
    }

    /** Returns what is wrong with an answer; "" for nothing. */
    String judge(Operation operation, HttpResponse<byte[]> answer) {
        Optional<String> ownWord = answer.headers().firstValue("X-Facsimile-Self-Check");
        if (ownWord.isPresent()) {
            return ownWord.get();
        }
        Optional<Response> response = operation.response(answer.statusCode());
        if (response.isEmpty()) {
            return (isOthers(answer) ? ONLY_OTHERS : "the status is not declared; ")
                    + new String(answer.body(), StandardCharsets.UTF_8);
        }
        return judge(response.get(), answer);
    }

    /** Returns whether an operation that declares the status of an answer could have given it. */
    private boolean isOthers(HttpResponse<byte[]> answer) {
        return contract.operations().stream()
                .flatMap(other -> other.response(answer.statusCode()).stream())
                .anyMatch(declared ->
                        !declared.content().isEmpty() && judge(declared, answer).isEmpty());
    }

    private String judge(Response response, HttpResponse<byte[]> answer) {
        for (Parameter header : response.headers()) {
            if (header.isRequired()
                    && answer.headers().firstValue(header.name()).isEmpty()) {
                return "the header " + header.name() + " is missing";
            }
        }
        if (response.content().isEmpty()) {
            return "";
        }
        String sent = answer.headers().firstValue("content-type").orElse("");
        Optional<MediaType> mediaType = response.content(sent);
        if (mediaType.isEmpty()) {
            return "the media type " + sent + " is not declared";
        }
        if (!MediaType.isJson(sent) || mediaType.get().schema().isEmpty()) {
            return answer.body().length == 0 && answer.statusCode() != 204 ? "the body is empty" : "";
        }
        try {
            JsonNode body = JSON.readTree(answer.body());
            var errors = compiled.computeIfAbsent(mediaType.get().schema().get(), this::schema)
                    .validate(body);
            return errors.isEmpty() ? "" : errors.get(0) + " in " + cut(body.toString());
        } catch (com.networknt.schema.SchemaException e) {
            return "";
        } catch (IOException e) {
            return "no JSON: " + cut(new String(answer.body(), StandardCharsets.UTF_8));
        }
    }

    private static String cut(String text) {
        return text.length() > 600 ? text.substring(0, 600) + "…" : text;
    }

    private Schema schema(String pointer) {
        NodePath path = new NodePath(PathType.JSON_POINTER);
        JsonNode at = contract.document();
        for (String token : pointer.substring(1).split("/", -1)) {
            String name = Pointers.unescape(token);
            path = at.isArray() ? path.append(Integer.parseInt(name)) : path.append(name);
            at = at.isArray() ? at.path(Integer.parseInt(name)) : at.path(name);
        }
        return root.getSubSchema(path);
    }
}

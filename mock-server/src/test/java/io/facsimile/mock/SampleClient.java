package io.facsimile.mock;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.Contract;
import io.facsimile.contract.ContractFiles;
import io.facsimile.contract.Example;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.Parameter;
import io.facsimile.contract.RequestSample;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sends the requests that a contract shows to a mock, over real sockets. */
final class SampleClient {
    private static final String CUT = "cut-here";
    private static final Set<String> OWN = Set.of("authorization", "content-type", "content-length", "host");

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final Contract contract;

    SampleClient(String url, Contract contract) {
        this.url = url;
        this.contract = contract;
    }

    /** Returns the names of the requests that the contract shows for an operation: those of bodies, else of parameters. */
    static List<String> names(Operation operation) {
        Set<String> names = new LinkedHashSet<>();
        operation.requestBody().ifPresent(body -> body.content()
                .forEach(m -> m.examples().stream().map(Example::name).forEach(names::add)));
        if (names.isEmpty()) {
            operation
                    .parameters()
                    .forEach(p -> p.examples().stream().map(Example::name).forEach(names::add));
        }
        return names.isEmpty() ? List.of("") : List.copyOf(names);
    }

    /** Sends one of these requests. */
    HttpResponse<String> send(Operation operation, String name) throws Exception {
        RequestSample sample = RequestSample.of(operation, name);
        return send(operation, sample, sample.queryValues(), Map.of());
    }

    /** Sends such a request with another query, and with other values in its path. */
    HttpResponse<String> send(
            Operation operation, RequestSample sample, Map<String, String> queries, Map<String, String> paths)
            throws Exception {
        String path = operation.path();
        for (Map.Entry<String, String> value : sample.pathValues().entrySet()) {
            String chosen = paths.getOrDefault(value.getKey(), value.getValue());
            path = path.replace("{" + value.getKey() + "}", encoded(chosen));
        }
        List<String> query = new ArrayList<>();
        queries.forEach((key, value) -> query.add(encoded(key) + "=" + encoded(value)));
        String target = url + "/" + contract.provider() + path + (query.isEmpty() ? "" : "?" + String.join("&", query));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(target))
                .header("Authorization", "Bearer sk-any")
                .method(operation.method(), body(sample));
        sample.mediaType()
                .ifPresent(m -> request.header(
                        "Content-Type", m.name().startsWith("multipart") ? m.name() + "; boundary=" + CUT : m.name()));
        sample.headerValues().forEach((key, value) -> {
            if (!OWN.contains(key.toLowerCase(java.util.Locale.ROOT))) {
                request.header(key, value);
            }
        });
        operation.security().stream()
                .flatMap(List::stream)
                .filter(s -> s.in() == Parameter.In.HEADER && !s.parameter().equalsIgnoreCase("authorization"))
                .forEach(s -> request.setHeader(s.parameter(), "sk-any"));
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.BodyPublisher body(RequestSample sample) {
        if (sample.mediaType().isEmpty()) {
            return HttpRequest.BodyPublishers.noBody();
        }
        MediaType mediaType = sample.mediaType().get();
        if (mediaType.name().startsWith("multipart")) {
            return HttpRequest.BodyPublishers.ofByteArray(form(mediaType, sample.body()));
        }
        return HttpRequest.BodyPublishers.ofString(
                mediaType.isForm() ? urlEncoded(sample.body()) : sample.body().toString());
    }

    private static String urlEncoded(JsonNode body) {
        List<String> fields = new ArrayList<>();
        body.properties()
                .forEach(f -> fields.add(
                        encoded(f.getKey()) + "=" + encoded(f.getValue().asText())));
        return String.join("&", fields);
    }

    private byte[] form(MediaType mediaType, JsonNode body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonNode properties =
                mediaType.schema().map(contract::resolved).orElseThrow().path("properties");
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            boolean isFile = properties.path(field.getKey()).toString().contains("\"binary\"");
            Iterable<JsonNode> values = field.getValue().isArray() ? field.getValue() : List.of(field.getValue());
            for (JsonNode value : values) {
                out.writeBytes(utf8("--" + CUT + "\r\nContent-Disposition: form-data; name=\"" + field.getKey() + "\""
                        + (isFile ? "; filename=\"" + value.asText() + "\"" : "") + "\r\n\r\n"));
                out.writeBytes(
                        isFile
                                ? contract.files().bytes(ContractFiles.MEDIA + "/" + value.asText())
                                : utf8(value.isValueNode() ? value.asText() : value.toString()));
                out.writeBytes(utf8("\r\n"));
            }
        }
        out.writeBytes(utf8("--" + CUT + "--\r\n"));
        return out.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

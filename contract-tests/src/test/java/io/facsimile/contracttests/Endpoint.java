package io.facsimile.contracttests;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.checks.AnswerCheck;
import io.facsimile.checks.Observed;
import io.facsimile.contract.Contract;
import io.facsimile.contract.ContractFiles;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.Parameter;
import io.facsimile.contract.References;
import io.facsimile.contract.RequestSample;
import io.facsimile.contract.SecurityScheme;
import io.facsimile.contract.index.ContractIndex;
import io.facsimile.mock.MockOptions;
import io.facsimile.mock.MockServer;
import io.facsimile.mock.answer.Answer;
import io.restassured.RestAssured;
import io.restassured.builder.MultiPartSpecBuilder;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.Header;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A provider at an address: the one in {@code -Dtarget} and {@code -Dprovider}, with the key in the environment variable
 * that {@code -DkeyEnv} names (FACSIMILE_KEY if not said); without a target every provider, or that of
 * {@code -Dprovider}, of a mock that is started here.
 */
final class Endpoint {
    private static final List<Endpoint> ALL = open();

    private final String url;
    private final String key;
    private final Contract contract;
    private final Optional<MockServer> mock;

    private Endpoint(String url, String key, Contract contract, Optional<MockServer> mock) {
        this.url = url;
        this.key = key;
        this.contract = contract;
        this.mock = mock;
    }

    /** Returns what is tested. */
    static List<Endpoint> all() {
        return ALL;
    }

    private static List<Endpoint> open() {
        String provider = System.getProperty("provider", "");
        String target = System.getProperty("target", "");
        if (!target.isBlank()) {
            return List.of(atTarget(target, provider));
        }
        List<String> providers = provider.isBlank() ? ContractIndex.providers() : List.of(provider);
        try {
            MockServer mock = MockServer.start(
                    MockOptions.DEFAULTS.withProviders(providers).withPace(Answer.Pace.AT_ONCE));
            return mock.contracts().stream()
                    .map(c -> new Endpoint(mock.url() + "/" + c.provider(), "sk-any", c, Optional.of(mock)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Endpoint atTarget(String target, String provider) {
        if (provider.isBlank()) {
            throw new IllegalStateException(
                    "say whose contract " + target + " is held to: -Dprovider= one of " + ContractIndex.providers());
        }
        String variable = System.getProperty("keyEnv", "FACSIMILE_KEY");
        String key = System.getenv(variable);
        if (key == null || key.isBlank()) {
            throw new IllegalStateException(
                    "there is no key for " + target + "; put it into the environment variable " + variable);
        }
        return new Endpoint(target.replaceAll("/+$", ""), key, ContractIndex.read(provider), Optional.empty());
    }

    /** Returns an operation as the sentences of the tests name it. */
    String name(Operation operation) {
        return contract.provider() + "'s " + operation.id();
    }

    @Override
    public String toString() {
        return contract.provider();
    }

    Contract contract() {
        return contract;
    }

    /** Returns the mock, when it is what is tested. */
    Optional<MockServer> mock() {
        return mock;
    }

    String url() {
        return url;
    }

    /** Returns the checks for this endpoint: strict ones for the mock, the contract's own for others. */
    AnswerCheck check() {
        return new AnswerCheck(contract, mock.isPresent());
    }

    /** Sends a documented request with credentials. */
    Observed send(Operation operation, RequestSample sample) {
        return observe(execute(operation, prepare(operation, sample, true), sample));
    }

    /** Sends a documented request without credentials. */
    Observed sendAnonymously(Operation operation, RequestSample sample) {
        return observe(execute(operation, prepare(operation, sample, false), sample));
    }

    /** Returns a request to a path of the endpoint, with the credentials of an operation. */
    RequestSpecification request(Operation operation) {
        RequestSpecification request = plain();
        credentials(operation, request);
        return request;
    }

    RequestSpecification plain() {
        return RestAssured.given()
                .config(RestAssuredConfig.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                                .defaultContentCharset("UTF-8")))
                .baseUri(url)
                .urlEncodingEnabled(true);
    }

    private RequestSpecification prepare(Operation operation, RequestSample sample, boolean hasCredentials) {
        RequestSpecification request = plain();
        if (hasCredentials) {
            credentials(operation, request);
        }
        sample.headerValues().forEach(request::header);
        sample.queryValues().forEach(request::queryParam);
        sample.mediaType().ifPresent(mediaType -> body(mediaType, sample.body(), request));
        return request;
    }

    private void credentials(Operation operation, RequestSpecification request) {
        if (operation.security().isEmpty()) {
            return;
        }
        for (SecurityScheme scheme : operation.security().get(0)) {
            String value = scheme.prefix().isEmpty() ? key : scheme.prefix() + " " + key;
            if (scheme.in() == Parameter.In.QUERY) {
                request.queryParam(scheme.parameter(), key);
            } else {
                request.header(scheme.parameter(), value);
            }
        }
    }

    private void body(MediaType mediaType, JsonNode body, RequestSpecification request) {
        if (!mediaType.isForm()) {
            request.contentType(mediaType.name()).body(body.toString());
            return;
        }
        request.contentType("multipart/form-data");
        JsonNode schema = mediaType.schema().map(contract::resolved).orElse(body);
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            JsonNode of = References.follow(
                    contract.document(), schema.path("properties").path(field.getKey()));
            if (field.getValue().isArray()) {
                field.getValue().forEach(item -> part(field.getKey(), item, of, request));
            } else {
                part(field.getKey(), field.getValue(), of, request);
            }
        }
    }

    private void part(String name, JsonNode value, JsonNode schema, RequestSpecification request) {
        if (isBinary(schema)) {
            byte[] bytes = contract.files().bytes(ContractFiles.MEDIA + "/" + value.asText());
            request.multiPart(new MultiPartSpecBuilder(bytes)
                    .controlName(name)
                    .fileName(value.asText())
                    .mimeType("application/octet-stream")
                    .build());
        } else {
            request.multiPart(new MultiPartSpecBuilder(value.isTextual() ? value.asText() : value.toString())
                    .controlName(name)
                    .with()
                    .emptyFileName()
                    .mimeType(value.isContainerNode() ? "application/json" : "text/plain")
                    .charset("UTF-8")
                    .build());
        }
    }

    private boolean isBinary(JsonNode schema) {
        if (schema.path("format").asText().equals("binary")) {
            return true;
        }
        List<JsonNode> inner = new ArrayList<>();
        if (schema.has("items")) {
            inner.add(schema.get("items"));
        }
        schema.path("oneOf").forEach(inner::add);
        schema.path("anyOf").forEach(inner::add);
        return inner.stream().anyMatch(s -> isBinary(References.follow(contract.document(), s)));
    }

    private static Response execute(Operation operation, RequestSpecification request, RequestSample sample) {
        String path = operation.path();
        for (Map.Entry<String, String> value : sample.pathValues().entrySet()) {
            path = path.replace("{" + value.getKey() + "}", value.getValue());
        }
        return request.request(operation.method(), path);
    }

    static Observed observe(Response response) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (Header header : response.headers()) {
            headers.computeIfAbsent(header.getName(), n -> new ArrayList<>()).add(header.getValue());
        }
        return new Observed(response.statusCode(), headers, response.asByteArray());
    }
}

package io.facsimile.mock.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.common.JsonException;
import com.github.tomakehurst.wiremock.extension.Parameters;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.matching.MatchResult;
import com.github.tomakehurst.wiremock.matching.RequestMatcherExtension;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import io.facsimile.mock.request.JsonProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Stub mappings that answer one caller only, known by its key, so that several tests can share a server. */
final class KeyedStubs {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MATCHER = "facsimile-key";
    private static final String KEY = "key";
    private static final String REQUEST = "request";
    private static final String CUSTOM = "customMatcher";

    private KeyedStubs() {}

    /**
     * Reads mappings in WireMock's JSON: one, or several as {@code {"mappings": […]}}. They get ids, and the states of their
     * scenarios names, of their own, and are never written to a file.
     *
     * @throws IllegalArgumentException if they cannot be read
     */
    static List<StubMapping> read(String json, String key) {
        JsonNode document;
        try {
            document = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "the stub is no JSON" + JsonProblem.where(e) + ": " + JsonProblem.what(e), e);
        }
        List<StubMapping> stubs = new ArrayList<>();
        for (JsonNode each : document.path("mappings").isArray() ? document.path("mappings") : List.of(document)) {
            stubs.add(stub(each, key));
        }
        return stubs;
    }

    private static StubMapping stub(JsonNode written, String key) {
        for (String part : List.of(REQUEST, "response")) {
            if (!written.path(part).isObject()) {
                throw new IllegalArgumentException(
                        "a stub is a JSON object with request and response, as WireMock writes its" + " mappings; the "
                                + part + " is missing");
            }
        }
        if (written.path(REQUEST).has(CUSTOM)) {
            throw new IllegalArgumentException("the stub has a customMatcher, but there are no matchers of your own");
        }
        ObjectNode mapping = written.deepCopy();
        mapping.remove(List.of("id", "uuid", "persistent"));
        mapping.put("id", UUID.randomUUID().toString());
        if (mapping.path("scenarioName").isTextual()) {
            mapping.put("scenarioName", mapping.path("scenarioName").textValue() + " of " + key);
        }
        ((ObjectNode) mapping.path(REQUEST))
                .putObject(CUSTOM)
                .put("name", MATCHER)
                .putObject("parameters")
                .put(KEY, key);
        try {
            return StubMapping.buildFrom(mapping.toString());
        } catch (JsonException e) {
            throw new IllegalArgumentException(
                    "the stub cannot be read: " + e.getErrors().first().getDetail(), e);
        }
    }

    /** Finds the key of a caller wherever callers put keys: in a header, or in the query. */
    static final class Matcher extends RequestMatcherExtension {
        @Override
        public MatchResult match(Request request, Parameters parameters) {
            String key = parameters.getString(KEY);
            boolean isInHeaders = request.getHeaders().all().stream()
                    .flatMap(header -> header.values().stream())
                    .anyMatch(value -> value.contains(key));
            return MatchResult.of(isInHeaders || request.getUrl().contains(key));
        }

        @Override
        public String getName() {
            return MATCHER;
        }
    }
}

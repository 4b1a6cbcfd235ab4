package io.facsimile.mock.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.facsimile.contract.language.RequestValues;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request that met an operation: its values decoded, its body parsed. */
public final class Call implements RequestValues {
    private final MockRequest request;
    private final Map<String, String> pathValues;
    private Map<String, List<String>> query;
    private boolean queryIsParsed;
    private JsonNode body = MissingNode.getInstance();

    public Call(MockRequest request, Map<String, String> pathValues) {
        this.request = request;
        this.pathValues = pathValues;
        this.query = Map.of();
    }

    public MockRequest request() {
        return request;
    }

    /** Sets the parsed body: JSON, or the fields of a form as an object. */
    public void setBody(JsonNode parsed) {
        this.body = parsed;
    }

    @Override
    public JsonNode body() {
        return body;
    }

    @Override
    public Optional<String> path(String name) {
        return Optional.ofNullable(pathValues.get(name));
    }

    /** Returns the decoded path parameters. */
    public Map<String, String> pathValues() {
        return pathValues;
    }

    @Override
    public Optional<String> query(String name) {
        List<String> values = queryValues().get(name);
        return values == null ? Optional.empty() : Optional.of(values.get(0));
    }

    /** Returns every decoded query parameter. */
    public Map<String, List<String>> queryValues() {
        if (!queryIsParsed) {
            query = Query.parse(request.query());
            queryIsParsed = true;
        }
        return query;
    }

    @Override
    public Optional<String> header(String name) {
        return request.headers().get(name);
    }
}

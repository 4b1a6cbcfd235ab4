package io.facsimile.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.facsimile.contract.language.RequestValues;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request as the contract shows it: the body example of one name and the parameters that go with it.
 *
 * @param mediaType of the body; absent for requests without one
 * @param body the example's value; a missing node for requests without one
 */
public record RequestSample(
        String name,
        Optional<MediaType> mediaType,
        JsonNode body,
        Map<String, String> pathValues,
        Map<String, String> queryValues,
        Map<String, String> headerValues)
        implements RequestValues {
    public RequestSample {
        pathValues = Map.copyOf(pathValues);
        queryValues = Map.copyOf(queryValues);
        headerValues = Map.copyOf(headerValues);
    }

    /**
     * Puts the request of a name together. A parameter takes its example of that name; a required one without takes its
     * first.
     */
    public static RequestSample of(Operation operation, String name) {
        Optional<MediaType> mediaType = Optional.empty();
        JsonNode body = MissingNode.getInstance();
        if (operation.requestBody().isPresent()) {
            for (MediaType candidate : operation.requestBody().get().content()) {
                Optional<Example> example = candidate.example(name);
                if (example.isPresent() && mediaType.isEmpty()) {
                    mediaType = Optional.of(candidate);
                    body = example.get().value();
                }
            }
        }
        Map<Parameter.In, Map<String, String>> values = new LinkedHashMap<>();
        for (Parameter parameter : operation.parameters()) {
            Optional<Example> example = parameter.examples().stream()
                    .filter(e -> e.name().equals(name))
                    .findFirst()
                    .or(() -> parameter.isRequired()
                            ? parameter.examples().stream().findFirst()
                            : Optional.empty());
            example.ifPresent(e -> values.computeIfAbsent(parameter.in(), in -> new LinkedHashMap<>())
                    .put(parameter.name(), e.value().asText()));
        }
        return new RequestSample(
                name,
                mediaType,
                body,
                values.getOrDefault(Parameter.In.PATH, Map.of()),
                values.getOrDefault(Parameter.In.QUERY, Map.of()),
                values.getOrDefault(Parameter.In.HEADER, Map.of()));
    }

    @Override
    public Optional<String> path(String parameter) {
        return Optional.ofNullable(pathValues.get(parameter));
    }

    @Override
    public Optional<String> query(String parameter) {
        return Optional.ofNullable(queryValues.get(parameter));
    }

    @Override
    public Optional<String> header(String header) {
        return headerValues.entrySet().stream()
                .filter(e -> e.getKey().equalsIgnoreCase(header))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}

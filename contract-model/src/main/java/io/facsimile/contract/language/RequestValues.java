package io.facsimile.contract.language;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What locators and conditions may ask about a request. */
public interface RequestValues {
    /** Returns the parsed body; a missing node when there is none or it is not JSON. Forms come as an object of parts. */
    JsonNode body();

    /** Returns the decoded value of a path parameter. */
    Optional<String> path(String name);

    /** Returns the first decoded value of a query parameter. */
    Optional<String> query(String name);

    /** Returns the first value of a header, whatever the case of its name. */
    Optional<String> header(String name);

    /** Returns values that have nothing but a body, so that locators and conditions can look into a part of one. */
    static RequestValues ofBody(JsonNode body) {
        return new RequestValues() {
            @Override
            public JsonNode body() {
                return body;
            }

            @Override
            public Optional<String> path(String name) {
                return Optional.empty();
            }

            @Override
            public Optional<String> query(String name) {
                return Optional.empty();
            }

            @Override
            public Optional<String> header(String name) {
                return Optional.empty();
            }
        };
    }
}

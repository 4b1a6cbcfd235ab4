package io.facsimile.contract;

import java.util.List;
import java.util.Optional;

/**
 * A parameter of an operation, or a header of a response.
 *
 * @param schema the JSON pointer of its schema in the bundled document
 * @param style how it is written, such as {@code form} or {@code deepObject}; {@code content} for a document of a media type
 * @param isExploded whether the items of a list or the members of an object stand apart
 */
public record Parameter(
        String name,
        In in,
        boolean isRequired,
        String description,
        Optional<String> schema,
        List<Example> examples,
        String style,
        boolean isExploded) {
    /** Where a parameter stands in a request. */
    public enum In {
        PATH,
        QUERY,
        HEADER,
        COOKIE
    }

    public Parameter {
        examples = List.copyOf(examples);
    }
}

package io.facsimile.contract.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.source.SourceLine;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/**
 * A contract as one self-contained OpenAPI document: every reference into another file has become a component of its
 * own; extensions and examples are kept.
 */
public final class Bundle {
    private final JsonNode document;
    private final Function<String, SourceLine> lines;
    private final Map<String, Path> files;

    Bundle(JsonNode document, Function<String, SourceLine> lines, Map<String, Path> files) {
        this.document = document;
        this.lines = lines;
        this.files = Map.copyOf(files);
    }

    /** Returns the document. Callers must not change it. */
    public JsonNode document() {
        return document;
    }

    /** Returns where the value at a JSON pointer of the bundle was written. */
    public SourceLine line(String pointer) {
        return lines.apply(pointer);
    }

    /** Returns the files that examples name by {@code externalValue}, as the bundle calls them. */
    public Map<String, Path> files() {
        return files;
    }
}

package io.facsimile.mock.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.References;
import io.facsimile.contract.language.LiveWord;
import io.facsimile.contract.source.Pointers;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/** What schemas of bodies say anywhere inside, before any example is looked at. */
public final class LiveSchemas {
    private LiveSchemas() {}

    /** Returns whether a schema says of any value that a header of the answer, or its status, says the same. */
    public static boolean speakOfHeaders(JsonNode document, String schema) {
        return speaks(
                document,
                Pointers.at(document, schema),
                part -> part.path("x-live").asText().startsWith(LiveWord.ANSWER),
                new HashSet<>());
    }

    /** Returns whether a schema says of any value that it is a file, written as text. */
    public static boolean speakOfFiles(JsonNode document, String schema) {
        return speaks(
                document,
                Pointers.at(document, schema),
                part -> part.path("x-live").asText().startsWith("media(")
                        && References.follow(document, part)
                                .path("contentEncoding")
                                .asText()
                                .equals("base64"),
                new HashSet<>());
    }

    private static boolean speaks(JsonNode document, JsonNode schema, Predicate<JsonNode> so, Set<JsonNode> seen) {
        if (so.test(schema)) {
            return true;
        }
        if (schema.path("$ref").isTextual()
                && seen.add(schema)
                && speaks(document, References.follow(document, schema), so, seen)) {
            return true;
        }
        for (JsonNode part : schema) {
            if (part.isContainerNode() && speaks(document, part, so, seen)) {
                return true;
            }
        }
        return false;
    }
}

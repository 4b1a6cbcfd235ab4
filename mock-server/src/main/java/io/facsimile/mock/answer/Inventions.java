package io.facsimile.mock.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Response;
import io.facsimile.contract.schema.Schemas;
import io.facsimile.contract.source.Pointers;
import io.facsimile.mock.content.Instances;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Values for answers of which the contract shows no example: the schema's own example or default, else a value made from
 * the schema. Equal requests get equal values.
 */
public final class Inventions {
    private static final int MOST_KEPT = 256;

    private final Schemas schemas;
    private final Instances instances;
    private final Map<Key, JsonNode> kept = new ConcurrentHashMap<>();

    private record Key(String schema, long seed) {}

    /** @param schemas what answers are held to */
    public Inventions(Schemas schemas) {
        this.schemas = schemas;
        this.instances = Instances.ofAnswers(schemas);
    }

    /** Returns the media type of a response that the caller likes best; of equals the first. */
    public static Optional<MediaType> liked(Response response, String acceptHeader) {
        Accept accept = Accept.parse(acceptHeader);
        // Sorting keeps the contract's order among equals.
        return response.content().stream()
                .filter(m -> m.stream().isEmpty())
                .sorted(Comparator.<MediaType>comparingDouble(accept::quality).reversed())
                .findFirst();
    }

    /** Returns whether a caller takes a media type at all. */
    public static boolean isAccepted(MediaType mediaType, String acceptHeader) {
        return Accept.parse(acceptHeader).quality(mediaType) > 0;
    }

    /** Returns a value for a media type; an empty object if nothing is said of it. */
    public JsonNode value(MediaType mediaType, long seed) {
        return mediaType.schema().map(s -> value(s, seed)).orElseGet(JsonNodeFactory.instance::objectNode);
    }

    /** Returns a value of the schema at a pointer. */
    public JsonNode value(String schema, long seed) {
        Key key = new Key(schema, seed);
        JsonNode known = kept.get(key);
        if (known != null) {
            return known;
        }
        JsonNode made = instances.at(schema, seed);
        if (kept.size() >= MOST_KEPT) {
            kept.clear();
        }
        kept.put(key, made);
        return made;
    }

    /** Returns the schema of a media type as it is written; a missing node if it has none. */
    public JsonNode schema(MediaType mediaType) {
        return mediaType.schema().map(s -> Pointers.at(schemas.document(), s)).orElse(MissingNode.getInstance());
    }

    /** Returns whether a value fits a media type's schema. */
    public boolean fits(MediaType mediaType, JsonNode value) {
        return mediaType.schema().isEmpty()
                || schemas.accepts(mediaType.schema().get(), value);
    }
}

package io.facsimile.mock;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.facsimile.contract.language.Telling;
import io.facsimile.mock.scenario.ModelFields;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** Puts into a body what an example tells of the request and of its answer's headers ({@code x-tells}). */
final class Told {
    private final ModelFields models;

    Told(ModelFields models) {
        this.models = models;
    }

    /** Changes a body. What has nothing to tell stays as it is. */
    void into(JsonNode body, List<Telling> tells, CallValues values) {
        for (Telling telling : tells) {
            JsonPointer at = JsonPointer.compile(telling.at());
            telling.text(piece -> held(piece, values))
                    .flatMap(text -> like(body.at(at), text))
                    .ifPresent(value -> put(body.at(at.head()), at.last(), value));
        }
    }

    private String held(Telling.Piece piece, CallValues values) {
        if (piece instanceof Telling.Part part) {
            return switch (part) {
                case MODEL -> models.model(values.call());
                case FIELD -> models.other(values.call());
                case METHOD -> values.call().request().method();
                case PATH -> values.call().request().path();
            };
        } else if (piece instanceof Telling.Header header) {
            return values.answerHeader(header.name()).orElse("");
        }
        return piece instanceof Telling.Place place
                ? place.of().find(values.call()).asText("")
                : "";
    }

    /** A number stays one. */
    private static Optional<JsonNode> like(JsonNode example, String text) {
        if (!example.isNumber()) {
            return Optional.of(TextNode.valueOf(text));
        }
        return text.matches("-?[0-9]{1,18}")
                ? Optional.of(BigIntegerNode.valueOf(new BigInteger(text)))
                : Optional.empty();
    }

    private static void put(JsonNode holder, JsonPointer last, JsonNode value) {
        if (holder instanceof ObjectNode object) {
            object.set(last.getMatchingProperty(), value);
        } else if (holder instanceof ArrayNode array && array.has(last.getMatchingIndex())) {
            array.set(last.getMatchingIndex(), value);
        }
    }
}

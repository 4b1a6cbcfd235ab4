package io.facsimile.mock.scenario;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.References;
import io.facsimile.contract.RequestBody;
import io.facsimile.contract.language.RequestValues;
import io.facsimile.contract.source.Pointers;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The fields of an operation's requests that name a model, after which a scenario may stand: those that the contract marks
 * with {@code x-names-model}, however deep, and {@code model}, in the body or in the path.
 *
 * @param places in the body, in the order in which they are asked
 * @param needed the members that a body has to have
 */
public record ModelFields(List<JsonPointer> places, List<String> needed) {
    /** What nearly every dialect calls it. */
    static final String USUAL = "model";

    private static final String MARK = "x-names-model";
    private static final List<String> UNIONS = List.of("allOf", "anyOf", "oneOf");

    public ModelFields {
        places = List.copyOf(places);
        needed = List.copyOf(needed);
    }

    /** @param document in which the operation's schemas stand */
    public static ModelFields of(Operation operation, JsonNode document) {
        Set<JsonPointer> places = new LinkedHashSet<>();
        Set<String> needed = new LinkedHashSet<>();
        for (MediaType type : operation.requestBody().map(RequestBody::content).orElse(List.of())) {
            type.schema().ifPresent(pointer -> {
                JsonNode schema = Pointers.at(document, pointer);
                collect(
                        schema,
                        document,
                        JsonPointer.empty(),
                        places,
                        Collections.newSetFromMap(new IdentityHashMap<>()));
                References.follow(document, schema).path("required").forEach(name -> needed.add(name.asText()));
            });
        }
        places.add(JsonPointer.empty().appendProperty(USUAL));
        return new ModelFields(List.copyOf(places), List.copyOf(needed));
    }

    /** @param seen the schemas that were looked into; one that leads back to itself names no further models */
    private static void collect(
            JsonNode written, JsonNode document, JsonPointer at, Collection<JsonPointer> places, Set<JsonNode> seen) {
        JsonNode schema = References.follow(document, written);
        if (!seen.add(schema)) {
            return;
        }
        schema.path("properties").properties().forEach(property -> {
            JsonPointer place = at.appendProperty(property.getKey());
            if (property.getValue().path(MARK).asBoolean()) {
                places.add(place);
            }
            collect(property.getValue(), document, place, places, seen);
        });
        UNIONS.forEach(union -> schema.path(union).forEach(branch -> collect(branch, document, at, places, seen)));
    }

    /** Returns the model that a request names; "" for none. */
    public String model(RequestValues request) {
        for (JsonPointer place : places) {
            JsonNode named = request.body().at(place);
            if (named.isTextual()) {
                return named.textValue();
            }
        }
        return request.path(USUAL).orElse("");
    }

    /** Returns a member of the body that names no model: the first that has to be there, else the first that is; "" for none. */
    public String other(RequestValues request) {
        return needed.stream()
                .filter(request.body()::has)
                .filter(this::isOther)
                .findFirst()
                .or(() -> request.body().properties().stream()
                        .map(Map.Entry::getKey)
                        .filter(this::isOther)
                        .findFirst())
                .orElse("");
    }

    private boolean isOther(String name) {
        return !places.contains(JsonPointer.empty().appendProperty(name));
    }
}

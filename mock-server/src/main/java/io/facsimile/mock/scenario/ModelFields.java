package io.facsimile.mock.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.References;
import io.facsimile.contract.RequestBody;
import io.facsimile.contract.source.Pointers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The fields of an operation's requests that name a model, after which a scenario may stand: those that the contract marks
 * with {@code x-names-model}, and {@code model}, in the body or in the path.
 *
 * @param names of the body, in the order in which they are asked
 */
public record ModelFields(List<String> names) {
    /** What nearly every dialect calls it. */
    static final String USUAL = "model";

    private static final String MARK = "x-names-model";
    private static final List<String> UNIONS = List.of("allOf", "anyOf", "oneOf");
    private static final int DEEPEST = 4;

    public ModelFields {
        names = List.copyOf(names);
    }

    /** @param document in which the operation's schemas stand */
    public static ModelFields of(Operation operation, JsonNode document) {
        Set<String> names = new LinkedHashSet<>();
        for (MediaType type : operation.requestBody().map(RequestBody::content).orElse(List.of())) {
            type.schema().ifPresent(pointer -> collect(Pointers.at(document, pointer), document, names, 0));
        }
        names.add(USUAL);
        return new ModelFields(new ArrayList<>(names));
    }

    private static void collect(JsonNode written, JsonNode document, Collection<String> names, int depth) {
        JsonNode schema = References.follow(document, written);
        schema.path("properties").properties().forEach(property -> {
            if (property.getValue().path(MARK).asBoolean()) {
                names.add(property.getKey());
            }
        });
        if (depth < DEEPEST) {
            UNIONS.forEach(union -> schema.path(union).forEach(branch -> collect(branch, document, names, depth + 1)));
        }
    }
}

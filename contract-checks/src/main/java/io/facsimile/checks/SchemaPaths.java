package io.facsimile.checks;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.Contract;
import io.facsimile.contract.References;
import io.facsimile.contract.source.Pointers;
import java.util.ArrayList;
import java.util.List;

/** Finds the schemas that speak of a place in a body. */
public final class SchemaPaths {
    private SchemaPaths() {}

    /**
     * Returns every schema that may judge the value at a place, with references followed and unions opened.
     *
     * @param schema JSON pointer of the body's schema in the contract
     * @param place JSON pointer into the body
     */
    public static List<JsonNode> at(Contract contract, String schema, String place) {
        List<JsonNode> schemas = List.of(contract.resolved(schema));
        if (!place.isEmpty()) {
            for (String token : place.substring(1).split("/", -1)) {
                List<JsonNode> inner = new ArrayList<>();
                for (JsonNode outer : schemas) {
                    for (JsonNode branch : open(contract, outer)) {
                        step(contract, branch, Pointers.unescape(token), inner);
                    }
                }
                schemas = inner;
            }
        }
        List<JsonNode> all = new ArrayList<>();
        schemas.forEach(s -> all.addAll(open(contract, s)));
        return all;
    }

    private static void step(Contract contract, JsonNode schema, String token, List<JsonNode> into) {
        boolean isIndex = !token.isEmpty() && token.chars().allMatch(Character::isDigit);
        JsonNode next = schema.path("properties").has(token)
                ? schema.path("properties").path(token)
                : isIndex ? schema.path("items") : schema.path("additionalProperties");
        if (next.isObject()) {
            into.add(References.follow(contract.document(), next));
        }
    }

    private static List<JsonNode> open(Contract contract, JsonNode schema) {
        List<JsonNode> branches = new ArrayList<>();
        for (String union : List.of("oneOf", "anyOf", "allOf")) {
            for (JsonNode branch : schema.path(union)) {
                branches.addAll(open(contract, References.follow(contract.document(), branch)));
            }
        }
        branches.add(schema);
        return branches;
    }
}

package io.facsimile.mock.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The member of an object that tells of which schema it is (OpenAPI's {@code discriminator}). */
final class Discriminators {
    private Discriminators() {}

    /**
     * Adds to a sum that the member is there. What it may hold, each branch of the union says itself.
     *
     * @param union the schema that may have a discriminator
     * @param sum what has been added up, with a branch of the union
     */
    static void require(JsonNode union, ObjectNode sum) {
        String member = union.path("discriminator").path("propertyName").asText();
        if (member.isEmpty() || !sum.path("properties").has(member)) {
            return;
        }
        ObjectNode says = JsonNodeFactory.instance.objectNode();
        says.putArray("required").add(member);
        SchemaSum.add(sum, says);
    }
}

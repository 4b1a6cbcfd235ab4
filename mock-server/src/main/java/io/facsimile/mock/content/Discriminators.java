package io.facsimile.mock.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.contract.References;
import io.facsimile.contract.source.Pointers;
import java.util.Map;

/** The member of an object that tells of which schema it is (OpenAPI's {@code discriminator}). */
final class Discriminators {
    private Discriminators() {}

    /**
     * Adds to a sum what the member must hold.
     *
     * @param schema the schema that may have a discriminator
     * @param reference the reference that was followed to the object's own schema; "" for none
     */
    static void tag(ObjectNode schema, String reference, ObjectNode sum, JsonNode document) {
        String member = schema.path("discriminator").path("propertyName").asText();
        if (member.isEmpty() || reference.isEmpty()) {
            return;
        }
        JsonNode declared = References.follow(document, sum.path("properties").path(member));
        boolean isText = declared.isMissingNode()
                || declared.path("type").asText("string").equals("string");
        if (!isText || declared.has("const")) {
            return;
        }
        String tag = tag(schema.path("discriminator").path("mapping"), reference);
        if (declared.path("enum").isArray() && !has(declared.get("enum"), tag)) {
            return;
        }
        ObjectNode says = JsonNodeFactory.instance.objectNode();
        says.putObject("properties").putObject(member).put("const", tag);
        says.putArray("required").add(member);
        SchemaSum.add(sum, says);
    }

    private static boolean has(JsonNode words, String tag) {
        for (JsonNode word : words) {
            if (word.asText().equals(tag)) {
                return true;
            }
        }
        return false;
    }

    private static String tag(JsonNode mapping, String reference) {
        String name = Pointers.last(reference);
        for (Map.Entry<String, JsonNode> entry : mapping.properties()) {
            String target = entry.getValue().asText();
            if (target.equals(reference) || target.equals(name)) {
                return entry.getKey();
            }
        }
        return name;
    }
}

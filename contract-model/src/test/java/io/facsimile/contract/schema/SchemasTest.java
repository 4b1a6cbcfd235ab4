package io.facsimile.contract.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SchemasTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Schemas SCHEMAS = Schemas.of(json("""
            {"openapi": "3.1.0", "components": {"schemas": {
              "Message": {"oneOf": [
                {"$ref": "#/components/schemas/System"},
                {"$ref": "#/components/schemas/User"},
                {"$ref": "#/components/schemas/Assistant"}]},
              "System": {"type": "object", "required": ["role", "content"], "properties": {
                "role": {"enum": ["system", "developer"]},
                "content": {"type": "string"}}},
              "User": {"type": "object", "required": ["role", "content"], "properties": {
                "role": {"const": "user"},
                "content": {"oneOf": [
                  {"type": "string"},
                  {"type": "array", "items": {"$ref": "#/components/schemas/Part"}}]}}},
              "Assistant": {"type": "object", "required": ["role"], "properties": {
                "role": {"const": "assistant"},
                "content": {"oneOf": [
                  {"type": "string"},
                  {"type": "array", "items": {"$ref": "#/components/schemas/Part"}},
                  {"type": "null"}]}}},
              "Part": {"oneOf": [
                {"$ref": "#/components/schemas/Text"},
                {"$ref": "#/components/schemas/Picture"}]},
              "Text": {"type": "object", "required": ["type", "text"], "properties": {
                "type": {"const": "text"}, "text": {"type": "string"}}},
              "Picture": {"type": "object", "required": ["type", "image_url"], "properties": {
                "type": {"const": "image_url"},
                "image_url": {"oneOf": [
                  {"type": "object", "required": ["url"], "properties": {"url": {"type": "string"}}},
                  {"type": "string"}]}}},
              "Messages": {"type": "array", "items": {"$ref": "#/components/schemas/Message"}},
              "Format": {"oneOf": [
                {"type": "object", "properties": {"type": {"const": "none"}}},
                {"oneOf": [
                  {"type": "object", "properties": {"type": {"const": "json"}}},
                  {"type": "object", "required": ["root"], "properties": {"type": {"enum": ["xml"]}}}]},
                {"type": "null"}]},
              "Stop": {"oneOf": [
                {"type": "string", "minLength": 1},
                {"type": "array", "maxItems": 2, "items": {"type": "string"}},
                {"type": "null"}]},
              "Seed": {"type": ["integer", "null"], "format": "int64"},
              "Many": {"type": "array", "maxItems": 4, "items": {"type": "integer"}}
            }}}
            """));

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static List<String> violations(String schema, String value) {
        return SCHEMAS.check("/components/schemas/" + schema, json(value)).stream()
                .map(v -> v.at() + " " + v.keyword())
                .toList();
    }

    @Test
    void aValueThatFitsHasNoViolations() {
        assertThat(violations("Message", "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]}"))
                .isEmpty();
        assertThat(SCHEMAS.accepts("/components/schemas/Seed", json("9223372036854775807")))
                .isTrue();
        assertThat(SCHEMAS.accepts("/components/schemas/Seed", json("null"))).isTrue();
    }

    @Test
    void inAUnionOnlyTheBranchWhoseTagFitsIsReported() {
        assertThat(violations("Message", "{\"role\":\"system\",\"content\":5}")).containsExactly("/content type");
        assertThat(violations("Message", "{\"role\":\"system\"}")).containsExactly("/content required");
    }

    @Test
    void unionsInsideUnionsAreReducedToTheDeepestFault() {
        assertThat(violations("Message", "{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}"))
                .containsExactly("/content/0/text required");
        assertThat(violations(
                        "Message",
                        "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":7}}]}"))
                .containsExactly("/content/0/image_url/url type");
    }

    private static String message(String schema, String value) {
        Violation first =
                SCHEMAS.check("/components/schemas/" + schema, json(value)).get(0);
        return first.at() + ": " + first.message();
    }

    @Test
    void aWordThatNoBranchHasIsToldWithTheWordsOfAllBranches() {
        assertThat(message("Message", "{\"role\":\"bot\",\"content\":\"a\"}"))
                .isEqualTo(
                        "/role: does not have a value in the enumeration [\"system\", \"developer\", \"user\", \"assistant\"]");
        assertThat(message("Message", "{\"role\":\"user\",\"content\":[{\"type\":\"sound\"}]}"))
                .isEqualTo("/content/0/type: does not have a value in the enumeration [\"text\", \"image_url\"]");
    }

    @Test
    void theWordsOfAUnionInsideAUnionCountToo() {
        assertThat(message("Format", "{\"type\":\"yaml\"}"))
                .isEqualTo("/type: does not have a value in the enumeration [\"none\", \"json\", \"xml\"]");
        assertThat(message("Format", "{\"type\":\"xml\"}")).startsWith("/root: required");
    }

    @Test
    void theBranchOfTheValuesTypeIsReported() {
        assertThat(message("Stop", "[\"a\",\"b\",\"c\"]")).isEqualTo(": must have at most 2 items but found 3");
        assertThat(message("Stop", "\"\"")).isEqualTo(": must be at least 1 characters long");
        assertThat(message("Stop", "[\"a\",5]")).startsWith("/1: ");
    }

    @Test
    void eachItemOfAListIsHeldToTheBranchOfItsOwnTag() {
        assertThat(
                        violations(
                                "Messages",
                                "[{\"role\":\"system\",\"content\":5},{\"role\":\"user\"},{\"role\":\"assistant\"},{\"role\":\"bot\"}]"))
                .containsExactly("/0/content type", "/1/content required", "/3/role enum");
    }

    @Test
    void aMissingMemberIsNamedByItsOwnPointer() {
        assertThat(violations("Text", "{\"type\":\"text\"}")).containsExactly("/text required");
    }

    @Test
    void severalFaultsAreAllReported() {
        assertThat(violations("Many", "[1,\"2\",3,4,true]"))
                .containsExactlyInAnyOrder("/1 type", "/4 type", " maxItems");
    }

    @Test
    void theCheapAnswerIsTheSameAsTheThoroughOne() {
        List<String> values = List.of(
                "{\"role\":\"user\",\"content\":\"a\"}",
                "{\"role\":\"system\",\"content\":\"a\"}",
                "{\"role\":\"developer\",\"content\":5}",
                "{\"role\":\"assistant\"}",
                "{\"role\":\"assistant\",\"content\":null}",
                "{\"role\":\"nobody\"}",
                "{\"role\":1}",
                "{}",
                "[]",
                "null",
                "\"user\"",
                "{\"role\":\"user\",\"content\":[]}",
                "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"image_url\",\"image_url\":\"u\"}]}",
                "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"image_url\":\"u\"}]}",
                "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"u\"}}]}",
                "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{}}]}");
        for (String value : values) {
            assertThat(SCHEMAS.accepts("/components/schemas/Message", json(value)))
                    .as(value)
                    .isEqualTo(violations("Message", value).isEmpty());
        }
    }

    @Test
    void aPointerWithoutASchemaIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SCHEMAS.accepts("/components/schemas/Nobody", json("1")))
                .withMessageContaining("/components/schemas/Nobody");
    }

    @Test
    @Timeout(20)
    void aUnionThatThousandsOfItemsMissInEveryBranchIsJudgedInTheTimeOfOneReading() {
        String items = "{\"type\":\"nonsense\",\"image_url\":7},".repeat(10_000);
        assertThat(violations("User", "{\"role\":\"user\",\"content\":[" + items + "8]}"))
                .contains("/content/0/type enum");
    }
}

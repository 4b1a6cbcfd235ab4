package io.facsimile.mock.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.References;
import io.facsimile.contract.language.Condition;
import io.facsimile.contract.language.LiveWord;
import io.facsimile.contract.language.MediaRule;
import io.facsimile.contract.schema.Schemas;
import io.facsimile.contract.source.Pointers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The schemas that speak about one value of an example, and what they say of it; of a union, the branches that it fits. */
final class Applicable {
    private static final int DEEPEST = 40;

    private final JsonNode document;
    private final JsonNode value;
    private final List<String> pointers = new ArrayList<>();

    /** @param declared the pointers of the schemas that are declared for the value */
    Applicable(Schemas schemas, List<String> declared, JsonNode value) {
        this.document = schemas.document();
        this.value = value;
        declared.forEach(pointer -> collect(schemas, pointer, value, pointers, 0));
    }

    /**
     * Returns the word that says what stands in the value's place.
     *
     * @param isFixed whether what the model writes stays the example's
     */
    Optional<LiveWord> word(boolean isFixed) {
        for (String pointer : pointers) {
            JsonNode word = Pointers.at(document, pointer + "/x-live");
            if (word.isTextual()) {
                LiveWord parsed = ruled(LiveWord.parse(word.textValue()));
                boolean isFilled = !(isFixed && parsed instanceof LiveWord.Content) && fills(parsed);
                return isFilled ? Optional.of(parsed) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Null and "" are statements of the example: nothing is there yet. */
    private boolean fills(LiveWord word) {
        if (word instanceof LiveWord.Balance || word instanceof LiveWord.Cost) {
            return false;
        }
        boolean isNothing =
                value.isNull() || value.isTextual() && value.textValue().isEmpty();
        return !isNothing
                || word instanceof LiveWord.TaskEcho taskEcho && taskEcho.isEmptyWithout()
                || word instanceof LiveWord.Echo echo && echo.isEmptyWithout()
                || word instanceof LiveWord.FinishSequence
                || word instanceof LiveWord.Sealed
                || word instanceof LiveWord.Finish finish && finish.has(value);
    }

    /** Adds to a word what a key beside it says: of a file, what it is to be like; of a vector, how long it is. */
    private LiveWord ruled(LiveWord word) {
        if (word instanceof LiveWord.Media media) {
            return beside("x-media")
                    .<LiveWord>map(rule -> new LiveWord.Media(media.kind(), MediaRule.parse(rule)))
                    .orElse(word);
        } else if (word instanceof LiveWord.MediaSaid said) {
            return beside("x-media")
                    .<LiveWord>map(rule -> new LiveWord.MediaSaid(said.fact(), MediaRule.parse(rule)))
                    .orElse(word);
        } else if (word instanceof LiveWord.Vector vector) {
            return beside("x-vector")
                    .<LiveWord>map(rule -> new LiveWord.Vector(
                            vector.of(), vector.dimensions(), vector.usual().read(rule)))
                    .orElse(word);
        }
        return word;
    }

    private Optional<JsonNode> beside(String key) {
        return pointers.stream()
                .map(pointer -> Pointers.at(document, pointer + "/" + key))
                .filter(JsonNode::isObject)
                .findFirst();
    }

    /** Returns what must hold of a request for its answer to show a value. */
    List<Condition> given() {
        return pointers.stream()
                .map(pointer -> Pointers.at(document, pointer + "/x-given"))
                .filter(JsonNode::isContainerNode)
                .findFirst()
                .map(Condition::parseAll)
                .orElse(List.of());
    }

    /** Returns the value that is usual by the schema. */
    Optional<JsonNode> declared() {
        return pointers.stream()
                .map(pointer -> Pointers.at(document, pointer))
                .filter(schema -> schema.has("default"))
                .map(schema -> schema.get("default"))
                .findFirst();
    }

    /** Returns how the word's value is written there. */
    Template.Form form(LiveWord word) {
        if (word instanceof LiveWord.ToolArguments && value.isTextual()) {
            return Template.Form.TEXT;
        }
        // A file whose example is a data URL comes as one.
        if (word instanceof LiveWord.Media && value.asText().startsWith("data:")) {
            return Template.Form.DATA_URL;
        }
        // What a request may say in several forms comes back in its own.
        boolean isUnion = word instanceof LiveWord.Echo echo
                && echo.isEmptyWithout()
                && pointers.stream().map(p -> Pointers.at(document, p)).anyMatch(s -> s.has("oneOf") || s.has("anyOf"));
        return isUnion ? Template.Form.ANY : form();
    }

    private Template.Form form() {
        for (String pointer : pointers) {
            JsonNode schema = Pointers.at(document, pointer);
            if (schema.path("contentEncoding").asText().equals("base64")) {
                return Template.Form.BASE64;
            }
        }
        for (String pointer : pointers) {
            JsonNode type = Pointers.at(document, pointer).path("type");
            String word = type.isArray() && type.size() == 2
                    ? (type.get(0).asText().equals("null")
                            ? type.get(1).asText()
                            : type.get(1).asText().equals("null") ? type.get(0).asText() : "")
                    : type.asText();
            switch (word) {
                case "string":
                    return Template.Form.TEXT;
                case "integer":
                    return Template.Form.INTEGER;
                case "number":
                    return Template.Form.NUMBER;
                default:
                    break;
            }
        }
        return value.isIntegralNumber() ? Template.Form.INTEGER : Template.Form.ANY;
    }

    Optional<IdForm> idForm(LiveWord word) {
        if (!(word instanceof LiveWord.FreshId || word instanceof LiveWord.ToolId)) {
            return Optional.empty();
        }
        for (String pointer : pointers) {
            JsonNode pattern = Pointers.at(document, pointer + "/pattern");
            if (pattern.isTextual()) {
                return Optional.of(IdForm.ofPattern(pattern.textValue()));
            }
        }
        return value.isTextual() ? Optional.of(IdForm.ofExample(value.textValue())) : Optional.empty();
    }

    /** Returns the schemas of a member. */
    List<String> member(String name) {
        List<String> found = new ArrayList<>();
        String token = Pointers.escape(name);
        for (String pointer : pointers) {
            JsonNode schema = Pointers.at(document, pointer);
            if (schema.path("properties").has(name)) {
                found.add(pointer + "/properties/" + token);
            } else if (schema.path("additionalProperties").isObject()) {
                found.add(pointer + "/additionalProperties");
            }
        }
        return found;
    }

    /** Returns the schemas of an item. */
    List<String> items(int index) {
        List<String> found = new ArrayList<>();
        for (String pointer : pointers) {
            JsonNode schema = Pointers.at(document, pointer);
            if (index < schema.path("prefixItems").size()) {
                found.add(pointer + "/prefixItems/" + index);
            } else if (schema.path("items").isObject()) {
                found.add(pointer + "/items");
            }
        }
        return found;
    }

    /** Collects the schemas that speak about a value: itself, what it refers to, its parts and its fitting branches. */
    private static void collect(Schemas schemas, String pointer, JsonNode value, List<String> into, int depth) {
        if (depth > DEEPEST || into.contains(pointer)) {
            return;
        }
        JsonNode document = schemas.document();
        JsonNode schema = Pointers.at(document, pointer);
        if (!schema.isObject()) {
            return;
        }
        into.add(pointer);
        if (schema.path("$ref").isTextual()) {
            collect(schemas, References.followPointer(document, pointer), value, into, depth + 1);
        }
        for (int i = 0; i < schema.path("allOf").size(); i++) {
            collect(schemas, pointer + "/allOf/" + i, value, into, depth + 1);
        }
        if (schema.has("if")) {
            String branch = pointer + (schemas.accepts(pointer + "/if", value) ? "/then" : "/else");
            collect(schemas, branch, value, into, depth + 1);
        }
        for (String union : List.of("oneOf", "anyOf")) {
            for (int i = 0; i < schema.path(union).size(); i++) {
                String branch = pointer + "/" + union + "/" + i;
                if (schemas.accepts(branch, value)) {
                    collect(schemas, branch, value, into, depth + 1);
                }
            }
        }
    }
}

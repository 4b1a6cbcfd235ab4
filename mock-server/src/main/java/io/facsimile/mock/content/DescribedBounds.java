package io.facsimile.mock.content;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.facsimile.contract.schema.PatientPattern;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bounds that stand in a schema's description. Some services take no {@code minimum} or {@code maxItems}; clients then write
 * such words into the description and hold the answer to them all the same. Two forms are known, each at the end of a
 * description:
 *
 * <ul>
 *   <li><code>{minimum: 1, maximum: 5}</code> after an empty line: {@code @anthropic-ai/sdk} (lib/transform-json-schema,
 *       0.71 and later, values in JSON) and the {@code anthropic} package for Python (lib/_parse/_transform, values as Python
 *       writes them)
 *   <li><code>min items: 2; max items: 5.</code> as a line: {@code @ai-sdk/anthropic} (sanitize-json-schema)
 * </ul>
 */
final class DescribedBounds {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final String NUMBERS = "minimum|maximum|exclusiveMinimum|exclusiveMaximum|multipleOf";
    private static final String COUNTS = "minLength|maxLength|minItems|maxItems|minProperties|maxProperties";
    private static final String TEXTS = "pattern|format";
    private static final String OTHERS = "uniqueItems|not|prefixItems|contains|propertyNames|patternProperties";
    private static final String KNOWN = NUMBERS + "|" + COUNTS + "|" + TEXTS + "|" + OTHERS;

    /** Any word in braces: one that is not known ends the one before it. */
    private static final Pattern IN_BRACES = Pattern.compile("(?:^|, )([$\\w-]+): ");

    private static final Pattern IN_LINE = Pattern.compile("(?:^|; )(" + spaced(KNOWN) + "): ");

    private DescribedBounds() {}

    /** Adds to a schema the bounds that its description has and it has not itself. */
    static void add(ObjectNode schema) {
        String description = schema.path("description").asText();
        if (description.isEmpty()) {
            return;
        }
        int brace = description.startsWith("{") ? 0 : description.lastIndexOf("\n\n{");
        if (description.endsWith("}") && brace >= 0) {
            read(
                    description.substring(description.indexOf('{', brace) + 1, description.length() - 1),
                    IN_BRACES,
                    schema);
        } else if (description.endsWith(".")) {
            String line = description.substring(description.lastIndexOf('\n') + 1, description.length() - 1);
            if (IN_LINE.matcher(line).lookingAt()) {
                read(line, IN_LINE, schema);
            }
        }
    }

    private static void read(String text, Pattern words, ObjectNode schema) {
        Matcher word = words.matcher(text);
        boolean isFound = word.find();
        while (isFound) {
            String name = joined(word.group(1));
            int from = word.end();
            isFound = word.find();
            String value = text.substring(from, isFound ? word.start() : text.length());
            if (name.matches(KNOWN) && !schema.has(name)) {
                value(name, value).ifPresent(bound -> schema.set(name, bound));
            }
        }
    }

    private static Optional<JsonNode> value(String name, String text) {
        Optional<JsonNode> value = json(text);
        if (name.matches(NUMBERS)) {
            return value.filter(JsonNode::isNumber);
        }
        if (name.matches(COUNTS)) {
            return value.filter(JsonNode::isIntegralNumber);
        }
        if (name.matches(TEXTS)) {
            String bare =
                    value.filter(JsonNode::isTextual).map(JsonNode::textValue).orElse(text);
            return name.equals("pattern") && PatientPattern.of(bare).isEmpty()
                    ? Optional.empty()
                    : Optional.of(TextNode.valueOf(bare));
        }
        if (name.equals("uniqueItems")) {
            return Optional.of(JsonNodeFactory.instance.booleanNode(text.equalsIgnoreCase("true")));
        }
        return value.filter(JsonNode::isContainerNode);
    }

    private static Optional<JsonNode> json(String text) {
        try {
            return Optional.ofNullable(JSON.readTree(text)).filter(value -> !value.isMissingNode());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Returns words as a line writes them: {@code min items}. */
    private static String spaced(String words) {
        return Pattern.compile("[A-Z]")
                .matcher(words)
                .replaceAll(capital -> " " + capital.group().toLowerCase(Locale.ROOT));
    }

    private static String joined(String words) {
        StringBuilder joined = new StringBuilder();
        for (String word : words.split(" ", -1)) {
            joined.append(joined.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return joined.toString();
    }
}

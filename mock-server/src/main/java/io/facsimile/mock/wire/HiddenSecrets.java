package io.facsimile.mock.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.facsimile.mock.journal.Journal;
import io.facsimile.mock.request.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What WireMock's admin API shows of requests, with hashes in place of keys. Verification compares what really came; only what
 * is shown is hidden.
 */
final class HiddenSecrets {
    private static final ObjectMapper JSON = new ObjectMapper();

    private HiddenSecrets() {}

    /** Returns a JSON document without secrets; nothing if it is none, or has none. */
    static Optional<byte[]> in(byte[] body) {
        try {
            JsonNode document = JSON.readTree(body);
            return hide(document) ? Optional.of(JSON.writeValueAsBytes(document)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns whether there was something to hide. */
    private static boolean hide(JsonNode node) {
        boolean isHidden = false;
        if (node instanceof ObjectNode object) {
            boolean isRequest = object.has("absoluteUrl");
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                isHidden |= isRequest && hideBody(field) || hide(field);
            }
        } else {
            for (JsonNode each : node) {
                isHidden |= hide(each);
            }
        }
        return isHidden;
    }

    private static boolean hide(Map.Entry<String, JsonNode> field) {
        JsonNode value = field.getValue();
        return switch (field.getKey()) {
            case "headers" -> hideTexts(value, Secrets::isHeader, Secrets::hiddenHeader);
            case "cookies" -> hideTexts(value, name -> true, Journal::hash);
            case "queryParams" -> hideParameters(value, Secrets::isParameter);
            case "formParams" -> hideParameters(value, Secrets::isField);
            case "url", "absoluteUrl" -> hideText(field, HiddenSecrets::url);
            default -> hide(value);
        };
    }

    /** WireMock's clients read the bytes, people the text. */
    private static boolean hideBody(Map.Entry<String, JsonNode> field) {
        return switch (field.getKey()) {
            case "body" -> hideText(field, Secrets::hiddenBody);
            case "bodyAsBase64" -> hideText(field, HiddenSecrets::base64);
            default -> false;
        };
    }

    private static String base64(String encoded) {
        try {
            String body = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            String hidden = Secrets.hiddenBody(body);
            return hidden.equals(body)
                    ? encoded
                    : Base64.getEncoder().encodeToString(hidden.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return encoded;
        }
    }

    private static boolean hideText(Map.Entry<String, JsonNode> field, UnaryOperator<String> hiding) {
        if (!field.getValue().isTextual()) {
            return false;
        }
        String text = field.getValue().textValue();
        String hidden = hiding.apply(text);
        if (hidden.equals(text)) {
            return false;
        }
        field.setValue(TextNode.valueOf(hidden));
        return true;
    }

    private static boolean hideTexts(JsonNode values, Predicate<String> isSecret, UnaryOperator<String> hiding) {
        boolean isHidden = false;
        for (Map.Entry<String, JsonNode> field : values.properties()) {
            isHidden |= isSecret.test(field.getKey()) && hideText(field, hiding);
        }
        return isHidden;
    }

    private static boolean hideParameters(JsonNode parameters, Predicate<String> isSecret) {
        boolean isHidden = false;
        for (Map.Entry<String, JsonNode> parameter : parameters.properties()) {
            if (isSecret.test(parameter.getKey())
                    && parameter.getValue().path("values").isArray()) {
                ObjectNode hidden = JSON.createObjectNode().put("key", parameter.getKey());
                parameter.getValue().path("values").forEach(value -> hidden.withArray("values")
                        .add(Journal.hash(value.asText())));
                parameter.setValue(hidden);
                isHidden = true;
            }
        }
        return isHidden;
    }

    private static String url(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query + 1) + Secrets.hidden(url.substring(query + 1), "", "");
    }
}

package io.facsimile.mock.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.facsimile.mock.journal.Journal;
import io.facsimile.mock.request.Secrets;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

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
            JsonNode before = document.deepCopy();
            hide(document);
            return document.equals(before) ? Optional.empty() : Optional.of(JSON.writeValueAsBytes(document));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void hide(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                JsonNode value = field.getValue();
                switch (field.getKey()) {
                    case "headers" -> hideHeaders(value);
                    case "cookies" -> hideAll(value);
                    case "queryParams", "formParams" -> hideParameters(value);
                    case "url", "absoluteUrl" -> {
                        if (value.isTextual()) {
                            field.setValue(TextNode.valueOf(url(value.textValue())));
                        }
                    }
                    default -> hide(value);
                }
            }
        } else {
            node.forEach(HiddenSecrets::hide);
        }
    }

    private static void hideHeaders(JsonNode headers) {
        for (Map.Entry<String, JsonNode> header : headers.properties()) {
            if (header.getValue().isTextual() && Secrets.isHeader(header.getKey())) {
                header.setValue(
                        TextNode.valueOf(Secrets.hiddenHeader(header.getValue().textValue())));
            }
        }
    }

    private static void hideAll(JsonNode cookies) {
        for (Map.Entry<String, JsonNode> cookie : cookies.properties()) {
            if (cookie.getValue().isTextual()) {
                cookie.setValue(TextNode.valueOf(Journal.hash(cookie.getValue().textValue())));
            }
        }
    }

    private static void hideParameters(JsonNode parameters) {
        for (Map.Entry<String, JsonNode> parameter : parameters.properties()) {
            if (Secrets.isParameter(parameter.getKey())
                    && parameter.getValue().path("values").isArray()) {
                ObjectNode hidden = JSON.createObjectNode().put("key", parameter.getKey());
                parameter.getValue().path("values").forEach(value -> hidden.withArray("values")
                        .add(Journal.hash(value.asText())));
                parameter.setValue(hidden);
            }
        }
    }

    private static String url(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query + 1) + Secrets.hidden(url.substring(query + 1), "", "");
    }
}

package io.facsimile.mock.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.facsimile.contract.Parameter;
import io.facsimile.contract.source.Pointers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads parameters as their style says, into values that their schema can judge.
 *
 * <p>Source: OpenAPI 3.1.1, Parameter Object, style values. Lists are also read as {@code name[]=a} and, beside the exploded
 * form, separated by commas, as clients write them.
 */
final class ParameterValues {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> SEPARATORS =
            Map.of("spaceDelimited", " ", "pipeDelimited", "|", "label", ".", "matrix", ";");

    private final JsonNode document;
    private final Coercion coercion;

    /** @param document the document that holds the parameters' schemas */
    ParameterValues(JsonNode document) {
        this.document = document;
        this.coercion = new Coercion(document);
    }

    /** Returns the value of a parameter; a missing node if the request has none. */
    JsonNode of(Call call, Parameter parameter) {
        Map<String, List<String>> query = parameter.in() == Parameter.In.QUERY ? call.queryValues() : Map.of();
        List<String> texts =
                switch (parameter.in()) {
                    case PATH -> call.path(parameter.name()).map(List::of).orElse(List.of());
                    case QUERY -> query.getOrDefault(parameter.name(), List.of());
                    case HEADER -> call.header(parameter.name()).map(List::of).orElse(List.of());
                    case COOKIE -> call.cookie(parameter.name()).map(List::of).orElse(List.of());
                };
        if (texts.isEmpty() && query.isEmpty()) {
            return MissingNode.getInstance();
        }
        JsonNode schema = parameter.schema().map(s -> Pointers.at(document, s)).orElse(MissingNode.getInstance());
        if (parameter.style().equals("content")) {
            return texts.isEmpty() ? MissingNode.getInstance() : document(texts.get(0));
        }
        Set<String> types = coercion.types(schema);
        if (texts.isEmpty()) {
            return absent(parameter, schema, types, query);
        }
        if (types.contains("array") && !(texts.size() == 1 && types.contains("string") && !types.contains("object"))) {
            return coercion.tree(schema, Brackets.array(items(parameter, texts)));
        }
        if (types.contains("object")) {
            JsonNode object = object(parameter, schema, texts.get(0));
            if (!object.isMissingNode()) {
                return object;
            }
        }
        return coercion.scalar(schema, plain(parameter, texts.get(0)));
    }

    private static JsonNode document(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }

    /** A list or an object may be there though nothing has the parameter's own name. */
    private JsonNode absent(Parameter parameter, JsonNode schema, Set<String> types, Map<String, List<String>> query) {
        JsonNode below = Brackets.below(parameter.name(), query);
        if (!below.isMissingNode()) {
            return coercion.tree(schema, below);
        }
        if (parameter.style().equals("form") && parameter.isExploded() && types.contains("object")) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            for (String name : coercion.names(schema)) {
                if (query.containsKey(name)) {
                    object.put(name, query.get(name).get(0));
                }
            }
            return object.isEmpty() ? MissingNode.getInstance() : coercion.tree(schema, object);
        }
        return MissingNode.getInstance();
    }

    private static List<String> items(Parameter parameter, List<String> texts) {
        if (texts.size() > 1) {
            return texts;
        }
        String text = plain(parameter, texts.get(0));
        if (text.isEmpty()) {
            return List.of();
        }
        String separator = SEPARATORS.getOrDefault(parameter.style(), ",");
        if (parameter.style().equals("matrix") && parameter.isExploded()) {
            // ;ids=1;ids=2
            text = text.replace(";" + parameter.name() + "=", ";");
        } else if (parameter.style().equals("matrix") || parameter.style().equals("label") && !parameter.isExploded()) {
            separator = ",";
        }
        return List.of(text.split(Pattern.quote(separator), -1));
    }

    /** Takes away what a style puts before a value. */
    private static String plain(Parameter parameter, String text) {
        if (parameter.style().equals("label") && text.startsWith(".")) {
            return text.substring(1);
        }
        String prefix = ";" + parameter.name() + "=";
        return parameter.style().equals("matrix") && text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }

    private JsonNode object(Parameter parameter, JsonNode schema, String text) {
        String[] words = plain(parameter, text).split(Pattern.quote(separator(parameter)), -1);
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < words.length; i++) {
            if (parameter.isExploded()) {
                int equals = words[i].indexOf('=');
                if (equals < 1) {
                    return MissingNode.getInstance();
                }
                object.put(words[i].substring(0, equals), words[i].substring(equals + 1));
            } else if (i + 1 < words.length) {
                object.put(words[i], words[++i]);
            } else {
                return MissingNode.getInstance();
            }
        }
        return coercion.tree(schema, object);
    }

    private static String separator(Parameter parameter) {
        boolean isOwn = parameter.style().endsWith("Delimited") || parameter.isExploded();
        return isOwn ? SEPARATORS.getOrDefault(parameter.style(), ",") : ",";
    }
}

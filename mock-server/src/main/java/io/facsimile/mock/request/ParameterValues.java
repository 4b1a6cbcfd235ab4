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
 * Reads a parameter as its style says, into a value that its schema can judge. What can be said of the
 * schema is said once.
 *
 * <p>Source: OpenAPI 3.1.1, Parameter Object, style values. Lists are also read as {@code name[]=a} and, beside the exploded
 * form, separated by commas, as clients write them.
 */
final class ParameterValues {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> SEPARATORS =
            Map.of("spaceDelimited", " ", "pipeDelimited", "|", "label", ".", "matrix", ";");

    private final Parameter parameter;
    private final Coercion coercion;
    private final JsonNode schema;
    private final Set<String> types;
    private final boolean isText;

    /** @param document the document that holds the parameter's schema */
    ParameterValues(Parameter parameter, JsonNode document) {
        this.parameter = parameter;
        this.coercion = new Coercion(document);
        this.schema = parameter.schema().map(s -> Pointers.at(document, s)).orElse(MissingNode.getInstance());
        this.types = coercion.types(schema);
        this.isText = types.equals(Set.of("string"))
                && (parameter.style().equals("simple") || parameter.style().equals("form"));
    }

    /** Returns the parameter's value; a missing node if the request has none. */
    JsonNode of(Call call) {
        Map<String, List<String>> query = parameter.in() == Parameter.In.QUERY ? call.queryValues() : Map.of();
        List<String> texts =
                switch (parameter.in()) {
                    case PATH -> call.path(parameter.name()).map(List::of).orElse(List.of());
                    case QUERY -> query.getOrDefault(parameter.name(), List.of());
                    case HEADER -> call.header(parameter.name()).map(List::of).orElse(List.of());
                    case COOKIE -> call.cookie(parameter.name()).map(List::of).orElse(List.of());
                };
        if (texts.isEmpty()) {
            return query.isEmpty() || parameter.style().equals("content") ? MissingNode.getInstance() : absent(query);
        }
        if (isText) {
            return TextNode.valueOf(texts.get(0));
        }
        if (parameter.style().equals("content")) {
            return document(texts.get(0));
        }
        if (types.contains("array") && !(texts.size() == 1 && types.contains("string") && !types.contains("object"))) {
            return coercion.tree(schema, Brackets.array(items(texts)));
        }
        if (types.contains("object")) {
            JsonNode object = object(texts.get(0));
            if (!object.isMissingNode()) {
                return object;
            }
        }
        return coercion.scalar(schema, plain(texts.get(0)));
    }

    private static JsonNode document(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }

    /** A list or an object may be there though nothing has the parameter's own name. */
    private JsonNode absent(Map<String, List<String>> query) {
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

    private List<String> items(List<String> texts) {
        if (texts.size() > 1) {
            return texts;
        }
        String text = plain(texts.get(0));
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
    private String plain(String text) {
        if (parameter.style().equals("label") && text.startsWith(".")) {
            return text.substring(1);
        }
        String prefix = ";" + parameter.name() + "=";
        return parameter.style().equals("matrix") && text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }

    private JsonNode object(String text) {
        // ;x=1;y=2
        boolean isMatrix = parameter.style().equals("matrix") && parameter.isExploded() && text.startsWith(";");
        String[] words = (isMatrix ? text.substring(1) : plain(text)).split(Pattern.quote(separator()), -1);
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

    private String separator() {
        boolean isOwn = parameter.style().endsWith("Delimited") || parameter.isExploded();
        return isOwn ? SEPARATORS.getOrDefault(parameter.style(), ",") : ",";
    }
}

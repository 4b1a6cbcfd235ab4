package io.facsimile.contract.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.facsimile.contract.source.Pointers;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A place in a request: {@code request:/json/pointer}, {@code path:name}, {@code query:name} and so on. */
public sealed interface Locator {
    /** Returns the value there, or a missing node. */
    JsonNode find(RequestValues request);

    /**
     * Returns every value there; more than one only where {@code *} stands for each item. An array, which costs least:
     * each request is asked for dozens of places.
     */
    default JsonNode[] findAll(RequestValues request) {
        return alone(find(request));
    }

    private static JsonNode[] alone(JsonNode value) {
        return value.isMissingNode() ? Body.NONE : new JsonNode[] {value};
    }

    /** A place in the parsed body. {@code *} stands for every item of an array or object, {@code -1} for an array's last. */
    final class Body implements Locator {
        private static final JsonNode[] NONE = {};
        private static final Pattern INDEX = Pattern.compile("-?[0-9]+");

        private final List<String> tokens;
        /** The tokens, if they are names of fields alone, as most are: such a place needs no look at each token. */
        private final String @Nullable [] fields;

        public Body(List<String> tokens) {
            this.tokens = List.copyOf(tokens);
            boolean areFields = tokens.stream().allMatch(Body::isField);
            this.fields = areFields ? tokens.toArray(String[]::new) : null;
        }

        private static boolean isField(String token) {
            return !token.equals("*") && !INDEX.matcher(token).matches();
        }

        /** Returns the steps from the body to the place. */
        public List<String> tokens() {
            return tokens;
        }

        @Override
        public JsonNode find(RequestValues request) {
            if (fields != null) {
                JsonNode found = ofFields(fields, request.body());
                return found == null ? MissingNode.getInstance() : found;
            }
            JsonNode node = request.body();
            for (String token : tokens) {
                node = step(node, token);
                if (node.isMissingNode()) {
                    return node;
                }
            }
            return node;
        }

        @Override
        public JsonNode[] findAll(RequestValues request) {
            if (fields != null) {
                JsonNode found = ofFields(fields, request.body());
                return found == null ? NONE : alone(found);
            }
            JsonNode node = request.body();
            for (int depth = 0; depth < tokens.size(); depth++) {
                String token = tokens.get(depth);
                if (node.isEmpty()) {
                    return NONE;
                }
                if (token.equals("*")) {
                    List<JsonNode> found = new ArrayList<>();
                    collect(node, depth, found);
                    return found.toArray(NONE);
                }
                node = step(node, token);
            }
            return alone(node);
        }

        private static @Nullable JsonNode ofFields(String[] fields, JsonNode body) {
            JsonNode node = body;
            for (String field : fields) {
                if (!(node instanceof ObjectNode object)) {
                    return null;
                }
                node = object.get(field);
                if (node == null) {
                    return null;
                }
            }
            return node;
        }

        private void collect(JsonNode node, int depth, List<JsonNode> found) {
            if (node.isMissingNode()) {
                return;
            }
            if (depth == tokens.size()) {
                found.add(node);
                return;
            }
            if (tokens.get(depth).equals("*")) {
                node.forEach(item -> collect(item, depth + 1, found));
            } else {
                collect(step(node, tokens.get(depth)), depth + 1, found);
            }
        }

        /** Returns whether the first step is a name, which no array has. */
        boolean beginsWithField() {
            return !tokens.isEmpty() && isField(tokens.get(0));
        }

        private static JsonNode step(JsonNode node, String token) {
            if (node.isArray()) {
                if (token.equals("*")) {
                    return node.path(0);
                }
                if (token.equals("-1")) {
                    return node.path(node.size() - 1);
                }
                return isIndex(token) ? node.path(Integer.parseInt(token)) : MissingNode.getInstance();
            }
            return node.path(token);
        }

        private static boolean isIndex(String token) {
            return !token.isEmpty() && token.length() < 9 && token.chars().allMatch(c -> c >= '0' && c <= '9');
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Body body && tokens.equals(body.tokens);
        }

        @Override
        public int hashCode() {
            return tokens.hashCode();
        }

        @Override
        public String toString() {
            return "Body" + tokens;
        }
    }

    /** A path parameter. */
    record Path(String name) implements Locator {
        @Override
        public JsonNode find(RequestValues request) {
            return request.path(name).<JsonNode>map(TextNode::valueOf).orElse(MissingNode.getInstance());
        }
    }

    /** A query parameter. */
    record Query(String name) implements Locator {
        @Override
        public JsonNode find(RequestValues request) {
            return request.query(name).<JsonNode>map(TextNode::valueOf).orElse(MissingNode.getInstance());
        }
    }

    /** A header. */
    record Header(String name) implements Locator {
        @Override
        public JsonNode find(RequestValues request) {
            return request.header(name).<JsonNode>map(TextNode::valueOf).orElse(MissingNode.getInstance());
        }
    }

    /**
     * Reads a locator.
     *
     * @param text for example {@code request:/messages/0/content} or {@code path:task_id}
     * @throws IllegalArgumentException if it is none
     */
    static Locator parse(String text) {
        int colon = text.indexOf(':');
        String word = colon < 0 ? text : text.substring(0, colon);
        String rest = colon < 0 ? "" : text.substring(colon + 1);
        if (word.equals("request")) {
            return body(rest);
        }
        if (!rest.isEmpty()) {
            switch (word) {
                case "path":
                    return new Path(rest);
                case "query":
                    return new Query(rest);
                case "header":
                    return new Header(rest);
                case "part":
                    return new Body(List.of(rest));
                default:
                    break;
            }
        }
        throw new IllegalArgumentException("\"" + text
                + "\" names no place in a request (request:/pointer, path:name, query:name, header:name, part:name)");
    }

    /** Reads a JSON pointer into the body. */
    static Locator body(String pointer) {
        if (pointer.isEmpty()) {
            return new Body(List.of());
        }
        if (!pointer.startsWith("/")) {
            throw new IllegalArgumentException("\"" + pointer + "\" is no JSON pointer: it must begin with /");
        }
        List<String> tokens = new ArrayList<>();
        for (String token : pointer.substring(1).split("/", -1)) {
            tokens.add(Pointers.unescape(token));
        }
        return new Body(tokens);
    }
}

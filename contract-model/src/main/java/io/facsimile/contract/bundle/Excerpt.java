package io.facsimile.contract.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.contract.Operation;
import io.facsimile.contract.References;
import io.facsimile.contract.source.Pointers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * As much of a bundled document as one operation needs, at the same pointers: the operation, the components that it
 * refers to, directly or through others, the families of tasks that it has a part in, and what the document says of all
 * operations.
 */
public final class Excerpt {
    private static final String PATHS = "paths";
    private static final String COMPONENTS = "components";
    private static final String TASKS = "x-tasks";
    private static final String SCHEMES = "securitySchemes";

    private final JsonNode document;
    private final ObjectNode excerpt = JsonNodeFactory.instance.objectNode();
    private final Set<String> seen = new HashSet<>();
    private final Deque<JsonNode> toRead = new ArrayDeque<>();

    private Excerpt(JsonNode document) {
        this.document = document;
    }

    /**
     * Cuts out what an operation needs.
     *
     * @param document a bundled document, whose references are local
     * @param operation one of its operations
     * @return a document whose parts are the bundle's own
     */
    public static JsonNode of(JsonNode document, Operation operation) {
        return new Excerpt(document).cut(operation);
    }

    private JsonNode cut(Operation operation) {
        String method = operation.method().toLowerCase(Locale.ROOT);
        JsonNode item = References.follow(document, document.path(PATHS).path(operation.path()));
        ObjectNode only = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : item.properties()) {
            if (member.getKey().equals(method) || !member.getValue().has("responses")) {
                only.set(member.getKey(), member.getValue());
            }
        }
        for (Map.Entry<String, JsonNode> member : document.properties()) {
            switch (member.getKey()) {
                case PATHS -> excerpt.putObject(PATHS).set(operation.path(), only);
                case COMPONENTS -> excerpt.putObject(COMPONENTS);
                case TASKS -> tasks(only.path(method).path("x-task"));
                default -> excerpt.set(member.getKey(), member.getValue());
            }
        }
        JsonNode schemes = document.path(COMPONENTS).get(SCHEMES);
        if (schemes != null) {
            excerpt.withObject("/" + COMPONENTS).set(SCHEMES, schemes);
        }
        toRead.add(excerpt);
        while (!toRead.isEmpty()) {
            follow(toRead.remove());
        }
        return excerpt;
    }

    /** Types are named {@code family.type}, or {@code family.*} for all of a family. */
    private void tasks(JsonNode roles) {
        String said = roles.toString();
        ObjectNode families = excerpt.putObject(TASKS);
        for (Map.Entry<String, JsonNode> family : document.path(TASKS).properties()) {
            if (said.contains("\"" + family.getKey() + ".")) {
                families.set(family.getKey(), family.getValue());
            }
        }
    }

    /** A discriminator's mapping refers without {@code $ref}; an example's text that only looks so does no harm. */
    private void follow(JsonNode node) {
        if (node.isTextual() && node.textValue().startsWith("#/")) {
            take(Pointers.ofFragment(node.textValue().substring(1)));
        }
        node.forEach(toRead::add);
    }

    private void take(String pointer) {
        String[] words = pointer.split("/", 5);
        boolean isComponent = words.length >= 4 && words[1].equals(COMPONENTS);
        // What is referred to elsewhere is taken with the whole member of the document that it lies in.
        String head = String.join("/", List.of(words).subList(0, isComponent ? 4 : 2));
        JsonNode part = Pointers.at(document, head);
        if (part.isMissingNode() || !seen.add(head)) {
            return;
        }
        if (isComponent) {
            excerpt.withObject("/" + COMPONENTS + "/" + words[2]).set(Pointers.unescape(words[3]), part);
        } else {
            excerpt.set(Pointers.unescape(words[1]), part);
        }
        toRead.add(part);
    }
}

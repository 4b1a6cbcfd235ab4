package io.facsimile.contract.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.Problem;
import io.facsimile.contract.source.Pointers;
import io.facsimile.contract.source.SourceLine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds what refers to itself before it has said anything: nobody could ever tell whether a value fits. A schema that holds
 * others of its kind in its members or items is none of these.
 */
public final class Circles {
    /** Keywords whose schemas are held to the value itself. */
    private static final Set<String> LISTS = Set.of("allOf", "anyOf", "oneOf");

    private static final Set<String> SINGLE = Set.of("not", "if", "then", "else");
    private static final String COMPONENTS = "/components/";

    private final JsonNode document;
    private final boolean is30;
    private final Function<String, SourceLine> lines;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> done = new HashSet<>();
    private final Deque<String> open = new ArrayDeque<>();

    private Circles(JsonNode document, Function<String, SourceLine> lines) {
        this.document = Discriminated.of(document);
        this.is30 = document.path("openapi").asText().startsWith("3.0");
        this.lines = lines;
    }

    /**
     * Returns a problem for each circle among the components of a bundled document.
     *
     * @param lines where a JSON pointer of the document was written
     */
    public static List<Problem> of(JsonNode document, Function<String, SourceLine> lines) {
        Circles circles = new Circles(document, lines);
        for (Map.Entry<String, JsonNode> section : document.path("components").properties()) {
            for (String name : Pointers.names(section.getValue())) {
                circles.component(COMPONENTS + Pointers.escape(section.getKey()) + "/" + Pointers.escape(name));
            }
        }
        return circles.problems;
    }

    private void component(String pointer) {
        if (done.contains(pointer)) {
            return;
        }
        open.addLast(pointer);
        schema(Pointers.at(document, pointer), pointer, pointer.startsWith("/components/schemas/"));
        open.removeLast();
        done.add(pointer);
    }

    private void schema(JsonNode node, String pointer, boolean isSchema) {
        JsonNode reference = node.path("$ref");
        if (reference.isTextual() && reference.textValue().startsWith("#" + COMPONENTS)) {
            reference(Pointers.ofFragment(reference.textValue().substring(1)), pointer);
        }
        if (!isSchema || is30 && reference.isTextual()) {
            return;
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            String at = pointer + "/" + member.getKey();
            JsonNode value = member.getValue();
            if (SINGLE.contains(member.getKey())) {
                schema(value, at, true);
            } else if (LISTS.contains(member.getKey())) {
                for (int i = 0; i < value.size(); i++) {
                    schema(value.path(i), at + "/" + i, true);
                }
            } else if (member.getKey().equals("dependentSchemas")) {
                value.properties().forEach(d -> schema(d.getValue(), at + "/" + Pointers.escape(d.getKey()), true));
            }
        }
    }

    private void reference(String target, String from) {
        if (!open.contains(target)) {
            component(target);
            return;
        }
        List<String> circle = new ArrayList<>(open);
        String way = circle.subList(circle.indexOf(target), circle.size()).stream()
                .map(Pointers::last)
                .collect(Collectors.joining(" → ", "", " → " + Pointers.last(target)));
        problems.add(
                new Problem(
                        "reference",
                        lines.apply(from),
                        "the reference leads back to itself: " + way,
                        "say in one of them what it is; one that holds others of its kind refers to them from a property or an item"));
    }
}

package io.facsimile.mock.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Pictures: as many sketches as were asked for, then the picture with what it took. Answers that count pictures, not
 * tokens, come picture by picture, then what all took.
 *
 * <p>Source: the vendors' public references of streamed pictures.
 */
final class ImagesGrammar implements Grammar {
    static final int MOST_SKETCHES = 3;

    @Override
    public List<Event> events(JsonNode whole, Asked asked) {
        String prefix = asked.rule().prefix().orElse("image_generation");
        List<Event> events = new ArrayList<>();
        if (whole.path("usage").has("generated_images")) {
            group(whole, prefix, events);
            return events;
        }
        JsonNode wanted = asked.request().body();
        int sketches = Math.min(wanted.path("partial_images").asInt(), MOST_SKETCHES);
        for (JsonNode picture : whole.path("data")) {
            for (int i = 0; i < sketches; i++) {
                events.add(Event.named(picture(prefix + ".partial_image", whole, picture, wanted)
                        .put("partial_image_index", i)));
            }
            ObjectNode completed = picture(prefix + ".completed", whole, picture, wanted);
            completed.set("usage", whole.path("usage"));
            events.add(Event.named(completed));
        }
        return events;
    }

    private static ObjectNode picture(String type, JsonNode whole, JsonNode picture, JsonNode wanted) {
        ObjectNode event = Nodes.object().put("type", type);
        picture.properties().forEach(member -> event.set(member.getKey(), member.getValue()));
        event.set("created_at", whole.path("created"));
        for (String name : List.of("size", "quality", "background")) {
            event.set(name, said(whole, wanted, name, "auto"));
        }
        event.set("output_format", said(whole, wanted, "output_format", "png"));
        return event;
    }

    /** What the answer says of its picture, else what was asked for, else the default. */
    private static JsonNode said(JsonNode whole, JsonNode wanted, String name, String otherwise) {
        if (whole.path(name).isTextual()) {
            return whole.path(name);
        }
        return wanted.path(name).isTextual()
                ? wanted.path(name)
                : Nodes.object().textNode(otherwise);
    }

    private static void group(JsonNode whole, String prefix, List<Event> events) {
        int index = 0;
        for (JsonNode picture : whole.path("data")) {
            ObjectNode event = part(prefix + (picture.has("error") ? ".partial_failed" : ".partial_succeeded"), whole);
            event.put("image_index", index++);
            picture.properties().forEach(member -> event.set(member.getKey(), member.getValue()));
            events.add(Event.named(event));
        }
        ObjectNode end = part(prefix + ".completed", whole);
        Nodes.without(whole, Set.of("data"))
                .properties()
                .forEach(member -> end.set(member.getKey(), member.getValue()));
        events.add(Event.named(end));
    }

    private static ObjectNode part(String type, JsonNode whole) {
        ObjectNode event = Nodes.object().put("type", type);
        event.set("model", whole.path("model"));
        event.set("created", whole.path("created"));
        return event;
    }
}

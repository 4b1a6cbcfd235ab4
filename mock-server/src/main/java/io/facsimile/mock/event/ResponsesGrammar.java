package io.facsimile.mock.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Responses: the response as it begins, each item of its output from its announcement to its end, and the response as it
 * ended. Events are numbered and bear their type as name.
 *
 * <p>Source: the vendor's public reference of the stream events of responses.
 */
final class ResponsesGrammar implements Grammar {
    /** The last event by the status in which a response ended. */
    private static final Map<String, String> LAST = Map.of(
            "completed", "response.completed",
            "failed", "response.failed",
            "cancelled", "response.incomplete",
            "incomplete", "response.incomplete");

    @Override
    public List<Event> events(JsonNode whole, Asked asked) {
        return new Stream(whole, asked).events();
    }

    @Override
    public Event error(JsonNode body, List<Event> events, int sent) {
        ObjectNode event = Nodes.object().put("type", "error").put("sequence_number", sent);
        body.properties().forEach(field -> event.set(field.getKey(), field.getValue()));
        return Event.named(event);
    }

    private static final class Stream {
        private final JsonNode whole;
        private final Asked asked;
        private final List<Event> events = new ArrayList<>();
        private int output;
        private JsonNode itemId = Nodes.object().path("id");

        Stream(JsonNode whole, Asked asked) {
            this.whole = whole;
            this.asked = asked;
        }

        List<Event> events() {
            String last = LAST.getOrDefault(whole.path("status").asText(), "");
            boolean isQueued = whole.path("background").asBoolean();
            state("response.created", begun(isQueued ? "queued" : "in_progress"));
            if (isQueued) {
                state("response.queued", begun("queued"));
            }
            if (last.isEmpty() && isQueued) {
                return events;
            }
            state("response.in_progress", begun("in_progress"));
            for (JsonNode item : whole.path("output")) {
                item(item);
                output++;
            }
            if (!last.isEmpty()) {
                state(last, whole);
            }
            return events;
        }

        /** The response before it has anything to show. */
        private ObjectNode begun(String status) {
            ObjectNode begun = Nodes.without(whole, Set.of());
            begun.put("status", status);
            begun.putArray("output");
            for (String name : List.of("error", "incomplete_details", "completed_at", "output_text", "usage")) {
                if (begun.has(name)) {
                    begun.putNull(name);
                }
            }
            return begun;
        }

        private ObjectNode event(String type) {
            return Nodes.object().put("type", type).put("sequence_number", events.size());
        }

        private void state(String type, JsonNode response) {
            ObjectNode event = event(type);
            event.set("response", response);
            events.add(Event.named(event));
        }

        /** Returns an event about the item at hand, yet to be added. */
        private ObjectNode about(String type) {
            ObjectNode event = event(type);
            event.set("item_id", itemId);
            event.put("output_index", output);
            return event;
        }

        private void add(ObjectNode event) {
            events.add(Event.named(event));
        }

        private void step(String type) {
            add(about(type));
        }

        private void announce(ObjectNode item) {
            if (item.path("status").isTextual()) {
                item.put("status", "in_progress");
            }
            whole("response.output_item.added", item);
        }

        private void whole(String type, JsonNode item) {
            ObjectNode event = event(type);
            event.put("output_index", output);
            event.set("item", item);
            add(event);
        }

        private void item(JsonNode item) {
            // Calls of a caller's own tool may have no id; then their call_id tells them apart.
            itemId = item.has("id") ? item.get("id") : item.path("call_id");
            String type = item.path("type").asText();
            switch (type) {
                case "message" -> message(item);
                case "reasoning" -> reasoning(item);
                case "function_call" -> call(item, "arguments", "response.function_call_arguments", true);
                case "custom_tool_call" -> call(item, "input", "response.custom_tool_call_input", false);
                case "mcp_call" -> mcpCall(item);
                case "mcp_list_tools" -> mcpTools(item);
                case "web_search_call" -> search(item, type, Set.of("action"), Set.of());
                case "file_search_call" -> search(item, type, Set.of(), Set.of("queries", "results"));
                case "code_interpreter_call" -> program(item);
                case "image_generation_call" -> picture(item);
                default -> announce(Nodes.without(item, Set.of()));
            }
            whole("response.output_item.done", item);
        }

        private void message(JsonNode item) {
            ObjectNode announced = Nodes.without(item, Set.of());
            announced.putArray("content");
            announce(announced);
            int index = 0;
            for (JsonNode part : item.path("content")) {
                part(part, index++);
            }
        }

        private void part(JsonNode part, int index) {
            switch (part.path("type").asText()) {
                case "output_text" -> text(part, index);
                case "refusal" -> cut(part, index, "refusal", "response.refusal");
                case "reasoning_text" -> cut(part, index, "text", "response.reasoning_text");
                default -> {
                    content("response.content_part.added", index, part);
                    content("response.content_part.done", index, part);
                }
            }
        }

        private void content(String type, int index, JsonNode part) {
            ObjectNode event = about(type);
            event.put("content_index", index);
            event.set("part", part);
            add(event);
        }

        private void cut(JsonNode part, int index, String member, String type) {
            content(
                    "response.content_part.added",
                    index,
                    Nodes.without(part, Set.of()).put(member, ""));
            String text = part.path(member).asText();
            for (String piece : Pieces.of(text)) {
                add(about(type + ".delta").put("content_index", index).put("delta", piece));
            }
            add(about(type + ".done").put("content_index", index).put(member, text));
            content("response.content_part.done", index, part);
        }

        private void text(JsonNode part, int index) {
            ObjectNode begun = Nodes.without(part, Set.of()).put("text", "");
            begun.putArray("annotations");
            if (part.has("logprobs")) {
                begun.putArray("logprobs");
            }
            content("response.content_part.added", index, begun);
            String text = part.path("text").asText();
            JsonNode likelihoods = part.path("logprobs");
            Optional<List<String>> tokens = Pieces.tokens(text, likelihoods);
            JsonNode annotations = part.path("annotations");
            int told = 0;
            int characters = 0;
            int i = 0;
            for (String piece : tokens.orElseGet(() -> Pieces.of(text))) {
                ObjectNode delta = about("response.output_text.delta")
                        .put("content_index", index)
                        .put("delta", piece);
                ArrayNode logprobs = delta.putArray("logprobs");
                if (tokens.isPresent()) {
                    logprobs.add(likelihoods.get(i++));
                }
                add(delta);
                characters += piece.codePointCount(0, piece.length());
                // A source is told as soon as the words that rest on it are.
                while (told < annotations.size()
                        && annotations.get(told).path("end_index").asInt(Integer.MAX_VALUE) <= characters) {
                    annotation(annotations.get(told), index, told++);
                }
            }
            while (told < annotations.size()) {
                annotation(annotations.get(told), index, told++);
            }
            ObjectNode done = about("response.output_text.done")
                    .put("content_index", index)
                    .put("text", text);
            done.set("logprobs", likelihoods.isArray() ? likelihoods : done.arrayNode());
            add(done);
            content("response.content_part.done", index, part);
        }

        private void annotation(JsonNode annotation, int index, int place) {
            ObjectNode event = about("response.output_text.annotation.added")
                    .put("content_index", index)
                    .put("annotation_index", place);
            event.set("annotation", annotation);
            add(event);
        }

        private void reasoning(JsonNode item) {
            ObjectNode announced = Nodes.without(item, Set.of("content", "encrypted_content"));
            announced.putArray("summary");
            announce(announced);
            int index = 0;
            for (JsonNode part : item.path("content")) {
                part(part, index++);
            }
            index = 0;
            for (JsonNode part : item.path("summary")) {
                summary(part, index++);
            }
        }

        private void summary(JsonNode part, int index) {
            ObjectNode added = about("response.reasoning_summary_part.added").put("summary_index", index);
            added.set("part", Nodes.without(part, Set.of()).put("text", ""));
            add(added);
            String text = part.path("text").asText();
            for (String piece : Pieces.of(text)) {
                add(about("response.reasoning_summary_text.delta")
                        .put("summary_index", index)
                        .put("delta", piece));
            }
            add(about("response.reasoning_summary_text.done")
                    .put("summary_index", index)
                    .put("text", text));
            ObjectNode done = about("response.reasoning_summary_part.done").put("summary_index", index);
            done.set("part", part);
            add(done);
        }

        private void call(JsonNode item, String member, String type, boolean withName) {
            announce(Nodes.without(item, Set.of()).put(member, ""));
            deltas(item, member, type, withName);
        }

        private void deltas(JsonNode item, String member, String type, boolean withName) {
            String text = item.path(member).asText();
            for (String piece : Pieces.of(text)) {
                add(about(type + ".delta").put("delta", piece));
            }
            ObjectNode done = about(type + ".done").put(member, text);
            if (withName) {
                done.set("name", item.path("name"));
            }
            add(done);
        }

        private static boolean isFailed(JsonNode item) {
            return item.path("status").asText().equals("failed") || Nodes.isFilled(item.path("error"));
        }

        private void mcpCall(JsonNode item) {
            ObjectNode announced = Nodes.without(item, Set.of()).put("arguments", "");
            for (String name : List.of("output", "error")) {
                if (item.has(name)) {
                    announced.putNull(name);
                }
            }
            announce(announced);
            step("response.mcp_call.in_progress");
            deltas(item, "arguments", "response.mcp_call_arguments", false);
            step(isFailed(item) ? "response.mcp_call.failed" : "response.mcp_call.completed");
        }

        private void mcpTools(JsonNode item) {
            ObjectNode announced = Nodes.without(item, Set.of());
            announced.putArray("tools");
            if (item.has("error")) {
                announced.putNull("error");
            }
            announce(announced);
            step("response.mcp_list_tools.in_progress");
            step(isFailed(item) ? "response.mcp_list_tools.failed" : "response.mcp_list_tools.completed");
        }

        private void search(JsonNode item, String type, Set<String> notYet, Set<String> empty) {
            ObjectNode announced = Nodes.without(item, notYet);
            for (String name : empty) {
                if (item.path(name).isArray()) {
                    announced.putArray(name);
                }
            }
            announce(announced);
            step("response." + type + ".in_progress");
            step("response." + type + ".searching");
            if (!isFailed(item)) {
                step("response." + type + ".completed");
            }
        }

        private void program(JsonNode item) {
            ObjectNode announced = Nodes.without(item, Set.of());
            if (item.has("code")) {
                announced.put("code", "");
            }
            if (item.path("outputs").isArray()) {
                announced.putArray("outputs");
            }
            announce(announced);
            step("response.code_interpreter_call.in_progress");
            if (item.path("code").isTextual()) {
                deltas(item, "code", "response.code_interpreter_call_code", false);
            }
            step("response.code_interpreter_call.interpreting");
            if (!isFailed(item)) {
                step("response.code_interpreter_call.completed");
            }
        }

        /** Sketches come as many as the tool was told; they show the finished picture. */
        private void picture(JsonNode item) {
            ObjectNode announced = Nodes.without(item, Set.of());
            announced.putNull("result");
            announce(announced);
            step("response.image_generation_call.in_progress");
            step("response.image_generation_call.generating");
            if (isFailed(item)) {
                return;
            }
            for (int i = 0; i < sketches() && item.path("result").isTextual(); i++) {
                ObjectNode sketch = about("response.image_generation_call.partial_image")
                        .put("partial_image_index", i)
                        .put("partial_image_b64", item.path("result").textValue());
                for (String name : List.of("size", "quality", "background", "output_format")) {
                    if (item.has(name)) {
                        sketch.set(name, item.get(name));
                    }
                }
                add(sketch);
            }
            step("response.image_generation_call.completed");
        }

        private int sketches() {
            for (JsonNode tool : asked.request().body().path("tools")) {
                if (tool.path("type").asText().equals("image_generation")) {
                    return Math.min(tool.path("partial_images").asInt(), ImagesGrammar.MOST_SKETCHES);
                }
            }
            return 0;
        }
    }
}

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
 * Chat completions: for each choice the role first, then the thinking, then text, sound or tool calls in pieces, then the
 * reason why it ended; the choices interleave. Usage comes in a last chunk without choices, when it was asked for.
 *
 * <p>Source: the vendor's public reference of chat completion chunks; for members of gateways, their pages.
 */
final class ChatGrammar implements Grammar {
    private static final Set<String> NOT_IN_CHUNKS = Set.of("choices", "usage", "object");
    private static final List<String> THINKING = List.of("reasoning_content", "reasoning");
    private static final List<String> SAYING = List.of("content", "refusal");
    private static final Set<String> BEFORE_TEXT = Set.of("reasoning_details", "thinking_blocks");
    private static final Set<String> IN_PIECES = Set.of(
            "role", "content", "refusal", "reasoning_content", "reasoning", "tool_calls", "function_call", "audio");

    @Override
    public List<Event> events(JsonNode whole, Asked asked) {
        List<List<ObjectNode>> choices = new ArrayList<>();
        for (JsonNode choice : whole.path("choices")) {
            choices.add(new Choice(choice).chunks());
        }
        return Chunks.of(chunk(whole, asked), choices, whole, asked);
    }

    private static ObjectNode chunk(JsonNode whole, Asked asked) {
        ObjectNode chunk = Nodes.object();
        for (Map.Entry<String, JsonNode> member : whole.properties()) {
            if (member.getKey().equals("object")) {
                chunk.put("object", "chat.completion.chunk");
            } else if (!NOT_IN_CHUNKS.contains(member.getKey())) {
                chunk.set(member.getKey(), member.getValue());
            }
        }
        if (!chunk.has("model")) {
            chunk.set("model", asked.request().body().path("model"));
        }
        return chunk;
    }

    /** The pieces of one choice. */
    private static final class Choice {
        private final JsonNode choice;
        private final JsonNode message;
        private final List<ObjectNode> chunks = new ArrayList<>();

        Choice(JsonNode choice) {
            this.choice = choice;
            this.message = choice.path("message");
        }

        List<ObjectNode> chunks() {
            add(first());
            THINKING.forEach(this::text);
            others(true);
            SAYING.forEach(this::text);
            audio();
            int index = 0;
            for (JsonNode call : message.path("tool_calls")) {
                toolCall(call, index++);
            }
            functionCall(message.path("function_call"));
            others(false);
            ObjectNode last = add(Nodes.object());
            Nodes.without(choice, Set.of("index", "message", "logprobs", "finish_reason"))
                    .properties()
                    .forEach(member -> last.set(member.getKey(), member.getValue()));
            if (choice.has("finish_reason")) {
                last.set("finish_reason", choice.get("finish_reason"));
            }
            unplacedLogprobs();
            return chunks;
        }

        private ObjectNode delta() {
            ObjectNode delta = Nodes.object();
            add(delta);
            return delta;
        }

        private ObjectNode add(ObjectNode delta) {
            ObjectNode chunk = Nodes.object();
            chunk.set("index", choice.path("index"));
            chunk.set("delta", delta);
            chunk.putNull("logprobs");
            chunk.putNull("finish_reason");
            chunks.add(chunk);
            return chunk;
        }

        /** The role, with what is empty. */
        private ObjectNode first() {
            ObjectNode delta = Nodes.object();
            delta.put("role", message.path("role").asText("assistant"));
            for (Map.Entry<String, JsonNode> member : message.properties()) {
                if (member.getKey().equals("content") && member.getValue().isTextual()) {
                    delta.put("content", "");
                } else if (!Nodes.isFilled(member.getValue())) {
                    delta.set(member.getKey(), member.getValue());
                }
            }
            return delta;
        }

        private void text(String name) {
            JsonNode text = message.path(name);
            if (!text.isTextual()) {
                return;
            }
            JsonNode likelihoods = choice.path("logprobs").path(name);
            Optional<List<String>> tokens = Pieces.tokens(text.textValue(), likelihoods);
            int i = 0;
            for (String piece : tokens.orElseGet(() -> Pieces.of(text.textValue()))) {
                ObjectNode chunk = add(Nodes.object().put(name, piece));
                if (tokens.isPresent()) {
                    ObjectNode logprobs = Nodes.object();
                    for (String place : SAYING) {
                        if (choice.path("logprobs").has(place)) {
                            logprobs.putNull(place);
                        }
                    }
                    logprobs.putArray(name).add(likelihoods.get(i++));
                    chunk.set("logprobs", logprobs);
                }
            }
        }

        /** Likelihoods of other tokens than the text's come with the first piece. */
        private void unplacedLogprobs() {
            boolean isPlaced = chunks.stream().anyMatch(c -> c.path("logprobs").isObject());
            if (choice.path("logprobs").isObject() && !isPlaced) {
                chunks.get(Math.min(1, chunks.size() - 1)).set("logprobs", choice.get("logprobs"));
            }
        }

        /** Members that only gateways and newer answers have, each in one piece. */
        private void others(boolean isBeforeText) {
            for (Map.Entry<String, JsonNode> member : message.properties()) {
                if (Nodes.isFilled(member.getValue())
                        && !IN_PIECES.contains(member.getKey())
                        && BEFORE_TEXT.contains(member.getKey()) == isBeforeText) {
                    delta().set(member.getKey(), member.getValue());
                }
            }
        }

        /** The id first, then sound and words in turn, then until when it is kept. */
        private void audio() {
            JsonNode audio = message.path("audio");
            if (!audio.isObject()) {
                return;
            }
            ObjectNode head = Nodes.without(audio, Set.of("data", "transcript", "expires_at"));
            if (audio.has("transcript")) {
                head.put("transcript", "");
            }
            delta().set("audio", head);
            List<ObjectNode> sound = new ArrayList<>();
            Pieces.ofBase64(audio.path("data").asText())
                    .forEach(piece -> sound.add(Nodes.object().put("data", piece)));
            List<ObjectNode> words = new ArrayList<>();
            Pieces.of(audio.path("transcript").asText())
                    .forEach(piece -> words.add(Nodes.object().put("transcript", piece)));
            for (ObjectNode piece : Nodes.inTurn(List.of(sound, words))) {
                delta().set("audio", piece);
            }
            if (audio.has("expires_at")) {
                ObjectNode end = Nodes.object();
                end.set("expires_at", audio.get("expires_at"));
                delta().set("audio", end);
            }
        }

        /** The first fragment names the call, the others bring its arguments. */
        private void toolCall(JsonNode call, int index) {
            String kind = call.has("custom") ? "custom" : "function";
            String text = kind.equals("custom") ? "input" : "arguments";
            ObjectNode head = Nodes.object();
            head.put("index", index);
            call.properties().forEach(member -> head.set(member.getKey(), member.getValue()));
            head.set(kind, Nodes.without(call.path(kind), Set.of()).put(text, ""));
            calls().add(head);
            for (String piece : Pieces.of(call.path(kind).path(text).asText())) {
                ObjectNode next = Nodes.object();
                next.put("index", index);
                next.putObject(kind).put(text, piece);
                calls().add(next);
            }
        }

        private ArrayNode calls() {
            return delta().putArray("tool_calls");
        }

        private void functionCall(JsonNode call) {
            if (!call.isObject()) {
                return;
            }
            delta().set("function_call", Nodes.without(call, Set.of()).put("arguments", ""));
            for (String piece : Pieces.of(call.path("arguments").asText())) {
                delta().putObject("function_call").put("arguments", piece);
            }
        }
    }
}

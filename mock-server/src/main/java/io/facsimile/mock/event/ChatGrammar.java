package io.facsimile.mock.event;

import com.fasterxml.jackson.databind.JsonNode;
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
        List<List<String>> choices = new ArrayList<>();
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
        private final List<String> chunks = new ArrayList<>();

        Choice(JsonNode choice) {
            this.choice = choice;
            this.message = choice.path("message");
        }

        List<String> chunks() {
            say(first());
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
            add(last());
            return chunks;
        }

        private void add(ObjectNode chunk) {
            chunks.add(chunk.toString());
        }

        private void say(ObjectNode delta) {
            add(chunk(delta));
        }

        private void say(String name, JsonNode value) {
            ObjectNode delta = Nodes.object();
            delta.set(name, value);
            say(delta);
        }

        private ObjectNode chunk(ObjectNode delta) {
            ObjectNode chunk = Nodes.object();
            chunk.set("index", choice.path("index"));
            chunk.set("delta", delta);
            if (hasUnplacedLogprobs()) {
                chunk.set("logprobs", choice.get("logprobs"));
            } else {
                chunk.putNull("logprobs");
            }
            chunk.putNull("finish_reason");
            return chunk;
        }

        /** Likelihoods of other tokens than the text's come with the first piece. */
        private boolean hasUnplacedLogprobs() {
            return chunks.size() == 1
                    && choice.path("logprobs").isObject()
                    && THINKING.stream().noneMatch(this::hasLogprobs)
                    && SAYING.stream().noneMatch(this::hasLogprobs);
        }

        private boolean hasLogprobs(String name) {
            return tokens(name).isPresent();
        }

        private Optional<List<String>> tokens(String name) {
            String text = message.path(name).textValue();
            return text == null ? Optional.empty() : Pieces.tokens(text, likelihoods(name));
        }

        private JsonNode likelihoods(String name) {
            return choice.path("logprobs").path(name);
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

        private ObjectNode last() {
            ObjectNode last = chunk(Nodes.object());
            Nodes.without(choice, Set.of("index", "message", "logprobs", "finish_reason"))
                    .properties()
                    .forEach(member -> last.set(member.getKey(), member.getValue()));
            if (choice.has("finish_reason")) {
                last.set("finish_reason", choice.get("finish_reason"));
            }
            return last;
        }

        private void text(String name) {
            JsonNode text = message.path(name);
            Optional<List<String>> tokens = tokens(name);
            if (tokens.isPresent()) {
                tokens(name, tokens.get());
            } else if (text.isTextual()) {
                List<String> pieces = Pieces.of(text.textValue());
                if (!pieces.isEmpty() && hasUnplacedLogprobs()) {
                    say(Nodes.object().put(name, pieces.remove(0)));
                }
                Mold mold = new Mold(chunk(Nodes.object().put(name, Mold.HOLE)));
                pieces.forEach(piece -> chunks.add(mold.withText(piece)));
            }
        }

        private void tokens(String name, List<String> tokens) {
            for (int i = 0; i < tokens.size(); i++) {
                ObjectNode logprobs = Nodes.object();
                for (String place : SAYING) {
                    if (choice.path("logprobs").has(place)) {
                        logprobs.putNull(place);
                    }
                }
                logprobs.putArray(name).add(likelihoods(name).get(i));
                ObjectNode chunk = chunk(Nodes.object().put(name, tokens.get(i)));
                chunk.set("logprobs", logprobs);
                add(chunk);
            }
        }

        /** Members that only gateways and newer answers have, each in one piece. */
        private void others(boolean isBeforeText) {
            for (Map.Entry<String, JsonNode> member : message.properties()) {
                if (Nodes.isFilled(member.getValue())
                        && !IN_PIECES.contains(member.getKey())
                        && BEFORE_TEXT.contains(member.getKey()) == isBeforeText) {
                    say(member.getKey(), member.getValue());
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
            say("audio", head);
            List<ObjectNode> sound = new ArrayList<>();
            Pieces.ofBase64(audio.path("data").asText())
                    .forEach(piece -> sound.add(Nodes.object().put("data", piece)));
            List<ObjectNode> words = new ArrayList<>();
            Pieces.of(audio.path("transcript").asText())
                    .forEach(piece -> words.add(Nodes.object().put("transcript", piece)));
            Nodes.inTurn(List.of(sound, words)).forEach(piece -> say("audio", piece));
            if (audio.has("expires_at")) {
                ObjectNode end = Nodes.object();
                end.set("expires_at", audio.get("expires_at"));
                say("audio", end);
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
            call(head);
            for (String piece : Pieces.of(call.path(kind).path(text).asText())) {
                ObjectNode next = Nodes.object();
                next.put("index", index);
                next.putObject(kind).put(text, piece);
                call(next);
            }
        }

        private void call(ObjectNode fragment) {
            say("tool_calls", Nodes.object().arrayNode().add(fragment));
        }

        private void functionCall(JsonNode call) {
            if (!call.isObject()) {
                return;
            }
            say("function_call", Nodes.without(call, Set.of()).put("arguments", ""));
            for (String piece : Pieces.of(call.path("arguments").asText())) {
                say("function_call", Nodes.object().put("arguments", piece));
            }
        }
    }
}

package io.facsimile.mock.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sound, piece by piece, and then what it took; or a transcript, word by word or speaker by speaker, and then all of it.
 *
 * <p>Source: the vendor's public reference of speech and transcription events.
 */
final class AudioGrammar implements Grammar {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public List<Event> events(JsonNode whole, Asked asked) {
        List<Event> events = new ArrayList<>();
        if (whole.isBinary()) {
            speech(whole, asked, events);
        } else {
            transcript(whole, events);
        }
        return events;
    }

    private static void speech(JsonNode whole, Asked asked, List<Event> events) {
        byte[] sound = bytes(whole);
        int size = Pieces.sizeOfBytes(sound.length);
        for (int start = 0; start < sound.length; start += size) {
            ObjectNode delta = Nodes.object().put("type", "speech.audio.delta");
            delta.set("audio", BinaryNode.valueOf(sound, start, Math.min(size, sound.length - start)));
            events.add(Event.unnamed(delta));
        }
        ObjectNode done = Nodes.object().put("type", "speech.audio.done");
        // Sound does not say what it took.
        List<Event> shown = asked.shown().get();
        JsonNode usage = shown.isEmpty()
                ? Nodes.object().path("usage")
                : tree(shown.get(shown.size() - 1)).path("usage");
        if (usage.isObject()) {
            done.set("usage", usage);
        }
        events.add(Event.unnamed(done));
    }

    private static byte[] bytes(JsonNode whole) {
        try {
            return whole.binaryValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode tree(Event event) {
        try {
            return JSON.readTree(event.data());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void transcript(JsonNode whole, List<Event> events) {
        String text = whole.path("text").asText();
        JsonNode likelihoods = whole.path("logprobs");
        if (whole.path("segments").path(0).has("speaker")) {
            speakers(text, whole.path("segments"), events);
        } else {
            Optional<List<String>> tokens = Pieces.tokens(text, likelihoods);
            int i = 0;
            for (String piece : tokens.orElseGet(() -> Pieces.of(text))) {
                ObjectNode delta = delta(piece);
                if (tokens.isPresent()) {
                    delta.putArray("logprobs").add(likelihoods.get(i++));
                }
                events.add(Event.unnamed(delta));
            }
        }
        ObjectNode done = Nodes.object().put("type", "transcript.text.done").put("text", text);
        if (likelihoods.isArray()) {
            done.set("logprobs", likelihoods);
        }
        // Events tell tokens only; models that are billed by time tell nothing here.
        if (whole.path("usage").path("type").asText().equals("tokens")) {
            done.set("usage", whole.get("usage"));
        }
        events.add(Event.unnamed(done));
    }

    private static ObjectNode delta(String piece) {
        return Nodes.object().put("type", "transcript.text.delta").put("delta", piece);
    }

    private static void speakers(String text, JsonNode segments, List<Event> events) {
        int from = 0;
        for (JsonNode segment : segments) {
            String said = segment.path("text").asText();
            int at = text.indexOf(said, from);
            int end = at < 0 ? from : at + said.length();
            for (String piece : Pieces.of(text.substring(from, end))) {
                events.add(Event.unnamed(
                        delta(piece).put("segment_id", segment.path("id").asText())));
            }
            from = end;
            events.add(Event.unnamed(segment));
        }
    }
}

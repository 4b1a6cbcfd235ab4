package io.facsimile.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;

/**
 * One request that every server is asked. The cases stand in {@code cases.json}.
 *
 * @param path where Facsimile is asked; other servers that know providers of their own are asked where they serve it
 * @param bytes about how long the answer is to be; a case whose answer is another is refused
 * @param body JSON
 */
record Case(String name, String title, String path, int bytes, Map<String, String> headers, String body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How far an answer's length may be from the one that the case is for. */
    private static final double MOST_OFF = 0.15;

    Case {
        headers = Map.copyOf(headers);
    }

    /** Returns the case of that name. */
    static Case named(String name) {
        return all().stream()
                .filter(c -> c.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no case " + name));
    }

    private static List<Case> all() {
        try (InputStream in = Case.class.getResourceAsStream("cases.json")) {
            JsonNode list = JSON.readTree(Objects.requireNonNull(in, "cases.json"));
            return StreamSupport.stream(list.spliterator(), false).map(Case::of).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Case of(JsonNode node) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("Authorization", "Bearer sk-any");
        node.path("headers").properties().forEach(h -> headers.put(h.getKey(), h.getValue().asText()));
        return new Case(
                node.path("name").asText(),
                node.path("title").asText(),
                node.path("path").asText(),
                node.path("bytes").asInt(),
                headers,
                node.path("body").toString());
    }

    boolean isStream() {
        return body.contains("\"stream\":true");
    }

    /**
     * Returns what a model wrote in an answer: the texts of its choices, or of its events, one after the other.
     *
     * @throws BenchmarkFailure if the answer is none, or a stream that is not whole
     */
    String text(String answer) {
        try {
            return isStream() ? streamed(answer) : whole(JSON.readTree(answer), "message");
        } catch (IOException e) {
            throw new BenchmarkFailure("the answer is not JSON: " + BenchmarkFailure.cut(answer), e);
        }
    }

    private static String whole(JsonNode answer, String holder) {
        StringBuilder text = new StringBuilder();
        answer.path("choices").forEach(c -> text.append(c.path(holder).path("content").asText("")));
        return text.toString();
    }

    private static String streamed(String answer) throws IOException {
        if (!answer.strip().endsWith("data: [DONE]")) {
            throw new BenchmarkFailure("the stream is not whole: " + BenchmarkFailure.cut(answer));
        }
        StringBuilder text = new StringBuilder();
        for (String line : answer.split("\n", -1)) {
            if (line.startsWith("data: {")) {
                text.append(whole(JSON.readTree(line.substring(6)), "delta"));
            }
        }
        return text.toString();
    }

    /** Returns how many events a stream has, its end mark among them; 1 for a plain answer. */
    int events(String answer) {
        return isStream()
                ? (int) answer.lines().filter(l -> l.startsWith("data:")).count()
                : 1;
    }

    /** Refuses an answer that is not as long as the case says. */
    void requireLength(int length) {
        if (Math.abs(length - bytes) > MOST_OFF * bytes) {
            throw new BenchmarkFailure("the case " + name + " is for answers of about " + bytes + " bytes, this one has "
                    + length + "; change the request in cases.json");
        }
    }
}

package io.facsimile.mock.content;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Names of things of which lists are asked for: {@code things.txt}. */
final class Things {
    private static final int LOOKED_AT = 400;
    private static final WordTable<List<String>> ALL = read();

    private Things() {}

    private static WordTable<List<String>> read() {
        WordTable<List<String>> all = new WordTable<>();
        try (InputStream in = Things.class.getResourceAsStream("things.txt");
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(Objects.requireNonNull(in, "things.txt"), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int colon = line.indexOf(": ");
                if (!line.startsWith("#") && colon > 0) {
                    List<String> things = List.of(line.substring(colon + 2).split(" \\| ", -1));
                    for (String word : line.substring(0, colon).split(" ", -1)) {
                        all.put(word, things);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    /** Returns things of the kind that a text names first; none, if it names no kind that is known. */
    static List<String> of(String text) {
        for (int at = 0; at < Math.min(text.length(), LOOKED_AT); ) {
            int end = WordTable.end(text, at);
            List<String> known = end > at ? ALL.find(text, at, end) : null;
            if (known != null) {
                return known;
            }
            at = Math.max(end, at + 1);
        }
        return List.of();
    }
}

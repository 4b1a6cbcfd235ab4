package io.facsimile.mock.content;

import java.util.List;

/** Names of things of which lists are asked for: {@code things.txt}. */
final class Things {
    private static final int LOOKED_AT = 400;
    private static final WordTable<List<String>> ALL = read();

    private Things() {}

    private static WordTable<List<String>> read() {
        WordTable<List<String>> all = new WordTable<>();
        for (String line : Lines.of("things.txt")) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                List<String> things = List.of(line.substring(colon + 2).split(" \\| ", -1));
                for (String word : line.substring(0, colon).split(" ", -1)) {
                    all.put(word, things);
                }
            }
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

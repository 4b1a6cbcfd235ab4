package io.facsimile.mock.content;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The sentences of one language, by what they are for: {@code sentences-<language>.txt}. */
final class Sentences {
    private static final Map<Language, Sentences> ALL = new ConcurrentHashMap<>();

    private final Map<String, List<String>> byUse;

    private Sentences(Map<String, List<String>> byUse) {
        this.byUse = byUse;
    }

    /** Returns the sentences of a language, read when they are first asked for. */
    static Sentences of(Language language) {
        Sentences known = ALL.get(language);
        return known != null ? known : ALL.computeIfAbsent(language, l -> read(l.code()));
    }

    private static Sentences read(String language) {
        Map<String, List<String>> byUse = new HashMap<>();
        for (String line : Lines.of("sentences-" + language + ".txt")) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                byUse.computeIfAbsent(line.substring(0, colon), u -> new ArrayList<>())
                        .addAll(Arrays.asList(line.substring(colon + 2).split(" \\| ", -1)));
            }
        }
        return new Sentences(byUse);
    }

    List<String> of(String use) {
        return byUse.getOrDefault(use, List.of());
    }

    /** Returns the sentence at a place, counted round and round, about something. */
    String at(String use, int place, String about) {
        List<String> all = of(use);
        String sentence = all.get(Math.floorMod(place, all.size()));
        int gap = sentence.indexOf("{}");
        return gap < 0 ? sentence : sentence.substring(0, gap) + about + sentence.substring(gap + 2);
    }
}

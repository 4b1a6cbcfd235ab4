package io.facsimile.mock.content;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells which language a text is in, or asks for: by its script, and where several languages share that by frequent words
 * and letters of {@code languages.txt}. Each text is gone through once, word by word.
 */
final class Languages {
    private static final int LOOKED_AT = 2_000;

    /** So many characters tell a language; a wish may come later. */
    private static final int TELLING = 600;

    private static final int MOST_WORDS = 60;

    /** What a word weighs that one language alone has; several share it. A letter weighs half as much. */
    private static final int WEIGHT = 12;

    private static final int SHORTEST_ENDING = 3;
    private static final int LONGEST_ENDING = 5;

    private static final String TRADITIONAL = "traditional";

    /** Words between what comes before a name and the name, such as "simple" in "in simple French". */
    private static final Set<String> BETWEEN =
            Set.of("simple", "plain", "simplified", "brazilian", "fluent", "modern", "formal", "perfect");

    /** Where Chinese is written in the traditional form. */
    private static final Set<String> TRADITIONAL_REGIONS = Set.of("TW", "HK", "MO");

    private static final int MOST_BEFORE = 40;
    private static final Set<Language> VIETNAMESE = EnumSet.of(Language.VI);
    private static final Languages ONE = read();

    /** Names of languages, by the word before them. */
    private final WordTable<Map<String, Language>> names = new WordTable<>();

    /** What asks for a language wherever it stands. */
    private final Map<String, Language> phrases = new HashMap<>();

    private final WordTable<List<Language>> words = new WordTable<>();

    /** Ends of words, for those that are not in the list. */
    private final WordTable<List<Language>> endings = new WordTable<>();

    private final Map<Character, Set<Language>> letters = new HashMap<>();

    private Languages() {}

    private static Languages read() {
        Languages languages = new Languages();
        Lines.of("languages.txt").forEach(languages::add);
        return languages;
    }

    private void add(String line) {
        int space = line.indexOf(' ');
        int colon = line.indexOf(": ");
        Language language = Language.valueOf(line.substring(0, space).toUpperCase(Locale.ROOT));
        String kind = line.substring(space + 1, colon);
        for (String text : line.substring(colon + 2).split(" \\| ", -1)) {
            switch (kind) {
                case "*" -> phrases.put(text, language);
                case "words" -> share(words, text, language);
                case "endings" -> share(endings, text, language);
                case "letters" ->
                    letters.computeIfAbsent(text.charAt(0), c -> EnumSet.noneOf(Language.class))
                            .add(language);
                default -> {
                    Map<String, Language> known = names.find(text, 0, text.length());
                    if (known == null) {
                        known = new HashMap<>();
                        names.put(text, known);
                    }
                    for (String before : kind.split(", ", -1)) {
                        known.put(before, language);
                    }
                }
            }
        }
    }

    private static void share(WordTable<List<Language>> table, String text, Language language) {
        List<Language> known = table.find(text, 0, text.length());
        if (known == null) {
            known = new ArrayList<>();
            table.put(text, known);
        }
        if (!known.contains(language)) {
            known.add(language);
        }
    }

    /** Returns the language that a text is written in; English, if nothing tells. */
    static Language of(String text) {
        return ONE.spoken(text.length() > TELLING ? text.substring(0, TELLING) : text);
    }

    /** Returns the language of a tag, as de or zh-TW. */
    static Optional<Language> ofTag(String tag) {
        Locale locale = Locale.forLanguageTag(tag);
        String code = locale.getLanguage();
        boolean isTraditional = locale.getScript().equals("Hant") || TRADITIONAL_REGIONS.contains(locale.getCountry());
        String name =
                code.equals("zh") && isTraditional ? "zh_hant" : code.equals("nb") || code.equals("nn") ? "no" : code;
        return Arrays.stream(Language.values())
                .filter(language -> language.code().equals(name))
                .findFirst();
    }

    /** Returns the language that a text asks for. */
    static Optional<Language> wished(String text) {
        return ONE.asked(text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text);
    }

    private Optional<Language> asked(String text) {
        boolean isLatin = true;
        for (int at = 0; at < text.length(); ) {
            int end = WordTable.end(text, at);
            if (end == at) {
                at++;
                continue;
            }
            isLatin &= isLatin(text.charAt(at)) && isLatin(text.charAt(end - 1));
            Map<String, Language> known = names.find(text, at, end);
            if (known != null) {
                Language wished = known.get(before(text, at));
                if (wished != null) {
                    return Optional.of(wished);
                }
            }
            at = end;
        }
        return isLatin ? Optional.empty() : phrase(text.toLowerCase(Locale.ROOT));
    }

    private static boolean isLatin(char c) {
        return c < 0x0250 || c >= 0x1e00 && c < 0x1f00;
    }

    /** Returns the word before a name, without words between that say nothing of the language. */
    private static String before(String text, int at) {
        String[] words = text.substring(Math.max(at - MOST_BEFORE, 0), at)
                .toLowerCase(Locale.ROOT)
                .split("[^\\p{L}]+", -1);
        String after = "";
        for (int i = words.length - 1; i >= 0; i--) {
            if (words[i].equals(TRADITIONAL)) {
                after = " " + TRADITIONAL;
            } else if (!words[i].isEmpty() && !BETWEEN.contains(words[i])) {
                return words[i] + after;
            }
        }
        return "";
    }

    private Optional<Language> phrase(String text) {
        for (Map.Entry<String, Language> phrase : phrases.entrySet()) {
            if (text.contains(phrase.getKey())) {
                return Optional.of(phrase.getValue());
            }
        }
        return Optional.empty();
    }

    private Language spoken(String text) {
        int latin = 0;
        int chinese = 0;
        int others = 0;
        Map<Language, Integer> scripts = new EnumMap<>(Language.class);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x0250 || c >= 0x1e00 && c < 0x1f00) {
                latin += c > '@' ? 1 : 0;
            } else if (c >= 0x4e00 && c <= 0x9fff || c >= 0x3400 && c <= 0x4dbf) {
                chinese++;
            } else {
                // A few kana among Chinese characters already make it Japanese; a syllable is worth several letters.
                Language language = ofLetter(c);
                int weight = language == Language.JA ? 20 : language == Language.KO ? 3 : 1;
                scripts.merge(language, weight, Integer::sum);
                others += language == Language.EN ? 0 : 1;
            }
        }
        if (chinese == 0 && others == 0) {
            return ofWords(text);
        }
        scripts.put(Language.EN, latin);
        scripts.put(Language.ZH, 4 * chinese);
        Language most = heaviest(scripts, Language.EN);
        if (most == Language.RU || most == Language.AR || most == Language.HI) {
            // Scripts of several languages.
            return heaviest(weights(text), most);
        }
        return most == Language.EN ? ofWords(text) : most == Language.ZH ? chinese(text) : most;
    }

    private static Language ofLetter(char c) {
        if (c >= 0x3040 && c <= 0x30ff) {
            return Language.JA;
        } else if (c >= 0xac00 && c <= 0xd7af || c >= 0x1100 && c <= 0x11ff) {
            return Language.KO;
        } else if (c >= 0x0400 && c <= 0x052f) {
            return Language.RU;
        } else if (c >= 0x0600 && c <= 0x06ff) {
            return Language.AR;
        } else if (c >= 0x0900 && c <= 0x097f) {
            return Language.HI;
        } else if (c >= 0x0e00 && c <= 0x0e7f) {
            return Language.TH;
        } else if (c >= 0x0370 && c <= 0x03ff || c >= 0x1f00 && c <= 0x1fff) {
            return Language.EL;
        }
        if (c >= 0x0980 && c <= 0x09ff) {
            return Language.BN;
        } else if (c >= 0x0b80 && c <= 0x0bff) {
            return Language.TA;
        }
        return c >= 0x0590 && c <= 0x05ff ? Language.HE : Language.EN;
    }

    /** Characters that both forms share, and those of neither list, say nothing. */
    private Language chinese(String text) {
        int traditional = 0;
        for (int i = 0; i < text.length(); i++) {
            Set<Language> of = letters.get(text.charAt(i));
            if (of != null && of.size() == 1) {
                traditional += of.contains(Language.ZH_HANT) ? 1 : of.contains(Language.ZH) ? -1 : 0;
            }
        }
        return traditional > 0 ? Language.ZH_HANT : Language.ZH;
    }

    /** Returns the language of Latin letters; English, unless another is clearly ahead. */
    private Language ofWords(String text) {
        Map<Language, Integer> weights = weights(text);
        Language most = heaviest(weights, Language.EN);
        int english = weights.getOrDefault(Language.EN, 0);
        return 4 * english < 3 * weights.getOrDefault(most, 0) ? most : Language.EN;
    }

    private Map<Language, Integer> weights(String text) {
        Map<Language, Integer> weights = new EnumMap<>(Language.class);
        int count = 0;
        for (int at = 0; at < text.length() && count < MOST_WORDS; ) {
            int end = WordTable.end(text, at);
            if (end > at) {
                count++;
                List<Language> known = words.find(text, at, end);
                weigh(known, WEIGHT, weights);
                for (int i = LONGEST_ENDING; known == null && i >= SHORTEST_ENDING && i + 1 < end - at; i--) {
                    known = endings.find(text, end - i, end);
                    weigh(known, WEIGHT / 2, weights);
                }
            }
            int next = Math.max(end, at + 1);
            for (int i = at; i < next; i++) {
                char c = Character.toLowerCase(text.charAt(i));
                if (c >= 0x80) {
                    weigh(isVietnamese(c) ? VIETNAMESE : letters.get(c), WEIGHT / 2, weights);
                }
            }
            at = next;
        }
        return weights;
    }

    /** @param usual the language where none has more */
    private static Language heaviest(Map<Language, Integer> weights, Language usual) {
        Language most = usual;
        int heaviest = weights.getOrDefault(most, 0);
        for (Map.Entry<Language, Integer> weight : weights.entrySet()) {
            if (weight.getValue() > heaviest) {
                most = weight.getKey();
                heaviest = weight.getValue();
            }
        }
        return most;
    }

    private static boolean isVietnamese(char c) {
        return c >= 0x1ea0 && c <= 0x1ef9;
    }

    private static void weigh(@Nullable Collection<Language> languages, int weight, Map<Language, Integer> weights) {
        if (languages != null) {
            for (Language language : languages) {
                weights.merge(language, weight / languages.size(), Integer::sum);
            }
        }
    }
}

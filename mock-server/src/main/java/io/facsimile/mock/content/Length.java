package io.facsimile.mock.content;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a text is to be, as far as the caller says it.
 *
 * @param unit what is counted
 * @param count how many
 */
record Length(Unit unit, int count) {
    enum Unit {
        SENTENCES,
        /** Words; characters in scripts without spaces. */
        WORDS,
        ITEMS,
        PARAGRAPHS,
        /** Lines, as of a poem. */
        LINES
    }

    /**
     * A way to ask for a length.
     *
     * @param words English words and their like, and
     * @param hints parts of texts with letters beyond English ones, without one of which the expression need not be tried,
     *     which is many times dearer
     * @param length what is asked for where it finds something
     */
    private record Asking(Pattern pattern, List<String> words, List<String> hints, Function<Matcher, Length> length) {
        static Asking numbered(Unit unit, int most, Pattern pattern, String words, List<String> hints) {
            return new Asking(
                    pattern,
                    words(words),
                    hints,
                    found -> new Length(unit, Math.min(Numerals.value(found.group(1)), most)));
        }

        static Asking of(Length length, Pattern pattern, String words, List<String> hints) {
            return new Asking(pattern, words(words), hints, found -> length);
        }

        private static List<String> words(String words) {
            return List.of(words.split(" ", -1));
        }

        boolean isHintedIn(String text) {
            return hints.stream().anyMatch(text::contains);
        }
    }

    private static final int LOOKED_AT = 2_000;
    private static final int MOST_WORDS = 3_000;
    private static final int MOST_ITEMS = 50;

    private static final Pattern WORDS = Pattern.compile(Numerals.PATTERN
            + "(?:[ -]words?\\b|(?:-|个|個| )?(?:字|词|詞|文字|語で|단어|자(?![가-힣])|자로|слов|كلمة)"
            + "| (?:mots?|wörtern?|worten?|wort|palabras?|palavras?|parol[ae]|từ|λέξεις)(?!\\p{L}))");
    private static final Pattern SENTENCES = Pattern.compile(Numerals.PATTERN
            + "(?:[ -](?:short |brief |simple |complete |long ){0,2}sentences?\\b| ?(?:句|文で|つの文|문장|предложени)"
            + "| (?:phrases?|sätzen?|satz|frases?|oraciones|oración|frasi|câu|προτάσεις)(?!\\p{L}))");
    private static final Pattern PARAGRAPHS = Pattern.compile(Numerals.PATTERN
            + "(?:[ -](?:short |brief |long ){0,2}paragraphs?\\b| ?(?:个段落|個段落|段落|段|단락|문단|абзац)"
            + "| (?:paragraphes?|absätzen?|absatz|párrafos?|parágrafos?|paragraf[io]|đoạn|παραγράφους)(?!\\p{L}))");
    private static final Pattern LINES = Pattern.compile(Numerals.PATTERN
            + "(?:[ -](?:short |rhyming |rhymed ){0,2}(?:lines?|verses?)\\b| ?(?:行|줄|строк)"
            + "| (?:lignes?|vers|zeilen?|líneas?|versos?|linhas?|righe|riga|versi|dòng|στίχους)(?!\\p{L}))");
    private static final Pattern ITEMS = Pattern.compile(Numerals.PATTERN
            + "(?: (?:[a-z]+ ){0,2}(?:ideas|tips|items|reasons|examples|steps|ways|names|facts|things|points|bullets|suggestions|questions|options)\\b"
            + "|(?:个|個|條|条|点|點|种|種|つの)[^字词詞段])");

    /** Whatever it is that so many of are to be named. */
    private static final Pattern NAMED = Pattern.compile(
            "\\b(?:list|name|give|tell|suggest|recommend|find|show|write down|think of|come up with|mention)"
                    + "(?: (?:me|us|out|down|at least|exactly|up to|the|some|top|best|first|my)){0,3} "
                    + Numerals.PATTERN
                    + " (?:[a-z-]+ ){0,2}(?:[a-z]+s|people|children|men|women|fish|sheep|mice)\\b");

    /** A list of so many of whatever it is. */
    private static final Pattern LISTED = Pattern.compile(
            "\\b(?:list|liste|lista|lijst|lijstje) (?:of|with|containing|mit|von|de|avec|con|di|com|van|met) (?:the )?(?:top |best )?"
                    + Numerals.PATTERN + "(?! ?(?:words|wörter|mots|palabras))");

    private static final Pattern SHORT =
            Pattern.compile("\\b(?:briefly|in short|be brief|be concise)\\b|简短|简要|簡潔|簡短|簡要|간단히|кратко|باختصار");
    private static final Pattern LIST = Pattern.compile("\\b(?:list|bullet points)\\b|列出|列表");

    private static final Pattern ONE_WORD = Pattern.compile(
            "\\b(?:in a word|single word|one-word|word only|only one word)\\b|一言で|한 단어|한마디로|одним словом");

    private static final String OF_WORDS =
            "word words mot mots wort worten palabra palabras palavra palavras parola parole";

    /** The first that finds something counts. */
    private static final List<Asking> ALL = List.of(
            Asking.of(new Length(Unit.WORDS, 1), ONE_WORD, OF_WORDS, List.of("一言", "단어", "한마디", "словом")),
            Asking.numbered(
                    Unit.WORDS,
                    MOST_WORDS,
                    WORDS,
                    OF_WORDS,
                    List.of("字", "词", "詞", "語", "단어", "자", "слов", "كلمة", "wört", "từ", "λέξεις")),
            Asking.numbered(
                    Unit.SENTENCES,
                    MOST_ITEMS,
                    SENTENCES,
                    "sentence sentences phrase phrases satz frase frases oraciones frasi",
                    List.of("句", "文", "문장", "предложени", "sätze", "oración", "câu", "προτάσεις")),
            Asking.numbered(
                    Unit.PARAGRAPHS,
                    MOST_ITEMS,
                    PARAGRAPHS,
                    "paragraph paragraphs paragraphe paragraphes absatz paragrafo paragrafi",
                    List.of("段", "단락", "문단", "абзац", "absätz", "párrafo", "parágrafo", "đoạn", "παραγράφους")),
            Asking.numbered(
                    Unit.LINES,
                    MOST_ITEMS,
                    LINES,
                    "line lines verse verses ligne lignes vers zeile zeilen verso versos linha linhas riga righe versi",
                    List.of("行", "줄", "строк", "línea", "dòng", "στίχους")),
            Asking.numbered(
                    Unit.ITEMS,
                    MOST_ITEMS,
                    ITEMS,
                    "ideas tips items reasons examples steps ways names facts things points bullets suggestions questions"
                            + " options",
                    List.of("个", "個", "條", "条", "点", "點", "种", "種", "つの")),
            Asking.numbered(
                    Unit.ITEMS,
                    MOST_ITEMS,
                    NAMED,
                    "list name give tell suggest recommend find show write think come mention",
                    List.of()),
            Asking.numbered(Unit.ITEMS, MOST_ITEMS, LISTED, "list liste lista lijst lijstje", List.of()),
            Asking.of(
                    new Length(Unit.SENTENCES, 1),
                    SHORT,
                    "briefly short brief concise",
                    List.of("简", "簡", "간단히", "кратко", "باختصار")),
            Asking.of(new Length(Unit.ITEMS, 4), LIST, "list bullet", List.of("列")));

    /** The words of {@link #ALL}, each with the places in it as bits. */
    private static final WordTable<Integer> HINTS = hints();

    static final Length USUAL = new Length(Unit.SENTENCES, 3);

    private static WordTable<Integer> hints() {
        WordTable<Integer> hints = new WordTable<>();
        for (int i = 0; i < ALL.size(); i++) {
            for (String word : ALL.get(i).words) {
                Integer known = hints.find(word, 0, word.length());
                hints.put(word, (known == null ? 0 : known) | 1 << i);
            }
        }
        return hints;
    }

    /** Returns the length that a text asks for. */
    static Length of(String text) {
        String whole = text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text;
        int hinted = 0;
        boolean isPlain = true;
        for (int at = 0; at < whole.length(); ) {
            int end = WordTable.end(whole, at);
            if (end > at) {
                Integer bits = HINTS.find(whole, at, end);
                hinted |= bits == null ? 0 : bits;
                isPlain &= isPlain(whole, at, end);
            }
            at = Math.max(end, at + 1);
        }
        return hinted == 0 && isPlain ? USUAL : of(whole.toLowerCase(Locale.ROOT), hinted, isPlain);
    }

    private static boolean isPlain(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static Length of(String looked, int hinted, boolean isPlain) {
        for (int i = 0; i < ALL.size(); i++) {
            Asking asking = ALL.get(i);
            if ((hinted & 1 << i) != 0 || !isPlain && asking.isHintedIn(looked)) {
                Matcher found = asking.pattern.matcher(looked);
                if (found.find()) {
                    return asking.length.apply(found);
                }
            }
        }
        return USUAL;
    }
}

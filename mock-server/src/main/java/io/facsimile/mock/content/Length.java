package io.facsimile.mock.content;

import java.util.List;
import java.util.Locale;
import java.util.Map;
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
        ITEMS
    }

    private static final int LOOKED_AT = 2_000;
    private static final int MOST_WORDS = 3_000;
    private static final int MOST_ITEMS = 50;
    private static final Map<String, Integer> NUMBERS = Map.ofEntries(
            Map.entry("one", 1),
            Map.entry("a single", 1),
            Map.entry("two", 2),
            Map.entry("three", 3),
            Map.entry("four", 4),
            Map.entry("five", 5),
            Map.entry("six", 6),
            Map.entry("seven", 7),
            Map.entry("eight", 8),
            Map.entry("nine", 9),
            Map.entry("ten", 10),
            Map.entry("一", 1),
            Map.entry("两", 2),
            Map.entry("二", 2),
            Map.entry("三", 3),
            Map.entry("四", 4),
            Map.entry("五", 5),
            Map.entry("六", 6),
            Map.entry("八", 8),
            Map.entry("十", 10));
    private static final String NUMBER =
            "([0-9]{1,4}|one|a single|two|three|four|five|six|seven|eight|nine|ten|[一两二三四五六八十])";
    private static final Pattern WORDS = Pattern.compile(NUMBER + "(?:[ -]words?\\b| ?(?:个?字|文字|단어|자 |слов|كلمة))");
    private static final Pattern SENTENCES =
            Pattern.compile(NUMBER + "(?: (?:short |brief )?sentences?\\b| ?(?:句|文で|문장|предложени))");
    private static final Pattern ITEMS = Pattern.compile(NUMBER
            + "(?: (?:[a-z]+ ){0,2}(?:ideas|tips|items|reasons|examples|steps|ways|names|facts|things|points|bullets|suggestions|questions|options)\\b"
            + "|(?:个|條|条|点|つの)[^字])");
    private static final Pattern SHORT = Pattern.compile(
            "\\b(?:briefly|in short|one word|in a word|be brief|be concise)\\b|简短|简要|簡潔|간단히|кратко|باختصار");
    private static final Pattern LIST = Pattern.compile("\\b(?:list|bullet points)\\b|列出|列表");

    private static final List<String> WORDS_HINTS = List.of("word", "字", "단어", "자 ", "слов", "كلمة");
    private static final List<String> SENTENCES_HINTS = List.of("sentence", "句", "文で", "문장", "предложени");
    private static final List<String> ITEMS_HINTS = List.of(
            "ideas",
            "tips",
            "items",
            "reasons",
            "examples",
            "steps",
            "ways",
            "names",
            "facts",
            "things",
            "points",
            "bullets",
            "suggestions",
            "questions",
            "options",
            "个",
            "條",
            "条",
            "点",
            "つの");
    private static final List<String> SHORT_HINTS =
            List.of("brief", "short", "word", "concise", "简", "簡潔", "간단히", "кратко", "باختصار");
    private static final List<String> LIST_HINTS = List.of("list", "bullet", "列");

    static final Length USUAL = new Length(Unit.SENTENCES, 3);

    /** Returns the length that a text asks for. */
    static Length of(String text) {
        String looked = (text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text).toLowerCase(Locale.ROOT);
        // Looking for a word first is many times cheaper than the expressions are.
        Matcher words = WORDS.matcher(looked);
        if (hasAny(looked, WORDS_HINTS) && words.find()) {
            return new Length(Unit.WORDS, Math.min(number(words.group(1)), MOST_WORDS));
        }
        Matcher sentences = SENTENCES.matcher(looked);
        if (hasAny(looked, SENTENCES_HINTS) && sentences.find()) {
            return new Length(Unit.SENTENCES, Math.min(number(sentences.group(1)), MOST_ITEMS));
        }
        Matcher items = ITEMS.matcher(looked);
        if (hasAny(looked, ITEMS_HINTS) && items.find()) {
            return new Length(Unit.ITEMS, Math.min(number(items.group(1)), MOST_ITEMS));
        }
        if (hasAny(looked, SHORT_HINTS) && SHORT.matcher(looked).find()) {
            return new Length(Unit.SENTENCES, 1);
        }
        return hasAny(looked, LIST_HINTS) && LIST.matcher(looked).find() ? new Length(Unit.ITEMS, 4) : USUAL;
    }

    private static boolean hasAny(String text, List<String> words) {
        for (String word : words) {
            if (text.contains(word)) {
                return true;
            }
        }
        return false;
    }

    private static int number(String word) {
        Integer known = NUMBERS.get(word);
        return Math.max(known != null ? known : Integer.parseInt(word), 1);
    }
}

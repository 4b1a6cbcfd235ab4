package io.facsimile.mock.content;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a text: of scripts without spaces, each two characters that follow each other.
 *
 * @param all each once, in small letters
 */
record Words(Set<String> all) {
    private static final Pattern WORD = Pattern.compile(
            "[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]+|[\\p{L}\\p{N}&&[^\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]]+");
    private static final int LOOKED_AT = 20_000;
    private static final int LONG = 4;
    private static final double SHORT_WEIGHT = 0.15;

    static Words of(String text) {
        String looked = text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text;
        Set<String> all = new LinkedHashSet<>();
        Matcher word = WORD.matcher(looked.toLowerCase(Locale.ROOT));
        while (word.find()) {
            String found = word.group();
            if (found.length() > 1 && isUnspaced(found)) {
                for (int i = 0; i + 1 < found.length(); i++) {
                    all.add(found.substring(i, i + 2));
                }
            } else {
                all.add(found.length() > LONG && found.endsWith("s") ? found.substring(0, found.length() - 1) : found);
            }
        }
        return new Words(all);
    }

    private static boolean isUnspaced(String word) {
        int script = word.codePointAt(0);
        return Character.isIdeographic(script)
                || Character.UnicodeScript.of(script) == Character.UnicodeScript.HIRAGANA
                || Character.UnicodeScript.of(script) == Character.UnicodeScript.KATAKANA;
    }

    /** Returns which part of these words others have, from 0 to 1; short words, which say little, count little. */
    double shareIn(Words others) {
        double sum = 0;
        double shared = 0;
        for (String word : all) {
            double weight = word.length() >= LONG || isUnspaced(word) ? 1 : SHORT_WEIGHT;
            sum += weight;
            shared += others.all.contains(word) ? weight : 0;
        }
        return sum == 0 ? 0 : shared / sum;
    }
}

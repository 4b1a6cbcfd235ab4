package io.facsimile.mock.content;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The languages in which the simulator writes; told by the script of what it is asked. */
enum Language {
    EN,
    ZH,
    JA,
    KO,
    RU,
    AR;

    private static final int LOOKED_AT = 2_000;

    Sentences sentences() {
        return Sentences.of(this);
    }

    /** Returns the language that a text asks for, or else the one that it is written in. */
    static Language of(String text) {
        String looked = text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text;
        String lower = looked.toLowerCase(Locale.ROOT);
        for (Language language : values()) {
            for (String words : language.sentences().of("asked-for")) {
                if (lower.contains(words)) {
                    return language;
                }
            }
        }
        return ofScript(looked);
    }

    private static Language ofScript(String text) {
        int latin = 0;
        int chinese = 0;
        int kana = 0;
        int hangul = 0;
        int cyrillic = 0;
        int arabic = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                latin += c > '@' ? 1 : 0;
            } else if (c >= 0x3040 && c <= 0x30ff) {
                kana++;
            } else if (c >= 0xac00 && c <= 0xd7af || c >= 0x1100 && c <= 0x11ff) {
                hangul++;
            } else if (c >= 0x4e00 && c <= 0x9fff || c >= 0x3400 && c <= 0x4dbf) {
                chinese++;
            } else if (c >= 0x0400 && c <= 0x052f) {
                cyrillic++;
            } else if (c >= 0x0600 && c <= 0x06ff) {
                arabic++;
            }
        }
        // A character is worth several letters; a few kana among Chinese ones already make it Japanese.
        return Collections.max(
                        List.of(
                                Map.entry(EN, latin),
                                Map.entry(ZH, 4 * chinese),
                                Map.entry(JA, 20 * kana),
                                Map.entry(KO, 3 * hangul),
                                Map.entry(RU, cyrillic),
                                Map.entry(AR, arabic)),
                        Map.Entry.comparingByValue())
                .getKey();
    }

    /** Returns whether words have no space between them. */
    boolean isUnspaced() {
        return this == ZH || this == JA;
    }
}

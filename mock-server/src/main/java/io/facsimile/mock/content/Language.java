package io.facsimile.mock.content;

import java.util.Locale;

/** The languages in which the simulator writes. {@link Languages} says which one a text is in or asks for. */
enum Language {
    EN,
    FR,
    DE,
    ES,
    PT,
    IT,
    VI,
    HI,
    TH,
    EL,
    HE,
    ZH,
    ZH_HANT,
    JA,
    KO,
    RU,
    AR,
    SV,
    DA,
    NO,
    NL,
    PL,
    CS,
    RO,
    HU,
    FI,
    TR,
    ID,
    UK,
    FA,
    BN,
    TA;

    /** Returns its code, as it stands in the names of files. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    Sentences sentences() {
        return Sentences.of(this);
    }

    /** Returns whether sentences have no space between them, and neither have words. */
    boolean isUnspaced() {
        return this == ZH || this == ZH_HANT || this == JA;
    }

    /** Returns how many words a text has; characters where sentences have no spaces, and about as many as in Thai. */
    int size(String text) {
        int length = wordLength();
        if (length > 0) {
            return text.length() / length;
        }
        int words = 1;
        for (int i = 0; i < text.length(); i++) {
            words += text.charAt(i) == ' ' ? 1 : 0;
        }
        return words;
    }

    /** Returns about how many characters a word has, where no spaces tell; else 0. */
    private int wordLength() {
        return isUnspaced() ? 1 : this == TH ? 5 : 0;
    }

    /** Returns the first words of a text as a sentence. */
    String cut(String text, int words) {
        int end = 0;
        if (wordLength() > 0) {
            end = Math.min(text.length(), words * wordLength() - (isUnspaced() ? 1 : 0));
        } else {
            for (int i = 0; i < words && end >= 0; i++) {
                end = text.indexOf(' ', end + 1);
            }
            end = end < 0 ? text.length() : end;
        }
        String first = text.substring(0, end);
        int last = first.length();
        while (last > 0 && !Character.isLetterOrDigit(first.charAt(last - 1)) && !isMark(first.charAt(last - 1))) {
            last--;
        }
        return first.substring(0, last) + fullStop();
    }

    /** Returns what ends a sentence. */
    String fullStop() {
        return isUnspaced() ? "。" : this == HI || this == BN ? "।" : this == TH ? "" : ".";
    }

    /** Vowels may be marks after a letter, and what is quoted has an end. */
    private static boolean isMark(char c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.FINAL_QUOTE_PUNCTUATION
                || c == '」';
    }
}

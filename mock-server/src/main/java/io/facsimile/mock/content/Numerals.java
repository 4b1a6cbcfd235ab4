package io.facsimile.mock.content;

import java.util.HashMap;
import java.util.Map;

/** Numbers as people write them: in digits, in words of some languages, in Chinese characters. */
final class Numerals {
    private static final int MOST = 9_999;
    private static final String CHINESE = "零一二三四五六七八九";
    private static final Map<String, Integer> WORDS = words();

    private static final String SMALL =
            "(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?"
                    + "|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen";
    private static final String OTHERS = "une?|deux|trois|quatre|cinq|sept|huit|neuf|dix|douze|quinze|vingt|cent"
            + "|eine[mnrs]?|ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwanzig|hundert"
            + "|una|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|veinte|cien"
            + "|uma?|dois|duas|três|quatro|sete|oito|nove|dez|doze|vinte|cem"
            + "|due|tre|quattro|cinque|sei|sette|otto|dieci|dodici|venti|cento"
            + "|một|hai|ba|bốn|năm|mười";

    /** A number, as the first group of an expression for text in lower case. */
    static final String PATTERN = "(?<![a-zß-ÿ0-9.,])([0-9]{1,3}(?:,[0-9]{3})|[0-9]{1,4}"
            + "|(?:(?:a|one|two|three|four|five|six|seven|eight|nine) (?:hundred|thousand)(?: (?:and )?(?:" + SMALL
            + "))?)"
            + "|half a dozen|a dozen|two dozen|a single|" + SMALL + "|" + OTHERS
            + "|[一二两兩三四五六七八九十百千]{1,7})";

    private Numerals() {}

    private static Map<String, Integer> words() {
        Map<String, Integer> words = new HashMap<>();
        String[][] all = {
            {
                "a",
                "a single",
                "one",
                "un",
                "une",
                "ein",
                "eine",
                "einem",
                "einen",
                "einer",
                "eines",
                "una",
                "uno",
                "um",
                "uma",
                "một"
            },
            {"two", "deux", "zwei", "dos", "dois", "duas", "due", "hai"},
            {"three", "trois", "drei", "tres", "três", "tre", "ba"},
            {"four", "quatre", "vier", "cuatro", "quatro", "quattro", "bốn"},
            {"five", "cinq", "fünf", "cinco", "cinque", "năm"},
            {"six", "sechs", "seis", "sei", "half a dozen"},
            {"seven", "sept", "sieben", "siete", "sete", "sette"},
            {"eight", "huit", "acht", "ocho", "oito", "otto"},
            {"nine", "neuf", "neun", "nueve", "nove"},
            {"ten", "dix", "zehn", "diez", "dez", "dieci", "mười"},
            {"eleven", "elf"},
            {"twelve", "douze", "zwölf", "doce", "doze", "dodici", "a dozen"},
            {"thirteen"},
            {"fourteen"},
            {"fifteen", "quinze"},
            {"sixteen"},
            {"seventeen"},
            {"eighteen"},
            {"nineteen"},
            {"twenty", "vingt", "zwanzig", "veinte", "vinte", "venti"}
        };
        for (int i = 0; i < all.length; i++) {
            for (String word : all[i]) {
                words.put(word, i + 1);
            }
        }
        String[] tens = {"thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"};
        for (int i = 0; i < tens.length; i++) {
            words.put(tens[i], 30 + 10 * i);
        }
        words.put("two dozen", 24);
        for (String hundred : new String[] {"cent", "hundert", "cien", "cem", "cento"}) {
            words.put(hundred, 100);
        }
        return words;
    }

    /** Returns what a number that fits the expression says; at least 1. */
    static int value(String text) {
        char first = text.charAt(0);
        if (first >= '0' && first <= '9') {
            return within(Integer.parseInt(text.replace(",", "")));
        }
        if (first >= 0x4e00 && first <= 0x9fff) {
            return within(chinese(text));
        }
        Integer known = WORDS.get(text);
        return within(known != null ? known : english(text));
    }

    private static int within(int number) {
        return Math.max(1, Math.min(number, MOST));
    }

    private static int english(String text) {
        int sum = 0;
        int open = 0;
        for (String word : text.split("[ -]", -1)) {
            if (word.equals("hundred")) {
                open = Math.max(open, 1) * 100;
            } else if (word.equals("thousand")) {
                sum += Math.max(open, 1) * 1_000;
                open = 0;
            } else {
                open += WORDS.getOrDefault(word, 0);
            }
        }
        return sum + open;
    }

    private static int chinese(String text) {
        int sum = 0;
        int digit = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int place = c == '十' ? 10 : c == '百' ? 100 : c == '千' ? 1_000 : 0;
            if (place > 0) {
                sum += Math.max(digit, 1) * place;
                digit = 0;
            } else {
                digit = c == '两' || c == '兩' ? 2 : CHINESE.indexOf(c);
            }
        }
        return sum + digit;
    }
}

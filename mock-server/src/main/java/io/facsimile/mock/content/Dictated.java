package io.facsimile.mock.content;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers about which the caller's words leave no choice, or one among a few words or numbers. */
final class Dictated {
    private static final int LOOKED_AT = 2_000;

    private static final String VERB =
            "(?:reply|respond|answer|say|return|output|print|write|repeat|antworte|sage?|schreibe?"
                    + "|réponds|répondez|dis|responde|rispondi|responda)";
    private static final String QUOTE = "[\"“”„‘’'`«「]";
    private static final Pattern QUOTED = Pattern.compile(
            "\\b" + VERB + "\\b[^.?!\\n\"“„‘'`«]{0,60}?" + QUOTE + "([^\"“”„‘’'`«»」\\n]{1,200})[\"”“’'`»」]"
                    + "(?=\\s*(?:[.!,]|$| and nothing| only| und sonst| if | with no))",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ONE_WORD = Pattern.compile(
            "\\b" + VERB
                    + "\\b[^.?!\\n]{0,30}?\\b(?:words?|wort|mot|palabra|palavra|parola)[: ]+([\\p{L}\\p{N}_-]{1,40})"
                    + "(?=\\s*(?:[.!,]|$| and nothing))",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern BARE = Pattern.compile(
            "\\b" + VERB
                    + " (?:back )?(?:just|only|exactly|with only|only with|with exactly|exactly with|with just|with|nur mit|nur|genau"
                    + "|uniquement|seulement|solo|solamente|apenas):? +([\\p{Lu}\\p{N}][\\p{Lu}\\p{N}_-]{0,30})(?=[.!]|$| and nothing)");
    private static final Pattern SAY = Pattern.compile(
            "^(?:please )?say (?!something|anything|a |the |in |how|why|what)([^.?!\\n]{1,40}[.!]?)$",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern CHINESE =
            Pattern.compile("(?:只|仅)(?:需|要)?(?:回复|回答|说|输出|返回)[：:]?[“「'\"]?([^”」'\"。，\\n的]{1,20})");

    private static final String ITEM = "[\"“'`]?([\\p{L}\\p{N}][\\p{L}\\p{N}_+-]{0,30})[\"”'`]?";
    private static final Pattern OFFERED = Pattern.compile(
            "\\b(?:classify|categori[sz]e|label|rate|tag|answer|reply|respond|return|output|choose|pick|select|say|sentiment)\\b"
                    + "[^.?!\\n]{0,80}?(?:\\b(?:as|with|from|either|only|between|among|answer|choose|pick|say)\\b|one of|:)"
                    + "(?: (?:either|only|just|one of|exactly one of|one of the following|the word|the words|the letter))*:? *\\(?("
                    + ITEM + "(?:(?:, ?(?:or |and )?| or | ?/ ?|\\|)" + ITEM + "){1,20})(?![\\p{L}\\p{N}])",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern EITHER =
            Pattern.compile("\\b(yes or no|yes/no|true or false|true/false)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern BETWEEN = Pattern.compile("[\"“”'`]|, ?(?:or |and )?| or | and | ?/ ?|\\|");

    private static final Pattern NUMBER = Pattern.compile(
            "\\b(?:a|an|the|one|single) (?:single |bare )?(?:number|integer|digit)s? (?:only|and nothing)|\\bnumber only\\b"
                    + "|\\b(?:only|just)(?: with)? (?:a|an|the|one) (?:single )?(?:number|integer|digit)\\b|只(?:回答|输出|返回)数字",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern RANGE = Pattern.compile("\\b(?:from|between) (\\d{1,6}) (?:to|and) (\\d{1,6})\\b");
    private static final Pattern SUM =
            Pattern.compile("(-?\\d{1,9}(?:\\.\\d{1,6})?) ?([-+*x×/÷]) ?(\\d{1,9}(?:\\.\\d{1,6})?)");

    private Dictated() {}

    /** Returns what a text wants to read, and nothing else. */
    static Optional<String> of(String text, long seed) {
        String looked = text.length() > LOOKED_AT ? text.substring(text.length() - LOOKED_AT) : text;
        Optional<String> offered = offered(looked, seed);
        if (offered.isPresent()) {
            return offered;
        }
        if (NUMBER.matcher(looked).find()) {
            return Optional.of(number(looked, seed));
        }
        for (Pattern pattern : List.of(QUOTED, ONE_WORD, BARE, SAY, CHINESE)) {
            Matcher found = pattern.matcher(looked.strip());
            if (found.find()) {
                return Optional.of(found.group(1).strip());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> offered(String text, long seed) {
        Matcher either = EITHER.matcher(text);
        if (either.find()) {
            boolean isYes = either.group(1).toLowerCase(Locale.ROOT).startsWith("yes");
            return Optional.of(new Chance(seed).one(isYes ? List.of("Yes", "No") : List.of("True", "False")));
        }
        Matcher list = OFFERED.matcher(text);
        if (!list.find()) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>();
        for (String word : BETWEEN.split(list.group(1), -1)) {
            if (!word.isBlank()) {
                words.add(word.strip());
            }
        }
        return words.isEmpty() ? Optional.empty() : Optional.of(new Chance(seed).one(words));
    }

    private static String number(String text, long seed) {
        Optional<String> sum = sum(text);
        if (sum.isPresent()) {
            return sum.get();
        }
        Matcher range = RANGE.matcher(text);
        int from = 1;
        int to = 100;
        if (range.find()) {
            from = Integer.parseInt(range.group(1));
            to = Math.max(from, Integer.parseInt(range.group(2)));
        }
        return String.valueOf(from + new Chance(seed).below(to - from + 1));
    }

    /** Returns what two numbers make that a text wants reckoned. */
    private static Optional<String> sum(String text) {
        Matcher sum = SUM.matcher(text);
        if (!sum.find()) {
            return Optional.empty();
        }
        BigDecimal one = new BigDecimal(sum.group(1));
        BigDecimal two = new BigDecimal(sum.group(3));
        char sign = sum.group(2).charAt(0);
        if (sign == '+') {
            return Optional.of(one.add(two).toPlainString());
        } else if (sign == '-') {
            return Optional.of(one.subtract(two).toPlainString());
        } else if (sign == '/' || sign == '÷') {
            return two.signum() == 0
                    ? Optional.empty()
                    : Optional.of(one.divide(two, 6, RoundingMode.HALF_UP)
                            .stripTrailingZeros()
                            .toPlainString());
        }
        return Optional.of(one.multiply(two).toPlainString());
    }
}

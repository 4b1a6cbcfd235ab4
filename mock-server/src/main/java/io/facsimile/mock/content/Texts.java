package io.facsimile.mock.content;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.curiousoddman.rgxgen.RgxGen;
import com.github.curiousoddman.rgxgen.config.RgxGenOption;
import com.github.curiousoddman.rgxgen.config.RgxGenProperties;
import io.facsimile.contract.schema.PatientPattern;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts that fit a schema's format, pattern and length. */
final class Texts {
    private static final Pattern LOOK = Pattern.compile("(?<!\\\\)\\(\\?<?[!=]");
    private static final int LONGEST_REPETITION = 500;
    private static final int LONGEST = 100_000;
    private static final int MOST_TRIES = 30;
    private static final int MOST_USUAL = 8;

    /** Texts for schemas that forbid what texts usually look like. */
    private static final List<String> UNUSUAL = List.of("ok", "42", "#1", "A", "b", "x y z", "2025-10-12", "");

    private Texts() {}

    static String of(ObjectNode schema, String name, Plausible plausible) {
        TextRules rules = TextRules.of(schema);
        List<String> patterns = TextRules.patterns(schema);
        if (patterns.isEmpty() && schema.path("contentEncoding").asText().equals("base64")) {
            return "RXhhbXBsZQ==";
        }
        boolean hasFormat = !Formats.texts(rules.format(), name, plausible).isEmpty();
        if (hasFormat || !patterns.isEmpty()) {
            Optional<String> usual = plausible.departure() > MOST_USUAL && !patterns.isEmpty()
                    ? Optional.empty()
                    : usual(rules, hasFormat, name, plausible);
            if (usual.isPresent()) {
                return usual.get();
            }
        }
        for (String pattern : patterns) {
            Optional<String> text = fitting(pattern, rules, hasFormat, name, plausible);
            if (text.isPresent()) {
                return text.get();
            }
        }
        if (!hasFormat && plausible.departure() > MOST_USUAL / 2 && plausible.departure() % 2 == 0) {
            return cut(plausible.chance().one(UNUSUAL), rules.least(), rules.most());
        }
        String text = hasFormat ? Formats.texts(rules.format(), name, plausible).get(0) : plausible.text(name);
        return cut(text, rules.least(), rules.most());
    }

    /** Returns a usual text that fits, such as a name for a name, if there is one. */
    private static Optional<String> usual(TextRules rules, boolean hasFormat, String name, Plausible plausible) {
        for (int tries = 0; tries < MOST_USUAL; tries++) {
            List<String> texts =
                    hasFormat ? Formats.texts(rules.format(), name, plausible) : spellings(plausible.text(name));
            for (String text : texts) {
                String stretched = hasFormat ? Formats.stretched(rules.format(), text, rules.least()) : text;
                if (rules.fits(stretched)) {
                    return Optional.of(stretched);
                }
            }
        }
        return Optional.empty();
    }

    /** Returns a text as it is spelled in names, codes and addresses. */
    private static List<String> spellings(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
        String small = plain.toLowerCase(Locale.ROOT);
        List<String> words = List.of(small.split("[^a-z0-9]+", -1));
        return List.of(
                text,
                plain,
                small,
                String.join("-", words),
                String.join("_", words),
                words.get(0),
                plain.toUpperCase(Locale.ROOT),
                String.join("_", words).toUpperCase(Locale.ROOT));
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Makes a text longer by more of it, or shorter. */
    private static String cut(String text, int least, int most) {
        String fitted = text;
        if (length(fitted) < least) {
            StringBuilder longer = new StringBuilder(fitted);
            String more = fitted.isEmpty() ? "text" : " " + fitted;
            while (length(longer.toString()) < least) {
                longer.append(more.repeat(1 + (least - longer.length()) / Math.max(more.length(), 1) / 2));
            }
            fitted = longer.substring(0, longer.offsetByCodePoints(0, least));
            return fitted.endsWith(" ") ? fitted.substring(0, fitted.length() - 1) + "." : fitted;
        }
        if (length(fitted) > most) {
            fitted = fitted.substring(0, fitted.offsetByCodePoints(0, most));
            String bare = fitted.stripTrailing();
            return length(bare) >= least ? bare : fitted;
        }
        return fitted;
    }

    private static Optional<String> fitting(
            String pattern, TextRules rules, boolean hasFormat, String name, Plausible plausible) {
        int least = rules.least();
        if (Extent.of(pattern, Math.max(MOST_TRIES + 6, Math.min(least, LONGEST_REPETITION))) > LONGEST) {
            return Optional.empty();
        }
        Optional<PatientPattern> known = PatientPattern.of(pattern);
        if (known.isEmpty()) {
            return Optional.empty();
        }
        try {
            // What only looks ahead is left to the check of what comes out.
            String inner = withoutLooks(pattern);
            if (inner.startsWith("^")) {
                inner = inner.substring(1);
            }
            if (inner.endsWith("$") && !inner.endsWith("\\$")) {
                inner = inner.substring(0, inner.length() - 1);
            }
            Optional<String> found = Optional.empty();
            Optional<String> ofLength = Optional.empty();
            for (int tries = 0; tries < MOST_TRIES; tries++) {
                // Short repetitions first; longer ones where the text has to be long.
                RgxGenProperties properties = new RgxGenProperties();
                RgxGenOption.INFINITE_PATTERN_REPETITION.setInProperties(
                        properties, Math.max(6 + tries, Math.min(least, LONGEST_REPETITION)));
                String text = RgxGen.parse(properties, inner)
                        .generate(new Random(plausible.chance().next()));
                if (known.get().find(text) == PatientPattern.Found.GAVE_UP) {
                    return Optional.empty();
                }
                if (rules.fits(text)) {
                    return Optional.of(text);
                }
                Optional<String> with = with(text, rules, hasFormat, name, plausible);
                if (with.isPresent()) {
                    return with;
                }
                if (rules.matches(text)) {
                    found = Optional.of(text);
                    ofLength = rules.isLong(text) ? found : ofLength;
                }
            }
            if (ofLength.isPresent()) {
                return ofLength;
            }
            String usual = cut(plausible.text(name), least, rules.most());
            return rules.matches(usual) ? Optional.of(usual) : found;
        } catch (RuntimeException e) {
            // No regular expression that texts can be made from.
            return Optional.empty();
        }
    }

    /** Returns a text that has what a pattern asks for in it: the pattern may be of its beginning or its end alone. */
    private static Optional<String> with(
            String part, TextRules rules, boolean hasFormat, String name, Plausible plausible) {
        if (!hasFormat) {
            String text = cut(part + " " + plausible.text(name), rules.least(), rules.most());
            return rules.least() > length(part) && rules.fits(text) ? Optional.of(text) : Optional.empty();
        }
        for (String text : Formats.texts(rules.format(), name, plausible)) {
            for (String grafted : Formats.grafted(text, part)) {
                String stretched = Formats.stretched(rules.format(), grafted, rules.least());
                if (rules.fits(stretched)) {
                    return Optional.of(stretched);
                }
            }
        }
        return Optional.empty();
    }

    private static int look(String pattern) {
        Matcher look = LOOK.matcher(pattern);
        return look.find() ? look.start() : -1;
    }

    private static String withoutLooks(String pattern) {
        String left = pattern;
        for (int at = look(left); at >= 0; at = look(left)) {
            int depth = 0;
            int end = at;
            do {
                char c = left.charAt(end);
                end += c == '\\' ? 1 : 0;
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                end++;
            } while (depth > 0 && end < left.length());
            left = left.substring(0, at) + left.substring(Math.min(end, left.length()));
        }
        return left;
    }
}

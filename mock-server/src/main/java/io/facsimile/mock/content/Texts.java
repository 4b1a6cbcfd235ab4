package io.facsimile.mock.content;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.curiousoddman.rgxgen.RgxGen;
import com.github.curiousoddman.rgxgen.config.RgxGenOption;
import com.github.curiousoddman.rgxgen.config.RgxGenProperties;
import io.facsimile.contract.schema.PatientPattern;
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

    private Texts() {}

    static String of(ObjectNode schema, String name, Plausible plausible) {
        int least = Math.min(Instances.count(schema, "minLength", 0), LONGEST);
        int most = Instances.count(schema, "maxLength", Integer.MAX_VALUE);
        if (schema.path("pattern").isTextual()) {
            Optional<String> text = fitting(schema.get("pattern").textValue(), name, least, most, plausible);
            if (text.isPresent()) {
                return text.get();
            }
        }
        if (schema.path("contentEncoding").asText().equals("base64")) {
            return "RXhhbXBsZQ==";
        }
        Optional<String> formatted = format(schema.path("format").asText(), plausible);
        String text = formatted.orElseGet(() -> plausible.text(name));
        return formatted.isPresent() && length(text) >= least && length(text) <= most ? text : cut(text, least, most);
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

    private static Optional<String> fitting(String pattern, String name, int least, int most, Plausible plausible) {
        if (Extent.of(pattern, Math.max(MOST_TRIES + 6, Math.min(least, LONGEST_REPETITION))) > LONGEST) {
            return Optional.empty();
        }
        Optional<PatientPattern> known = PatientPattern.of(pattern);
        if (known.isEmpty()) {
            return Optional.empty();
        }
        PatientPattern compiled = known.get();
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
            for (int tries = 0; tries < MOST_TRIES; tries++) {
                // Short repetitions first; longer ones where the text has to be long.
                RgxGenProperties properties = new RgxGenProperties();
                RgxGenOption.INFINITE_PATTERN_REPETITION.setInProperties(
                        properties, Math.max(6 + tries, Math.min(least, LONGEST_REPETITION)));
                String text = RgxGen.parse(properties, inner)
                        .generate(new Random(plausible.chance().next()));
                PatientPattern.Found isFound = compiled.find(text);
                if (isFound == PatientPattern.Found.GAVE_UP) {
                    return Optional.empty();
                }
                if (isFound == PatientPattern.Found.YES) {
                    if (length(text) >= least && length(text) <= most) {
                        return Optional.of(text);
                    }
                    found = Optional.of(text);
                }
            }
            String usual = cut(plausible.text(name), least, most);
            return compiled.finds(usual) ? Optional.of(usual) : found;
        } catch (RuntimeException e) {
            // No regular expression that texts can be made from.
            return Optional.empty();
        }
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

    private static Optional<String> format(String format, Plausible plausible) {
        Chance chance = plausible.chance();
        return switch (format) {
            case "date" -> Optional.of(date(chance));
            case "date-time" -> Optional.of(date(chance) + "T" + time(chance) + "Z");
            case "time" -> Optional.of(time(chance) + "Z");
            case "duration" -> Optional.of("PT" + (5 + chance.below(50)) + "M");
            case "email", "idn-email" -> Optional.of(plausible.text("email"));
            case "hostname", "idn-hostname" -> Optional.of(plausible.text("hostname"));
            case "ipv4" -> Optional.of("192.0.2." + (1 + chance.below(254)));
            case "ipv6" -> Optional.of("2001:db8::" + Integer.toHexString(1 + chance.below(0xfffe)));
            case "uri", "iri", "url" -> Optional.of(plausible.text("url"));
            case "uri-reference", "iri-reference" -> Optional.of("/items/" + (1 + chance.below(1_000)));
            case "uri-template" -> Optional.of("https://example.com/items/{id}");
            case "uuid" -> Optional.of(uuid(chance));
            case "json-pointer" -> Optional.of("/items/" + chance.below(10));
            case "relative-json-pointer" -> Optional.of(chance.below(3) + "/name");
            case "regex" -> Optional.of("^[a-z]+$");
            case "byte" -> Optional.of("RXhhbXBsZQ==");
            default -> Optional.empty();
        };
    }

    private static String date(Chance chance) {
        return String.format(Locale.ROOT, "2025-%02d-%02d", 1 + chance.below(12), 1 + chance.below(28));
    }

    private static String time(Chance chance) {
        return String.format(Locale.ROOT, "%02d:%02d:00", 8 + chance.below(11), 5 * chance.below(12));
    }

    private static String uuid(Chance chance) {
        String hex = String.format(Locale.ROOT, "%016x%016x", chance.next(), chance.next());
        return hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-4" + hex.substring(13, 16) + "-a"
                + hex.substring(17, 20) + "-" + hex.substring(20, 32);
    }
}

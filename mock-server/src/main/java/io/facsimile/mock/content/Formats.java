package io.facsimile.mock.content;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.facsimile.contract.schema.Schemas;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Texts of the formats that JSON Schema and the validators of callers know. */
final class Formats {
    private static final Map<String, Schemas> CHECKS = new ConcurrentHashMap<>();
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
    private static final int LONGEST_LABEL = 60;

    /** The formats whose texts can be made longer without end. */
    private static final Set<String> OPEN = Set.of("uri", "iri", "url", "uri-reference", "iri-reference");

    private Formats() {}

    /** Returns texts of a format, the most usual first; none for a format that is not known. */
    static List<String> texts(String format, String name, Plausible plausible) {
        Chance chance = plausible.chance();
        return switch (format) {
            case "date" -> List.of(date(chance));
            case "date-time" -> {
                String date = date(chance);
                String time = time(chance);
                String local = date + "T" + time;
                yield List.of(
                        local + "Z",
                        local + ".000Z",
                        local + "+00:00",
                        local + ".000000Z",
                        local,
                        date + "T" + time.substring(0, 5) + "Z",
                        date + " " + time);
            }
            case "time" -> {
                String time = time(chance);
                yield List.of(time + "Z", time, time + ".000Z", time + "+00:00", time.substring(0, 5));
            }
            case "duration" -> List.of("PT" + (5 + chance.below(50)) + "M", "P" + (2 + chance.below(7)) + "D");
            case "email", "idn-email" -> {
                String email = plausible.text(name);
                email = email.indexOf('@') > 0 ? email : plausible.text("email");
                String local = email.substring(0, email.indexOf('@'));
                yield List.of(
                        email,
                        local + "@mail.example",
                        local + "@ex.io",
                        local.substring(0, 1) + "@ex.io",
                        letter(chance) + "@b.io",
                        letter(chance) + "@b.c",
                        letter(chance) + "@b");
            }
            case "hostname", "idn-hostname" ->
                List.of(plausible.ofKind("hostname"), "ex.io", letter(chance) + ".io", "h");
            case "ipv4" -> List.of("192.0.2." + (1 + chance.below(254)), "10.0.0." + (1 + chance.below(9)), "1.1.1.1");
            case "ipv6" -> {
                String last = Integer.toHexString(1 + chance.below(0xfffe));
                yield List.of("2001:db8::" + last, "2001:0db8:0000:0000:0000:0000:0000:" + last, "::1");
            }
            case "cidrv4" -> List.of("192.0.2." + chance.below(4) * 64 + "/26");
            case "cidrv6" -> List.of("2001:db8:" + Integer.toHexString(1 + chance.below(0xfffe)) + "::/48");
            case "uri", "iri", "url" -> {
                String url = plausible.text(name);
                yield List.of(
                        url.startsWith("http") ? url : plausible.ofKind("url"), "https://ex.io", "http://b.io", "a:b");
            }
            case "uri-reference", "iri-reference" -> List.of("/items/" + (1 + chance.below(1_000)), "/a");
            case "uri-template" -> List.of("https://example.com/items/{id}");
            case "uuid", "guid" -> List.of(uuid(chance));
            case "ulid" -> List.of(letters(chance, "01", 1) + letters(chance, "0123456789ABCDEFGHJKMNPQRSTVWXYZ", 25));
            case "cuid" -> List.of("c" + letters(chance, LETTERS + "0123456789", 24));
            case "cuid2" -> List.of(letter(chance) + letters(chance, LETTERS + "0123456789", 23));
            case "nanoid" -> List.of(letters(chance, LETTERS + LETTERS.toUpperCase(Locale.ROOT) + "0123456789_-", 21));
            case "e164" -> List.of(plausible.ofKind("-e164"));
            case "emoji" -> List.of(plausible.ofKind("emoji"));
            case "jwt" -> List.of("eyJhbGciOiJub25lIn0.eyJzdWIiOiIxMDQyIn0." + letters(chance, LETTERS, 43));
            case "json-pointer" -> List.of("/items/" + chance.below(10), "");
            case "relative-json-pointer" -> List.of(chance.below(3) + "/name", "0");
            case "regex" -> List.of("^[a-z]+$", "a");
            case "byte", "base64", "base64url" -> List.of("RXhhbXBsZQ==", "RXhhbXBs");
            default -> List.of();
        };
    }

    /** Returns whether a text is of a format; also true for one that is not known. */
    static boolean fits(String format, String text) {
        return switch (format) {
            case "date", "date-time", "time", "duration", "email", "idn-email", "hostname", "idn-hostname", "ipv4" ->
                isChecked(format, text);
            case "ipv6", "uri", "iri", "uri-reference", "iri-reference", "uri-template", "uuid" ->
                isChecked(format, text);
            case "json-pointer", "relative-json-pointer", "regex" -> isChecked(format, text);
            default -> true;
        };
    }

    private static boolean isChecked(String format, String text) {
        return CHECKS.computeIfAbsent(
                        format,
                        f -> Schemas.of(JsonNodeFactory.instance
                                .objectNode()
                                .put("type", "string")
                                .put("format", f)))
                .accepts("", TextNode.valueOf(text));
    }

    /** Makes a text of a format longer where the format leaves room for it. */
    static String stretched(String format, String text, int least) {
        int more = least - text.length();
        if (more <= 0) {
            return text;
        }
        if (OPEN.contains(format)) {
            return text + "/" + "a".repeat(more);
        }
        int at = text.indexOf('@');
        if (at > 0 && more + at <= LONGEST_LABEL) {
            return text.substring(0, at) + "a".repeat(more) + text.substring(at);
        }
        if (at > 0 || format.endsWith("hostname")) {
            StringBuilder labels = new StringBuilder();
            while (labels.length() < more) {
                labels.append("a".repeat(Math.min(Math.max(more - labels.length() - 1, 1), LONGEST_LABEL)))
                        .append('.');
            }
            return text.substring(0, at + 1) + labels + text.substring(at + 1);
        }
        return text;
    }

    /** Returns a text of which a part is another's: its beginning, its end, or what follows or precedes its "@". */
    static List<String> grafted(String text, String part) {
        int at = text.indexOf('@');
        String host = text.substring(at + 1);
        String local = text.substring(0, Math.max(at, 0));
        return part.length() >= text.length()
                ? List.of(
                        part + "/" + text.substring(text.length() - 1),
                        local + part,
                        local + "@" + part,
                        part + "@" + host)
                : List.of(
                        part + text.substring(part.length()),
                        text.substring(0, text.length() - part.length()) + part,
                        local + part,
                        local + "@" + part,
                        local + "@www" + part,
                        part + host,
                        part + "@" + host,
                        part + "/items/7",
                        "https://" + part,
                        "https://www" + part + "/");
    }

    static String uuid(Chance chance) {
        String hex = String.format(Locale.ROOT, "%016x%016x", chance.next(), chance.next());
        return hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-4" + hex.substring(13, 16) + "-a"
                + hex.substring(17, 20) + "-" + hex.substring(20, 32);
    }

    private static String date(Chance chance) {
        return String.format(Locale.ROOT, "2025-%02d-%02d", 1 + chance.below(12), 1 + chance.below(28));
    }

    private static String time(Chance chance) {
        return String.format(Locale.ROOT, "%02d:%02d:00", 8 + chance.below(11), 5 * chance.below(12));
    }

    private static String letter(Chance chance) {
        return letters(chance, LETTERS, 1);
    }

    private static String letters(Chance chance, String of, int count) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < count; i++) {
            letters.append(of.charAt(chance.below(of.length())));
        }
        return letters.toString();
    }
}

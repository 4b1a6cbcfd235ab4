package io.facsimile.mock.request;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Decodes query strings and URL-encoded forms. Broken escapes are kept as they stand. */
public final class Query {
    private Query() {}

    /** Returns the values by name, in the order of their first occurrence. */
    public static Map<String, List<String>> parse(String query) {
        if (query.isEmpty()) {
            return Map.of();
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals), true);
                String value = equals < 0 ? "" : decode(pair.substring(equals + 1), true);
                values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
            }
        }
        return values;
    }

    /** Decodes percent escapes as UTF-8; a plus is a space only in queries. */
    public static String decode(String text, boolean plusIsSpace) {
        if (text.indexOf('%') < 0 && !(plusIsSpace && text.indexOf('+') >= 0)) {
            return text;
        }
        byte[] bytes = new byte[text.length() * 3];
        int length = 0;
        byte[] encoded = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        for (int i = 0; i < encoded.length; i++) {
            byte b = encoded[i];
            if (b == '%' && i + 2 < encoded.length) {
                int high = Character.digit(encoded[i + 1], 16);
                int low = Character.digit(encoded[i + 2], 16);
                if (high >= 0 && low >= 0) {
                    bytes[length++] = (byte) (high * 16 + low);
                    i += 2;
                    continue;
                }
            }
            bytes[length++] = b == '+' && plusIsSpace ? (byte) ' ' : b;
        }
        return new String(bytes, 0, length, java.nio.charset.StandardCharsets.UTF_8);
    }
}

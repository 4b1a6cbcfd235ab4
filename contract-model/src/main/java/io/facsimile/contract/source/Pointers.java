package io.facsimile.contract.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** JSON pointers (RFC 6901) as text. */
public final class Pointers {
    private Pointers() {}

    /** Escapes one member name for use in a pointer. */
    public static String escape(String name) {
        return name.indexOf('~') < 0 && name.indexOf('/') < 0
                ? name
                : name.replace("~", "~0").replace("/", "~1");
    }

    /** Undoes {@link #escape}. */
    public static String unescape(String token) {
        return token.indexOf('~') < 0 ? token : token.replace("~1", "/").replace("~0", "~");
    }

    /** Joins member names to a pointer. */
    public static String of(List<String> names) {
        StringBuilder pointer = new StringBuilder();
        names.forEach(name -> pointer.append('/').append(escape(name)));
        return pointer.toString();
    }

    /** Returns the pointer of a URI fragment, percent-decoded: {@code #/a/b%20c} gives {@code /a/b c}. */
    public static String ofFragment(String fragment) {
        return fragment.indexOf('%') < 0
                ? fragment
                : URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /**
     * Returns the value at a pointer, or a missing node. Walks the text, which costs less than a compiled pointer that is
     * used once.
     *
     * @throws IllegalArgumentException if the pointer is neither empty nor begins with a slash
     */
    public static JsonNode at(JsonNode root, String pointer) {
        if (!pointer.isEmpty() && pointer.charAt(0) != '/') {
            throw new IllegalArgumentException("\"" + pointer + "\" is no JSON pointer: it must begin with /");
        }
        JsonNode node = root;
        int start = 1;
        while (start <= pointer.length() && !node.isMissingNode()) {
            int slash = pointer.indexOf('/', start);
            int end = slash < 0 ? pointer.length() : slash;
            String token = unescape(pointer.substring(start, end));
            node = node.isArray() ? node.path(index(token)) : node.path(token);
            start = end + 1;
        }
        return node;
    }

    /** Returns the place in an array that a token names; -1 for none. */
    private static int index(String token) {
        if (token.isEmpty() || token.length() > 9 || token.length() > 1 && token.charAt(0) == '0') {
            return -1;
        }
        int index = 0;
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            index = index * 10 + (c - '0');
        }
        return index;
    }

    /** Returns an object's member names, as a copy that stays when the object changes. */
    public static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Returns the last member name of a pointer, unescaped. */
    public static String last(String pointer) {
        return unescape(pointer.substring(pointer.lastIndexOf('/') + 1));
    }
}

package io.facsimile.mock.request;

import io.facsimile.mock.journal.Journal;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts short hashes in place of what callers prove with who they are, so that two of them can still be told apart. */
public final class Secrets {
    private static final Set<String> PARAMETERS = Set.of(
            "key",
            "apikey",
            "api_key",
            "api-key",
            "token",
            "access_token",
            "auth",
            "authorization",
            "secret",
            "password",
            "sig",
            "signature");

    private static final Set<String> HEADERS = Set.of(
            "authorization",
            "proxy-authorization",
            "cookie",
            "x-api-key",
            "api-key",
            "x-goog-api-key",
            "x-facsimile-token");

    private static final String MEMBERS =
            "(?:[a-z0-9_-]*[_-])?(?:api[_-]?key|token|password|passwd|secret|authorization|secret[_-]?key|access[_-]?key)";

    /** The end of a body may be cut off. */
    private static final Pattern MEMBER = Pattern.compile(
            "(\"" + MEMBERS + "\"\\s*:\\s*\")([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern FIELD =
            Pattern.compile("((?:^|&)" + MEMBERS + "=)([^&\\s]++)", Pattern.CASE_INSENSITIVE);

    /** A part of a form that is no file: its name, the rest of its head, and one line. */
    private static final Pattern PART = Pattern.compile(
            "(\\bname=\"" + MEMBERS + "\"[^\\r\\n]*+\\r?\\n(?:[^\\r\\n]++\\r?\\n)*+\\r?\\n)([^\\r\\n]++)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern NAME = Pattern.compile(MEMBERS, Pattern.CASE_INSENSITIVE);

    private Secrets() {}

    /** Returns a body, JSON or the fields or parts of a form, without what its names say are secrets. */
    public static String hiddenBody(String body) {
        return pattern(body)
                .matcher(body)
                .replaceAll(found -> found.group(2).isEmpty()
                        ? Matcher.quoteReplacement(found.group())
                        : Matcher.quoteReplacement(found.group(1) + Journal.hash(found.group(2))));
    }

    private static Pattern pattern(String body) {
        if (body.startsWith("--")) {
            return PART;
        }
        return body.startsWith("{") || body.startsWith("[") || body.indexOf('=') < 0 ? MEMBER : FIELD;
    }

    /** Returns whether the name of a form's field says that it is a secret. */
    public static boolean isField(String name) {
        return isParameter(name) || NAME.matcher(name).matches();
    }

    /**
     * Returns a query without its secrets.
     *
     * @param query as it came
     * @param credential what the operation takes for one, whatever its parameter is called; "" for nothing
     * @param key the same without what the caller asks for behind it
     */
    public static String hidden(String query, String credential, String key) {
        if (query.isEmpty()) {
            return query;
        }
        StringBuilder hidden = new StringBuilder();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : Query.decode(pair.substring(equals + 1), true);
            boolean isCredential = !value.isEmpty() && value.equals(credential);
            boolean isSecret = isCredential || isParameter(name);
            hidden.append(hidden.isEmpty() ? "" : "&")
                    .append(isSecret ? name + "=" + Journal.hash(isCredential ? key : value) : pair);
        }
        return hidden.toString();
    }

    /** Returns whether a query parameter of this name says who calls, in whatever case, still encoded. */
    public static boolean isParameter(String name) {
        return PARAMETERS.contains(Query.decode(name, true).toLowerCase(Locale.ROOT));
    }

    /** Returns whether a header of this name says who calls. */
    public static boolean isHeader(String name) {
        return HEADERS.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Returns the value of such a header with a hash in place of the key: {@code Bearer 1f3870be}. */
    public static String hiddenHeader(String value) {
        int space = value.indexOf(' ');
        boolean hasScheme = space > 0 && value.substring(0, space).chars().allMatch(Character::isLetter);
        return hasScheme
                ? value.substring(0, space + 1)
                        + Journal.hash(value.substring(space + 1).strip())
                : Journal.hash(value);
    }
}

package io.facsimile.mock.request;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Whether grammars are evidently broken: something is opened and not closed, or the other way about. What else is wrong with
 * one only those know who run it, since each engine has a syntax of its own.
 */
final class Grammars {
    private Grammars() {}

    /** Returns what is broken in a regular expression, or nothing. */
    static Optional<String> ofRegex(String text) {
        Deque<Character> open = new ArrayDeque<>();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
                if (i == text.length()) {
                    return Optional.of("it ends with a backslash");
                }
            } else if (c == '[') {
                i = endOfClass(text, i);
                if (i < 0) {
                    return Optional.of("unterminated character set");
                }
            } else if (c == '(') {
                open.push(c);
            } else if (c == ')' && open.poll() == null) {
                return Optional.of("unbalanced parenthesis at position " + i);
            }
        }
        return open.isEmpty() ? Optional.empty() : Optional.of("missing ), unterminated subpattern");
    }

    /** Returns where a class of characters ends; -1 if it does not. A bracket that comes first is one of the characters. */
    private static int endOfClass(String text, int start) {
        int i = start + 1;
        if (i < text.length() && text.charAt(i) == '^') {
            i++;
        }
        int first = i;
        for (; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == ']' && i > first) {
                return i;
            }
        }
        return -1;
    }

    /** Returns what is broken in rules of Lark's, or nothing. */
    static Optional<String> ofLark(String text) {
        Deque<Character> open = new ArrayDeque<>();
        int line = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                line++;
            } else if (c == '#' || text.startsWith("//", i)) {
                i = Math.max(i, lineEnd(text, i) - 1);
            } else if (c == '"' || c == '/') {
                i = endOfToken(text, i);
                if (i < 0) {
                    return Optional.of(
                            "the " + (c == '"' ? "string" : "regular expression") + " in line " + line + " has no end");
                }
            } else if (c == '(' || c == '[' || c == '{') {
                open.push(c == '(' ? ')' : c == '[' ? ']' : '}');
            } else if (c == ')' || c == ']' || c == '}') {
                Character expected = open.poll();
                if (expected == null || expected != c) {
                    return Optional.of("unexpected " + c + " in line " + line);
                }
            }
        }
        return open.isEmpty() ? Optional.empty() : Optional.of("unexpected end of input, expected " + open.peek());
    }

    private static int lineEnd(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    /** Returns where a string or a regular expression ends that begins here, in the same line; -1 if it does not. */
    private static int endOfToken(String text, int start) {
        int end = lineEnd(text, start);
        for (int i = start + 1; i < end; i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == text.charAt(start)) {
                return i;
            }
        }
        return -1;
    }
}

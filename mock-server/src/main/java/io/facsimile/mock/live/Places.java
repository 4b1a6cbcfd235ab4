package io.facsimile.mock.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The places of a text whose form is as simple as that of most ids: characters and classes of characters, each as often as
 * a number says. For each place, what may stand there.
 */
final class Places {
    private static final int MOST = 1_000;

    private final String regex;
    private final List<char[]> places = new ArrayList<>();
    private int at;

    private Places(String regex) {
        this.regex = regex;
    }

    /** Returns nothing for expressions that say more. */
    static Optional<List<char[]>> of(String regex) {
        Places places = new Places(regex);
        return places.read() ? Optional.of(places.places) : Optional.empty();
    }

    private boolean read() {
        while (at < regex.length()) {
            char[] letters = letters();
            int times = letters.length == 0 ? 0 : times();
            if (times == 0 || places.size() + times > MOST) {
                return false;
            }
            for (int i = 0; i < times; i++) {
                places.add(letters);
            }
        }
        return true;
    }

    /** Reads one character or class; nothing for whatever else stands there. */
    private char[] letters() {
        char c = regex.charAt(at++);
        if (c == '\\') {
            return at < regex.length() ? escaped(regex.charAt(at++)) : new char[0];
        }
        if (c == '[') {
            return group();
        }
        return "(){}|?*+.^$]".indexOf(c) >= 0 ? new char[0] : new char[] {c};
    }

    private static char[] escaped(char c) {
        if (c == 'd') {
            return "0123456789".toCharArray();
        }
        return Character.isLetterOrDigit(c) ? new char[0] : new char[] {c};
    }

    private char[] group() {
        StringBuilder letters = new StringBuilder();
        while (at < regex.length() && regex.charAt(at) != ']') {
            char from = regex.charAt(at++);
            if ("^[\\&".indexOf(from) >= 0) {
                return new char[0];
            }
            boolean isRange = at + 1 < regex.length() && regex.charAt(at) == '-' && regex.charAt(at + 1) != ']';
            char to = isRange ? regex.charAt(at + 1) : from;
            at += isRange ? 2 : 0;
            for (int c = from; c <= to; c++) {
                if (letters.indexOf(String.valueOf((char) c)) < 0) {
                    letters.append((char) c);
                }
            }
        }
        at++;
        return at <= regex.length() ? letters.toString().toCharArray() : new char[0];
    }

    /** Reads how often; 0 if that is no single number. */
    private int times() {
        if (at >= regex.length() || regex.charAt(at) != '{') {
            return 1;
        }
        int end = regex.indexOf('}', at);
        String number = end < 0 ? "" : regex.substring(at + 1, end);
        at = end + 1;
        return number.matches("[0-9]{1,3}") ? Integer.parseInt(number) : 0;
    }
}

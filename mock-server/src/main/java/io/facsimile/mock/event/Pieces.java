package io.facsimile.mock.event;

import java.util.ArrayList;
import java.util.List;

/** Cuts a text into pieces of about a token: words with the space before them, two characters of scripts without spaces. */
final class Pieces {
    private static final int LONGEST = 12;

    private Pieces() {}

    static List<String> of(String text) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        int i = 0;
        while (i < text.length()) {
            int point = text.codePointAt(i);
            int next = i + Character.charCount(point);
            boolean endsWord =
                    next < text.length() && Character.isWhitespace(text.charAt(next)) && !Character.isWhitespace(point);
            boolean isFull = next - start >= (Character.isIdeographic(point) ? 2 : LONGEST);
            if (endsWord || isFull) {
                pieces.add(text.substring(start, next));
                start = next;
            }
            i = next;
        }
        if (start < text.length()) {
            pieces.add(text.substring(start));
        }
        return pieces;
    }
}

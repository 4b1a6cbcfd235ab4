package io.facsimile.mock.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts a text into pieces of about a token: words with the space before them, two characters of scripts without spaces. */
final class Pieces {
    private static final int LONGEST = 12;
    private static final int ZERO_WIDTH_JOINER = 0x200d;
    private static final int FEWEST_BYTES = 576;
    private static final int MOST_PIECES_OF_BYTES = 64;

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
            if ((endsWord || isFull) && !isInsideCharacter(text, point, next)) {
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

    /** Returns the same, several to a piece. */
    static List<String> of(String text, int together) {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        int count = 0;
        for (String small : of(text)) {
            piece.append(small);
            if (++count % together == 0) {
                pieces.add(piece.toString());
                piece.setLength(0);
            }
        }
        if (piece.length() > 0) {
            pieces.add(piece.toString());
        }
        return pieces;
    }

    /** Returns the tokens whose likelihood is told, if they are the text's. */
    static Optional<List<String>> tokens(String text, JsonNode tokens) {
        List<String> pieces = new ArrayList<>();
        for (JsonNode token : tokens) {
            pieces.add(
                    token.isTextual() ? token.textValue() : token.path("token").asText());
        }
        return !pieces.isEmpty() && String.join("", pieces).equals(text) ? Optional.of(pieces) : Optional.empty();
    }

    /** Cuts base64 so that each piece can be decoded by itself. */
    static List<String> ofBase64(String base64) {
        int size = sizeOfBytes(base64.length() / 4 * 3) / 3 * 4;
        List<String> pieces = new ArrayList<>();
        for (int start = 0; start < base64.length(); start += size) {
            pieces.add(base64.substring(start, Math.min(base64.length(), start + size)));
        }
        return pieces;
    }

    /** Returns a multiple of three, so that the base64 of no piece but the last is padded. */
    static int sizeOfBytes(int length) {
        return (Math.max(FEWEST_BYTES, length / MOST_PIECES_OF_BYTES) + 2) / 3 * 3;
    }

    /** Marks, joined emoji, skin tones and flags belong to the character before them. */
    private static boolean isInsideCharacter(String text, int point, int next) {
        if (next >= text.length()) {
            return false;
        }
        int following = text.codePointAt(next);
        int type = Character.getType(following);
        boolean isMark = type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK;
        boolean isSkinTone = following >= 0x1f3fb && following <= 0x1f3ff;
        // A pair of these is a flag; where a run of them has its pairs is not worth counting.
        boolean isFlag = isRegional(point) && isRegional(following);
        return isMark || isSkinTone || isFlag || following == ZERO_WIDTH_JOINER || point == ZERO_WIDTH_JOINER;
    }

    private static boolean isRegional(int point) {
        return point >= 0x1f1e6 && point <= 0x1f1ff;
    }
}

package io.facsimile.mock.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Refuses numbers that no provider can hold: {@code 1e999999999} is short, but written out it has a thousand million
 * digits, and whoever compares or rounds it writes it out. Halves of characters, which escapes can write and UTF-8 cannot,
 * become U+FFFD, as gateways read them; clients send them where they cut texts without care.
 */
final class SoundValues extends JsonNodeFactory {
    private static final long serialVersionUID = 1L;

    /** A double holds all numbers of so many digits before the point, and some of one more. */
    private static final int MOST_DIGITS = 308;

    /** More than the smallest double has behind it. */
    private static final int MOST_PLACES = 1_100;

    /** A number outside of what providers can hold. */
    static final class Unsound extends NumberFormatException {
        private static final long serialVersionUID = 1L;

        Unsound() {
            super("a number is too large or too small for any number type");
        }
    }

    @Override
    public TextNode textNode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return super.textNode(wellFormed(text));
            }
        }
        return super.textNode(text);
    }

    private static String wellFormed(String text) {
        StringBuilder whole = new StringBuilder(text.length());
        text.codePoints().forEach(c -> whole.appendCodePoint(isHalf(c) ? '\uFFFD' : c));
        return whole.toString();
    }

    private static boolean isHalf(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    @Override
    public ValueNode numberNode(BigInteger number) {
        // Ten binary digits are three decimal ones and a little.
        if (number.bitLength() > MOST_DIGITS * 10 / 3) {
            throw new Unsound();
        }
        return super.numberNode(number);
    }

    @Override
    public ValueNode numberNode(BigDecimal number) {
        return super.numberNode(sound(number));
    }

    /**
     * Returns a number as a node.
     *
     * @throws NumberFormatException if the text is none
     * @throws Unsound if nobody can hold it
     */
    static JsonNode of(String text) {
        return JsonNodeFactory.instance.numberNode(sound(new BigDecimal(text)));
    }

    private static BigDecimal sound(BigDecimal number) {
        if ((long) number.precision() - number.scale() > MOST_DIGITS || number.scale() > MOST_PLACES) {
            throw new Unsound();
        }
        return number;
    }
}

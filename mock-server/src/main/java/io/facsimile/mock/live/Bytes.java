package io.facsimile.mock.live;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.io.NumberOutput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing run of bytes. */
public final class Bytes {
    private static final int LONGEST_NUMBER = 20;

    private byte[] bytes;
    private int length;

    public Bytes(int expected) {
        bytes = new byte[Math.max(expected, 64)];
    }

    public void add(byte[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    public void add(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
    }

    public void add(String text) {
        add(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a text of ASCII characters only. */
    @SuppressWarnings("deprecation") // The only way to copy ASCII without an array between.
    public void addAscii(String text) {
        reserve(text.length());
        text.getBytes(0, text.length(), bytes, length);
        length += text.length();
    }

    /** Adds a whole number. */
    public void add(long number) {
        reserve(LONGEST_NUMBER);
        length = NumberOutput.outputLong(number, bytes, length);
    }

    /** Adds a text as JSON, with its quotes. */
    public void addQuoted(String text) {
        add('"');
        if (isPlain(text)) {
            addAscii(text);
        } else {
            add(JsonStringEncoder.getInstance().quoteAsUTF8(text));
        }
        add('"');
    }

    /** Returns whether a text stands in JSON as it is, one byte for each letter. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\' || c > 0x7e) {
                return false;
            }
        }
        return true;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    public int length() {
        return length;
    }

    public byte[] toArray() {
        return Arrays.copyOf(bytes, length);
    }
}

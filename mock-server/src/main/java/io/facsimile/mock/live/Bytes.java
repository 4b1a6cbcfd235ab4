package io.facsimile.mock.live;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing run of bytes. */
public final class Bytes {
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

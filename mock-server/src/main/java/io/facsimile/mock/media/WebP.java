package io.facsimile.mock.media;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes pictures of at most 256 colours as lossless WebP: their palette, then the indices, with repetitions of the pixel
 * before and of the row above.
 *
 * <p>Source: RFC 9649, sections 2.6 and 3.
 */
final class WebP {
    private static final int LITERALS = 256;
    private static final int LENGTHS = 24;
    private static final int LONGEST = 4096;
    private static final int SHORTEST = 4;
    /** In which order the lengths of the code for lengths stand; those of 7, 8 and 9 are used. */
    private static final int[] ORDER = {17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9};

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private long bits;
    private int count;

    private WebP() {}

    /**
     * Writes a picture.
     *
     * @param indices a byte for each pixel, row by row
     * @param palette 256 colours as ARGB
     */
    static byte[] of(int width, int height, byte[] indices, int[] palette) {
        WebP webp = new WebP();
        webp.head(width, height);
        webp.palette(palette);
        webp.pixels(width, indices);
        return webp.file();
    }

    private void head(int width, int height) {
        write(0x2f, 8);
        write(width - 1, 14);
        write(height - 1, 14);
        write(1, 1);
        write(0, 3);
    }

    private void palette(int[] palette) {
        write(1, 1);
        write(3, 2);
        write(LITERALS - 1, 8);
        write(0, 1);
        int[] green = lengths(LITERALS + LENGTHS);
        int[] others = lengths(LITERALS);
        code(green);
        code(others);
        code(others);
        code(others);
        single(0);
        int[] greenCodes = codes(green);
        int[] otherCodes = codes(others);
        int before = 0;
        for (int colour : palette) {
            symbol((colour >> 8) - (before >> 8) & 0xff, green, greenCodes);
            symbol((colour >> 16) - (before >> 16) & 0xff, others, otherCodes);
            symbol(colour - before & 0xff, others, otherCodes);
            symbol((colour >>> 24) - (before >>> 24) & 0xff, others, otherCodes);
            before = colour;
        }
        write(0, 1);
    }

    private void pixels(int width, byte[] indices) {
        write(0, 2);
        int[] lengths = lengths(LITERALS + LENGTHS);
        code(lengths);
        single(0);
        single(0);
        single(0xff);
        // Two distances: the pixel above is 1, the one before is 2.
        write(1, 1);
        write(1, 1);
        write(0, 1);
        write(0, 1);
        write(1, 8);
        int[] codes = codes(lengths);
        int at = 0;
        while (at < indices.length) {
            int above = run(indices, at, width);
            int before = run(indices, at, 1);
            int run = Math.max(above, before);
            if (run < SHORTEST) {
                symbol(indices[at++] & 0xff, lengths, codes);
                continue;
            }
            length(run, lengths, codes);
            write(above >= before ? 0 : 1, 1);
            at += run;
        }
    }

    private static int run(byte[] indices, int at, int distance) {
        if (at < distance) {
            return 0;
        }
        int end = Math.min(indices.length, at + LONGEST);
        int to = at;
        while (to < end && indices[to] == indices[to - distance]) {
            to++;
        }
        return to - at;
    }

    private void length(int run, int[] lengths, int[] codes) {
        int value = run - 1;
        int high = 31 - Integer.numberOfLeadingZeros(value);
        int extra = high - 1;
        symbol(LITERALS + 2 * high + (value >> extra & 1), lengths, codes);
        write(value & (1 << extra) - 1, extra);
    }

    /** Returns lengths of a complete code in which all symbols cost about the same. */
    private static int[] lengths(int symbols) {
        int[] lengths = new int[symbols];
        Arrays.fill(lengths, 8);
        if (symbols == LITERALS) {
            // 1/128 + 253/256 + 2/512: complete, and the code for lengths has more than one word.
            lengths[0] = 7;
            lengths[symbols - 1] = 9;
            lengths[symbols - 2] = 9;
        } else {
            Arrays.fill(lengths, 2 * LITERALS - symbols, symbols, 9);
        }
        return lengths;
    }

    /** Writes the lengths of a code, each by a code in which 8 has one bit, 7 and 9 have two. */
    private void code(int[] lengths) {
        write(0, 1);
        write(ORDER.length - 4, 4);
        for (int symbol : ORDER) {
            write(symbol == 8 ? 1 : symbol == 7 || symbol == 9 ? 2 : 0, 3);
        }
        write(0, 1);
        for (int length : lengths) {
            if (length == 8) {
                write(0, 1);
            } else {
                write(length == 7 ? 0b01 : 0b11, 2);
            }
        }
    }

    /** Writes a code of one symbol, which costs nothing. */
    private void single(int symbol) {
        write(1, 1);
        write(0, 1);
        write(1, 1);
        write(symbol, 8);
    }

    /** Returns the canonical code of each symbol, as its bits are written. */
    private static int[] codes(int[] lengths) {
        int[] codes = new int[lengths.length];
        int next = 0;
        for (int length = 1; length <= 9; length++) {
            next <<= 1;
            for (int i = 0; i < lengths.length; i++) {
                if (lengths[i] == length) {
                    codes[i] = Integer.reverse(next++) >>> 32 - length;
                }
            }
        }
        return codes;
    }

    private void symbol(int symbol, int[] lengths, int[] codes) {
        write(codes[symbol], lengths[symbol]);
    }

    private void write(int value, int width) {
        bits |= (long) value << count;
        count += width;
        while (count >= 8) {
            out.write((int) bits);
            bits >>>= 8;
            count -= 8;
        }
    }

    private byte[] file() {
        write(0, 7);
        byte[] data = out.toByteArray();
        int padded = data.length + (data.length & 1);
        ByteBuffer file = ByteBuffer.allocate(20 + padded).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(12 + padded);
        file.put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII))
                .putInt(data.length)
                .put(data);
        return file.array();
    }
}

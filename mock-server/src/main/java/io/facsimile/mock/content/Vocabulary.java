package io.facsimile.mock.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The tokens of a tokenizer with their ranks, found in the form in which they are published: a line for each, its bytes in
 * base64, a space and its rank. Finding them there needs a table of numbers; a map of 200,000 arrays would take several
 * times as long to make. Not to be changed once read, so safe for several threads.
 */
final class Vocabulary {
    private static final int SLOTS = 1 << 19;

    private final byte[] file;
    /** For each slot the place of a line, counted from 1; a line that finds its slot taken has the next free one. */
    private final int[] lines = new int[SLOTS];

    private final int count;

    private Vocabulary(byte[] file) {
        this.file = file;
        int read = 0;
        for (int at = 0; at < file.length && read < SLOTS / 2; read++) {
            int space = space(at);
            int slot = slot(file, at, space);
            while (lines[slot] != 0) {
                slot = (slot + 1) % SLOTS;
            }
            lines[slot] = at + 1;
            at = end(space) + 1;
        }
        this.count = read;
    }

    /**
     * Reads a vocabulary.
     *
     * @param resource a file on the class path, with at most 250,000 tokens
     */
    static Vocabulary read(String resource) {
        try (InputStream in = Vocabulary.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the tokenizer's library has no " + resource);
            }
            return new Vocabulary(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the slot in which a token is looked for first. */
    private static int slot(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        int spread = hash * 0x9E3779B9;
        return (spread ^ (spread >>> 15)) & (SLOTS - 1);
    }

    /** Returns where a line's token ends. */
    private int space(int from) {
        int at = from;
        while (file[at] != ' ') {
            at++;
        }
        return at;
    }

    private int end(int from) {
        int at = from;
        while (at < file.length && file[at] != '\n') {
            at++;
        }
        return at;
    }

    private int rankAt(int space) {
        int rank = 0;
        for (int at = space + 1; at < file.length && file[at] >= '0' && file[at] <= '9'; at++) {
            rank = 10 * rank + (file[at] - '0');
        }
        return rank;
    }

    /** Returns a token's rank, or -1 if the bytes are no token. */
    int rank(byte[] token) {
        byte[] wanted = Base64.getEncoder().encode(token);
        for (int slot = slot(wanted, 0, wanted.length); lines[slot] != 0; slot = (slot + 1) % SLOTS) {
            int start = lines[slot] - 1;
            int end = start + wanted.length;
            if (end < file.length && file[end] == ' ' && Arrays.equals(file, start, end, wanted, 0, wanted.length)) {
                return rankAt(end);
            }
        }
        return -1;
    }

    /** Adds all tokens that stand within some bytes to others, with their ranks. */
    void addWithin(byte[] bytes, Map<byte[], Integer> tokens) {
        for (int from = 0; from < bytes.length; from++) {
            for (int to = from + 1; to <= bytes.length; to++) {
                byte[] part = Arrays.copyOfRange(bytes, from, to);
                int rank = rank(part);
                if (rank >= 0) {
                    tokens.put(part, rank);
                }
            }
        }
    }

    /** Returns all tokens, as a map that can be gone through, which is all that the tokenizer's library does with it. */
    Map<byte[], Integer> all() {
        return new AbstractMap<>() {
            @Override
            public void forEach(BiConsumer<? super byte[], ? super Integer> action) {
                for (int at = 0; at < file.length; ) {
                    int space = space(at);
                    action.accept(Base64.getDecoder().decode(Arrays.copyOfRange(file, at, space)), rankAt(space));
                    at = end(space) + 1;
                }
            }

            @Override
            public int size() {
                return count;
            }

            @Override
            public Set<Map.Entry<byte[], Integer>> entrySet() {
                throw new UnsupportedOperationException("go through it with forEach");
            }
        };
    }
}

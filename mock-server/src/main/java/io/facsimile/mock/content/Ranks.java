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
 * The tokens of a tokenizer with their ranks, in the order of their ranks, read from the form in which they are
 * published: a line for each, its bytes in base64 and its rank. A map only as far as the tokenizer's library asks for one,
 * which goes through it and makes its own: a map of 200,000 arrays between would take longer than all the rest.
 */
final class Ranks extends AbstractMap<byte[], Integer> {
    private final byte[][] tokens;

    private Ranks(byte[][] tokens) {
        this.tokens = tokens;
    }

    /**
     * @param resource a file in the library's jar
     * @param most how many tokens there may be
     */
    static Ranks read(String resource, int most) {
        try (InputStream in = Ranks.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the tokenizer's library has no " + resource);
            }
            return of(in.readAllBytes(), most);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Ranks of(byte[] file, int most) {
        byte[][] tokens = new byte[most][];
        int count = 0;
        int at = 0;
        while (at < file.length) {
            int space = at;
            while (file[space] != ' ') {
                space++;
            }
            byte[] token = Base64.getDecoder().decode(Arrays.copyOfRange(file, at, space));
            int rank = 0;
            for (at = space + 1; at < file.length && file[at] != '\n'; at++) {
                rank = rank * 10 + (file[at] - '0');
            }
            at++;
            tokens[rank] = token;
            count = Math.max(count, rank + 1);
        }
        return new Ranks(Arrays.copyOf(tokens, count));
    }

    @Override
    public void forEach(BiConsumer<? super byte[], ? super Integer> action) {
        for (int rank = 0; rank < tokens.length; rank++) {
            if (tokens[rank] != null) {
                action.accept(tokens[rank], rank);
            }
        }
    }

    @Override
    public int size() {
        return tokens.length;
    }

    @Override
    public Set<Map.Entry<byte[], Integer>> entrySet() {
        throw new UnsupportedOperationException("go through it with forEach");
    }
}

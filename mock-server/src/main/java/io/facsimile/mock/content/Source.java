package io.facsimile.mock.content;

import java.util.Arrays;
import java.util.zip.CRC32C;

/** What a request consists of, as far as it decides what is written: equal sources get equal texts. */
public final class Source {
    private final String operation;
    private final String path;
    private final String query;
    private final byte[] body;
    private final int hash;

    /** @param body the whole body, not to be changed */
    public Source(String operation, String path, String query, byte[] body) {
        this.operation = operation;
        this.path = path;
        this.query = query;
        this.body = body;
        CRC32C sum = new CRC32C();
        sum.update(body);
        this.hash = (operation.hashCode() * 31 + path.hashCode()) * 31 + (int) sum.getValue();
    }

    /** Returns a number that is equal for equal requests. */
    public long seed() {
        long seed = Chance.mix(Chance.mix(operation.hashCode(), path), query);
        return Chance.mix(seed, Arrays.hashCode(body));
    }

    /** Returns the length of the body in bytes. */
    int size() {
        return body.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Source source
                && hash == source.hash
                && operation.equals(source.operation)
                && path.equals(source.path)
                && query.equals(source.query)
                && Arrays.equals(body, source.body);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}

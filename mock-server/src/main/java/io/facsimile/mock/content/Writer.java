package io.facsimile.mock.content;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.ContentRule;
import io.facsimile.contract.language.RequestValues;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Writes for all operations of a simulator. Keeps what is dear to make: counts, and callers' schemas compiled. */
public final class Writer {
    private static final int MOST_SCHEMAS = 256;

    private static final int MOST_WRITINGS = 512;
    private static final int LONGEST_KEPT = 8 * 1024;

    private final Tokens tokens = new Tokens();
    private final Map<Source, Writing> writings = new ConcurrentHashMap<>();
    private final Map<JsonNode, Instances> schemas = new ConcurrentHashMap<>();

    /** Reads what takes long to read, so that no request has to wait for it. */
    public static void prepare() {
        Tokenizer.prepare();
        Languages.of("").sentences();
    }

    /**
     * Returns what a model writes for a request; nothing is made before it is asked for. Equal requests get the same
     * writing, as long as it is kept.
     *
     * @param source what the request consists of
     */
    public Writing writing(ContentRule rule, RequestValues request, Source source) {
        Writing known = writings.get(source);
        if (known != null) {
            return known;
        }
        Writing writing = new Writing(rule, request, this);
        if (source.size() <= LONGEST_KEPT) {
            if (writings.size() >= MOST_WRITINGS) {
                writings.clear();
            }
            writings.put(source, writing);
        }
        return writing;
    }

    Tokens tokens() {
        return tokens;
    }

    Instances instances(JsonNode schema) {
        Instances known = schemas.get(schema);
        if (known != null) {
            return known;
        }
        if (schemas.size() >= MOST_SCHEMAS) {
            schemas.clear();
        }
        return schemas.computeIfAbsent(schema, Instances::ofCaller);
    }
}

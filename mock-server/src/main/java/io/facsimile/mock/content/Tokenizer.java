package io.facsimile.mock.content;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.GptBytePairEncodingParams;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tokenizer o200k_base. Making it of all its 200,000 tokens takes a good part of a second and much memory; until many
 * texts have come, each gets one that is made of the tokens which stand in it, and which splits it alike: a token that
 * does not stand in a text can have no part in splitting it.
 */
final class Tokenizer {
    private static final String NAME = "facsimile";

    /** How o200k_base splits a text before it looks for tokens, as its vendor publishes it. */
    private static final Pattern SPLIT = Pattern.compile(
            String.join(
                    "|",
                    "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
                    "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
                    "\\p{N}{1,3}",
                    " ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*",
                    "\\s*[\\r\\n]+",
                    "\\s+(?!\\S)",
                    "\\s+"),
            Pattern.UNICODE_CHARACTER_CLASS);

    private static final Vocabulary VOCABULARY = Vocabulary.read("/com/knuddels/jtokkit/o200k_base.tiktoken");

    /** After so many texts the whole tokenizer is made, beside. */
    private static final int FEW = 64;

    private static final int SHORT_TEXT = 2_000;
    private static final int SHORT_PIECE = 60;

    private static final AtomicInteger TEXTS = new AtomicInteger();
    private static volatile @Nullable Encoding whole;

    private Tokenizer() {}

    /** Reads the vocabulary now, so that no request has to wait for it. */
    static void prepare() {
        of("a").countTokensOrdinary("a");
    }

    /** Returns a tokenizer for a text; for others it may be wrong. */
    static Encoding of(String text) {
        Encoding known = whole;
        if (known != null) {
            return known;
        }
        if (TEXTS.incrementAndGet() == FEW) {
            Thread making = new Thread(Tokenizer::whole, "facsimile-tokenizer");
            making.setDaemon(true);
            making.start();
        }
        return text.length() <= SHORT_TEXT ? ofPieces(text) : whole();
    }

    /** Returns a tokenizer of the tokens that stand in the pieces of a text. */
    static Encoding ofPieces(String text) {
        Map<byte[], Integer> tokens = new TreeMap<>(Arrays::compare);
        Matcher pieces = SPLIT.matcher(text);
        while (pieces.find()) {
            if (pieces.end() - pieces.start() > SHORT_PIECE) {
                return whole();
            }
            VOCABULARY.addWithin(pieces.group().getBytes(StandardCharsets.UTF_8), tokens);
        }
        return encoding(tokens);
    }

    /** Returns the whole tokenizer, made when it is first needed. */
    static synchronized Encoding whole() {
        Encoding known = whole;
        if (known == null) {
            known = encoding(VOCABULARY.all());
            whole = known;
        }
        return known;
    }

    private static Encoding encoding(Map<byte[], Integer> tokens) {
        return Encodings.newLazyEncodingRegistry()
                .registerGptBytePairEncoding(new GptBytePairEncodingParams(NAME, SPLIT, tokens, Map.of()))
                .getEncoding(NAME)
                .orElseThrow();
    }
}

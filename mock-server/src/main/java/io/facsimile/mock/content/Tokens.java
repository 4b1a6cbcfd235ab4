package io.facsimile.mock.content;

import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingResult;
import com.knuddels.jtokkit.api.IntArrayList;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts and cuts tokens with the tokenizer o200k_base. Other vendors' tokenizers differ by some tenths; their counts are
 * close enough for what a simulator is for.
 */
final class Tokens {
    private static final int MOST_COUNTED = 100_000;
    private static final int LONGEST_KEPT = 2_000;
    private static final int MOST_KEPT = 4_096;

    /** How many tokens o200k_base has, without the special ones. */
    private static final int MOST_TOKENS = 199_998;

    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    /** Returns how many tokens a text has; of a very long one, about how many. */
    int count(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        if (text.length() > MOST_COUNTED) {
            String counting = text.substring(0, MOST_COUNTED);
            long counted = Tokenizer.of(counting).countTokensOrdinary(counting);
            return (int) Math.min(counted * text.length() / MOST_COUNTED, Integer.MAX_VALUE);
        }
        int count = 0;
        int from = 0;
        // The tokenizer never joins a full stop and the space after it, so sentences can be counted one by one.
        for (int stop = text.indexOf(". "); stop >= 0; stop = text.indexOf(". ", from)) {
            count += kept(text.substring(from, stop + 1));
            from = stop + 1;
        }
        return count + kept(text.substring(from));
    }

    private int kept(String sentence) {
        if (sentence.length() > LONGEST_KEPT) {
            return Tokenizer.of(sentence).countTokensOrdinary(sentence);
        }
        Integer known = counts.get(sentence);
        if (known != null) {
            return known;
        }
        int count = Tokenizer.of(sentence).countTokensOrdinary(sentence);
        if (counts.size() >= MOST_KEPT) {
            counts.clear();
        }
        counts.put(sentence, count);
        return count;
    }

    /** Returns the tokens of a text, which add up to it: those that are parts of one character come as one. */
    List<String> split(String text) {
        Encoding tokenizer = Tokenizer.of(text);
        IntArrayList tokens = tokenizer.encodeOrdinary(text);
        List<String> parts = new ArrayList<>();
        ByteArrayOutputStream open = new ByteArrayOutputStream();
        for (int i = 0; i < tokens.size(); i++) {
            IntArrayList one = new IntArrayList(1);
            one.add(tokens.get(i));
            open.writeBytes(tokenizer.decodeBytes(one));
            String part = open.toString(StandardCharsets.UTF_8);
            if (part.indexOf('\ufffd') < 0 || i == tokens.size() - 1) {
                parts.add(part);
                open.reset();
            }
        }
        return parts;
    }

    /** Returns the text of tokens, without those that the tokenizer does not know: other vendors have others. */
    String text(List<Integer> ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ids.forEach(id -> bytes.writeBytes(bytes(id)));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(int id) {
        if (id < 0 || id >= MOST_TOKENS) {
            return new byte[0];
        }
        IntArrayList one = new IntArrayList(1);
        one.add(id);
        return Tokenizer.whole().decodeBytes(one);
    }

    /** Returns the beginning of a text that has at most so many tokens. */
    String first(int most, String text) {
        if (most <= 0) {
            return "";
        }
        EncodingResult result = Tokenizer.of(text).encodeOrdinary(text, most);
        return result.isTruncated() ? text.substring(0, result.getLastProcessedCharacterIndex() + 1) : text;
    }
}

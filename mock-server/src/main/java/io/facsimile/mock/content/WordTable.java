package io.facsimile.mock.content;

import org.jspecify.annotations.Nullable;

/**
 * Words in lower case, each with something that it says; found inside a text whatever the case of its letters, and without
 * taking the word out of it. Not to be changed once filled, so safe for several threads.
 */
final class WordTable<V> {
    private @Nullable String[] words = new String[64];
    private @Nullable Object[] values = new Object[64];
    private int count;

    void put(String word, V value) {
        if (2 * ++count > words.length) {
            grow();
        }
        int slot = slot(word, 0, word.length());
        words[slot] = word;
        values[slot] = value;
    }

    private void grow() {
        @Nullable String[] oldWords = words;
        @Nullable Object[] oldValues = values;
        words = new String[2 * oldWords.length];
        values = new Object[2 * oldWords.length];
        for (int i = 0; i < oldWords.length; i++) {
            String word = oldWords[i];
            if (word != null) {
                int slot = slot(word, 0, word.length());
                words[slot] = word;
                values[slot] = oldValues[i];
            }
        }
    }

    /** Returns what the word between two places of a text says; null if it is not among the words. */
    @SuppressWarnings("unchecked")
    @Nullable
    V find(String text, int from, int to) {
        return (V) values[slot(text, from, to)];
    }

    /** Returns the slot of a word, or the free one where it would stand. */
    private int slot(String text, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + lower(text.charAt(i));
        }
        int slot = (hash ^ hash >>> 15) & words.length - 1;
        for (String word = words[slot]; word != null && !is(word, text, from, to); word = words[slot]) {
            slot = slot + 1 & words.length - 1;
        }
        return slot;
    }

    private static boolean is(String word, String text, int from, int to) {
        if (word.length() != to - from) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (word.charAt(i - from) != lower(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static char lower(char c) {
        return c < 0x80 ? (c >= 'A' && c <= 'Z' ? (char) (c + 32) : c) : Character.toLowerCase(c);
    }

    /** Returns where the letters end that begin at a place. */
    static int end(String text, int from) {
        int end = from;
        while (end < text.length() && isLetter(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isLetter(char c) {
        return c < 0x80 ? c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' : Character.isLetter(c) || isMark(c);
    }

    /** Vowels are marks in the scripts of India. */
    private static boolean isMark(char c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }
}

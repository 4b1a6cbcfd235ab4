package io.facsimile.contract.bundle;

import java.util.Iterator;

/** Finds the word that somebody probably meant. */
public final class Words {
    private Words() {}

    /** Returns the closest of some words, or "" if none is close. */
    public static String closest(String word, Iterator<String> words) {
        String best = "";
        int least = Math.max(2, word.length() / 3) + 1;
        while (words.hasNext()) {
            String candidate = words.next();
            int distance = distance(word, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best;
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                row[j] = Math.min(
                        Math.min(row[j], row[j - 1]) + 1, diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}

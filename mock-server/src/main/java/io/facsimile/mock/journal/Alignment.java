package io.facsimile.mock.journal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The segments of a path beside those of a path template, lined up in the cheapest way.
 *
 * @param steps from the beginning to the end
 * @param cost how far the two are apart; 0 for a path that fits
 */
record Alignment(List<Step> steps, int cost) {
    private static final int SIMILAR = 1;
    private static final int SHIFTED = 2;
    private static final int OTHER = 3;

    /** What two segments have to do with each other. */
    private enum Kind {
        FITS,
        SIMILAR,
        OTHER,
        MISSING,
        TOO_MANY
    }

    /** One segment of the path, of the template, or of both. */
    private record Step(Kind kind, String wanted, String known) {}

    static Alignment of(List<String> wanted, List<String> known) {
        int[][] costs = costs(wanted, known);
        List<Step> steps = new ArrayList<>();
        int i = wanted.size();
        int j = known.size();
        while (i > 0 || j > 0) {
            if (i > 0 && j > 0) {
                Kind kind = kind(wanted.get(i - 1), known.get(j - 1));
                if (costs[i][j] == costs[i - 1][j - 1] + cost(kind)) {
                    steps.add(new Step(kind, wanted.get(--i), known.get(--j)));
                    continue;
                }
            }
            if (j > 0 && costs[i][j] == costs[i][j - 1] + SHIFTED) {
                steps.add(new Step(Kind.MISSING, "", known.get(--j)));
            } else {
                steps.add(new Step(Kind.TOO_MANY, wanted.get(--i), ""));
            }
        }
        Collections.reverse(steps);
        return new Alignment(steps, costs[wanted.size()][known.size()]);
    }

    /** A prefix costs the same however long it is: base URLs have paths of their own. */
    private static int[][] costs(List<String> wanted, List<String> known) {
        int[][] costs = new int[wanted.size() + 1][known.size() + 1];
        for (int i = 1; i <= wanted.size(); i++) {
            costs[i][0] = SHIFTED;
        }
        for (int j = 1; j <= known.size(); j++) {
            costs[0][j] = j * SHIFTED;
        }
        for (int i = 1; i <= wanted.size(); i++) {
            for (int j = 1; j <= known.size(); j++) {
                int changed = costs[i - 1][j - 1] + cost(kind(wanted.get(i - 1), known.get(j - 1)));
                int shifted = Math.min(costs[i - 1][j] + tooMany(wanted.get(i - 1)), costs[i][j - 1] + SHIFTED);
                costs[i][j] = Math.min(changed, shifted);
            }
        }
        return costs;
    }

    /** A slash at the end is less than a segment. */
    private static int tooMany(String segment) {
        return segment.isEmpty() ? SIMILAR : SHIFTED;
    }

    private static int cost(Kind kind) {
        return switch (kind) {
            case FITS -> 0;
            case SIMILAR -> SIMILAR;
            case OTHER -> OTHER;
            case MISSING, TOO_MANY -> SHIFTED;
        };
    }

    private static Kind kind(String wanted, String known) {
        boolean isParameter = known.startsWith("{") && known.endsWith("}");
        if (wanted.equals(known) || isParameter && !wanted.isEmpty()) {
            return Kind.FITS;
        }
        return isSimilar(wanted.toLowerCase(Locale.ROOT), known.toLowerCase(Locale.ROOT)) ? Kind.SIMILAR : Kind.OTHER;
    }

    /** Two letters may be other, missing or too many, but not most of them. */
    private static boolean isSimilar(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(Math.min(row[j], row[j - 1]) + 1, change);
            }
        }
        return row[other.length()] <= Math.min(2, Math.min(one.length(), other.length()) / 2);
    }

    /** Returns how many segments the two have in common that are no parameters. */
    int shared() {
        return (int) steps.stream()
                .filter(s -> s.kind == Kind.SIMILAR || s.kind == Kind.FITS && s.wanted.equals(s.known))
                .count();
    }

    /** Returns in words what is different; "" for nothing. */
    String differences() {
        int begin = 0;
        while (begin < steps.size() && steps.get(begin).kind != Kind.FITS) {
            begin++;
        }
        List<Step> prefix = steps.subList(0, begin);
        List<String> told = new ArrayList<>();
        if (isAll(prefix, Kind.TOO_MANY)) {
            told.add("\"" + path(prefix) + "\" stands before it: a prefix too many?");
        } else if (isAll(prefix, Kind.MISSING)) {
            told.add("\"" + path(prefix) + "\" does not stand before it: a prefix missing?");
        } else {
            begin = 0;
        }
        for (int i = begin; i < steps.size(); i++) {
            Step step = steps.get(i);
            switch (step.kind) {
                case FITS -> {}
                case SIMILAR, OTHER ->
                    told.add("\"" + step.wanted + "\" stands where \"" + step.known + "\" is expected");
                case MISSING -> told.add("the segment \"" + step.known + "\" is missing");
                case TOO_MANY ->
                    told.add(
                            step.wanted.isEmpty()
                                    ? i == steps.size() - 1 ? "there is a slash at the end" : "a slash is doubled"
                                    : "the segment \"" + step.wanted + "\" is too many");
            }
        }
        return String.join(", ", told);
    }

    private static boolean isAll(List<Step> steps, Kind kind) {
        return !steps.isEmpty() && steps.stream().allMatch(s -> s.kind == kind);
    }

    private static String path(List<Step> steps) {
        return steps.stream().map(s -> "/" + s.wanted + s.known).collect(Collectors.joining());
    }
}

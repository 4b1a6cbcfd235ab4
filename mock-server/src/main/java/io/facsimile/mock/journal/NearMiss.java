package io.facsimile.mock.journal;

import io.facsimile.contract.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * An operation that a request without one may have meant.
 *
 * @param operation its operationId
 * @param method its method
 * @param path its path, below the provider's name if the request had that
 * @param why what the request has otherwise
 */
public record NearMiss(String operation, String method, String path, String why) {
    private static final int MOST = 3;

    private record Scored(NearMiss miss, int distance) {}

    /**
     * Returns the nearest operations, nearest first.
     *
     * @param operations of all providers
     */
    public static List<NearMiss> of(String method, String path, List<Route> operations) {
        List<Scored> scored = new ArrayList<>();
        String[] wanted = segments(path);
        for (Route operation : operations) {
            String[] known = segments(operation.path());
            int distance = distance(wanted, known);
            if (!operation.method().equals(method)) {
                distance++;
            }
            if (distance <= 3) {
                scored.add(new Scored(
                        new NearMiss(
                                operation.operation(),
                                operation.method(),
                                operation.path(),
                                why(method, path, wanted, operation, known)),
                        distance));
            }
        }
        return scored.stream()
                .sorted(Comparator.comparingInt(Scored::distance))
                .map(Scored::miss)
                .distinct()
                .limit(MOST)
                .toList();
    }

    private static String[] segments(String path) {
        return path.replaceFirst("^/", "").split("/", -1);
    }

    private static boolean fits(String segment, String template) {
        return segment.equals(template) || template.startsWith("{") && template.endsWith("}") && !segment.isEmpty();
    }

    /** Counts the segments that are missing, too many or other, in the cheapest way to line the two up. */
    private static int distance(String[] wanted, String[] known) {
        int[] row = new int[known.length + 1];
        for (int j = 0; j <= known.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= wanted.length; i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= known.length; j++) {
                int above = row[j];
                int change = diagonal + (fits(wanted[i - 1], known[j - 1]) ? 0 : 1);
                row[j] = Math.min(Math.min(row[j], row[j - 1]) + 1, change);
                diagonal = above;
            }
        }
        return row[known.length];
    }

    private static String why(String method, String path, String[] wanted, Route operation, String[] known) {
        if (distance(wanted, known) == 0) {
            return "the method is " + method + ", not " + operation.method();
        }
        if (path.endsWith("/") && distance(segments(path.substring(0, path.length() - 1)), known) == 0) {
            return "there is a slash at the end";
        }
        if (wanted.length > known.length) {
            return "the path has more segments: a prefix too many?";
        }
        if (wanted.length < known.length) {
            return "the path has fewer segments: a prefix missing?";
        }
        for (int i = 0; i < known.length; i++) {
            if (!fits(wanted[i], known[i])) {
                return "\"" + wanted[i] + "\" stands where \"" + known[i] + "\" is expected";
            }
        }
        return "it is another path";
    }
}

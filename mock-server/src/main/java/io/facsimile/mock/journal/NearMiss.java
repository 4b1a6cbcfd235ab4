package io.facsimile.mock.journal;

import io.facsimile.contract.Route;
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
    /** How many are worth telling. */
    public static final int MOST = 3;

    private static final int FARTHEST = 5;

    private record Scored(Route route, Alignment alignment, int distance) {}

    /**
     * Returns the nearest operations, nearest first.
     *
     * @param operations of all providers
     */
    public static List<NearMiss> of(String method, String path, List<Route> operations) {
        List<String> wanted = segments(path);
        return operations.stream()
                .map(route -> scored(method, wanted, route))
                .filter(scored -> scored.distance <= FARTHEST && scored.alignment.shared() > 0)
                .sorted(Comparator.comparingInt(Scored::distance).thenComparing(scored -> -scored.alignment.shared()))
                .map(scored -> new NearMiss(
                        scored.route.operation(),
                        scored.route.method(),
                        scored.route.path(),
                        why(method, scored.route, scored.alignment)))
                .distinct()
                .limit(MOST)
                .toList();
    }

    /**
     * Returns an operation that the path means exactly, but of other providers.
     *
     * @param providers those that have it
     * @param asked the one below whose name it was looked for
     */
    public static NearMiss elsewhere(Route route, List<String> providers, String asked) {
        return new NearMiss(
                route.operation(),
                route.method(),
                route.path(),
                "the path begins with /" + asked + ", which has no such operation; it is below /"
                        + String.join(" and /", providers));
    }

    private static Scored scored(String method, List<String> wanted, Route route) {
        Alignment alignment = Alignment.of(wanted, segments(route.path()));
        return new Scored(route, alignment, alignment.cost() + (route.method().equals(method) ? 0 : 1));
    }

    private static List<String> segments(String path) {
        return List.of(path.replaceFirst("^/", "").split("/", -1));
    }

    private static String why(String method, Route route, Alignment alignment) {
        String inPath = alignment.differences();
        String inMethod = route.method().equals(method) ? "" : "the method is " + method + ", not " + route.method();
        return inPath.isEmpty() || inMethod.isEmpty() ? inPath + inMethod : inPath + ", and " + inMethod;
    }
}

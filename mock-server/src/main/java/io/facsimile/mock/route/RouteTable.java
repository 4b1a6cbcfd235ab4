package io.facsimile.mock.route;

import io.facsimile.mock.request.Query;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds what serves a method and path. A path without parameters costs one hash look-up, any other one look-up per
 * segment, however many routes there are. A literal segment wins over a mixed one ({@code {model}:predict}), which wins
 * over a parameter. The first route added for a method and path stays.
 *
 * @param <T> what routes lead to
 */
public final class RouteTable<T> {
    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");

    private final Map<String, Node<T>> literals = new HashMap<>();
    private final Node<T> root = new Node<>();

    private static final class Node<T> {
        final Map<String, Node<T>> children = new HashMap<>();
        final List<Mixed<T>> mixed = new ArrayList<>();

        @Nullable
        Node<T> parameter;

        final Map<String, Target<T>> targets = new LinkedHashMap<>();
    }

    private record Mixed<T>(String segment, Pattern pattern, Node<T> node) {}

    private record Target<T>(T value, List<String> names) {}

    /** What a look-up gives. */
    public sealed interface Match<T> {}

    /**
     * A route was found.
     *
     * @param pathValues decoded path parameters by name
     */
    public record Found<T>(T value, Map<String, String> pathValues) implements Match<T> {}

    /** The path exists, but not for this method. */
    public record OtherMethods<T>(Set<String> allowed) implements Match<T> {}

    /** No route has this path. */
    public record Nothing<T>() implements Match<T> {}

    /**
     * Adds a route.
     *
     * @param template such as {@code /v1/models/{model}}
     * @return whether it is the first of its method and path
     */
    public boolean add(String method, String template, T value) {
        Node<T> node = root;
        List<String> names = new ArrayList<>();
        boolean isLiteral = true;
        for (String segment : segments(template)) {
            Matcher matcher = PARAMETER.matcher(segment);
            if (!matcher.find()) {
                node = node.children.computeIfAbsent(segment, s -> new Node<>());
                continue;
            }
            isLiteral = false;
            if (matcher.start() == 0 && matcher.end() == segment.length()) {
                names.add(matcher.group(1));
                if (node.parameter == null) {
                    node.parameter = new Node<>();
                }
                node = node.parameter;
            } else {
                node = mixed(node, segment, matcher.reset(), names);
            }
        }
        boolean isFirst = node.targets.putIfAbsent(method, new Target<>(value, List.copyOf(names))) == null;
        if (isLiteral) {
            literals.put(template, node);
        }
        return isFirst;
    }

    private Node<T> mixed(Node<T> node, String segment, Matcher matcher, List<String> names) {
        StringBuilder pattern = new StringBuilder();
        int end = 0;
        while (matcher.find()) {
            pattern.append(Pattern.quote(segment.substring(end, matcher.start())))
                    .append("(.+?)");
            names.add(matcher.group(1));
            end = matcher.end();
        }
        pattern.append(Pattern.quote(segment.substring(end)));
        String shape = PARAMETER.matcher(segment).replaceAll("{}");
        for (Mixed<T> known : node.mixed) {
            if (known.segment.equals(shape)) {
                return known.node;
            }
        }
        Node<T> added = new Node<>();
        node.mixed.add(new Mixed<>(shape, Pattern.compile(pattern.toString()), added));
        return added;
    }

    /**
     * Finds the route of a request.
     *
     * @param path percent-encoded, as it came
     */
    public Match<T> find(String method, String path) {
        Node<T> literal = literals.get(path);
        if (literal != null) {
            Target<T> target = target(literal, method);
            if (target != null) {
                return new Found<>(target.value, Map.of());
            }
        }
        Walk<T> walk = new Walk<>(method, segments(path));
        Target<T> target = walk.from(root, 0);
        if (target == null) {
            return walk.others.isEmpty() ? new Nothing<>() : new OtherMethods<>(new TreeSet<>(walk.others));
        }
        return new Found<>(target.value, named(target.names, walk.values));
    }

    private static Map<String, String> named(List<String> names, List<String> values) {
        if (values.size() == 1) {
            return Map.of(names.get(0), values.get(0));
        }
        Map<String, String> named = new HashMap<>();
        for (int i = 0; i < values.size(); i++) {
            named.put(names.get(i), values.get(i));
        }
        return named;
    }

    /** A HEAD is answered by the GET of its path, without the body. */
    private static <T> @Nullable Target<T> target(Node<T> node, String method) {
        Target<T> target = node.targets.get(method);
        return target == null && method.equals("HEAD") ? node.targets.get("GET") : target;
    }

    /** The way of one request through the table. */
    private static final class Walk<T> {
        final String method;
        final String[] segments;
        final List<String> values = new ArrayList<>(2);
        /** The methods that the path has, as long as none fits. */
        Set<String> others = Set.of();

        /** @param segments percent-encoded; each is decoded once, however many ways are tried */
        Walk(String method, String[] segments) {
            this.method = method;
            this.segments = segments;
            for (int i = 0; i < segments.length; i++) {
                segments[i] = Query.decode(segments[i], false);
            }
        }

        @Nullable
        Target<T> from(Node<T> node, int depth) {
            if (depth == segments.length) {
                return end(node);
            }
            String segment = segments[depth];
            Node<T> child = node.children.get(segment);
            Target<T> target = child == null ? null : from(child, depth + 1);
            if (target != null || segment.isEmpty()) {
                return target;
            }
            for (Mixed<T> mixed : node.mixed) {
                Matcher matcher = mixed.pattern.matcher(segment);
                if (matcher.matches()) {
                    int known = values.size();
                    for (int i = 1; i <= matcher.groupCount(); i++) {
                        values.add(matcher.group(i));
                    }
                    target = from(mixed.node, depth + 1);
                    if (target != null) {
                        return target;
                    }
                    values.subList(known, values.size()).clear();
                }
            }
            if (node.parameter == null) {
                return null;
            }
            values.add(segment);
            target = from(node.parameter, depth + 1);
            if (target == null) {
                values.remove(values.size() - 1);
            }
            return target;
        }

        private @Nullable Target<T> end(Node<T> node) {
            Target<T> target = target(node, method);
            if (target == null && !node.targets.isEmpty()) {
                others = others.isEmpty() ? new LinkedHashSet<>() : others;
                others.addAll(node.targets.keySet());
            }
            return target;
        }
    }

    private static String[] segments(String path) {
        return path.substring(path.startsWith("/") ? 1 : 0).split("/", -1);
    }
}

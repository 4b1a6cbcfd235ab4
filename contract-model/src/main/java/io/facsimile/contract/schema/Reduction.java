package io.facsimile.contract.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import io.facsimile.contract.References;
import io.facsimile.contract.source.Pointers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a validator finds wrong, reduced to what a person wants to know of it. Where no branch of a union fits, that is what
 * is wrong by the closest branch: one of the value's JSON type, then one whose tag fits, then the one that got deepest, then
 * the one with the fewest errors. Where a word tells the branches apart and is none of theirs, it is all of their words.
 */
final class Reduction {
    /** Of more errors than these, only those of the first union are looked at. */
    private static final int MANY = 1_000;

    /** Keywords after which the schema is of a member or item; after the first ones, its name comes. */
    private static final Set<String> NAMED = Set.of("properties", "patternProperties", "prefixItems");

    private static final Set<String> ITEMS =
            Set.of("items", "additionalProperties", "contains", "unevaluatedItems", "unevaluatedProperties");

    /** Keywords that name the member that is wrong, but not as the place. */
    private static final Set<String> NAMING = Set.of("required", "additionalProperties", "unevaluatedProperties");

    private final JsonNode document;
    private final List<Error> left;
    private final IdentityHashMap<Error, List<Branch>> places = new IdentityHashMap<>();

    /** What is said instead of an error. */
    private final IdentityHashMap<Error, Violation> told = new IdentityHashMap<>();

    /**
     * A branch of a union.
     *
     * @param union the place of the union in the schema and in the value
     * @param depth how deep in the value that is
     */
    private record Branch(String union, int number, int depth) {}

    Reduction(JsonNode document, List<Error> errors) {
        this.document = document;
        this.left = new ArrayList<>(errors);
        errors.forEach(error -> places.put(error, branches(error)));
    }

    /** Returns what is left, the first thing first. */
    List<Violation> violations() {
        boolean isReduced = true;
        while (isReduced) {
            isReduced = reduceOne();
        }
        Set<Violation> violations = new LinkedHashSet<>();
        for (Error error : left) {
            Violation violation = said(error);
            boolean isUnion =
                    violation.keyword().equals("anyOf") || violation.keyword().equals("oneOf");
            if (!isUnion || left.size() == 1) {
                violations.add(violation);
            }
        }
        return violations.isEmpty() ? List.of(said(left.get(0))) : List.copyOf(violations);
    }

    private Violation said(Error error) {
        Violation instead = told.get(error);
        return instead != null ? instead : violation(error);
    }

    /** Reduces the first of the outermost unions that have errors in several branches; returns whether there is one. */
    private boolean reduceOne() {
        Map<String, Set<Integer>> open = numbers(left, places);
        Map<Integer, List<Error>> branches = new LinkedHashMap<>();
        Branch first = null;
        for (Error error : left) {
            Branch branch = outermostOpen(places.getOrDefault(error, List.of()), open);
            if (branch != null && (first == null || first.union.equals(branch.union))) {
                first = branch;
                branches.computeIfAbsent(branch.number, n -> new ArrayList<>()).add(error);
            }
        }
        if (first == null) {
            return false;
        }
        if (left.size() > MANY) {
            left.clear();
            branches.values().forEach(left::addAll);
        }
        int depth = first.depth;
        String union = first.union;
        List<List<Error>> ofType = branches.values().stream()
                .filter(branch -> !breaks(branch, union, error -> isOtherType(error, depth)))
                .toList();
        if (!ofType.isEmpty() && ofType.size() < branches.size()) {
            return keep(branches.values(), ofType);
        }
        Optional<Error> tag = commonTag(branches.values(), union, depth + 1);
        if (tag.isPresent()) {
            told.put(tag.get(), words(branches.values(), tag.get()));
            return keep(branches.values(), List.of(List.of(tag.get())));
        }
        List<Error> best = branches.values().stream()
                .min(Comparator.<List<Error>, Boolean>comparing(
                                branch -> breaks(branch, union, error -> isTagMiss(error, depth + 1)))
                        .thenComparingInt(branch -> tagMisses(branch, depth + 1))
                        .thenComparing(Comparator.comparingInt(Reduction::depth).reversed())
                        .thenComparingInt(List::size))
                .orElseThrow();
        return keep(branches.values(), List.of(best));
    }

    /** Removes the errors of some branches but these. */
    private boolean keep(Collection<List<Error>> branches, List<List<Error>> these) {
        Set<Error> gone = Collections.newSetFromMap(new IdentityHashMap<>());
        branches.forEach(gone::addAll);
        these.forEach(branch -> branch.forEach(gone::remove));
        return left.removeIf(gone::contains);
    }

    /**
     * Returns whether a branch has an error of a kind; where the branch is a union itself, whether all of its branches have.
     *
     * @param union the union that the branch is of
     */
    private boolean breaks(List<Error> branch, String union, Predicate<Error> kind) {
        Map<String, Map<Integer, List<Error>>> inner = new LinkedHashMap<>();
        for (Error error : branch) {
            Branch next = inside(error, union);
            if (next == null) {
                if (kind.test(error)) {
                    return true;
                }
            } else {
                inner.computeIfAbsent(next.union, u -> new LinkedHashMap<>())
                        .computeIfAbsent(next.number, n -> new ArrayList<>())
                        .add(error);
            }
        }
        for (Map.Entry<String, Map<Integer, List<Error>>> next : inner.entrySet()) {
            if (next.getValue().values().stream().allMatch(errors -> breaks(errors, next.getKey(), kind))) {
                return true;
            }
        }
        return false;
    }

    /** Returns the branch that an error is in of the next union inside of a union. */
    private @Nullable Branch inside(Error error, String union) {
        List<Branch> all = places.getOrDefault(error, List.of());
        for (int i = 0; i + 1 < all.size(); i++) {
            if (all.get(i).union.equals(union)) {
                return all.get(i + 1);
            }
        }
        return null;
    }

    private static boolean isOtherType(Error error, int depth) {
        return "type".equals(error.getKeyword()) && error.getInstanceLocation().getNameCount() == depth;
    }

    private static boolean isTag(Error error, int depth) {
        return ("const".equals(error.getKeyword()) || "enum".equals(error.getKeyword()))
                && error.getInstanceLocation().getNameCount() == depth;
    }

    /** Returns the error of a word that every branch refuses. */
    private Optional<Error> commonTag(Collection<List<Error>> branches, String union, int depth) {
        Set<String> tried = new HashSet<>();
        for (List<Error> branch : branches) {
            for (Error error : branch) {
                String place = error.getInstanceLocation().toString();
                if (isTag(error, depth)
                        && tried.add(place)
                        && branches.stream().allMatch(b -> breaks(b, union, other -> isWord(other, place)))) {
                    return Optional.of(error);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isWord(Error error, String place) {
        String keyword = String.valueOf(error.getKeyword());
        return (keyword.equals("const") || keyword.equals("enum") || keyword.equals("pattern"))
                && error.getInstanceLocation().toString().equals(place);
    }

    /** Returns what says which words there are at a place; those of an open set are the known ones. */
    private Violation words(Collection<List<Error>> branches, Error tag) {
        String place = tag.getInstanceLocation().toString();
        Set<String> words = new LinkedHashSet<>();
        for (List<Error> branch : branches) {
            for (Error error : branch) {
                if (isWord(error, place)) {
                    String pointer = violation(error).schemaPointer();
                    JsonNode schema = Pointers.at(document, pointer.substring(0, pointer.lastIndexOf('/')));
                    if (schema.has("const")) {
                        words.add(schema.get("const").toString());
                    }
                    schema.path("enum").forEach(word -> words.add(word.toString()));
                    schema.path("x-extensible-enum").forEach(word -> words.add(word.toString()));
                }
            }
        }
        return new Violation(
                place,
                "enum",
                "does not have a value in the enumeration [" + String.join(", ", words) + "]",
                violation(tag).schemaPointer());
    }

    /** Returns the branches that an error is inside of, the outermost first. */
    private static List<Branch> branches(Error error) {
        String[] tokens = error.getEvaluationPath().toString().split("/", -1);
        List<Branch> branches = new ArrayList<>();
        StringBuilder prefix = new StringBuilder();
        int depth = 0;
        for (int i = 0; i + 1 < tokens.length; i++) {
            String token = tokens[i];
            prefix.append(token).append('/');
            if (NAMED.contains(token)) {
                depth++;
                i++;
                prefix.append(tokens[i]).append('/');
            } else if (ITEMS.contains(token)) {
                depth++;
            } else if ((token.equals("anyOf") || token.equals("oneOf")) && isNumber(tokens[i + 1])) {
                branches.add(new Branch(prefix + " " + start(error, depth), Integer.parseInt(tokens[i + 1]), depth));
            }
        }
        return branches;
    }

    /** Returns the first steps to where an error is. */
    private static String start(Error error, int steps) {
        StringBuilder start = new StringBuilder();
        int most = Math.min(steps, error.getInstanceLocation().getNameCount());
        for (int i = 0; i < most; i++) {
            start.append('/').append(error.getInstanceLocation().getName(i));
        }
        return start.toString();
    }

    /** Returns which branches of each union have errors. */
    private static Map<String, Set<Integer>> numbers(List<Error> errors, IdentityHashMap<Error, List<Branch>> places) {
        Map<String, Set<Integer>> numbers = new HashMap<>();
        for (Error error : errors) {
            for (Branch branch : places.getOrDefault(error, List.of())) {
                numbers.computeIfAbsent(branch.union, u -> new HashSet<>()).add(branch.number);
            }
        }
        return numbers;
    }

    /** Returns the outermost branch whose union has errors in other branches, too. */
    private static @Nullable Branch outermostOpen(List<Branch> branches, Map<String, Set<Integer>> open) {
        for (Branch branch : branches) {
            if (open.getOrDefault(branch.union, Set.of()).size() > 1) {
                return branch;
            }
        }
        return null;
    }

    private static boolean isNumber(String token) {
        return !token.isEmpty() && token.chars().allMatch(Character::isDigit);
    }

    private boolean isTagMiss(Error error, int depth) {
        return isTag(error, depth) || isMissingTag(error, depth);
    }

    /** Counts the errors that say: this is another branch's tag, or there is none. */
    private int tagMisses(List<Error> errors, int depth) {
        int misses = 0;
        for (Error error : errors) {
            misses += isTagMiss(error, depth) ? 1 : 0;
        }
        return misses;
    }

    /** Returns whether an error says that a member is absent that may only have certain words. */
    private boolean isMissingTag(Error error, int depth) {
        if (!"required".equals(error.getKeyword())
                || error.getProperty() == null
                || error.getInstanceLocation().getNameCount() != depth - 1) {
            return false;
        }
        String pointer = violation(error).schemaPointer();
        JsonNode schema = Pointers.at(document, pointer.substring(0, pointer.lastIndexOf('/')));
        JsonNode member = References.follow(document, schema.path("properties").path(error.getProperty()));
        return member.has("const") || member.has("enum");
    }

    private static int depth(List<Error> errors) {
        int deepest = 0;
        for (Error error : errors) {
            deepest = Math.max(deepest, error.getInstanceLocation().getNameCount());
        }
        return deepest;
    }

    private static Violation violation(Error error) {
        String at = error.getInstanceLocation().toString();
        String keyword = error.getKeyword() == null ? "false" : error.getKeyword();
        if (error.getProperty() != null && NAMING.contains(keyword)) {
            at = at + "/" + Pointers.escape(error.getProperty());
        }
        String location = error.getSchemaLocation().toString();
        int hash = location.indexOf('#');
        String schema = hash < 0 ? "" : Pointers.ofFragment(location.substring(hash + 1));
        return new Violation(at, keyword, error.getMessage(), schema);
    }
}

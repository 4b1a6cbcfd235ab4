package io.facsimile.contract.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.path.PathType;
import io.facsimile.contract.source.Pointers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Validates values by schemas of one document, each named by its JSON pointer. The document is the raw one, so that
 * every word of JSON Schema counts; a schema is compiled when it is first used.
 */
public final class Schemas {
    private static final String BASE = "https://contract.facsimile.invalid/document";

    private final JsonNode document;
    private final QuickSchemas quick;
    private final Map<String, Schema> compiled = new ConcurrentHashMap<>();
    private volatile @Nullable Schema root;

    private Schemas(JsonNode document) {
        this.document = document;
        boolean is30 = document.path("openapi").asText().startsWith("3.0");
        // In a document of 3.1 the old words are left to the validator, which often nobody needs.
        this.quick = new QuickSchemas(is30 ? Form31.of(document) : document);
    }

    /** Returns the validator's document, which is read when it is first asked for. */
    private Schema root() {
        Schema known = root;
        return known != null ? known : read();
    }

    private synchronized Schema read() {
        Schema known = root;
        if (known == null) {
            SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                    .locale(Locale.ENGLISH)
                    .pathType(PathType.JSON_POINTER)
                    .formatAssertionsEnabled(true)
                    .regularExpressionFactory(new PatientPatterns())
                    .build();
            known = SchemaRegistry.withDefaultDialect(Dialects.getOpenApi31(), b -> b.schemaRegistryConfig(config))
                    .getSchema(SchemaLocation.of(BASE), Form31.of(document));
            root = known;
        }
        return known;
    }

    public static Schemas of(JsonNode document) {
        return new Schemas(document);
    }

    /** Returns the schemas as requests are held to them: what is {@code readOnly} need not be there. */
    public static Schemas ofRequests(JsonNode document) {
        return new Schemas(OneWay.without("readOnly", document));
    }

    /** Returns the schemas as answers are held to them: what is {@code writeOnly} need not be there. */
    public static Schemas ofAnswers(JsonNode document) {
        return new Schemas(OneWay.without("writeOnly", document));
    }

    /** Returns whether requests and answers are held to different schemas. */
    public static boolean differByDirection(JsonNode document) {
        return OneWay.isUsed("readOnly", document) || OneWay.isUsed("writeOnly", document);
    }

    /** Returns whether a value fits the schema at a pointer. Many times cheaper than {@link #check}. */
    public boolean accepts(String pointer, JsonNode value) {
        Fit fit = quick(pointer, value);
        return fit == Fit.UNSURE ? schema(pointer).validate(value, OutputFormat.BOOLEAN) : fit == Fit.YES;
    }

    /**
     * Returns how many schemas have to be looked at, at most, to hold a value to the schema at a pointer.
     *
     * @param most where counting ends; what is returned is more if there are more, or if there is no end to it
     */
    public int effort(String pointer, JsonNode value, int most) {
        return new Effort(document, most).of(pointer, value);
    }

    /** Returns what can be said without the validator. */
    Fit quick(String pointer, JsonNode value) {
        return quick.at(pointer).test(value);
    }

    /**
     * Returns how a value breaks the schema at a pointer; nothing if it fits. Where no branch of a union fits, only what
     * the closest branch misses is reported.
     */
    public List<Violation> check(String pointer, JsonNode value) {
        List<Error> errors = schema(pointer).validate(value);
        if (errors.isEmpty()) {
            return List.of();
        }
        return reduce(errors);
    }

    private Schema schema(String pointer) {
        Schema schema = compiled.get(pointer);
        return schema != null ? schema : compiled.computeIfAbsent(pointer, this::compile);
    }

    private Schema compile(String pointer) {
        if (Pointers.at(document, pointer).isMissingNode()) {
            throw new IllegalArgumentException("the document has no schema at " + pointer);
        }
        NodePath path = new NodePath(PathType.JSON_POINTER);
        JsonNode at = document;
        if (!pointer.isEmpty()) {
            for (String token : pointer.substring(1).split("/", -1)) {
                String name = Pointers.unescape(token);
                path = at.isArray() ? path.append(Integer.parseInt(name)) : path.append(name);
                at = at.isArray() ? at.path(Integer.parseInt(name)) : at.path(name);
            }
        }
        Schema schema = pointer.isEmpty() ? root() : root().getSubSchema(path);
        schema.initializeValidators();
        return schema;
    }

    /** A branch of a union: the place of the union in the value and in the schema, and the number of the branch. */
    private record Branch(String union, int number) {}

    /**
     * Reduces the errors inside unions to those of the closest branch: the one whose tag fits, then the one that got
     * deepest, then the one with the fewest errors.
     */
    private static List<Violation> reduce(List<Error> errors) {
        List<Error> left = new ArrayList<>(errors);
        IdentityHashMap<Error, List<Branch>> places = new IdentityHashMap<>();
        errors.forEach(error -> places.put(error, branches(error)));
        while (true) {
            Map<String, Set<Integer>> open = numbers(left, places);
            Map<String, Map<Integer, List<Error>>> unions = new LinkedHashMap<>();
            for (Error error : left) {
                Branch branch = outermostOpen(places.getOrDefault(error, List.of()), open);
                if (branch != null) {
                    unions.computeIfAbsent(branch.union, u -> new LinkedHashMap<>())
                            .computeIfAbsent(branch.number, n -> new ArrayList<>())
                            .add(error);
                }
            }
            boolean changed = false;
            for (Map.Entry<String, Map<Integer, List<Error>>> union : unions.entrySet()) {
                Map<Integer, List<Error>> branches = union.getValue();
                if (branches.size() > 1) {
                    int members = depthOf(union.getKey(), left) + 1;
                    List<Error> best = branches.values().stream()
                            .min(Comparator.<List<Error>>comparingInt(branch -> tagMisses(branch, members))
                                    .thenComparing(Comparator.comparingInt(Schemas::depth)
                                            .reversed())
                                    .thenComparingInt(List::size))
                            .orElseThrow();
                    for (List<Error> branch : branches.values()) {
                        if (branch != best) {
                            changed |= remove(left, branch);
                        }
                    }
                    break;
                }
            }
            if (!changed) {
                break;
            }
        }
        Set<Violation> violations = new LinkedHashSet<>();
        for (Error error : left) {
            Violation violation = violation(error);
            boolean isUnion =
                    violation.keyword().equals("anyOf") || violation.keyword().equals("oneOf");
            if (!isUnion || left.size() == 1) {
                violations.add(violation);
            }
        }
        return violations.isEmpty() ? List.of(violation(left.get(0))) : List.copyOf(violations);
    }

    /** Returns the branches that an error is inside of, the outermost first. */
    private static List<Branch> branches(Error error) {
        String[] tokens = error.getEvaluationPath().toString().split("/", -1);
        List<Branch> branches = new ArrayList<>();
        StringBuilder prefix = new StringBuilder();
        for (int i = 0; i + 1 < tokens.length; i++) {
            prefix.append(tokens[i]).append('/');
            if ((tokens[i].equals("anyOf") || tokens[i].equals("oneOf")) && isNumber(tokens[i + 1])) {
                branches.add(new Branch(prefix.toString(), Integer.parseInt(tokens[i + 1])));
            }
        }
        return branches;
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

    /** Removes these very errors: an equal one may belong to another branch, where branches share schemas. */
    private static boolean remove(List<Error> from, List<Error> these) {
        Set<Error> gone = Collections.newSetFromMap(new IdentityHashMap<>());
        gone.addAll(these);
        return from.removeIf(gone::contains);
    }

    /** Returns how deep in the value a union stands, by its own error or else by the highest of its branches'. */
    private static int depthOf(String union, List<Error> errors) {
        int highest = Integer.MAX_VALUE;
        for (Error error : errors) {
            String path = error.getEvaluationPath() + "/";
            if (path.equals(union)) {
                return error.getInstanceLocation().getNameCount();
            }
            if (path.startsWith(union)) {
                highest = Math.min(highest, error.getInstanceLocation().getNameCount());
            }
        }
        return highest;
    }

    /** Counts the errors that say: this is another branch's tag, a constant or closed word directly in the object. */
    private static int tagMisses(List<Error> errors, int depth) {
        int misses = 0;
        for (Error error : errors) {
            boolean isTag = "const".equals(error.getKeyword()) || "enum".equals(error.getKeyword());
            if (isTag && error.getInstanceLocation().getNameCount() == depth) {
                misses++;
            }
        }
        return misses;
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
        if (error.getProperty() != null && (keyword.equals("required") || keyword.equals("additionalProperties"))) {
            at = at + "/" + Pointers.escape(error.getProperty());
        }
        String location = error.getSchemaLocation().toString();
        int hash = location.indexOf('#');
        String schema = hash < 0 ? "" : Pointers.ofFragment(location.substring(hash + 1));
        return new Violation(at, keyword, error.getMessage(), schema);
    }

    /** Returns the document that the schemas are in. */
    public JsonNode document() {
        return document;
    }

    @Override
    public String toString() {
        return "Schemas[" + compiled.size() + " compiled]";
    }
}

package io.facsimile.mock.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.facsimile.contract.References;
import io.facsimile.contract.schema.PatientPattern;
import io.facsimile.contract.schema.Schemas;
import io.facsimile.contract.source.Pointers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes values that fit a JSON Schema: plausible ones, and for equal seeds equal ones. The schema may be a whole document
 * of its own or stand inside an OpenAPI document (3.0 or 3.1).
 *
 * <p>A value is built from the schema and then checked by the validator; where the schema says what cannot be built
 * straight away ({@code not}, branches of which one alone may fit), others are tried. Safe for several threads.
 */
public final class Instances {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int ATTEMPTS = 30;

    /** In how many attempts what fits stays as it is; after these all is chosen anew. */
    private static final int PATIENT_ATTEMPTS = 18;

    private static final int FULL_DEPTH = 3;

    /** Where an answer's objects still have their members that are no objects or lists themselves. */
    private static final int PLAIN_DEPTH = 6;

    /** How often another item is looked for where each is to be there once; more often in a longer list. */
    private static final int UNIQUE_TRIES = 2 * Plausible.SWEEP + 10;

    /** How often where it need not be so, but is more likely. */
    private static final int SOME_TRIES = 6;

    private static final Set<String> ALL_TYPES =
            new LinkedHashSet<>(List.of("string", "integer", "boolean", "null", "number", "array", "object"));

    /** How many names in a row may be known already before no more are looked for. */
    private static final int MOST_MISSES = 8;

    private static final int DEEPEST = 60;
    private static final int MOST_NODES = 5_000;
    private static final int MOST_NODES_OF_ALL = 15_000;
    private static final int MOST_ITEMS = 1_000;

    /** How many schemas are added up for one value of a caller's schema, and how many are looked at to check it. */
    private static final int MOST_STEPS = 50_000;

    private static final int MOST_EFFORT = 50_000;
    private static final Set<String> NOT_IN_SUM = Set.of(
            "$ref",
            "allOf",
            "anyOf",
            "oneOf",
            "if",
            "then",
            "else",
            "$defs",
            "definitions",
            "title",
            "description",
            "default",
            "examples",
            "example",
            "$schema",
            "$id",
            "$comment",
            "discriminator",
            "readOnly",
            "writeOnly",
            "externalDocs",
            "xml",
            "deprecated");

    private final JsonNode document;
    private final Optional<Schemas> schemas;
    /** Whether the schemas describe answers: their examples count, and nothing that may be there is left out. */
    private final boolean isOfAnswers;
    /** Whether somebody wrote the schema who may mean harm. */
    private final boolean isOfCaller;

    private Instances(JsonNode document, Optional<Schemas> schemas, boolean isOfAnswers, boolean isOfCaller) {
        this.document = document;
        this.schemas = schemas;
        this.isOfAnswers = isOfAnswers;
        this.isOfCaller = isOfCaller;
    }

    /** Returns instances of the schemas of a document that others validate by, too. */
    public static Instances of(Schemas schemas) {
        return new Instances(schemas.document(), Optional.of(schemas), false, false);
    }

    /**
     * Returns instances of what a document's answers look like: made of the schemas' own examples and defaults where they
     * have some and these fit, with all their members, without what is {@code writeOnly}.
     */
    public static Instances ofAnswers(Schemas schemas) {
        return new Instances(schemas.document(), Optional.of(schemas), true, false);
    }

    /**
     * Returns instances of a schema that a caller sent. It may be in an older form, and it may be wrong: then values are
     * as good as can be.
     */
    public static Instances ofCaller(JsonNode schema) {
        JsonNode standard = SchemaForm.standard(schema);
        Optional<Schemas> schemas;
        try {
            schemas = Optional.of(Schemas.of(standard));
        } catch (RuntimeException e) {
            schemas = Optional.empty();
        }
        return new Instances(standard, schemas, false, true);
    }

    /**
     * Makes a value of the schema at a pointer.
     *
     * @param seed equal seeds give equal values
     */
    public JsonNode at(String pointer, long seed) {
        return at(pointer, seed, Asked.NOTHING);
    }

    JsonNode at(String pointer, long seed, Asked asked) {
        JsonNode schema = Pointers.at(document, pointer);
        JsonNode first = NODES.nullNode();
        int nodes = 0;
        int effort = 0;
        boolean isFull = isOfAnswers;
        boolean isLarge = false;
        Run.Lessons lessons = new Run.Lessons();
        // A schema that only endless values fit must not hold the server up.
        for (int attempt = 0; attempt < ATTEMPTS && nodes < MOST_NODES_OF_ALL && effort <= MOST_EFFORT; attempt++) {
            Run run = new Run(
                    attempt < PATIENT_ATTEMPTS ? seed : Chance.mix(seed, attempt),
                    asked,
                    isLarge || attempt % 6 == 5,
                    isFull && attempt % 4 < 2,
                    lessons,
                    isOfCaller ? MOST_STEPS : Integer.MAX_VALUE);
            JsonNode value;
            try {
                value = value(schema, "", 0, run);
            } catch (Run.Endless e) {
                return first;
            }
            nodes += run.nodes();
            isLarge = run.nodes() > MOST_NODES;
            effort += isOfCaller ? effort(pointer, value) : 0;
            if (!isLarge && (effort > MOST_EFFORT || fits(pointer, value))) {
                return value;
            }
            isFull &= !isLarge;
            if (!isLarge) {
                learn(pointer, value, lessons);
            }
            if (attempt == 0) {
                first = value;
            }
        }
        return first;
    }

    /** Notes where a value does not fit. */
    private void learn(String pointer, JsonNode value, Run.Lessons lessons) {
        try {
            schemas.ifPresent(all -> all.check(pointer, value).forEach(violation -> lessons.miss(violation.at())));
        } catch (RuntimeException | StackOverflowError e) {
            // Nothing is known of a value that cannot be checked.
            lessons.miss("");
        }
    }

    private int effort(String pointer, JsonNode value) {
        return schemas.map(all -> all.effort(pointer, value, MOST_EFFORT)).orElse(0);
    }

    /** Returns the document, with a caller's schema in the newest form. */
    JsonNode document() {
        return document;
    }

    /** Returns whether a value certainly fits: not where there is no telling, or it would take long to tell. */
    boolean takes(JsonNode value) {
        try {
            return schemas.isPresent()
                    && schemas.get().effort("", value, MOST_EFFORT) < MOST_EFFORT
                    && schemas.get().accepts("", value);
        } catch (RuntimeException | StackOverflowError e) {
            // Nothing can be held to a schema that is none.
            return false;
        }
    }

    private boolean fits(String pointer, JsonNode value) {
        try {
            return schemas.isEmpty() || schemas.get().accepts(pointer, value);
        } catch (RuntimeException | StackOverflowError e) {
            // What the caller sent is no schema, or refers to nothing but itself; nothing can be held to it.
            return true;
        }
    }

    private JsonNode value(JsonNode schema, String name, int depth, Run run) {
        if (depth > DEEPEST || run.node() > MOST_NODES) {
            return NODES.nullNode();
        }
        JsonNode shown = isOfAnswers && !run.isRefused() ? shown(schema) : null;
        if (shown != null) {
            return shown;
        }
        ObjectNode sum = NODES.objectNode();
        collect(schema, sum, new LinkedHashSet<>(), depth, run);
        JsonNode constant = sum.get("const");
        if (constant != null) {
            return constant;
        }
        Set<String> types = types(sum, run);
        JsonNode words = sum.path("enum");
        boolean hasWords = words.isArray() && !words.isEmpty();
        if (isOfCaller && run.departure() == 0 && !run.isRefused()) {
            Optional<JsonNode> hinted = Hints.of(sum, types, name, run.plausible());
            if (hinted.isPresent()) {
                return hinted.get();
            }
        }
        if (hasWords) {
            return word(words, types, run);
        }
        return switch (type(types, depth, run)) {
            case "object" -> object(sum, name, depth, run);
            case "array" -> array(sum, name, depth, run);
            case "integer" -> Numbers.of(sum, true, name, run.plausible());
            case "number" -> Numbers.of(sum, false, name, run.plausible());
            case "boolean" -> NODES.booleanNode(run.chance().below(2) == 0);
            case "null" -> NODES.nullNode();
            default -> TextNode.valueOf(Texts.of(sum, name, run.plausible()));
        };
    }

    /** Returns the first example or the default of a schema, or of what it refers to. */
    private @Nullable JsonNode shown(JsonNode schema) {
        JsonNode at = schema;
        for (int i = 0; i < 20; i++) {
            if (at.has("example")) {
                return at.get("example");
            }
            if (at.path("examples").has(0)) {
                return at.path("examples").get(0);
            }
            if (at.has("default")) {
                return at.get("default");
            }
            if (at.path("$ref").asText().startsWith("#")) {
                at = Pointers.at(document, pointer(at.get("$ref").asText()));
            } else if (at.path("allOf").size() == 1 && !at.has("properties")) {
                at = at.get("allOf").get(0);
            } else {
                return null;
            }
        }
        return null;
    }

    /** Makes a value one step further inside. */
    private JsonNode inner(JsonNode schema, String step, String name, int depth, int again, Run run) {
        Run.Left left = run.enter(step, again);
        try {
            return value(schema, name, depth + 1, run);
        } finally {
            run.leave(left);
        }
    }

    /** Adds up all that a schema says, choosing a branch of each union. Returns whether it can all hold. */
    private boolean collect(JsonNode schema, ObjectNode sum, Set<String> references, int depth, Run run) {
        if (!(schema instanceof ObjectNode object)) {
            return !schema.isBoolean() || schema.booleanValue();
        }
        run.steps(1);
        ObjectNode own = NODES.objectNode();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (!NOT_IN_SUM.contains(member.getKey()) || (isOfCaller && Hints.WORDS.contains(member.getKey()))) {
                own.set(member.getKey(), member.getValue());
            }
        }
        SchemaForm.here(own);
        boolean isPossible = SchemaSum.add(sum, own);
        String reference = object.path("$ref").asText();
        if (reference.startsWith("#") && references.add(reference)) {
            JsonNode target = Pointers.at(document, pointer(reference));
            isPossible &= collect(target, sum, references, depth, run);
        }
        for (JsonNode part : object.path("allOf")) {
            isPossible &= collect(part, sum, references, depth, run);
        }
        isPossible &= branch(object, "oneOf", sum, references, depth, run);
        isPossible &= branch(object, "anyOf", sum, references, depth, run);
        if (object.has("if")) {
            isPossible &= condition(object, sum, references, depth, run);
        }
        return isPossible;
    }

    /** A caller's reference may be any text; one that cannot be decoded leads nowhere. */
    private static String pointer(String reference) {
        String pointer = reference.substring(1);
        try {
            pointer = Pointers.ofFragment(pointer);
        } catch (IllegalArgumentException e) {
            return "/" + pointer;
        }
        return pointer.isEmpty() || pointer.startsWith("/") ? pointer : "/$defs/" + pointer;
    }

    private boolean branch(ObjectNode union, String word, ObjectNode sum, Set<String> references, int depth, Run run) {
        JsonNode branches = union.path(word);
        if (!branches.isArray() || branches.isEmpty()) {
            return true;
        }
        List<JsonNode> order = new ArrayList<>();
        int start = run.chance().below(branches.size());
        for (int i = 0; i < branches.size(); i++) {
            order.add(branches.get((start + i) % branches.size()));
        }
        if (run.departure() == 0 || depth > FULL_DEPTH) {
            order.sort(Comparator.comparingInt(b -> weight(b, depth)));
        }
        for (JsonNode branch : order) {
            run.steps(1 + sum.path("properties").size());
            ObjectNode trial = sum.deepCopy();
            if (collect(branch, trial, new LinkedHashSet<>(references), depth, run)) {
                Discriminators.require(union, trial);
                sum.setAll(trial);
                return true;
            }
        }
        return false;
    }

    /** Null comes last, and deep inside what may hold more of its kind. */
    private int weight(JsonNode branch, int depth) {
        JsonNode at = branch;
        for (int i = 0; i < 20 && at.path("$ref").asText().startsWith("#"); i++) {
            at = Pointers.at(document, pointer(at.get("$ref").asText()));
        }
        Set<String> types = SchemaSum.words(at.get("type"));
        boolean isNull = types.equals(Set.of("null"));
        if (depth <= FULL_DEPTH) {
            return isNull ? 1 : 0;
        }
        boolean isContainer = types.isEmpty() || types.contains("object") || types.contains("array");
        return isNull ? 0 : isContainer ? 2 : 1;
    }

    private boolean condition(ObjectNode schema, ObjectNode sum, Set<String> references, int depth, Run run) {
        if (run.chance().below(2) == 0) {
            ObjectNode trial = sum.deepCopy();
            if (collect(schema.get("if"), trial, new LinkedHashSet<>(references), depth, run)
                    && collect(schema.path("then"), trial, new LinkedHashSet<>(references), depth, run)) {
                sum.setAll(trial);
                return true;
            }
        }
        return collect(schema.path("else"), sum, references, depth, run);
    }

    private static Set<String> types(ObjectNode sum, Run run) {
        Set<String> types = SchemaSum.words(sum.get("type"));
        if (!types.isEmpty()) {
            return allowed(types, sum.path("not"));
        }
        if (sum.has("properties")
                || sum.has("required")
                || sum.has("additionalProperties")
                || sum.has("patternProperties")
                || sum.has("minProperties")) {
            return Set.of("object");
        }
        if (sum.has("items") || sum.has("prefixItems") || sum.has("minItems") || sum.has("contains")) {
            return Set.of("array");
        }
        if (sum.has("minimum") || sum.has("maximum") || sum.has("multipleOf") || sum.has("exclusiveMinimum")) {
            return Set.of("number");
        }
        Set<String> left = allowed(ALL_TYPES, sum.path("not"));
        if (left.contains("string") && run.departure() < 2) {
            return Set.of();
        }
        return Set.of(List.copyOf(left).get(run.departure() % left.size()));
    }

    /** Returns the types without those that a schema excludes for themselves; all of them if it excludes all. */
    private static Set<String> allowed(Set<String> types, JsonNode not) {
        Set<String> left = new LinkedHashSet<>(types);
        if (not.has("type") && not.size() == 1) {
            left.removeAll(SchemaSum.words(not.get("type")));
        }
        return left.isEmpty() ? types : left;
    }

    private static String type(Set<String> types, int depth, Run run) {
        List<String> wanted = new ArrayList<>(types);
        if (depth > FULL_DEPTH && wanted.contains("null")) {
            return "null";
        }
        if (wanted.size() > 1 && !run.isBare() && run.departure() == 0) {
            wanted.remove("null");
        }
        if (wanted.isEmpty()) {
            return "string";
        }
        return wanted.size() == 1 ? wanted.get(0) : run.chance().one(wanted);
    }

    private static JsonNode word(JsonNode words, Set<String> types, Run run) {
        List<JsonNode> fitting = new ArrayList<>();
        for (JsonNode word : words) {
            if ((types.isEmpty() || isOfType(word, types)) && !word.isNull()) {
                fitting.add(word);
            }
        }
        if (fitting.isEmpty()) {
            return words.get(words.size() - 1);
        }
        if (run.departure() > 0) {
            // Others than those that did not fit, null as well, one after the other.
            List<JsonNode> all = new ArrayList<>();
            words.forEach(all::add);
            return all.get(
                    run.departure() <= Plausible.SWEEP ? run.chance().below(all.size()) : run.departure() % all.size());
        }
        return run.plausible().mentioned(fitting).orElseGet(() -> run.chance().one(fitting));
    }

    static boolean isOfType(JsonNode value, Set<String> types) {
        return switch (value.getNodeType()) {
            case STRING -> types.contains("string");
            case NUMBER -> types.contains("number") || types.contains("integer");
            case BOOLEAN -> types.contains("boolean");
            case OBJECT -> types.contains("object");
            case ARRAY -> types.contains("array");
            default -> types.contains("null");
        };
    }

    private JsonNode object(ObjectNode sum, String name, int depth, Run run) {
        JsonNode properties = sum.path("properties");
        Set<String> required = required(sum);
        int most = count(sum, "maxProperties", Integer.MAX_VALUE);
        int least = count(sum, "minProperties", 0);
        Map<String, JsonNode> chosen = new LinkedHashMap<>();
        int room = most - required.size();
        for (String member : names(sum)) {
            boolean isWanted = required.contains(member);
            boolean isAllowed = !properties.get(member).equals(NODES.booleanNode(false))
                    && !(isOfAnswers && isWriteOnly(properties.get(member)));
            if (!isWanted && isAllowed && room > 0) {
                isWanted = !run.isBare()
                        && (depth < FULL_DEPTH || depth < PLAIN_DEPTH && isOfAnswers && isPlain(properties.get(member)))
                        && (run.isFull() || run.chance().below(4) != 0);
                room -= isWanted ? 1 : 0;
            }
            if (isWanted) {
                chosen.put(member, properties.get(member));
            }
        }
        required.forEach(member -> chosen.computeIfAbsent(member, n -> undeclared(sum, n)));
        for (String member : names(sum)) {
            if (chosen.size() < least && !properties.get(member).equals(NODES.booleanNode(false))) {
                chosen.putIfAbsent(member, properties.get(member));
            }
        }
        boolean isMap = properties.isEmpty()
                && required.isEmpty()
                && (sum.path("additionalProperties").isObject() || sum.has("patternProperties"));
        int wanted = isMap && !run.isBare() && depth < FULL_DEPTH ? Math.max(least, 2) : least;
        int goal = Math.min(Math.min(wanted, most), MOST_ITEMS);
        if (chosen.size() < goal) {
            MemberNames names = new MemberNames(sum, rules(sum.path("propertyNames"), depth, run), run.plausible());
            for (int misses = 0; chosen.size() < goal && misses < MOST_MISSES; misses++) {
                run.steps(1);
                Optional<String> next = names.next(chosen.keySet());
                if (next.isPresent()) {
                    chosen.put(next.get(), undeclared(sum, next.get()));
                    misses = 0;
                }
            }
        }
        ObjectNode object = NODES.objectNode();
        People outer = run.plausible().enter(name.isEmpty() ? sum.path("title").asText() : name, chosen.keySet());
        chosen.forEach((member, schema) -> object.set(member, inner(schema, member, member, depth, 0, run)));
        run.plausible().leave(outer);
        if (run.departure() == 0 && !run.isRefused()) {
            Order.restore(object, chosen);
        }
        return object;
    }

    private boolean isPlain(JsonNode schema) {
        Set<String> types = SchemaSum.words(References.follow(document, schema).get("type"));
        return !types.isEmpty() && !types.contains("object") && !types.contains("array");
    }

    private boolean isWriteOnly(JsonNode schema) {
        return schema.path("writeOnly").asBoolean()
                || References.follow(document, schema).path("writeOnly").asBoolean();
    }

    private static Set<String> names(ObjectNode sum) {
        Set<String> names = new LinkedHashSet<>();
        JsonNode properties = sum.path("properties");
        for (JsonNode name : sum.path("propertyOrdering")) {
            if (properties.has(name.asText())) {
                names.add(name.asText());
            }
        }
        properties.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<String> required(ObjectNode sum) {
        Set<String> required = new LinkedHashSet<>();
        sum.path("required").forEach(n -> required.add(n.asText()));
        boolean isGrowing = true;
        while (isGrowing) {
            isGrowing = false;
            for (Map.Entry<String, JsonNode> entry :
                    sum.path("dependentRequired").properties()) {
                if (required.contains(entry.getKey())) {
                    for (JsonNode name : entry.getValue()) {
                        isGrowing |= required.add(name.asText());
                    }
                }
            }
        }
        return required;
    }

    /** Returns the schema of a member that is not among the properties. */
    private static JsonNode undeclared(ObjectNode sum, String name) {
        for (Map.Entry<String, JsonNode> entry : sum.path("patternProperties").properties()) {
            if (finds(entry.getKey(), name)) {
                return entry.getValue();
            }
        }
        JsonNode others = sum.path("additionalProperties");
        return others.isObject() ? others : NODES.objectNode();
    }

    static boolean finds(String pattern, String text) {
        return PatientPattern.of(pattern).filter(p -> p.finds(text)).isPresent();
    }

    /** Returns all that a schema of names says. */
    private ObjectNode rules(JsonNode names, int depth, Run run) {
        ObjectNode sum = NODES.objectNode();
        collect(names, sum, new LinkedHashSet<>(), depth, run);
        return sum;
    }

    private JsonNode array(ObjectNode sum, String name, int depth, Run run) {
        JsonNode first = sum.path("prefixItems");
        JsonNode items = sum.path("items");
        int least = Math.min(count(sum, "minItems", 0), MOST_ITEMS);
        int most = Math.min(count(sum, "maxItems", MOST_ITEMS), MOST_ITEMS);
        if (items.equals(NODES.booleanNode(false))) {
            most = Math.min(most, first.size());
        }
        int contained = sum.has("contains") ? Math.max(count(sum, "minContains", 1), 0) : 0;
        int usual = run.isBare() || depth > FULL_DEPTH
                ? 0
                : Math.max(first.size(), 1 + run.chance().below(3));
        int size = Math.min(most, Math.max(Math.max(least, contained), usual));
        boolean isUnique = sum.path("uniqueItems").asBoolean();
        ArrayNode array = NODES.arrayNode();
        Set<JsonNode> seen = new HashSet<>();
        for (int i = 0; i < size; i++) {
            JsonNode schema = i < first.size() ? first.get(i) : items;
            if (i >= first.size() && i - first.size() < contained) {
                ObjectNode both = NODES.objectNode();
                both.putArray("allOf").add(sum.get("contains"));
                if (schema.isObject()) {
                    both.withArray("allOf").add(schema);
                }
                schema = both;
            }
            JsonNode item = item(schema, array.size(), name, depth, 0, run);
            int tries = isUnique ? UNIQUE_TRIES + array.size() : item.isTextual() ? SOME_TRIES : 0;
            for (int again = 1; again <= tries && seen.contains(item); again++) {
                item = item(schema, array.size(), name, depth, again, run);
            }
            if (seen.add(item) || array.size() < least || !(isUnique || item.isTextual())) {
                array.add(item);
            }
        }
        return array;
    }

    private JsonNode item(JsonNode schema, int number, String name, int depth, int again, Run run) {
        People outer = run.plausible().enter(name, Set.of());
        JsonNode item = inner(schema, Integer.toString(number), name, depth, again, run);
        run.plausible().leave(outer);
        return item;
    }

    static int count(JsonNode schema, String word, int otherwise) {
        JsonNode count = schema.path(word);
        return count.isNumber() ? (int) Math.min(Math.max(count.asLong(), 0), Integer.MAX_VALUE) : otherwise;
    }

    @Override
    public String toString() {
        return "Instances[" + schemas.<@Nullable Object>map(s -> s).orElse("unchecked") + "]";
    }
}

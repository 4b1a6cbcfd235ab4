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
    private static final int FULL_DEPTH = 3;

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
        Set<String> refused = new HashSet<>();
        // A schema that only endless values fit must not hold the server up.
        for (int attempt = 0; attempt < ATTEMPTS && nodes < MOST_NODES_OF_ALL && effort <= MOST_EFFORT; attempt++) {
            Run run = new Run(
                    new Chance(Chance.mix(seed, attempt)),
                    asked,
                    attempt % 4 == 3,
                    attempt % 2 == 1,
                    isFull && attempt % 4 < 2,
                    refused,
                    isOfCaller ? MOST_STEPS : Integer.MAX_VALUE);
            JsonNode value;
            try {
                value = value(schema, "", 0, run);
            } catch (Endless e) {
                return first;
            }
            nodes += run.nodes;
            effort += isOfCaller ? effort(pointer, value) : 0;
            if (run.nodes <= MOST_NODES && (effort > MOST_EFFORT || fits(pointer, value))) {
                return value;
            }
            isFull &= run.nodes <= MOST_NODES;
            if (isOfAnswers && run.nodes <= MOST_NODES) {
                refuse(pointer, value, refused);
            }
            if (attempt == 0) {
                first = value;
            }
        }
        return first;
    }

    /** Notes where a value does not fit, so that the examples that stand there are not taken again. */
    private void refuse(String pointer, JsonNode value, Set<String> refused) {
        try {
            schemas.ifPresent(all -> all.check(pointer, value).forEach(violation -> {
                for (String at = violation.at(); ; at = at.substring(0, at.lastIndexOf('/'))) {
                    refused.add(at);
                    if (at.isEmpty()) {
                        break;
                    }
                }
            }));
        } catch (RuntimeException | StackOverflowError e) {
            // Nothing is known of a value that cannot be checked.
            refused.add("");
        }
    }

    private int effort(String pointer, JsonNode value) {
        return schemas.map(all -> all.effort(pointer, value, MOST_EFFORT)).orElse(0);
    }

    /** Thrown when there is no end to what a schema says of one value. */
    private static final class Endless extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Endless() {
            super("the schema has no end", null, false, false);
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

    /** One attempt at a value. */
    private static final class Run {
        private final Chance chance;
        private final Plausible plausible;
        /** Whether only what is required is made. */
        private final boolean isBare;

        /** Whether all that may be there is made. */
        private final boolean isFull;

        /** Where examples do not fit. */
        private final Set<String> refused;

        private final StringBuilder place = new StringBuilder();
        private int nodes;
        private int stepsLeft;

        Run(
                Chance chance,
                Asked asked,
                boolean isBare,
                boolean isVaried,
                boolean isFull,
                Set<String> refused,
                int steps) {
            this.stepsLeft = steps;
            this.isFull = isFull;
            this.refused = refused;
            this.chance = chance;
            this.plausible = new Plausible(chance, asked, isVaried);
            this.isBare = isBare;
        }

        void steps(int number) {
            stepsLeft -= number;
            if (stepsLeft < 0) {
                throw new Endless();
            }
        }
    }

    private JsonNode value(JsonNode schema, String name, int depth, Run run) {
        if (depth > DEEPEST || ++run.nodes > MOST_NODES) {
            return NODES.nullNode();
        }
        JsonNode shown = isOfAnswers && !run.refused.contains(run.place.toString()) ? shown(schema) : null;
        if (shown != null) {
            return shown;
        }
        ObjectNode sum = NODES.objectNode();
        collect(schema, sum, new LinkedHashSet<>(), depth, run);
        JsonNode constant = sum.get("const");
        if (constant != null) {
            return constant;
        }
        Set<String> types = types(sum);
        JsonNode words = sum.path("enum");
        if (words.isArray() && !words.isEmpty()) {
            return word(words, types, run);
        }
        return switch (type(types, depth, run)) {
            case "object" -> object(sum, depth, run);
            case "array" -> array(sum, name, depth, run);
            case "integer" -> Numbers.of(sum, true, name, run.plausible);
            case "number" -> Numbers.of(sum, false, name, run.plausible);
            case "boolean" -> NODES.booleanNode(run.chance.below(2) == 0);
            case "null" -> NODES.nullNode();
            default -> TextNode.valueOf(Texts.of(sum, name, run.plausible));
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
    private JsonNode inner(JsonNode schema, String step, String name, int depth, Run run) {
        int length = run.place.length();
        run.place.append('/').append(Pointers.escape(step));
        JsonNode value = value(schema, name, depth + 1, run);
        run.place.setLength(length);
        return value;
    }

    /** Adds up all that a schema says, choosing a branch of each union. Returns whether it can all hold. */
    private boolean collect(JsonNode schema, ObjectNode sum, Set<String> references, int depth, Run run) {
        if (!(schema instanceof ObjectNode object)) {
            return !schema.isBoolean() || schema.booleanValue();
        }
        run.steps(1);
        ObjectNode own = NODES.objectNode();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (!NOT_IN_SUM.contains(member.getKey())) {
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
        if (!references.isEmpty() && !object.has("oneOf") && !object.has("anyOf")) {
            Discriminators.tag(object, references.iterator().next(), sum, document);
        }
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
        int start = run.chance.below(branches.size());
        for (int i = 0; i < branches.size(); i++) {
            order.add(branches.get((start + i) % branches.size()));
        }
        order.sort(Comparator.comparingInt(b -> weight(b, depth)));
        for (JsonNode branch : order) {
            run.steps(1 + sum.path("properties").size());
            ObjectNode trial = sum.deepCopy();
            if (collect(branch, trial, new LinkedHashSet<>(references), depth, run)) {
                Discriminators.tag(union, branch.path("$ref").asText(), trial, document);
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
        if (run.chance.below(2) == 0) {
            ObjectNode trial = sum.deepCopy();
            if (collect(schema.get("if"), trial, new LinkedHashSet<>(references), depth, run)
                    && collect(schema.path("then"), trial, new LinkedHashSet<>(references), depth, run)) {
                sum.setAll(trial);
                return true;
            }
        }
        return collect(schema.path("else"), sum, references, depth, run);
    }

    private static Set<String> types(ObjectNode sum) {
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
        return Set.of();
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
        if (wanted.size() > 1 && !run.isBare) {
            wanted.remove("null");
        }
        if (wanted.isEmpty()) {
            return "string";
        }
        return wanted.size() == 1 ? wanted.get(0) : run.chance.one(wanted);
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
        return run.plausible.mentioned(fitting).orElseGet(() -> run.chance.one(fitting));
    }

    private static boolean isOfType(JsonNode value, Set<String> types) {
        return switch (value.getNodeType()) {
            case STRING -> types.contains("string");
            case NUMBER -> types.contains("number") || types.contains("integer");
            case BOOLEAN -> types.contains("boolean");
            case OBJECT -> types.contains("object");
            case ARRAY -> types.contains("array");
            default -> types.contains("null");
        };
    }

    private JsonNode object(ObjectNode sum, int depth, Run run) {
        JsonNode properties = sum.path("properties");
        Set<String> required = required(sum);
        int most = count(sum, "maxProperties", Integer.MAX_VALUE);
        int least = count(sum, "minProperties", 0);
        Map<String, JsonNode> chosen = new LinkedHashMap<>();
        int room = most - required.size();
        for (String name : names(sum)) {
            boolean isWanted = required.contains(name);
            boolean isAllowed = !properties.get(name).equals(NODES.booleanNode(false))
                    && !(isOfAnswers && isWriteOnly(properties.get(name)));
            if (!isWanted && isAllowed && room > 0) {
                isWanted = !run.isBare && depth < FULL_DEPTH && (run.isFull || run.chance.below(4) != 0);
                room -= isWanted ? 1 : 0;
            }
            if (isWanted) {
                chosen.put(name, properties.get(name));
            }
        }
        required.forEach(name -> chosen.computeIfAbsent(name, n -> undeclared(sum, n)));
        for (String name : names(sum)) {
            if (chosen.size() < least && !properties.get(name).equals(NODES.booleanNode(false))) {
                chosen.putIfAbsent(name, properties.get(name));
            }
        }
        boolean isMap = properties.isEmpty()
                && required.isEmpty()
                && (sum.path("additionalProperties").isObject() || sum.has("patternProperties"));
        int wanted = isMap && !run.isBare && depth < FULL_DEPTH ? Math.max(least, 2) : least;
        int goal = Math.min(Math.min(wanted, most), MOST_ITEMS);
        if (chosen.size() < goal) {
            MemberNames names = new MemberNames(sum, rules(sum.path("propertyNames"), depth, run), run.plausible);
            for (int misses = 0; chosen.size() < goal && misses < MOST_MISSES; misses++) {
                run.steps(1);
                Optional<String> name = names.next(chosen.keySet());
                if (name.isPresent()) {
                    chosen.put(name.get(), undeclared(sum, name.get()));
                    misses = 0;
                }
            }
        }
        ObjectNode object = NODES.objectNode();
        chosen.forEach((name, schema) -> object.set(name, inner(schema, name, name, depth, run)));
        return object;
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
        int usual = run.isBare || depth > FULL_DEPTH ? 0 : Math.max(first.size(), 1 + run.chance.below(3));
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
            String step = Integer.toString(array.size());
            JsonNode item = inner(schema, step, name, depth, run);
            for (int tries = 0; isUnique && seen.contains(item) && tries < 40; tries++) {
                item = inner(schema, step, name, depth, run);
            }
            if (!isUnique || seen.add(item) || array.size() < least) {
                array.add(item);
            }
        }
        return array;
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

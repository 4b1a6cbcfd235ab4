package io.facsimile.contract.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.facsimile.contract.source.Pointers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Schemas compiled to answer one question, whether a value fits, without saying why. What it says for sure is what the
 * full validator says; where it does not understand a schema, or validators differ, it is unsure.
 */
final class QuickSchemas {
    /** Keywords that ask nothing of a value. */
    private static final Set<String> ANNOTATIONS = Set.of(
            "title",
            "description",
            "default",
            "example",
            "examples",
            "deprecated",
            "readOnly",
            "writeOnly",
            "externalDocs",
            "xml",
            "discriminator",
            "$comment",
            "contentMediaType",
            "contentEncoding",
            "$defs");

    private final JsonNode document;
    private final Map<String, Assertion> compiled = new ConcurrentHashMap<>();
    private final Map<String, Assertion> inWork = new HashMap<>();

    /** @param document in the words of OpenAPI 3.1, which says what JSON Schema says */
    QuickSchemas(JsonNode document) {
        this.document = document;
    }

    /**
     * Returns the schema at a pointer.
     *
     * @throws IllegalArgumentException if there is none
     */
    Assertion at(String pointer) {
        Assertion known = compiled.get(pointer);
        return known != null ? known : compile(pointer);
    }

    /** What refers to itself is shown to other threads only when it is whole. */
    private synchronized Assertion compile(String pointer) {
        if (Pointers.at(document, pointer).isMissingNode()) {
            throw new IllegalArgumentException("the document has no schema at " + pointer);
        }
        try {
            Assertion schema = reference(pointer);
            compiled.putAll(inWork);
            return schema;
        } finally {
            inWork.clear();
        }
    }

    /** A schema that is referred to before it is whole. */
    private static final class Named implements Assertion {
        private @Nullable Assertion schema;

        @Override
        public Fit test(JsonNode value) {
            return Objects.requireNonNull(schema).test(value);
        }
    }

    private Assertion reference(String pointer) {
        Assertion known = compiled.containsKey(pointer) ? compiled.get(pointer) : inWork.get(pointer);
        if (known != null) {
            return known;
        }
        Named named = new Named();
        inWork.put(pointer, named);
        Assertion schema = schema(Pointers.at(document, pointer));
        named.schema = schema;
        inWork.put(pointer, schema);
        return schema;
    }

    private Assertion schema(JsonNode schema) {
        if (schema.isBoolean()) {
            return value -> Fit.of(schema.booleanValue());
        }
        if (!schema.isObject()) {
            return Assertion.UNKNOWN;
        }
        List<Assertion> cheap = new ArrayList<>();
        List<Assertion> dear = new ArrayList<>();
        boolean hasItems = false;
        boolean hasMembers = false;
        for (Map.Entry<String, JsonNode> entry : schema.properties()) {
            JsonNode written = entry.getValue();
            switch (entry.getKey()) {
                case "type" -> cheap.add(0, ValueAssertions.type(written));
                case "enum" -> cheap.add(ValueAssertions.words(written));
                case "const" -> cheap.add(ValueAssertions.constant(written));
                case "minimum" -> cheap.add(ValueAssertions.bound(written, true, false));
                case "maximum" -> cheap.add(ValueAssertions.bound(written, false, false));
                case "exclusiveMinimum" -> cheap.add(ValueAssertions.bound(written, true, true));
                case "exclusiveMaximum" -> cheap.add(ValueAssertions.bound(written, false, true));
                case "multipleOf" -> cheap.add(ValueAssertions.multiple(written));
                case "minLength" -> cheap.add(ValueAssertions.length(written, true));
                case "maxLength" -> cheap.add(ValueAssertions.length(written, false));
                case "pattern" -> cheap.add(ValueAssertions.pattern(written));
                case "format" -> cheap.add(ValueAssertions.format(written));
                case "minItems", "minProperties" ->
                    cheap.add(size(written, true, entry.getKey().equals("minItems")));
                case "maxItems", "maxProperties" ->
                    cheap.add(size(written, false, entry.getKey().equals("maxItems")));
                case "required" -> cheap.add(required(written));
                case "uniqueItems" -> dear.add(unique(written));
                case "items", "prefixItems" -> hasItems = true;
                case "properties", "patternProperties", "additionalProperties" -> hasMembers = true;
                case "propertyNames" -> dear.add(names(schema(written)));
                case "allOf" -> dear.add(Assertion.all(branches(written)));
                case "anyOf" -> dear.add(union(written, Assertion::any));
                case "oneOf" -> dear.add(union(written, Assertion::one));
                case "not" -> dear.add(not(schema(written)));
                case "if" -> dear.add(conditional(schema));
                case "then", "else" -> {}
                case "dependentSchemas" -> dear.add(dependent(written));
                case "$ref" -> dear.add(local(written));
                default -> {
                    if (!ANNOTATIONS.contains(entry.getKey()) && !entry.getKey().startsWith("x-")) {
                        cheap.add(Assertion.UNKNOWN);
                    }
                }
            }
        }
        if (hasMembers) {
            tags(schema.path("properties"), cheap);
            dear.add(0, members(schema));
        }
        if (hasItems) {
            dear.add(items(schema));
        }
        cheap.addAll(dear);
        return cheap.isEmpty() ? Assertion.ANYTHING : Assertion.all(cheap.toArray(Assertion[]::new));
    }

    private Assertion local(JsonNode written) {
        String reference = written.asText();
        return reference.startsWith("#/")
                        && !Pointers.at(document, Pointers.ofFragment(reference.substring(1)))
                                .isMissingNode()
                ? reference(Pointers.ofFragment(reference.substring(1)))
                : Assertion.UNKNOWN;
    }

    private Assertion[] branches(JsonNode written) {
        List<Assertion> branches = new ArrayList<>();
        written.forEach(branch -> branches.add(schema(branch)));
        return branches.isEmpty() ? new Assertion[] {Assertion.UNKNOWN} : branches.toArray(Assertion[]::new);
    }

    /** Where one member's words tell the branches of a union apart, only those of the value's word are tested. */
    private Assertion union(JsonNode written, Function<Assertion[], Assertion> combined) {
        Assertion[] branches = branches(written);
        Assertion whole = combined.apply(branches);
        Optional<Tags> tags = Tags.of(document, written);
        if (tags.isEmpty()) {
            return whole;
        }
        String member = tags.get().member();
        Map<String, Assertion> byWord = new HashMap<>();
        tags.get()
                .branches()
                .forEach((word, numbers) -> byWord.put(
                        word,
                        combined.apply(numbers.stream().map(i -> branches[i]).toArray(Assertion[]::new))));
        return value -> {
            JsonNode word = value.isObject() ? value.get(member) : null;
            if (word == null || !word.isTextual()) {
                return whole.test(value);
            }
            Assertion fitting = byWord.get(word.textValue());
            return fitting == null ? Fit.NO : fitting.test(value);
        };
    }

    private static Assertion not(Assertion schema) {
        return value -> schema.test(value).not();
    }

    private Assertion conditional(JsonNode schema) {
        Assertion condition = schema(schema.path("if"));
        Assertion holds = schema.has("then") ? schema(schema.get("then")) : Assertion.ANYTHING;
        Assertion fails = schema.has("else") ? schema(schema.get("else")) : Assertion.ANYTHING;
        return value -> switch (condition.test(value)) {
            case YES -> holds.test(value);
            case NO -> fails.test(value);
            case UNSURE -> Fit.UNSURE;
        };
    }

    private Assertion dependent(JsonNode written) {
        Map<String, Assertion> byMember = new LinkedHashMap<>();
        written.properties().forEach(e -> byMember.put(e.getKey(), schema(e.getValue())));
        return value -> {
            Fit fit = Fit.YES;
            for (Map.Entry<String, Assertion> entry : byMember.entrySet()) {
                if (value.has(entry.getKey())) {
                    fit = fit.and(entry.getValue().test(value));
                }
            }
            return fit;
        };
    }

    private static Assertion size(JsonNode written, boolean isLeast, boolean isOfArrays) {
        if (!written.isIntegralNumber()) {
            return Assertion.UNKNOWN;
        }
        long bound = written.longValue();
        return value -> (isOfArrays ? !value.isArray() : !value.isObject())
                ? Fit.YES
                : Fit.of(isLeast ? value.size() >= bound : value.size() <= bound);
    }

    private static Assertion required(JsonNode written) {
        List<String> list = new ArrayList<>();
        written.forEach(name -> list.add(name.asText()));
        String[] names = list.toArray(String[]::new);
        return value -> {
            if (value.isObject()) {
                for (String name : names) {
                    if (!value.has(name)) {
                        return Fit.NO;
                    }
                }
            }
            return Fit.YES;
        };
    }

    private static Assertion unique(JsonNode written) {
        return value -> {
            if (!value.isArray() || !written.asBoolean()) {
                return Fit.YES;
            }
            Set<JsonNode> seen = new HashSet<>();
            for (JsonNode item : value) {
                // 1 and 1.0 are the same, and so are objects that hold them.
                if (!item.isTextual()) {
                    return Fit.UNSURE;
                }
                if (!seen.add(item)) {
                    return Fit.NO;
                }
            }
            return Fit.YES;
        };
    }

    private static Assertion names(Assertion schema) {
        return value -> {
            Fit fit = Fit.YES;
            if (value.isObject()) {
                for (Map.Entry<String, JsonNode> member : value.properties()) {
                    fit = fit.and(schema.test(TextNode.valueOf(member.getKey())));
                    if (fit == Fit.NO) {
                        return fit;
                    }
                }
            }
            return fit;
        };
    }

    /** Constants are looked at first: by them most branches of unions are left out. */
    private static void tags(JsonNode properties, List<Assertion> cheap) {
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            JsonNode schema = property.getValue();
            if (schema.path("const").isTextual()) {
                String name = property.getKey();
                String tag = schema.get("const").textValue();
                cheap.add(value -> {
                    JsonNode member = value.isObject() ? value.get(name) : null;
                    return Fit.of(member == null
                            || member.isTextual() && member.textValue().equals(tag));
                });
            }
        }
    }

    private record Pattered(Pattern pattern, Assertion schema) {}

    private Assertion members(JsonNode schema) {
        Map<String, Assertion> known = new HashMap<>();
        schema.path("properties").properties().forEach(p -> known.put(p.getKey(), schema(p.getValue())));
        List<Pattered> patterned = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry :
                schema.path("patternProperties").properties()) {
            try {
                patterned.add(new Pattered(Pattern.compile(entry.getKey()), schema(entry.getValue())));
            } catch (PatternSyntaxException e) {
                return Assertion.UNKNOWN;
            }
        }
        Assertion others =
                schema.has("additionalProperties") ? schema(schema.get("additionalProperties")) : Assertion.ANYTHING;
        return value -> {
            Fit fit = Fit.YES;
            if (!value.isObject()) {
                return fit;
            }
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                Assertion expected = known.get(member.getKey());
                Fit one = expected == null ? Fit.YES : expected.test(member.getValue());
                boolean isOther = expected == null;
                for (Pattered pattern : patterned) {
                    if (one != Fit.NO
                            && pattern.pattern.matcher(member.getKey()).find()) {
                        isOther = false;
                        Fit more = pattern.schema.test(member.getValue());
                        one = one.and(more);
                    }
                }
                if (isOther) {
                    one = others.test(member.getValue());
                }
                fit = fit.and(one);
                if (fit == Fit.NO) {
                    return fit;
                }
            }
            return fit;
        };
    }

    private Assertion items(JsonNode schema) {
        Assertion[] first = schema.has("prefixItems") ? branches(schema.get("prefixItems")) : new Assertion[0];
        Assertion rest = schema.has("items") ? schema(schema.get("items")) : Assertion.ANYTHING;
        return value -> {
            Fit fit = Fit.YES;
            if (!value.isArray()) {
                return fit;
            }
            for (int i = 0; i < value.size(); i++) {
                fit = fit.and((i < first.length ? first[i] : rest).test(value.get(i)));
                if (fit == Fit.NO) {
                    return fit;
                }
            }
            return fit;
        };
    }
}

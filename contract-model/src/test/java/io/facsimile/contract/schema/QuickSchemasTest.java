package io.facsimile.contract.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the quick schemas say for sure is what the full validator says: tried with schemas and values made by chance. */
class QuickSchemasTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String POINTER = "/components/schemas/Tried";
    private static final List<String> NAMES = List.of("a", "b", "kind", "long_name");
    private static final List<String> TYPES =
            List.of("object", "array", "string", "number", "integer", "boolean", "null");

    private final Random random = new Random(20_261_126);

    @Test
    void whatIsSaidForSureIsWhatTheValidatorSays() {
        int sure = 0;
        int fitting = 0;
        int tried = 0;
        for (int i = 0; i < 1_500; i++) {
            ObjectNode document = NODES.objectNode().put("openapi", "3.1.0");
            ObjectNode schemas = document.putObject("components").putObject("schemas");
            schemas.set("Tried", schema(3));
            schemas.set("Other", schema(0));
            Schemas compiled = Schemas.of(document);
            for (int j = 0; j < 12; j++) {
                JsonNode value = value(3);
                boolean fits = compiled.check(POINTER, value).isEmpty();
                Fit quick = compiled.quick(POINTER, value);
                if (quick != Fit.UNSURE) {
                    assertThat(quick).as("%s by %s", value, schemas).isEqualTo(Fit.of(fits));
                    sure++;
                }
                assertThat(compiled.accepts(POINTER, value)).isEqualTo(fits);
                fitting += fits ? 1 : 0;
                tried++;
            }
        }
        assertThat(sure).as("answers for sure of " + tried).isGreaterThan(tried * 3 / 4);
        assertThat(fitting).as("fitting values of " + tried).isBetween(tried / 10, tried * 9 / 10);
    }

    @Test
    void aSchemaThatRefersToItselfIsWholeForEveryThreadThatAsks() throws Exception {
        JsonNode document = new ObjectMapper().readTree("""
                {"openapi": "3.1.0", "components": {"schemas": {
                  "Tried": {"type": "object", "properties": {
                    "a": {"$ref": "#/components/schemas/Tried"}, "b": {"$ref": "#/components/schemas/List"}}},
                  "List": {"type": "array", "items": {"$ref": "#/components/schemas/Tried"}}}}}""");
        JsonNode fitting = new ObjectMapper().readTree("{\"a\": {\"b\": [{\"a\": {}}]}}");
        JsonNode broken = new ObjectMapper().readTree("{\"a\": {\"b\": [{\"a\": 1}]}}");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int i = 0; i < 200; i++) {
                QuickSchemas quick = new QuickSchemas(document);
                CountDownLatch start = new CountDownLatch(1);
                List<Future<List<Fit>>> answers = IntStream.range(0, 4)
                        .mapToObj(t -> threads.submit(() -> {
                            start.await();
                            String pointer = t % 2 == 0 ? POINTER : "/components/schemas/Tried/properties/a";
                            return List.of(
                                    quick.at(pointer).test(fitting),
                                    quick.at(pointer).test(broken));
                        }))
                        .toList();
                start.countDown();
                for (Future<List<Fit>> answer : answers) {
                    assertThat(answer.get(10, TimeUnit.SECONDS)).containsExactly(Fit.YES, Fit.NO);
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private ObjectNode schema(int depth) {
        ObjectNode schema = NODES.objectNode();
        if (depth > 0 && chance(8)) {
            return schema.put("$ref", "#/components/schemas/Other");
        }
        if (!chance(4)) {
            if (chance(4)) {
                schema.putArray("type").add(any(TYPES)).add(any(TYPES));
                if (schema.path("type").get(0).equals(schema.path("type").get(1))) {
                    schema.put("type", any(TYPES));
                }
            } else {
                schema.put("type", any(TYPES));
            }
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            keyword(schema, depth);
        }
        return schema;
    }

    private void keyword(ObjectNode schema, int depth) {
        switch (random.nextInt(depth > 0 ? 29 : 16)) {
            case 0 ->
                schema.set("enum", NODES.arrayNode().add(scalar()).add(scalar()).add(scalar()));
            case 1 -> schema.set("const", scalar());
            case 2 -> schema.set("minimum", number());
            case 3 -> schema.set("maximum", number());
            case 4 -> schema.set("exclusiveMinimum", number());
            case 5 -> schema.set("exclusiveMaximum", number());
            case 6 -> schema.put("multipleOf", any(List.of(2, 3, 10)));
            case 7 -> schema.put("minLength", random.nextInt(4));
            case 8 -> schema.put("maxLength", random.nextInt(4));
            case 9 -> schema.put("pattern", any(List.of("^[a-z]+$", "b", "^kind", "[0-9]{2}", "^$")));
            case 10 ->
                schema.put("format", any(List.of("int32", "int64", "uri", "uuid", "date-time", "binary", "email")));
            case 11 -> schema.put(any(List.of("minItems", "maxItems")), random.nextInt(3));
            case 12 -> schema.put(any(List.of("minProperties", "maxProperties")), random.nextInt(3));
            case 13 -> schema.set("required", NODES.arrayNode().add(any(NAMES)));
            // The validator holds objects to it as well.
            case 14 -> schema.put("uniqueItems", !chance(4)).put("type", "array");
            case 15 -> schema.put("description", "A word that asks nothing.").put("x-live", "id");
            case 16, 17, 18 -> {
                ObjectNode properties = schema.putObject("properties");
                for (String name : NAMES) {
                    if (chance(2)) {
                        properties.set(name, schema(depth - 1));
                    }
                }
            }
            case 19 -> {
                if (chance(2)) {
                    schema.put("additionalProperties", chance(2));
                } else {
                    schema.set("additionalProperties", schema(depth - 1));
                }
            }
            case 20 -> schema.putObject("patternProperties").set(any(List.of("^a", "_")), schema(depth - 1));
            case 21 -> schema.set("items", schema(depth - 1));
            case 22 ->
                schema.set(
                        any(List.of("allOf", "anyOf", "oneOf")),
                        NODES.arrayNode()
                                .add(schema(depth - 1))
                                .add(schema(depth - 1))
                                .add(schema(depth - 1)));
            case 26, 27, 28 -> {
                ArrayNode branches = schema.putArray(any(List.of("anyOf", "oneOf")));
                for (int i = 0; i < 3; i++) {
                    branches.add(tagged(depth - 1));
                }
                schema.put("type", "object");
            }
            case 23 -> schema.set("not", schema(depth - 1));
            case 25 -> schema.putObject("dependentSchemas").set(any(NAMES), schema(depth - 1));
            case 24 -> {
                schema.set("if", schema(depth - 1));
                schema.set(any(List.of("then", "else")), schema(depth - 1));
            }
            default -> {
                if (chance(2)) {
                    schema.set("propertyNames", schema(0));
                } else {
                    schema.set("prefixItems", NODES.arrayNode().add(schema(depth - 1)));
                }
            }
        }
    }

    /** A branch that is told by the word of its kind; some are for several words, and some words for several branches. */
    private ObjectNode tagged(int depth) {
        ObjectNode branch = schema(depth);
        ObjectNode kind = branch.withObjectProperty("properties").putObject("kind");
        if (chance(3)) {
            kind.putArray("enum").add("a").add(any(List.of("kind", "ab12")));
        } else {
            kind.put("const", any(List.of("a", "kind", "ab12")));
        }
        return branch;
    }

    private JsonNode number() {
        return switch (random.nextInt(5)) {
            case 0 -> NODES.numberNode(random.nextInt(4));
            case 1 -> NODES.numberNode(new BigDecimal("1.0"));
            case 2 -> NODES.numberNode(new BigDecimal("2.5"));
            case 3 -> NODES.numberNode(any(List.of(-1L, 3_000_000_000L, Long.MAX_VALUE)));
            default -> NODES.numberNode(new BigDecimal(any(List.of("1e2", "-0.5", "12345678901234567890"))));
        };
    }

    private JsonNode scalar() {
        return switch (random.nextInt(4)) {
            case 0 -> number();
            case 1 -> NODES.booleanNode(chance(2));
            case 2 -> NODES.nullNode();
            default ->
                NODES.textNode(any(List.of(
                        "",
                        "a",
                        "kind",
                        "b12",
                        "é",
                        "😀😀",
                        "one\ntwo\n",
                        "https://example.com/a/b",
                        "no uri at all",
                        "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
                        "2026-11-26T10:00:00Z",
                        "a@example.com")));
        };
    }

    private JsonNode value(int depth) {
        if (depth == 0 || chance(3)) {
            return scalar();
        }
        if (chance(3)) {
            ArrayNode array = NODES.arrayNode();
            for (int i = random.nextInt(4); i > 0; i--) {
                array.add(value(depth - 1));
            }
            return array;
        }
        ObjectNode object = NODES.objectNode();
        for (String name : NAMES) {
            if (chance(2)) {
                object.set(name, value(depth - 1));
            }
        }
        return object;
    }
}

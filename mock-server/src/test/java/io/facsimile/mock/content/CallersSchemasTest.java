package io.facsimile.mock.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.contract.schema.Schemas;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values for schemas as callers' libraries write them. */
class CallersSchemasTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SEEDS = 60;

    /** What zod 4 writes beside its formats. */
    private static final String DATE =
            "(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))";

    private static final String EMAIL =
            "^(?!\\.)(?!.*\\.\\.)([A-Za-z0-9_'+\\-\\.]*)[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9\\-]*\\.)+[A-Za-z]{2,}$";
    private static final String UUID =
            "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$";

    private static JsonNode json(String text) throws Exception {
        return JSON.readTree(text.replace('\'', '"'));
    }

    private static ObjectNode text(String format, String pattern) {
        return JSON.createObjectNode()
                .put("type", "string")
                .put("format", format)
                .put("pattern", pattern);
    }

    /** Makes many values, each of which must fit by the validator. */
    private static void each(JsonNode schema, Consumer<JsonNode> look) {
        Schemas schemas = Schemas.of(SchemaForm.standard(schema));
        Instances instances = Instances.ofCaller(schema);
        for (long seed = 0; seed < SEEDS; seed++) {
            JsonNode value = instances.at("", seed);
            assertThat(schemas.check("", value)).as("%s of %s", value, schema).isEmpty();
            look.accept(value);
        }
    }

    @Test
    void aFormatAndThePatternBesideItBothHold() {
        each(text("date", "^" + DATE + "$"), value -> assertThat(value.asText()).startsWith("2025-"));
        each(text("email", EMAIL), value -> assertThat(value.asText()).contains("@example."));
        each(text("uuid", UUID), value -> {});
        each(
                text("date-time", "^" + DATE + "T(?:(?:[01]\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:\\.\\d+)?)?(?:Z))$"),
                value -> assertThat(value.asText()).startsWith("2025-"));
    }

    @ParameterizedTest
    @CsvSource({
        "date, ^2024-",
        "date, -15$",
        "date-time, ^2024-",
        "date-time, \\.[0-9]{3}Z$",
        "email, @acme\\.com$",
        "email, ^ben",
        "uri, ^https://github\\.com/",
        "uri, \\.png$",
        "hostname, \\.acme\\.com$",
        "uuid, '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$'",
        "ipv4, ^10\\.",
        "time, '^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$'"
    })
    void aNarrowPatternKeepsItsFormat(String format, String pattern) {
        each(text(format, pattern), value -> {});
    }

    @Test
    void severalPatternsAllHold() throws Exception {
        each(
                json(
                        "{'type':'string','format':'email','allOf':[{'pattern':'@example'},{'pattern':'^[a-z]'}],'pattern':'\\\\.com$'}"),
                value -> {});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'string','format':'email','maxLength':8}",
                "{'type':'string','format':'email','maxLength':6}",
                "{'type':'string','format':'email','minLength':50}",
                "{'type':'string','format':'email','minLength':120}",
                "{'type':'string','format':'uri','maxLength':12}",
                "{'type':'string','format':'uri','minLength':200}",
                "{'type':'string','format':'hostname','maxLength':6}",
                "{'type':'string','format':'hostname','minLength':100}"
            })
    void aFormatHoldsInLittleAndInMuchRoom(String schema) throws Exception {
        each(json(schema), value -> {});
    }

    @Test
    void aNamesPatternIsMetByAName() throws Exception {
        each(
                json(
                        "{'type':'object','properties':{'name':{'type':'string','pattern':'^[A-Z][a-z]+ [A-Z][a-z]+$'},'slug':{'type':'string','pattern':'^[a-z0-9]+(?:-[a-z0-9]+)*$'}},'required':['name','slug']}"),
                value -> {
                    assertThat(value.path("name").asText())
                            .isIn(
                                    "Anna Keller",
                                    "Ben Carter",
                                    "Mei Lin",
                                    "Noor Haddad",
                                    "Ella Novak",
                                    "Sam Okafor",
                                    "Tomas Vega",
                                    "Ines Costa",
                                    "Leo Brandt",
                                    "Maya Rao",
                                    "Finn Larsen",
                                    "Clara Weiss");
                    assertThat(value.path("slug").asText())
                            .startsWith(
                                    "the-quiet-garden".equals(value.path("slug").asText()) ? "the" : "a-walk");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A mark.\\n\\n{minimum: 1, maximum: 5}|integer|{'minimum':1,'maximum':5}",
                "{minimum: 1, maximum: 5}|integer|{'minimum':1,'maximum':5}",
                "A mark.\\nminimum: 1; maximum: 5.|integer|{'minimum':1,'maximum':5}",
                "exclusive minimum: 0; maximum: 1; multiple of: 0.25.|number|{'exclusiveMinimum':0,'maximum':1,'multipleOf':0.25}",
                "{exclusiveMinimum: 0, exclusiveMaximum: 0.5}|number|{'exclusiveMinimum':0,'exclusiveMaximum':0.5}",
                "{minLength: 20, maxLength: 22}|string|{'minLength':20,'maxLength':22}",
                "{pattern: \\\"^[A-Z]{3}, [0-9]{2}$\\\", minLength: 7}|string|{'pattern':'^[A-Z]{3}, [0-9]{2}$'}",
                "{pattern: ^[A-Z]{3}-[0-9]{2}$, minLength: 6}|string|{'pattern':'^[A-Z]{3}-[0-9]{2}$'}",
                "pattern: ^[A-Z]{3}-[0-9]{2}$.|string|{'pattern':'^[A-Z]{3}-[0-9]{2}$'}",
                "{minItems: 4, maxItems: 4, uniqueItems: true}|array|{'minItems':4,'maxItems':4,'uniqueItems':true}",
                "{minItems: 4, uniqueItems: True}|array|{'minItems':4,'uniqueItems':true}",
                "min items: 4; max items: 4; unique items: true.|array|{'minItems':4,'maxItems':4,'uniqueItems':true}",
                "{format: \\\"uri-reference\\\", default: \\\"x, y: z\\\"}|string|{'format':'uri-reference'}"
            })
    void boundsThatAClientMovedIntoTheDescriptionHold(String row) throws Exception {
        String[] parts = row.split("\\|", -1);
        JsonNode sent = json("{'type':'object','properties':{'x':{'type':'%s','description':'%s'}},'required':['x']}"
                .formatted(parts[1], parts[0]));
        Schemas original = Schemas.of(((ObjectNode) json(parts[2])).put("type", parts[1]));
        Instances instances = Instances.ofCaller(sent);
        for (long seed = 0; seed < SEEDS; seed++) {
            JsonNode value = instances.at("", seed).path("x");
            assertThat(original.check("", value)).as("%s of %s", value, sent).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"}", "{", "{}", ".", "a}", ": .", "{: }", "minimum: ."})
    void aDescriptionThatOnlyLooksLikeBoundsIsNone(String description) throws Exception {
        each(json("{'type':'string','description':'" + description + "'}"), value -> {});
    }

    @Test
    void whatASchemaStatesItselfCountsMoreThanItsDescription() throws Exception {
        each(
                json("{'type':'integer','minimum':7,'maximum':9,'description':'{minimum: 1, maximum: 5}'}"),
                value -> assertThat(value.asInt()).isBetween(7, 9));
        each(json("{'type':'string','description':'Say {minimum: 1} or so'}"), value -> {});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'object','properties':{'x':{'not':{'type':'string'}},'y':{'type':'string','not':{'enum':['y']}},'z':{'if':{'type':'string'},'then':{'minLength':9}}},'required':['x','y','z']}",
                "{'not':{'type':['string','integer']}}",
                "{'not':{'anyOf':[{'type':'string'},{'type':'object'},{'type':'boolean'}]}}",
                "{'type':'integer','minimum':1,'maximum':4,'not':{'enum':[1,2,3]}}",
                "{'enum':['a','b','c','d'],'not':{'enum':['a','b','c']}}",
                "{'type':'string','not':{'minLength':3}}",
                "{'type':'string','not':{'pattern':'^[A-Za-z]'}}",
                "{'type':'object','properties':{'a':{'type':'boolean'},'b':{'type':'boolean'},'c':{'type':'boolean'},'d':{'type':'boolean'},'e':{'type':'boolean'},'f':{'type':'boolean'}},'required':['a','b','c','d','e','f'],'not':{'properties':{'a':{'const':true}}}}",
                "{'type':'array','minItems':8,'maxItems':8,'items':{'type':'string','not':{'enum':['text']}}}",
                "{'type':'object','properties':{'a':{'type':'string','not':{'const':'a'}},'b':{'type':'string','not':{'const':'b'}},'c':{'not':{'type':'string'}},'d':{'enum':[1,2,3],'not':{'enum':[1,2]}},'e':{'type':'integer','minimum':0,'maximum':3,'not':{'multipleOf':2}}},'required':['a','b','c','d','e']}"
            })
    void whatASchemaForbidsIsAvoided(String schema) throws Exception {
        each(json(schema), value -> {});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'array','uniqueItems':true,'minItems':3,'items':{'type':['integer','null'],'minimum':0,'maximum':1}}",
                "{'type':'array','uniqueItems':true,'minItems':3,'items':{'anyOf':[{'type':'integer','minimum':0,'maximum':1},{'type':'null'}]}}",
                "{'type':'array','uniqueItems':true,'minItems':3,'items':{'enum':['a','b',null]}}",
                "{'type':'array','uniqueItems':true,'minItems':40,'items':{'type':'integer','minimum':1,'maximum':40}}",
                "{'type':'array','uniqueItems':true,'minItems':26,'items':{'type':'string','pattern':'^[a-z]$'}}",
                "{'type':'array','uniqueItems':true,'minItems':20,'items':{'type':'string','format':'email'}}",
                "{'type':'array','uniqueItems':true,'minItems':3,'items':{'type':'object','properties':{'k':{'type':['boolean','null']}},'required':['k'],'additionalProperties':false}}"
            })
    void eachItemIsThereOnceWhereTheSchemaSaysSo(String schema) throws Exception {
        each(json(schema), value -> {});
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.1, 0.05, 0.001})
    void aMultipleIsOneInFloatingPointToo(double step) throws Exception {
        each(json("{'type':'number','minimum':0,'maximum':500,'multipleOf':" + step + "}"), value -> {
            double quotient = value.doubleValue() / step;
            assertThat(quotient).as(value.toString()).isEqualTo(Math.rint(quotient));
        });
    }

    @Test
    void whatASchemaShowsIsTaken() throws Exception {
        each(json("{'type':'string','examples':['AB-1','AB-2']}"), value -> assertThat(value.asText())
                .isIn("AB-1", "AB-2"));
        each(
                json(
                        "{'type':'object','properties':{'n':{'type':'integer','default':25},'m':{'anyOf':[{'type':'string'},{'type':'null'}],'default':null}},'required':['n','m']}"),
                value -> {
                    assertThat(value.path("n").asInt()).isEqualTo(25);
                    assertThat(value.path("m").isTextual()).isTrue();
                });
        each(json("{'type':'integer','minimum':3,'maximum':5,'default':9}"), value -> {});
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "One of: red, green, blue; red|green|blue",
                "Must be one of 'left', 'right' or 'both'.; left|right|both",
                "The airport, e.g. JFK; JFK",
                "The city and state, e.g. San Francisco, CA; San Francisco, CA",
                "Airport code (e.g. JFK, LAX); JFK|LAX",
                "ISO 4217 code; USD|EUR|CNY|JPY",
                "ISO 3166-1 alpha-2 code; FR|DE|JP|CA|US|GB",
                "ISO 3166-1 alpha-3 code; FRA|DEU|JPN|CAN|USA|GBR",
                "ISO 639-1; en|fr|de|zh"
            })
    void wordsOfADescriptionAreTaken(String description, String words) throws Exception {
        ObjectNode schema =
                (ObjectNode) json("{'type':'object','properties':{'v':{'type':'string'}},'required':['v']}");
        ((ObjectNode) schema.at("/properties/v")).put("description", description);
        each(schema, value -> assertThat(value.path("v").asText()).isIn(List.of(words.split("\\|", -1))));
    }

    @Test
    void aSentenceIsNoListOfWords() throws Exception {
        for (String description : List.of(
                "One of the reasons why it was sold, or nothing",
                "Details, for example the colour or when it was made",
                "Any of these that you find")) {
            ObjectNode schema = (ObjectNode) json("{'type':'string'}");
            schema.put("description", description);
            each(schema, value -> assertThat(value.asText()).startsWith("text"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "file_name; .+\\.(txt|pdf|csv)",
                "recipeName; .*(Soup|Chicken|Pancakes).*",
                "product_name; (desk lamp|travel mug|wool blanket)",
                "event name; (Science Fair|Harbour Festival|Quarterly Review)",
                "widget_name; [A-Z][a-z]+ Widget",
                "country_code; [A-Z]{2}",
                "billing_country_code; [A-Z]{2}",
                "currency; [A-Z]{3}",
                "uuid; [0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
                "iban; [A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}",
                "sql; SELECT .*",
                "gender; (female|male|non-binary)",
                "username; [a-z]{4,}",
                "password; \\S{8,}",
                "hex; #[0-9a-f]{6}",
                "color; (blue|green|red|amber)",
                "image_url; https://.*\\.(jpg|png|webp)",
                "timezone; [A-Z][a-z]+/.*",
                "language_code; [a-z]{2}",
                "phone; \\+[0-9 ]+",
                "zip; [0-9]{5}",
                "sku; [A-Z]{2}-[0-9]{4}-[A-Z]{2}",
                "hash; [0-9a-f]{64}"
            })
    void wellKnownNamesGetValuesOfTheirKind(String name, String expected) throws Exception {
        ObjectNode schema = JSON.createObjectNode().put("type", "object");
        schema.putObject("properties").putObject(name).put("type", "string");
        schema.putArray("required").add(name);
        each(schema, value -> assertThat(value.path(name).asText()).matches(expected));
    }

    @Test
    void aListHasNothingTwice() throws Exception {
        each(
                json(
                        "{'type':'object','properties':{'ingredients':{'type':'array','items':{'type':'string'},'minItems':4}},'required':['ingredients']}"),
                value -> {
                    Set<JsonNode> seen = new HashSet<>();
                    value.path("ingredients").forEach(item -> assertThat(seen.add(item))
                            .as(value.toString())
                            .isTrue());
                });
    }

    @Test
    void aNameIsOfWhatItStandsBeside() throws Exception {
        each(
                json(
                        "{'type':'object','properties':{'name':{'type':'string'},'ingredients':{'type':'array','items':{'type':'object','properties':{'name':{'type':'string'}},'required':['name']}}},'required':['name','ingredients']}"),
                value -> {
                    assertThat(value.path("name").asText()).matches(".*(Soup|Chicken|Pancakes).*");
                    assertThat(value.at("/ingredients/0/name").asText("flour"))
                            .isIn("flour", "butter", "sugar", "eggs", "milk", "salt", "basil", "tomatoes");
                });
    }

    @Test
    void whatIsInOneObjectGoesTogether() throws Exception {
        each(
                json(
                        "{'type':'object','properties':{'first_name':{'type':'string'},'last_name':{'type':'string'},'email':{'type':'string','format':'email'},'start_date':{'type':'string','format':'date'},'end_date':{'type':'string','format':'date'},'min_price':{'type':'number'},'max_price':{'type':'number'},'page':{'type':'integer'},'total_pages':{'type':'integer'}},'required':['first_name','last_name','email','start_date','end_date','min_price','max_price','page','total_pages']}"),
                value -> {
                    String local = java.text.Normalizer.normalize(
                                    value.path("first_name").asText() + "."
                                            + value.path("last_name").asText(),
                                    java.text.Normalizer.Form.NFD)
                            .replaceAll("\\p{M}", "");
                    assertThat(value.path("email").asText()).startsWithIgnoringCase(local);
                    assertThat(value.path("start_date").asText())
                            .isLessThanOrEqualTo(value.path("end_date").asText());
                    assertThat(value.path("min_price").asDouble())
                            .isLessThanOrEqualTo(value.path("max_price").asDouble());
                    assertThat(value.path("page").asInt())
                            .isLessThanOrEqualTo(value.path("total_pages").asInt());
                });
    }

    @Test
    void buyerAndSellerAreTwo() throws Exception {
        each(
                json(
                        "{'type':'object','properties':{'buyer_name':{'type':'string'},'buyer_email':{'type':'string'},'seller_name':{'type':'string'}},'required':['buyer_name','buyer_email','seller_name']}"),
                value -> {
                    assertThat(value.path("buyer_name")).isNotEqualTo(value.path("seller_name"));
                    assertThat(value.path("buyer_email").asText().charAt(0))
                            .isEqualTo(Character.toLowerCase(
                                    value.path("buyer_name").asText().charAt(0)));
                });
    }
}

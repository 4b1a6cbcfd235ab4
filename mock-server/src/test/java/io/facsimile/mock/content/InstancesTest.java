package io.facsimile.mock.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.contract.index.ContractIndex;
import io.facsimile.contract.schema.Schemas;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstancesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode json(String text) throws Exception {
        return JSON.readTree(text.replace('\'', '"'));
    }

    private static void fits(JsonNode schema) {
        Instances instances = Instances.ofCaller(schema);
        Schemas schemas = Schemas.of(SchemaForm.standard(schema));
        for (long seed = 0; seed < 40; seed++) {
            JsonNode value = instances.at("", seed);
            assertThat(schemas.check("", value)).as("%s of %s", value, schema).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'string','minLength':5,'maxLength':7}",
                "{'type':'string','maxLength':0}",
                "{'type':'string','minLength':300}",
                "{'type':'string','pattern':'^[A-Z]{3}-[0-9]{4}$'}",
                "{'type':'string','pattern':'^[a-z]+$','minLength':12,'maxLength':14}",
                "{'type':'string','pattern':'^(?!foo)[a-z]{3}$'}",
                "{'type':'string','format':'date'}",
                "{'type':'string','format':'date-time'}",
                "{'type':'string','format':'time'}",
                "{'type':'string','format':'duration'}",
                "{'type':'string','format':'email'}",
                "{'type':'string','format':'hostname'}",
                "{'type':'string','format':'ipv4'}",
                "{'type':'string','format':'ipv6'}",
                "{'type':'string','format':'uri'}",
                "{'type':'string','format':'uri-reference'}",
                "{'type':'string','format':'uuid'}",
                "{'type':'string','format':'json-pointer'}",
                "{'type':'integer','minimum':3,'maximum':5}",
                "{'type':'integer','exclusiveMinimum':3,'exclusiveMaximum':5}",
                "{'type':'integer','multipleOf':7,'minimum':100}",
                "{'type':'integer','multipleOf':2.5,'minimum':1}",
                "{'type':'integer','minimum':9007199254740993}",
                "{'type':'integer','maximum':-9007199254740993}",
                "{'type':'number','minimum':0.1,'maximum':0.2}",
                "{'type':'number','exclusiveMinimum':0,'exclusiveMaximum':0.001}",
                "{'type':'number','exclusiveMinimum':0,'maximum':1}",
                "{'type':'number','multipleOf':0.01,'minimum':5}",
                "{'type':'number','minimum':0,'exclusiveMinimum':true,'maximum':1}",
                "{'type':'number','maximum':-1e9}",
                "{'type':'boolean'}",
                "{'type':'null'}",
                "{'type':['string','null']}",
                "{'type':['null','integer'],'minimum':4}",
                "{'enum':[1,'a',null,{'b':2}]}",
                "{'type':'string','enum':['celsius','fahrenheit']}",
                "{'const':{'a':[1,2]}}",
                "{}",
                "true",
                "{'type':'array'}",
                "{'type':'array','items':{'type':'string'},'minItems':5}",
                "{'type':'array','items':{'enum':['a','b','c']},'uniqueItems':true,'minItems':3}",
                "{'type':'array','items':{'type':'integer','minimum':1,'maximum':4},'uniqueItems':true,'minItems':4}",
                "{'type':'array','prefixItems':[{'type':'integer'},{'type':'string'}],'items':false,'minItems':2}",
                "{'type':'array','items':[{'type':'integer'},{'type':'string'}],'additionalItems':false}",
                "{'type':'array','contains':{'const':7},'minContains':2,'items':{'type':'integer'}}",
                "{'type':'array','items':{'type':'string'},'maxItems':0}",
                "{'type':'object','properties':{'a':{'type':'string'},'b':{'type':'integer'}},'required':['a','b'],'additionalProperties':false}",
                "{'type':'object','required':['x']}",
                "{'type':'object','additionalProperties':{'type':'number'},'minProperties':3}",
                "{'type':'object','additionalProperties':{'type':'number'},'maxProperties':1}",
                "{'type':'object','patternProperties':{'^s_':{'type':'string'}},'additionalProperties':false,'minProperties':1}",
                "{'type':'object','propertyNames':{'pattern':'^[a-z]{4}$'},'minProperties':2}",
                "{'type':'object','properties':{'a':{},'b':{},'c':{}},'minProperties':2,'maxProperties':2}",
                "{'type':'object','properties':{'a':{'type':'string'}},'required':['a'],'dependentRequired':{'a':['b']}}",
                "{'type':'object','properties':{'a':false,'b':{'type':'string'}}}",
                "{'properties':{'a':{'type':'string'}},'dependentSchemas':{'a':{'required':['z']}}}",
                "{'oneOf':[{'type':'string'},{'type':'integer'}]}",
                "{'oneOf':[{'type':'integer','multipleOf':3},{'type':'integer','multipleOf':5}]}",
                "{'anyOf':[{'type':'string','maxLength':3},{'type':'object','required':['q']}]}",
                "{'type':'object','properties':{'kind':{'type':'string'}},'oneOf':[{'properties':{'kind':{'const':'a'},'x':{'type':'integer'}},'required':['kind','x']},{'properties':{'kind':{'const':'b'},'y':{'type':'string'}},'required':['kind','y']}]}",
                "{'allOf':[{'type':'object','properties':{'a':{'type':'string','minLength':3}},'required':['a']},{'properties':{'a':{'maxLength':4},'b':{'type':'integer'}},'required':['b']}]}",
                "{'allOf':[{'minimum':3},{'maximum':5}],'type':'integer'}",
                "{'type':'string','not':{'const':'text'}}",
                "{'type':'object','properties':{'country':{'enum':['US','DE']}},'required':['country'],'if':{'properties':{'country':{'const':'US'}}},'then':{'required':['zip'],'properties':{'zip':{'type':'string','pattern':'^[0-9]{5}$'}}},'else':{'required':['plz']}}",
                "{'type':'object','properties':{'node':{'$ref':'#/$defs/node'}},'required':['node'],'$defs':{'node':{'type':'object','properties':{'value':{'type':'integer'},'next':{'anyOf':[{'$ref':'#/$defs/node'},{'type':'null'}]}},'required':['value','next'],'additionalProperties':false}}}",
                "{'type':'object','properties':{'name':{'type':'string'},'children':{'type':'array','items':{'$ref':'#'}}},'required':['name','children'],'additionalProperties':false}",
                "{'type':'object','properties':{'p':{'$ref':'#/definitions/person'}},'required':['p'],'definitions':{'person':{'type':'object','required':['email'],'properties':{'email':{'type':'string','format':'email'}}}}}",
                "{'type':'object','properties':{'steps':{'type':'array','items':{'type':'object','properties':{'explanation':{'type':'string'},'output':{'type':'string'}},'required':['explanation','output'],'additionalProperties':false}},'final_answer':{'type':'string'}},'required':['steps','final_answer'],'additionalProperties':false}",
                "{'type':'object','properties':{'a':{'type':'string'}},'required':['a'],'unevaluatedProperties':false,'allOf':[{'properties':{'b':{'type':'integer'}},'required':['b']}]}",
                "{'type':'object','properties':{'n':{'$ref':'#nn'}},'required':['n'],'$defs':{'whole':{'$anchor':'nn','type':'integer','minimum':5}}}",
                "{'$ref':'#top','$defs':{'a/b%':{'$anchor':'top','type':'object','properties':{'next':{'anyOf':[{'$ref':'#top'},{'type':'null'}]}},'required':['next'],'additionalProperties':false}}}",
                "{'type':['integer','null'],'not':{'type':'integer'}}",
                "{'type':['string','integer'],'not':{'type':['string']}}",
                "{'type':'object','minProperties':3,'propertyNames':{'pattern':'^[a-z]+$','maxLength':5},'additionalProperties':{'type':'integer'}}",
                "{'type':'object','minProperties':3,'propertyNames':{'enum':['a','b','c']},'additionalProperties':{'type':'integer'}}",
                "{'type':'object','minProperties':3,'propertyNames':{'minLength':9},'additionalProperties':{'type':'integer'}}",
                "{'type':'object','minProperties':3,'propertyNames':{'maxLength':1},'additionalProperties':{'type':'integer'}}",
                "{'type':'object','minProperties':3,'propertyNames':{'$ref':'#/$defs/name'},'properties':{'key_1':{'type':'string'}},'additionalProperties':{'type':'integer'},'$defs':{'name':{'pattern':'^key_'}}}",
                "{'type':'object','minProperties':2,'patternProperties':{'^x-':{'type':'string'}},'additionalProperties':false}",
                "{'type':'object','minProperties':2,'patternProperties':{'_id$':{'type':'integer'}},'additionalProperties':false}",
                "{'type':'object','minProperties':2,'patternProperties':{'^[ab]$':{'type':'integer'}},'additionalProperties':false}",
                "{'type':'object','minProperties':3,'patternProperties':{'^a$':{'type':'integer'},'^b$':{'type':'string'},'^c$':{'type':'boolean'}},'additionalProperties':false}",
                "{'type':'object','minProperties':2,'patternProperties':{'^x-':{'type':'string'}}}",
                "{'$schema':'http://json-schema.org/draft-07/schema#','$id':'https://example.com/a','type':'object','properties':{'a':{'$ref':'https://example.com/elsewhere'}},'required':['a']}"
            })
    void aValueFitsItsSchema(String schema) throws Exception {
        fits(json(schema));
    }

    @Test
    void typesInUpperCaseAndNumbersAsTextsAreRead() throws Exception {
        JsonNode schema = json(
                "{'type':'OBJECT','properties':{'names':{'type':'ARRAY','minItems':'2','items':{'type':'STRING','nullable':true}},'age':{'type':'INTEGER'}},'required':['names','age'],'propertyOrdering':['age','names']}");
        fits(schema);
        JsonNode value = Instances.ofCaller(schema).at("", 3);
        assertThat(value.fieldNames()).toIterable().containsExactly("age", "names");
        assertThat(value.path("names").size()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void equalSeedsGiveEqualValuesAndOthersOthers() throws Exception {
        JsonNode schema = json(
                "{'type':'object','properties':{'name':{'type':'string'},'age':{'type':'integer'},'price':{'type':'number'}},'required':['name','age','price']}");
        Instances instances = Instances.ofCaller(schema);
        assertThat(instances.at("", 5)).isEqualTo(Instances.ofCaller(schema).at("", 5));
        Set<JsonNode> values = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            values.add(instances.at("", seed));
        }
        assertThat(values.size()).isGreaterThan(10);
    }

    @Test
    void valuesSuitTheirNamesAndWhatIsAsked() throws Exception {
        JsonNode schema = json(
                "{'type':'object','properties':{'city':{'type':'string'},'email':{'type':'string'},'age':{'type':'integer'},'order_id':{'type':'string'},'unit':{'enum':['celsius','fahrenheit']},'query':{'type':'string'}},'required':['city','email','age','order_id','unit','query']}");
        Asked asked =
                new Asked("Fahrenheit in Oslo for order_8127", "the weather", List.of("Oslo"), List.of("order_8127"));
        JsonNode value = Instances.ofCaller(schema).at("", 1, asked);
        assertThat(value.path("city").asText()).isEqualTo("Oslo");
        assertThat(value.path("email").asText()).contains("@example.");
        assertThat(value.path("age").asInt()).isBetween(18, 80);
        assertThat(value.path("order_id").asText()).isEqualTo("order_8127");
        assertThat(value.path("unit").asText()).isEqualTo("fahrenheit");
        assertThat(value.path("query").asText()).isEqualTo("the weather");
    }

    @Test
    void whatIsNoSchemaOrCannotBeMetStillGivesAValueSoon() throws Exception {
        for (String schema : List.of(
                "{'type':'objekt'}",
                "{'type':'string','pattern':'(['}",
                "{'type':'string','pattern':'^(a{1,100000000}){1,100000000}$'}",
                "{'type':'array','minItems':1000000000,'items':{'type':'integer'}}",
                "{'type':'string','minLength':1000000000}",
                "{'allOf':[{'type':'string'},{'type':'integer'}]}",
                "{'$ref':'#'}",
                "{'$ref':'#/nowhere'}",
                "{'type':'object','properties':{'a':{'$ref':'#'}},'required':['a']}",
                "{'type':'object','properties':{'a':{'$ref':'#'},'b':{'$ref':'#'},'c':{'$ref':'#'}},'required':['a','b','c']}",
                "false")) {
            long before = System.nanoTime();
            assertThat(Instances.ofCaller(json(schema)).at("", 1)).as(schema).isNotNull();
            assertThat(System.nanoTime() - before).as(schema).isLessThan(2_000_000_000L);
        }
    }

    @Test
    void aValueFitsEachOfManyRandomSchemas() {
        Random random = new Random(20251012);
        for (int i = 0; i < 1_500; i++) {
            JsonNode schema = schema(random, 0);
            Schemas schemas = Schemas.of(schema);
            for (long seed = 0; seed < 3; seed++) {
                JsonNode value = Instances.ofCaller(schema).at("", seed);
                assertThat(schemas.check("", value))
                        .as("%s of %s", value, schema)
                        .isEmpty();
            }
        }
    }

    private static ObjectNode schema(Random random, int depth) {
        ObjectNode schema = JSON.createObjectNode();
        switch (random.nextInt(depth > 3 ? 4 : 8)) {
            case 0 -> {
                schema.put("type", "string");
                int least = random.nextInt(12);
                schema.put("minLength", least).put("maxLength", least + random.nextInt(20));
            }
            case 1 -> {
                int low = random.nextInt(200) - 100;
                schema.put("type", "integer").put("minimum", low).put("maximum", low + 40);
                if (random.nextBoolean()) {
                    schema.put("multipleOf", 1 + random.nextInt(9));
                }
            }
            case 2 -> {
                double low = random.nextInt(100) / 8.0;
                schema.put("type", "number").put("exclusiveMinimum", low).put("maximum", low + 1);
            }
            case 3 -> {
                ArrayNode words = schema.putArray("enum");
                words.add("w" + random.nextInt(9)).add(random.nextInt(9));
            }
            case 4, 5 -> {
                schema.put("type", "object");
                ObjectNode properties = schema.putObject("properties");
                ArrayNode required = schema.putArray("required");
                int count = random.nextInt(5);
                for (int i = 0; i < count; i++) {
                    String name =
                            List.of("city", "name", "price", "tags", "note").get(i);
                    properties.set(name, schema(random, depth + 1));
                    if (random.nextBoolean()) {
                        required.add(name);
                    }
                }
                schema.put("additionalProperties", false);
            }
            case 6 -> {
                schema.put("type", "array");
                schema.set("items", schema(random, depth + 1));
                int least = random.nextInt(3);
                schema.put("minItems", least).put("maxItems", least + random.nextInt(4));
            }
            default -> {
                ArrayNode branches = schema.putArray(random.nextBoolean() ? "anyOf" : "oneOf");
                List<String> tags = new ArrayList<>(List.of("a", "b", "c"));
                for (int i = 0; i < 2 + random.nextInt(2); i++) {
                    ObjectNode branch = branches.addObject();
                    branch.put("type", "object");
                    branch.putObject("properties").putObject("tag").put("const", tags.get(i));
                    ((ObjectNode) branch.get("properties")).set("value", schema(random, depth + 1));
                    branch.putArray("required").add("tag").add("value");
                }
            }
        }
        return schema;
    }

    @Test
    void aValueFitsEverySchemaOfOurContracts() {
        List<String> missed = new ArrayList<>();
        for (String provider : ContractIndex.providers()) {
            Schemas schemas = Schemas.of(ContractIndex.read(provider).document());
            Instances instances = Instances.of(schemas);
            schemas.document().path("components").path("schemas").fieldNames().forEachRemaining(name -> {
                String pointer = "/components/schemas/" + name;
                JsonNode value = instances.at(pointer, 7);
                if (!schemas.accepts(pointer, value)) {
                    missed.add(name + ": " + schemas.check(pointer, value));
                }
            });
        }
        assertThat(missed).isEmpty();
    }
}

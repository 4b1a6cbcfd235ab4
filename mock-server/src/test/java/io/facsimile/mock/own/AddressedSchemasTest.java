package io.facsimile.mock.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facsimile.contract.ContractException;
import io.facsimile.contract.ContractReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schemas that are referred to by addresses and anchors, and references that lead back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AddressedSchemasTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HEAD = "openapi: 3.1.0\ninfo: { title: a, version: '1' }\npaths: {}\ncomponents:\n";

    private ServedContract addressed;

    @BeforeAll
    void open() throws Exception {
        addressed = ServedContract.of("addressed.yaml");
    }

    @AfterAll
    void close() {
        addressed.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/trees | {'value':1,'left':{'value':2,'right':{'value':3}}} | 201",
                "/trees | {'value':1,'left':{'value':2,'right':{'value':'3'}}} | 400 left.right.value: string found, integer expected",
                "/orders | {'lines':[{'sku':'ABC','price':2.5}],'total':2.5} | 201",
                "/orders | {'lines':[{'sku':'abc'}]} | 400 lines[0].sku: does not match the regex pattern ^[A-Z]{3}$",
                "/orders | {'lines':[{'sku':'ABC','price':-1}]} | 400 lines[0].price: must have a minimum value of 0",
                "/orders | {'lines':[{'sku':'ABC'}],'total':-1} | 400 total: must have a minimum value of 0",
                "/orders | {'lines':[{'sku':'ABC'}],'address':{}} | 400 address.city: required property 'city' not found",
                "/orders | {'lines':[{'sku':'ABC'}],'address':{'city':'Ulm','country':'Germany'}} | 400 address.country: must be at most 2 characters long",
                "/orders | {'lines':[{'sku':'ABC'}],'customer':{'name':'Ada','friend':{}}} | 400 customer.friend.name: required property 'name' not found",
                "/orders | {'lines':[{'sku':'ABC'}],'customer':{'name':'Ada','country':'D'}} | 400 customer.country: must be at least 2 characters long",
                "/folders | {'name':'a','folders':[{'name':'b','folders':[{}]}]} | 400 folders[0].folders[0].name: required property 'name' not found"
            })
    void aSchemaIsFoundByItsAddressAndItsAnchor(String path, String body, String outcome) throws Exception {
        assertThat(addressed.outcome(path, body)).isEqualTo(outcome.strip());
    }

    @Test
    void answersAreMadeOfThemToo() throws Exception {
        assertThat(addressed.outcome(addressed.get("/trees"))).isEqualTo("200");
        JsonNode tree = JSON.readTree(addressed.get("/trees").body());
        assertThat(tree.path("left").path("value").isIntegralNumber()).isTrue();
        assertThat(addressed.outcome(addressed.get("/orders"))).isEqualTo("200");
        JsonNode order = JSON.readTree(addressed.get("/orders").body());
        assertThat(order.at("/lines/0/sku").asText()).matches("[A-Z]{3}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "schemas: { A: { $ref: '#node' } } | 5: [reference] the reference \"#node\" leads nowhere — point it at something in broken.yaml, by a pointer such as #/components/schemas/Name; no schema has an $anchor there",
                "schemas: { A: { $ref: '#nod' }, B: { $anchor: node } } | 5: [reference] the reference \"#nod\" leads nowhere — point it at something in broken.yaml; its anchors are node",
                "schemas: { A: { $anchor: a }, B: { $anchor: a } } | 5: [reference] two schemas have the anchor \"a\"; the other is at broken.yaml:5 — give one another name",
                "schemas: { A: { $id: 'https://a b' } } | 5: [reference] the $id \"https://a b\" is no address — write a URI, such as https://example.com/schemas/order, or leave it out",
                "schemas: { A: { $ref: 'https://example.com/a' } } | 5: [reference] \"https://example.com/a\" is not a file — copy it beside the contract; nothing is fetched",
                "schemas: { A: { $id: a, $dynamicRef: '#x', $defs: { x: { $dynamicAnchor: x } } }, B: { $id: b, $ref: a, $defs: { x: { $dynamicAnchor: x } } } } | 5: [reference] the $dynamicRef \"#x\" may lead to several schemas: broken.yaml:5, broken.yaml:5 — write a schema for each use and refer to it with $ref; which one is meant is not worked out here",
                "schemas: { A: { $ref: '#' } } | 5: [reference] the reference \"#\" leads to the whole document — point it at something in broken.yaml",
                "schemas: { A: { $ref: '#/components/schemas/A' } } | 5: [reference] the reference leads back to itself: A → A — say in one of them what it is; one that holds others of its kind refers to them from a property or an item",
                "schemas:;    A: { $ref: '#/components/schemas/B' };    B: { $ref: '#/components/schemas/A' } | 7: [reference] the reference leads back to itself: A → B → A — say in one of them what it is; one that holds others of its kind refers to them from a property or an item",
                "schemas:;    A: { type: object, allOf: [ { $ref: '#/components/schemas/B' } ] };    B: { anyOf: [ { type: string }, { not: { $ref: '#/components/schemas/A' } } ] } | 7: [reference] the reference leads back to itself: A → B → A — say in one of them what it is; one that holds others of its kind refers to them from a property or an item",
                "responses: { A: { $ref: '#/components/responses/A' } } | 5: [reference] the reference leads back to itself: A → A — say in one of them what it is; one that holds others of its kind refers to them from a property or an item"
            })
    void whatCannotBeIsToldWhereAndWhatToDo(String components, String problem, @TempDir Path dir) throws Exception {
        Path file = Files.writeString(
                dir.resolve("broken.yaml"), HEAD + "  " + components.strip().replace(';', '\n') + "\n");
        assertThatExceptionOfType(ContractException.class)
                .isThrownBy(() -> ContractReader.read(file))
                .withMessage("broken.yaml:" + problem.strip());
    }

    @Test
    void aTreeIsNoCircle(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("tree.yaml"), HEAD + """
                  schemas:
                    Node: { type: object, properties: { next: { $ref: '#/components/schemas/Node' }, all: { $ref: '#/components/schemas/Nodes' } } }
                    Nodes: { type: array, items: { anyOf: [ { $ref: '#/components/schemas/Node' }, { $ref: '#/components/schemas/Nodes' } ] } }
                """);
        assertThat(ContractReader.read(file).provider()).isEqualTo("tree");
    }
}

package io.facsimile.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.contract.Example;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.Response;
import io.facsimile.contract.index.ContractIndex;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every example of every contract goes through the generated models and comes out as it went in. */
class RoundTripTest {
    private final Operations operations = new Operations();

    private record Case(String name, Type type, JsonNode value) {}

    private List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        Set<String> done = new HashSet<>();
        for (String provider : ContractIndex.providers()) {
            for (Operation operation : ContractIndex.read(provider).operations()) {
                if (done.add(operation.id())) {
                    cases(operation, cases);
                }
            }
        }
        return cases;
    }

    private void cases(Operation operation, List<Case> cases) {
        operation.requestBody().flatMap(b -> b.content("application/json")).ifPresent(m -> operations
                .body(operation.id())
                .ifPresent(type -> add(operation, "request", type, m, cases)));
        for (Response response : operation.responses()) {
            for (MediaType mediaType : response.content()) {
                if (mediaType.isJson() && response.isSuccess()) {
                    add(operation, "answer", operations.answer(operation.id()), mediaType, cases);
                }
                if (mediaType.isEventStream()) {
                    events(operation, mediaType, cases);
                }
            }
        }
    }

    private static void add(Operation operation, String what, Type type, MediaType mediaType, List<Case> to) {
        if (type == MediaFile.class) {
            return;
        }
        for (Example example : mediaType.examples()) {
            to.add(new Case(operation.id() + " " + what + " " + example.name(), type, example.value()));
        }
    }

    private void events(Operation operation, MediaType mediaType, List<Case> to) {
        Type type = operations.event(operation.id()).orElseThrow();
        for (Example example : mediaType.examples()) {
            int number = 0;
            for (JsonNode event : example.value()) {
                JsonNode data = event.path("event").isTextual() && event.has("data") ? event.get("data") : event;
                if (data.isObject()) {
                    to.add(new Case(operation.id() + " event " + example.name() + " " + number++, type, data));
                }
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> everyExampleSurvivesItsModel() {
        return cases().stream()
                .map(c -> DynamicTest.dynamicTest(
                        c.name() + " survives its model", () -> assertSurvives(c.type(), c.value())));
    }

    @TestFactory
    Stream<DynamicTest> anUnknownMemberSurvives() {
        return cases().stream()
                .filter(c -> c.value().isObject())
                .map(c -> DynamicTest.dynamicTest(c.name() + " keeps an unknown member", () -> {
                    ObjectNode more = c.value().deepCopy();
                    more.putObject("x_gateway_extra")
                            .put("kept", true)
                            .putArray("list")
                            .add(1);
                    assertSurvives(c.type(), more);
                }));
    }

    @TestFactory
    Stream<DynamicTest> unknownWordsSurvive() {
        return cases().stream()
                .map(c -> DynamicTest.dynamicTest(
                        c.name() + " keeps words that nobody knows yet",
                        () -> assertSurvives(c.type(), reworded(c.value()))));
    }

    /** Returns a copy whose short words, those that could be of a closed set, are others. */
    private static JsonNode reworded(JsonNode node) {
        if (node.isObject()) {
            ObjectNode copy = ((ObjectNode) node).deepCopy();
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                copy.set(member.getKey(), reworded(member.getValue()));
            }
            return copy;
        }
        if (node.isArray()) {
            var copy = Json.MAPPER.createArrayNode();
            node.forEach(item -> copy.add(reworded(item)));
            return copy;
        }
        boolean isWord = node.isTextual() && node.textValue().matches("[A-Za-z][A-Za-z_.-]{1,30}");
        return isWord ? Json.MAPPER.getNodeFactory().textNode(node.textValue() + "_next") : node;
    }

    private static void assertSurvives(Type type, JsonNode value) throws Exception {
        Object model = Json.MAPPER.readerFor(Json.MAPPER.constructType(type)).readValue(value);
        JsonNode out = Json.tree(model);
        assertThat(Unions.same(value, out)).as("%s became %s", value, out).isTrue();
    }
}

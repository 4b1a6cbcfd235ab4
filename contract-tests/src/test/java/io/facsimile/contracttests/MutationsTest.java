package io.facsimile.contracttests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.checks.AnswerCheck;
import io.facsimile.checks.Observed;
import io.facsimile.checks.SchemaPaths;
import io.facsimile.contract.Example;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.RequestSample;
import io.facsimile.contract.Response;
import io.facsimile.contract.source.Pointers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The suite notices a wrong answer: each member of each operation's documented answer, changed one at a time. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.facsimile.contracttests.Endpoint#all")
class MutationsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Endpoint endpoint;
    private final AnswerCheck check;

    MutationsTest(Endpoint endpoint) {
        this.endpoint = endpoint;
        this.check = endpoint.check();
    }

    @BeforeEach
    void onlyForTheMock() {
        Assumptions.assumeTrue(endpoint.mock().isPresent(), "the suite is tested on the mock");
    }

    @TestFactory
    Stream<DynamicTest> aChangedMemberIsFound() {
        return endpoint.contract().operations().stream()
                .filter(o -> jsonAnswer(o).isPresent())
                .map(operation -> DynamicTest.dynamicTest(
                        endpoint.name(operation) + " is found out whichever member of its answer is changed",
                        () -> everyMutationIsFound(operation)));
    }

    private static Optional<MediaType> jsonAnswer(Operation operation) {
        return operation.success().stream()
                .map(Response::content)
                .flatMap(List::stream)
                .filter(m -> m.isJson() && !m.examples().isEmpty())
                .findFirst();
    }

    private void everyMutationIsFound(Operation operation) throws Exception {
        MediaType mediaType = jsonAnswer(operation).orElseThrow();
        Example documented = mediaType.examples().get(0);
        // A list that is streamed has as many pieces as the live text makes; the documented one stands for it.
        JsonNode body = mediaType.stream().isPresent() ? documented.value() : answer(operation, documented);
        List<String> missed = new ArrayList<>();
        List<String> members = new ArrayList<>();
        members(mediaType, body, "", members);
        assertThat(members).isNotEmpty();
        assertThat(findings(operation, body, documented)).as("unchanged").isFalse();
        for (String member : members) {
            JsonNode dropped = body.deepCopy();
            holder(dropped, member).remove(Pointers.last(member));
            note(operation, documented, dropped, member + " dropped", missed);
            JsonNode value = body.at(member);
            if (!value.isNull()) {
                JsonNode retyped = body.deepCopy();
                holder(retyped, member).set(Pointers.last(member), otherType(value));
                note(operation, documented, retyped, member + " of another type", missed);
            }
            if (value.isTextual() && isWord(mediaType, member)) {
                JsonNode reworded = body.deepCopy();
                holder(reworded, member).put(Pointers.last(member), "no-such-word");
                note(operation, documented, reworded, member + " of another word", missed);
            }
        }
        assertThat(missed).isEmpty();
    }

    /** The live answer where one request brings it, else the documented one. */
    private JsonNode answer(Operation operation, Example documented) throws Exception {
        RequestSample sample = RequestSample.of(operation, documented.name());
        if (Tasks.needsTask(operation, sample)) {
            return documented.value();
        }
        Observed answer = endpoint.send(operation, sample);
        return answer.status() / 100 == 2 ? JSON.readTree(answer.body()) : documented.value();
    }

    private void note(Operation operation, Example documented, JsonNode mutated, String what, List<String> missed) {
        if (!findings(operation, mutated, documented)) {
            missed.add(what);
        }
    }

    private boolean findings(Operation operation, JsonNode body, Example documented) {
        String status = operation.success().orElseThrow().status();
        Observed answer = new Observed(
                Character.isDigit(status.charAt(2)) ? Integer.parseInt(status) : 200,
                Map.of("content-type", List.of("application/json")),
                body.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return !check.check(operation, answer, Optional.of(documented)).isEmpty();
    }

    private static ObjectNode holder(JsonNode body, String member) {
        return (ObjectNode) body.at(JsonPointer.compile(member).head());
    }

    /** Lists the members; not those inside of what repeats the request, where the example decides nothing. */
    private void members(MediaType mediaType, JsonNode node, String at, List<String> into) {
        if (!at.isEmpty() && check.isEcho(mediaType, at)) {
            return;
        }
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                String pointer = at + "/" + Pointers.escape(member.getKey());
                into.add(pointer);
                members(mediaType, member.getValue(), pointer, into);
            }
        } else if (node.isArray() && !node.isEmpty()) {
            members(mediaType, node.get(0), at + "/0", into);
        }
    }

    private static JsonNode otherType(JsonNode value) {
        return value.isObject()
                ? JsonNodeFactory.instance.textNode("changed")
                : JsonNodeFactory.instance.objectNode().put("changed", true);
    }

    /** Returns whether the contract lists the words of a member. */
    private boolean isWord(MediaType mediaType, String member) {
        List<JsonNode> schemas = SchemaPaths.at(
                        endpoint.contract(), mediaType.schema().orElseThrow(), member)
                .stream()
                .filter(s -> s.has("type") || s.has("const") || s.has("enum"))
                .filter(s -> !s.path("type").asText().equals("null"))
                .toList();
        return !schemas.isEmpty()
                && schemas.stream().allMatch(s -> s.has("const") || s.has("enum") || s.has("x-extensible-enum"));
    }
}

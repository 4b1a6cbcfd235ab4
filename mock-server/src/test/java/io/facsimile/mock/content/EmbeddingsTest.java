package io.facsimile.mock.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.contract.Contract;
import io.facsimile.contract.Operation;
import io.facsimile.contract.index.ContractIndex;
import io.facsimile.mock.CheckedMock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts as vectors. */
class EmbeddingsTest {
    @RegisterExtension
    static final CheckedMock MOCK = CheckedMock.of("uniapi");

    private static JsonNode send(String input, String more) throws Exception {
        JsonNode answer = MOCK.send(
                "/v1/embeddings", Dialect.object("{'model':'text-embedding-3-small','input':" + input + more + "}"));
        for (int i = 0; i < answer.path("data").size(); i++) {
            assertThat(answer.path("data").get(i).path("index").asInt()).isEqualTo(i);
        }
        assertThat(answer.at("/usage/total_tokens")).isEqualTo(answer.at("/usage/prompt_tokens"));
        return answer;
    }

    private static List<Float> vector(JsonNode answer, int index) {
        JsonNode embedding = answer.path("data").get(index).path("embedding");
        List<Float> numbers = new ArrayList<>();
        if (embedding.isTextual()) {
            ByteBuffer packed = ByteBuffer.wrap(Base64.getDecoder().decode(embedding.textValue()))
                    .order(ByteOrder.LITTLE_ENDIAN);
            while (packed.hasRemaining()) {
                numbers.add(packed.getFloat());
            }
        } else {
            embedding.forEach(number -> numbers.add((float) number.asDouble()));
        }
        double square = 0;
        for (float number : numbers) {
            square += number * number;
        }
        assertThat(square).isBetween(0.9999, 1.0001);
        return numbers;
    }

    static Stream<Arguments> inputs() {
        Tokens tokens = new Tokens();
        int dusk = tokens.count("The harbour at dusk");
        return Stream.of(
                Arguments.of("'The harbour at dusk'", 1, dusk),
                Arguments.of("['The harbour at dusk']", 1, dusk),
                Arguments.of("['The harbour at dusk','noon']", 2, dusk + tokens.count("noon")),
                Arguments.of("[791,42913,520,77033]", 1, 4),
                Arguments.of("[[791,42913],[520],[1,2,3]]", 3, 6),
                Arguments.of("[999999999999]", 1, 1));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void eachInputHasItsVectorInEveryForm(String input, int count, int tokens) throws Exception {
        JsonNode plain = send(input, "");
        assertThat(plain.path("data")).hasSize(count);
        for (String dimensions : List.of("", ",'dimensions':256", ",'dimensions':1")) {
            JsonNode numbers = send(input, dimensions);
            JsonNode packed = send(input, dimensions + ",'encoding_format':'base64'");
            JsonNode asked = send(input, dimensions + ",'encoding_format':'float'");
            for (JsonNode answer : List.of(numbers, packed, asked)) {
                assertThat(answer.path("data")).hasSize(count);
                assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(tokens);
            }
            int length =
                    dimensions.isEmpty() ? 1536 : Integer.parseInt(dimensions.substring(",'dimensions':".length()));
            for (int i = 0; i < count; i++) {
                assertThat(packed.path("data").get(i).path("embedding").isTextual())
                        .isTrue();
                assertThat(asked.path("data").get(i).path("embedding").isArray())
                        .isTrue();
                assertThat(vector(numbers, i)).hasSize(length);
                assertThat(vector(packed, i)).isEqualTo(vector(numbers, i));
                assertThat(vector(asked, i)).isEqualTo(vector(numbers, i));
            }
        }
    }

    @Test
    void equalTextsHaveEqualVectorsAndOthersHaveOthers() throws Exception {
        JsonNode answer = send("['cats','dogs','cats']", "");
        assertThat(vector(answer, 0)).isEqualTo(vector(answer, 2)).isNotEqualTo(vector(answer, 1));
        assertThat(vector(send("'cats'", ""), 0)).isEqualTo(vector(answer, 0));
    }

    @Test
    void asManyInputsAsTheContractTakesAreAllAnswered() throws Exception {
        ArrayNode input = Dialect.JSON.createArrayNode();
        for (int i = 0; i < 2_048; i++) {
            input.add("text " + i);
        }
        ObjectNode request = Dialect.object("{'model':'m','dimensions':8,'encoding_format':'base64'}");
        request.set("input", input);
        assertThat(MOCK.send("/v1/embeddings", request).path("data")).hasSize(2_048);
    }

    /** One operation takes such a request in all contracts; another one would need tests like those above. */
    @Test
    void everyOperationWithAnEncodingIsKnownHere() {
        Set<String> with = new TreeSet<>();
        for (String provider : ContractIndex.providers()) {
            Contract contract = ContractIndex.read(provider);
            for (Operation operation : contract.operations()) {
                JsonNode body = contract.document()
                        .path("paths")
                        .path(operation.path())
                        .path(operation.method().toLowerCase(java.util.Locale.ROOT));
                String text = body.path("requestBody").toString();
                if (text.contains("encoding_format") || text.contains("EmbeddingRequest")) {
                    with.add(operation.id());
                }
            }
        }
        assertThat(with).containsExactly("createEmbedding");
    }
}

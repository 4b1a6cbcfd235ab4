package io.facsimile.mock.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.mock.CheckedMock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents in the order in which they answer a question. */
class RerankTest {
    private static final List<String> SEA = List.of(
            "Bread is baked in the morning.",
            "The harbour freezes in hard winters.",
            "Boats leave the harbour at dawn when the tide turns.",
            "Mountains are high.");

    @RegisterExtension
    static final CheckedMock MOCK = CheckedMock.of("juhe");

    private static ObjectNode request(String model, String query, List<String> documents) {
        ObjectNode request = Dialect.JSON.createObjectNode().put("model", model).put("query", query);
        documents.forEach(request.withArray("documents")::add);
        return request;
    }

    private static ObjectNode sea(String model) {
        return request(model, "When do boats leave the harbour?", SEA);
    }

    /** Returns the results, which are in order and of the documents, each at most once. */
    private static JsonNode results(ObjectNode request) throws Exception {
        return results("/v1/rerank", request);
    }

    private static JsonNode results(String path, ObjectNode request) throws Exception {
        JsonNode results = MOCK.send(path, request).path("results");
        List<Integer> seen = new ArrayList<>();
        double before = 1;
        for (JsonNode result : results) {
            assertThat(result.path("index").asInt())
                    .isBetween(0, request.path("documents").size() - 1);
            assertThat(result.path("relevance_score").asDouble()).isBetween(0.0, before);
            before = result.path("relevance_score").asDouble();
            seen.add(result.path("index").asInt());
        }
        assertThat(new HashSet<>(seen)).hasSameSizeAs(seen);
        return results;
    }

    private static List<Integer> order(JsonNode results) {
        List<Integer> order = new ArrayList<>();
        results.forEach(r -> order.add(r.path("index").asInt()));
        return order;
    }

    @ParameterizedTest
    @ValueSource(strings = {"jina-reranker-v2", "rerank-v3.5", "BAAI/bge-reranker-v2-m3", "qwen3-rerank"})
    void whatSharesMostWordsWithTheQuestionComesFirst(String model) throws Exception {
        JsonNode results = results(sea(model));
        assertThat(results).hasSize(4);
        assertThat(order(results)).startsWith(2, 1);
        assertThat(results.get(0).path("relevance_score").asDouble()).isGreaterThan(0.5);
        assertThat(results.get(3).path("relevance_score").asDouble()).isLessThan(0.1);
        assertThat(results(sea(model))).isEqualTo(results);
    }

    @Test
    void aChineseQuestionFindsItsAnswer() throws Exception {
        JsonNode results = results(request("m", "法国的首都是哪里？", List.of("面包在早上烤好。", "鱼在水里游。", "巴黎是法国的首都。")));
        assertThat(order(results)).startsWith(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jina-reranker-v2", "rerank-v3.5", "BAAI/bge-reranker-v2-m3", "qwen3-rerank"})
    void noMoreAreAnsweredThanAreWanted(String model) throws Exception {
        assertThat(order(results(sea(model).put("top_n", 2)))).containsExactly(2, 1);
        assertThat(results(sea(model).put("top_n", 100))).hasSize(4);
        assertThat(results(sea(model).put("top_n", 0))).hasSize(4);
        assertThat(results(sea(model).putNull("top_n"))).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jina-reranker-v2", "rerank-v3.5", "BAAI/bge-reranker-v2-m3", "qwen3-rerank"})
    void theTextsComeBackWhenAskedFor(String model) throws Exception {
        for (JsonNode result : results(sea(model).put("return_documents", true))) {
            assertThat(result.at("/document/text").asText())
                    .isEqualTo(SEA.get(result.path("index").asInt()));
        }
        for (JsonNode result : results(sea(model).put("return_documents", false))) {
            assertThat(result.has("document")).isFalse();
        }
        for (JsonNode result :
                results(sea(model).put("return_documents", true).put("instruct", "Find times of day."))) {
            assertThat(result.has("document")).isTrue();
        }
    }

    @Test
    void aDocumentThatIsAnObjectComesBackAsItWas() throws Exception {
        ObjectNode request = request("jina-reranker-m0", "boats", List.of()).put("return_documents", true);
        request.withArray("documents")
                .add(Dialect.object("{'image':'https://files.example.com/a.png'}"))
                .add(Dialect.object("{'text':'Many boats','page':7}"));
        JsonNode results = results(request);
        assertThat(order(results)).containsExactly(1, 0);
        for (JsonNode result : results) {
            assertThat(result.path("document"))
                    .isEqualTo(
                            request.path("documents").get(result.path("index").asInt()));
        }
    }

    @Test
    void whereServersAnswerBareTextsTheyAreTheCallersToo() throws Exception {
        ObjectNode request = sea("m");
        request.withArray("documents").add(Dialect.object("{'text':'Boats leave'}"));
        JsonNode results = results("/v1/rerank?prefer=example%3Ddocument-as-text", request);
        assertThat(results).hasSize(5);
        for (JsonNode result : results) {
            JsonNode sent = request.path("documents").get(result.path("index").asInt());
            assertThat(result.path("document")).isEqualTo(sent.isTextual() ? sent : sent.path("text"));
        }
    }

    @Test
    void aScoreDependsOnNothingButQuestionAndText() throws Exception {
        double among = results(sea("m")).get(0).path("relevance_score").asDouble();
        double alone = results(request("m", "When do boats leave the harbour?", List.of(SEA.get(2))))
                .get(0)
                .path("relevance_score")
                .asDouble();
        assertThat(alone).isEqualTo(among);
    }

    @Test
    void thousandsOfDocumentsAreAllRanked() throws Exception {
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            many.add("Document " + i);
        }
        assertThat(results(request("m", "document 1234", many))).hasSize(3_000);
    }

    @Test
    void usageIsOfQuestionAndTexts() throws Exception {
        JsonNode usage = MOCK.send("/v1/rerank", sea("qwen3-rerank")).path("usage");
        Tokens tokens = new Tokens();
        int sum = tokens.count("When do boats leave the harbour?");
        for (String text : SEA) {
            sum += tokens.count(text);
        }
        assertThat(usage.path("prompt_tokens").asInt()).isEqualTo(sum);
        assertThat(usage.path("total_tokens").asInt()).isEqualTo(sum);
    }
}

package io.facsimile.mock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facsimile.contract.Contract;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.RequestSample;
import io.facsimile.contract.index.ContractIndex;
import io.facsimile.mock.answer.Answer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two answers have no id in common that neither request holds, over real sockets. */
class FreshIdsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ID = Pattern.compile("(^|.*/)(id|[a-z_]+_id|[a-zA-Z]+Id)(/[0-9]+)?$");

    /** Ids that are equal in truth: operation (or family of operations) and place, to why. */
    private static final Map<Pattern, String> EQUAL = new LinkedHashMap<>();

    private static void equal(String what, String why) {
        EQUAL.put(Pattern.compile(what), why);
    }

    static {
        equal("(listModels|getModel) .*", "models have names, not ids of their own");
        equal("list[A-Za-z]+ .*(/id|task_id|first_id|last_id)", "the jobs that are listed are the same");
        equal("listTokens .*", "the keys of the account are the same");
        equal(".* .*/(discordInstanceId|discordChannelId|user_id)", "the gateway's account at the vendor is one");
        equal("createSunoUpload /fields/AWSAccessKeyId", "whoever lets files be stored is one");
        equal("createResponse .*/(results|annotations)/.*/file_id", "files of the caller's own store");
        equal("getWanVideo /output/task_id", "the vendor's answer to an id that it does not know");
    }

    private static MockServer mock;

    @BeforeAll
    static void start() throws IOException {
        mock = MockServer.start(MockOptions.DEFAULTS.withPace(Answer.Pace.AT_ONCE));
    }

    @AfterAll
    static void stop() {
        mock.close();
    }

    @ParameterizedTest
    @MethodSource("io.facsimile.contract.index.ContractIndex#providers")
    void noIdIsToldTwice(String provider) throws Exception {
        Contract contract = ContractIndex.read(provider);
        SampleClient client = new SampleClient(mock.url(), contract);
        Map<String, String> repeated = new TreeMap<>();
        for (Operation operation : contract.operations()) {
            for (String name : SampleClient.names(operation)) {
                Map<String, String> one = ids(client.send(operation, name));
                Map<String, String> other = ids(client.send(operation, name));
                String request = request(operation, name);
                one.forEach((place, id) -> {
                    if (id.equals(other.get(place)) && !request.contains(id) && !isEqualInTruth(operation, place)) {
                        repeated.put(operation.id() + " " + place.replaceAll("/[0-9]+", "/*"), id + " in " + name);
                    }
                });
            }
        }
        assertThat(repeated).isEmpty();
    }

    @Test
    void anIdThatIsToldTwiceInOneAnswerStaysOne() throws Exception {
        Contract contract = ContractIndex.read("juhe");
        HttpResponse<String> answer = new SampleClient(mock.url(), contract)
                .send(contract.operation("createMessage").orElseThrow(), "web-search");
        JsonNode content = JSON.readTree(answer.body()).path("content");
        String call = "";
        for (JsonNode block : content) {
            if (block.path("type").asText().equals("server_tool_use")) {
                call = block.path("id").asText();
            } else if (block.path("type").asText().equals("web_search_tool_result")) {
                assertThat(block.path("tool_use_id").asText()).isEqualTo(call).startsWith("srvtoolu_");
            }
        }
        assertThat(call).as(answer.body()).isNotEmpty();
    }

    private static boolean isEqualInTruth(Operation operation, String place) {
        return EQUAL.keySet().stream()
                .anyMatch(p -> p.matcher(operation.id() + " " + place).matches());
    }

    private static String request(Operation operation, String name) {
        RequestSample sample = RequestSample.of(operation, name);
        return sample.body() + " " + sample.pathValues() + " " + sample.queryValues();
    }

    /** The ids in an answer or in the events of a stream, by place. */
    private static Map<String, String> ids(HttpResponse<String> answer) throws IOException {
        Map<String, String> found = new TreeMap<>();
        String type = answer.headers().firstValue("content-type").orElse("");
        if (answer.statusCode() >= 400) {
            return found;
        }
        if (MediaType.isJson(type)) {
            collect(JSON.readTree(answer.body()), "", found);
        } else if (type.startsWith("text/event-stream")) {
            answer.body()
                    .lines()
                    .filter(line -> line.startsWith("data: {"))
                    .forEach(line -> collect(parsed(line.substring("data: ".length())), "", found));
        }
        return found;
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }

    private static void collect(JsonNode node, String place, Map<String, String> into) {
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(node.get(i), place + "/" + i, into);
            }
        } else if (node.isObject()) {
            node.properties().forEach(m -> collect(m.getValue(), place + "/" + m.getKey(), into));
        } else if (node.isTextual()
                && !node.textValue().isEmpty()
                && ID.matcher(place).matches()) {
            into.put(place, node.textValue());
        }
    }
}

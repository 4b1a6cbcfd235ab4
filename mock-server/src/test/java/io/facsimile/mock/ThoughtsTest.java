package io.facsimile.mock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told only to those who ask, and what vendors leave out, over real sockets. */
class ThoughtsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RESPONSES = "/v1/responses";

    @RegisterExtension
    static final CheckedMock MOCK = CheckedMock.of("juhe");

    private static ObjectNode request(String json) throws Exception {
        return (ObjectNode) JSON.readTree(json.replace('\'', '"'));
    }

    private static JsonNode thoughts(String json) throws Exception {
        return thoughts(MOCK.send(RESPONSES, request(json)));
    }

    private static JsonNode thoughts(JsonNode answer) {
        for (JsonNode item : answer.path("output")) {
            if (item.path("type").asText().equals("reasoning")) {
                return item;
            }
        }
        return JSON.missingNode();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'model':'o3','input':'hi'}",
                "{'model':'gpt-5','input':'hi','tools':[{'type':'function','name':'f','parameters':{'type':'object'}}]}",
                "{'model':'o4-mini','input':'hi','text':{'format':{'type':'json_schema','name':'f','schema':{'type':'object'}}}}",
                "{'model':'o3','input':'hi','reasoning':{'effort':'low'}}"
            })
    void aModelThatThinksSaysThatItThoughtAndNoMoreThanWasAskedFor(String json) throws Exception {
        JsonNode thoughts = thoughts(json);
        assertThat(thoughts.path("summary").isArray()).isTrue();
        assertThat(thoughts.path("summary")).isEmpty();
        assertThat(thoughts.path("encrypted_content").isValueNode()
                        && !thoughts.path("encrypted_content").isNull())
                .isFalse();
        ObjectNode asking = request(json);
        asking.withObject("/reasoning").put("summary", "auto");
        assertThat(thoughts(MOCK.send(RESPONSES, asking)).at("/summary/0/text").asText())
                .isNotEmpty();
        assertThat(thoughts(MOCK.streamed("openai.responses", RESPONSES, asking))
                        .at("/summary/0/text")
                        .asText())
                .isEqualTo(thoughts(MOCK.send(RESPONSES, asking))
                        .at("/summary/0/text")
                        .asText());
    }

    @Test
    void whoeverAsksForThemGetsTheThoughtsSealedAndSendsThemBack() throws Exception {
        String asking = "{'model':'o3','store':false,'include':['reasoning.encrypted_content'],'input':'hi'}";
        JsonNode first = thoughts(asking);
        JsonNode second = thoughts(asking);
        assertThat(first.path("encrypted_content").asText()).hasSizeGreaterThan(200);
        assertThat(second.path("encrypted_content")).isNotEqualTo(first.path("encrypted_content"));
        ObjectNode next = request(asking);
        next.putArray("input").add(first).addObject().put("role", "user").put("content", "And then?");
        assertThat(MOCK.send(RESPONSES, next).path("status").asText()).isEqualTo("completed");
    }

    @Test
    void aModelThatDoesNotThinkTellsNoThoughts() throws Exception {
        assertThat(thoughts("{'model':'gpt-4o','input':'hi'}").isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'type':'any'}", "{'type':'tool','name':'look'}"})
    void aToolThatHasToBeCalledIsCalledWithoutAWordBeforeIt(String choice) throws Exception {
        JsonNode answer = MOCK.send(
                "/v1/messages",
                request("{'model':'claude-sonnet-4-5','max_tokens':100,'messages':[{'role':'user','content':'x'}],"
                        + "'tools':[{'name':'look','input_schema':{'type':'object'}}],'tool_choice':" + choice + "}"));
        assertThat(answer.path("content")).hasSize(1);
        assertThat(answer.at("/content/0/type").asText()).isEqualTo("tool_use");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'json_object'}",
                "{'type':'json_schema','json_schema':{'name':'f','schema':{'type':'object'}}}"
            })
    void theTokensOfJsonHaveProbabilitiesToo(String form) throws Exception {
        JsonNode choice = MOCK.send(
                        "/v1/chat/completions",
                        request("{'model':'gpt-4o','logprobs':true,'response_format':" + form
                                + ",'messages':[{'role':'user','content':'a harbour in json'}]}"))
                .at("/choices/0");
        StringBuilder text = new StringBuilder();
        choice.at("/logprobs/content").forEach(t -> text.append(t.path("token").asText()));
        assertThat(text).hasToString(choice.at("/message/content").asText()).startsWith("{");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",'generationConfig':{'responseModalities':['IMAGE']}"})
    void aModelForPicturesAnswersWithOneAndWithTextUnlessThatIsNotWanted(String config) throws Exception {
        JsonNode parts = MOCK.send(
                        "/v1beta/models/gemini-2.5-flash-image:generateContent",
                        request("{'contents':[{'role':'user','parts':[{'text':'Draw a cat'}]}]" + config + "}"))
                .at("/candidates/0/content/parts");
        assertThat(parts).hasSize(config.isEmpty() ? 2 : 1);
        assertThat(parts.get(parts.size() - 1).at("/inlineData/mimeType").asText())
                .startsWith("image/");
    }
}

package io.facsimile.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.client.api.AudioApi;
import io.facsimile.client.api.ChatApi;
import io.facsimile.client.api.CustomVideoApi;
import io.facsimile.client.api.EmbeddingsApi;
import io.facsimile.client.api.IdeogramApi;
import io.facsimile.client.api.ImagesApi;
import io.facsimile.client.model.ChatCompletion;
import io.facsimile.client.model.ChatCompletionChunk;
import io.facsimile.client.model.ChatCompletionRequest;
import io.facsimile.client.model.ChatContentPart;
import io.facsimile.client.model.ChatMessage;
import io.facsimile.client.model.ChatStop;
import io.facsimile.client.model.ChatTextPart;
import io.facsimile.client.model.ChatUserContent;
import io.facsimile.client.model.ChatUserMessage;
import io.facsimile.client.model.CustomVideo;
import io.facsimile.client.model.CustomVideoRequest;
import io.facsimile.client.model.EmbeddingInput;
import io.facsimile.client.model.EmbeddingRequest;
import io.facsimile.client.model.IdeogramGenerateRequest;
import io.facsimile.client.model.IdeogramImageRequest;
import io.facsimile.client.model.SpeechRequest;
import io.facsimile.client.model.SpeechVoice;
import io.facsimile.mock.MockOptions;
import io.facsimile.mock.MockServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the generated client sends and reads, seen from the other end of a real connection. */
class OnTheWireTest {
    private LoopbackServer server;
    private ChatApi chat;

    @BeforeEach
    void start() throws Exception {
        server = new LoopbackServer();
        chat = new ChatApi(server.client());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static ChatMessage user(ChatUserContent content) {
        return ChatMessage.ofChatUserMessage(
                new ChatUserMessage().role(ChatUserMessage.RoleEnum.USER).content(content));
    }

    private static ChatCompletionRequest hello() {
        return new ChatCompletionRequest().model("gpt-4o").messages(List.of(user(ChatUserContent.ofString("hi"))));
    }

    private JsonNode sent() throws Exception {
        return Json.MAPPER.readTree(server.bytes());
    }

    private static JsonNode json(String text) throws Exception {
        return Json.MAPPER.readTree(text);
    }

    @Test
    void onlyWhatWasSetIsSent() throws Exception {
        chat.createChatCompletion(hello());
        assertThat(sent())
                .isEqualTo(json("{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"));
        assertThat(server.authorization()).isEqualTo("Bearer sk-test");
        assertThat(server.method() + " " + server.path()).isEqualTo("POST /v1/chat/completions");
    }

    @Test
    void contentIsSentAsTextOrAsParts() throws Exception {
        ChatContentPart part = ChatContentPart.ofChatTextPart(
                new ChatTextPart().type(ChatTextPart.TypeEnum.TEXT).text("look"));
        ChatContentPart video = ChatContentPart.ofJson(
                json("{\"type\":\"video_url\",\"video_url\":{\"url\":\"https://example.com/a.mp4\"}}"));
        chat.createChatCompletion(new ChatCompletionRequest()
                .model("gpt-4o")
                .messages(List.of(
                        user(ChatUserContent.ofString("hi")),
                        user(ChatUserContent.ofListChatContentPart(List.of(part, video))))));
        assertThat(sent().at("/messages/0/content").asText()).isEqualTo("hi");
        assertThat(sent().at("/messages/1/content"))
                .isEqualTo(
                        json(
                                "[{\"type\":\"text\",\"text\":\"look\"},{\"type\":\"video_url\",\"video_url\":{\"url\":\"https://example.com/a.mp4\"}}]"));
    }

    @Test
    void stopIsSentAsTextOrAsList() throws Exception {
        chat.createChatCompletion(hello().stop(ChatStop.ofString("END")));
        assertThat(sent().path("stop")).isEqualTo(json("\"END\""));
        chat.createChatCompletion(hello().stop(ChatStop.ofListString(List.of("a", "b"))));
        assertThat(sent().path("stop")).isEqualTo(json("[\"a\",\"b\"]"));
    }

    @Test
    void theInputOfEmbeddingsHasItsFourForms() throws Exception {
        EmbeddingsApi embeddings = new EmbeddingsApi(server.client());
        List<EmbeddingInput> forms = List.of(
                EmbeddingInput.ofString("a"),
                EmbeddingInput.ofListString(List.of("a", "b")),
                EmbeddingInput.ofValue(List.of(1L, 2L)),
                EmbeddingInput.ofValue(List.of(List.of(1L), List.of(2L, 3L))));
        List<String> onTheWire = List.of("\"a\"", "[\"a\",\"b\"]", "[1,2]", "[[1],[2,3]]");
        for (int i = 0; i < forms.size(); i++) {
            embeddings.createEmbedding(new EmbeddingRequest().model("m").input(forms.get(i)));
            assertThat(sent().path("input")).isEqualTo(json(onTheWire.get(i)));
            EmbeddingRequest read = Json.MAPPER.readValue(server.bytes(), EmbeddingRequest.class);
            assertThat(read.getInput()).isEqualTo(forms.get(i));
        }
        assertThat(forms.get(3).as(new TypeReference<List<List<Long>>>() {}))
                .contains(List.of(List.of(1L), List.of(2L, 3L)));
        assertThat(forms.get(1).asString()).isEmpty();
    }

    @Test
    void unknownWordsAndMembersSurvive() throws Exception {
        server.answers("{\"id\":\"x\",\"model\":\"m\",\"status\":\"ALMOST\",\"queue\":{\"place\":3},\"output\":null}");
        CustomVideo video = new CustomVideoApi(server.client()).getCustomVideo("x");
        assertThat(video.getStatus()).isEqualTo("ALMOST");
        assertThat(Json.tree(video))
                .isEqualTo(
                        json(
                                "{\"id\":\"x\",\"model\":\"m\",\"status\":\"ALMOST\",\"queue\":{\"place\":3},\"output\":null}"));
        server.answers(
                "{\"id\":\"x\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"a\"},\"finish_reason\":\"tired\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}");
        ChatCompletion answer = chat.createChatCompletion(hello());
        assertThat(answer.getChoices().get(0).getFinishReason()).isEqualTo("tired");
        assertThat(Json.text(answer)).contains("\"finish_reason\":\"tired\"");
    }

    @Test
    void anUnknownWordOfAClosedSetIsKeptAndSaysSo() throws Exception {
        CustomVideoRequest request =
                Json.MAPPER.readValue("{\"prompt\":\"a storm\",\"aspect_ratio\":\"21:9\"}", CustomVideoRequest.class);
        assertThat(request.getAspectRatio().getValue()).isEqualTo("21:9");
        assertThat(request.getAspectRatio().known()).isFalse();
        assertThat(Json.text(request)).contains("\"aspect_ratio\":\"21:9\"");
    }

    @Test
    void nullAndAbsentStayApart() throws Exception {
        chat.createChatCompletion(hello().stop(null).temperature(null));
        assertThat(sent().has("stop")).isTrue();
        assertThat(sent().path("stop").isNull()).isTrue();
        assertThat(sent().path("temperature").isNull()).isTrue();
        assertThat(sent().has("top_p")).isFalse();
        CustomVideo without = Json.MAPPER.readValue("{\"id\":\"x\"}", CustomVideo.class);
        CustomVideo withNull = Json.MAPPER.readValue("{\"id\":\"x\",\"output\":null}", CustomVideo.class);
        assertThat(Json.text(without)).isEqualTo("{\"id\":\"x\"}");
        assertThat(Json.text(withNull)).isEqualTo("{\"id\":\"x\",\"output\":null}");
        assertThat(without).isNotEqualTo(withNull);
    }

    @Test
    void chineseInFormFieldsArrivesIntact() {
        MediaFile picture = MediaFile.of("图.png", "image/png", new byte[] {(byte) 0x89, 'P', 'N', 'G'});
        new ImagesApi(server.client())
                .createImageEdit(new ImagesApi.CreateImageEditForm()
                        .image(List.of(picture))
                        .prompt("一只在水面上漂浮的海獭🦦"));
        assertThat(server.contentType()).startsWith("multipart/form-data; boundary=");
        assertThat(server.text())
                .contains("name=\"prompt\"")
                .contains("text/plain; charset=utf-8")
                .contains("一只在水面上漂浮的海獭🦦")
                .contains("filename=\"图.png\"")
                .contains("Content-Type: image/png");
    }

    @Test
    void binaryAnswersAreBytes() {
        byte[] sound = {(byte) 0xff, (byte) 0xfb, 0, 1, (byte) 0x80};
        server.answers(200, "audio/mpeg", sound);
        MediaFile answer = new AudioApi(server.client())
                .createSpeech(new SpeechRequest().model("tts-1").input("hi").voice(SpeechVoice.ofValue("alloy")));
        assertThat(answer.bytes()).isEqualTo(sound);
        assertThat(answer.mediaType()).isEqualTo("audio/mpeg");
    }

    @Test
    void integersOf64BitsKeepTheirValue() throws Exception {
        chat.createChatCompletion(hello().seed(Long.MAX_VALUE));
        assertThat(server.text()).contains("\"seed\":9223372036854775807");
        chat.createChatCompletion(hello().seed(9007199254740993L));
        assertThat(server.text()).contains("\"seed\":9007199254740993");
        assertThat(Json.MAPPER
                        .readValue(server.bytes(), ChatCompletionRequest.class)
                        .getSeed())
                .isEqualTo(9007199254740993L);
    }

    @Test
    void theKeyGoesWhereTheContractSays() {
        new IdeogramApi(server.client())
                .createIdeogramImage(
                        new IdeogramGenerateRequest().imageRequest(new IdeogramImageRequest().prompt("a harbour")));
        assertThat(server.authorization()).isEqualTo("null");
    }

    @Test
    void aRefusalCarriesStatusAndBody() {
        server.answers(429, "application/json", "{\"error\":{\"message\":\"slow\"}}".getBytes(StandardCharsets.UTF_8));
        GatewayException refused =
                catchThrowableOfType(GatewayException.class, () -> chat.createChatCompletion(hello()));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().at("/error/message").asText()).isEqualTo("slow");
    }

    @Test
    void eventsComeOneByOneFromTheMock() throws Exception {
        try (MockServer mock = MockServer.start(MockOptions.DEFAULTS.withProviders(List.of("uniai")))) {
            ChatApi api =
                    new ChatApi(GatewayClient.builder(mock.url()).key("sk-any").build());
            StringBuilder text = new StringBuilder();
            int events = 0;
            try (EventStream<ChatCompletionChunk> stream = api.createChatCompletionEvents(hello().stream(true))) {
                for (ChatCompletionChunk chunk : stream) {
                    events++;
                    for (var choice : chunk.getChoices()) {
                        text.append(
                                choice.getDelta().getContent() == null
                                        ? ""
                                        : choice.getDelta().getContent());
                    }
                }
            }
            assertThat(events).isGreaterThan(3);
            ChatCompletion whole = api.createChatCompletion(hello());
            assertThat(text.toString())
                    .isEqualTo(whole.getChoices().get(0).getMessage().getContent());
        }
    }
}

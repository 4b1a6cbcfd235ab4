package io.facsimile.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.client.EventStream;
import io.facsimile.client.GatewayClient;
import io.facsimile.client.Json;
import io.facsimile.client.MediaFile;
import io.facsimile.client.model.ChatAnswer;
import io.facsimile.client.model.ChatChoice;
import io.facsimile.client.model.ChatCompletion;
import io.facsimile.client.model.ChatCompletionChunk;
import io.facsimile.client.model.ChatCompletionRequest;
import io.facsimile.client.model.ChatMessage;
import io.facsimile.client.model.ChatUsage;
import io.facsimile.client.model.ChatUserContent;
import io.facsimile.client.model.ChatUserMessage;
import io.facsimile.client.model.CustomVideo;
import io.facsimile.client.model.CustomVideoRequest;
import io.facsimile.client.model.CustomVideoSubmitted;
import io.facsimile.client.model.TranscriptionFormat;
import io.facsimile.client.model.TranslationResponse;
import io.facsimile.server.api.AudioApi;
import io.facsimile.server.api.ChatApi;
import io.facsimile.server.api.CustomVideoApi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** A few generated interfaces, implemented in a small Spring Boot application and called by the generated client. */
class ImplementedTest {
    private static ConfigurableApplicationContext application;
    private static GatewayClient client;

    @EnableAutoConfiguration
    @Import({Chat.class, Audio.class, Videos.class})
    static class Application {}

    @RestController
    static class Chat implements ChatApi {
        @Override
        public ResponseEntity<?> createChatCompletion(ChatCompletionRequest request) {
            ChatUserMessage message =
                    request.getMessages().get(0).asChatUserMessage().orElseThrow();
            String text = message.getContent().asString().orElse("parts");
            if (Boolean.TRUE.equals(request.getStream())) {
                String event = "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
                        + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}";
                return ResponseEntity.ok()
                        .contentType(MediaType.TEXT_EVENT_STREAM)
                        .body("data: " + event + "\n\ndata: [DONE]\n\n");
            }
            ChatAnswer answer =
                    new ChatAnswer().role(ChatAnswer.RoleEnum.ASSISTANT).content("echo " + text);
            ChatCompletion completion = new ChatCompletion()
                    .id("c")
                    .created(1L)
                    .model(request.getModel())
                    .choices(List.of(new ChatChoice().index(0L).message(answer)))
                    .usage(new ChatUsage().promptTokens(1L).completionTokens(1L).totalTokens(request.getSeed()));
            request.getAdditionalProperties().forEach(completion::putAdditionalProperty);
            return ResponseEntity.ok(completion);
        }
    }

    @RestController
    static class Audio implements AudioApi {
        @Override
        public ResponseEntity<?> createSpeech(io.facsimile.client.model.SpeechRequest request) {
            return ResponseEntity.ok()
                    .contentType(MediaType.parseMediaType("audio/mpeg"))
                    .body(request.getInput().getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public ResponseEntity<?> createTranscription(
                MultipartFile file,
                String model,
                String language,
                String prompt,
                TranscriptionFormat responseFormat,
                Double temperature,
                List<String> include,
                List<String> timestampGranularities,
                Boolean stream,
                String chunkingStrategy,
                List<String> knownSpeakerNames,
                List<String> knownSpeakerReferences) {
            try {
                return ResponseEntity.ok(Map.of(
                        "text",
                        prompt + " " + file.getOriginalFilename() + " " + file.getBytes().length + " "
                                + responseFormat.getValue() + " " + timestampGranularities));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Override
        public ResponseEntity<TranslationResponse> createTranslation(
                MultipartFile file, String model, String prompt, String responseFormat, Double temperature) {
            return ResponseEntity.notFound().build();
        }
    }

    @RestController
    static class Videos implements CustomVideoApi {
        @Override
        public ResponseEntity<CustomVideoSubmitted> createCustomVideo(String model, CustomVideoRequest request) {
            return ResponseEntity.ok(
                    new CustomVideoSubmitted().id("v1").model(model).status("SUBMITTED"));
        }

        @Override
        public ResponseEntity<CustomVideo> getCustomVideo(String id) {
            return ResponseEntity.ok(new CustomVideo().id(id).model("veo-2").status("SUCCESS"));
        }
    }

    @BeforeAll
    static void start() {
        SpringApplication spring = new SpringApplication(Application.class);
        spring.setDefaultProperties(Map.of(
                "server.port", "0",
                "server.address", "127.0.0.1",
                "spring.main.banner-mode", "off",
                "logging.level.root", "WARN"));
        application = spring.run();
        int port = ((ServletWebServerApplicationContext) application)
                .getWebServer()
                .getPort();
        client =
                GatewayClient.builder("http://127.0.0.1:" + port).key("sk-test").build();
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    private static ChatCompletionRequest hello() {
        return new ChatCompletionRequest()
                .model("gpt-4o")
                .seed(Long.MAX_VALUE)
                .messages(List.of(ChatMessage.ofChatUserMessage(new ChatUserMessage()
                        .role(ChatUserMessage.RoleEnum.USER)
                        .content(ChatUserContent.ofString("你好")))));
    }

    @Test
    void aControllerAnswersTheGeneratedClient() {
        ChatCompletion answer = new io.facsimile.client.api.ChatApi(client)
                .createChatCompletion(hello().putAdditionalProperty("x_extra", List.of(1, 2)));
        assertThat(answer.getChoices().get(0).getMessage().getContent()).isEqualTo("echo 你好");
        assertThat(answer.getUsage().getTotalTokens()).isEqualTo(Long.MAX_VALUE);
        assertThat(answer.getAdditionalProperties()).containsEntry("x_extra", List.of(1, 2));
    }

    @Test
    void whatWasNotSetIsNotSent() {
        JsonNode body = Json.tree(new io.facsimile.client.api.CustomVideoApi(client).getCustomVideo("v 1 ü"));
        assertThat(body.path("id").asText()).isEqualTo("v 1 ü");
        assertThat(body.has("error")).isFalse();
    }

    @Test
    void oneMethodAnswersWholeOrAsEvents() {
        StringBuilder text = new StringBuilder();
        try (EventStream<ChatCompletionChunk> events =
                new io.facsimile.client.api.ChatApi(client).createChatCompletionEvents(hello().stream(true))) {
            events.forEach(e -> text.append(e.getChoices().get(0).getDelta().getContent()));
        }
        assertThat(text.toString()).isEqualTo("你好");
    }

    @Test
    void formsReachTheControllerWithFilesAndChineseText() {
        var answer = new io.facsimile.client.api.AudioApi(client)
                .createTranscription(new io.facsimile.client.api.AudioApi.CreateTranscriptionForm()
                        .file(MediaFile.of("speech.mp3", "audio/mpeg", new byte[300]))
                        .model("whisper-1")
                        .prompt("会议记录")
                        .responseFormat(TranscriptionFormat.fromValue("verbose_json"))
                        .timestampGranularities(List.of("word", "segment")));
        assertThat(answer.json().path("text").asText()).isEqualTo("会议记录 speech.mp3 300 verbose_json [word, segment]");
    }

    @Test
    void bytesComeBackAsBytes() {
        MediaFile sound = new io.facsimile.client.api.AudioApi(client)
                .createSpeech(new io.facsimile.client.model.SpeechRequest()
                        .model("tts-1")
                        .input("hi")
                        .voice(io.facsimile.client.model.SpeechVoice.ofValue("alloy")));
        assertThat(sound.bytes()).isEqualTo("hi".getBytes(StandardCharsets.UTF_8));
        assertThat(sound.mediaType()).isEqualTo("audio/mpeg");
    }
}

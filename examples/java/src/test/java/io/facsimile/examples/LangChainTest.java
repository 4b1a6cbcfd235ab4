package io.facsimile.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiImageModel;
import dev.langchain4j.model.openai.OpenAiModerationModel;
import dev.langchain4j.model.openai.OpenAiResponsesChatModel;
import dev.langchain4j.model.openai.OpenAiResponsesStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import io.facsimile.mock.MockServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** LangChain4j's client for OpenAI against the mock server, with nothing changed but its base URL. */
@ExtendWith(Mock.class)
class LangChainTest {
    private static final String MODEL = "gpt-4o";
    private static final String QUESTION = "Why is the sky blue?";

    private final MockServer mock;

    LangChainTest(MockServer mock) {
        this.mock = mock;
    }

    private OpenAiChatModel.OpenAiChatModelBuilder chat(String key) {
        return OpenAiChatModel.builder()
                .baseUrl(mock.url() + "/v1")
                .apiKey(key)
                .modelName(MODEL)
                .maxRetries(0);
    }

    private ChatModel chat() {
        return chat(Mock.freshKey()).build();
    }

    private StreamingChatModel streaming(String prefix, String model) {
        return OpenAiStreamingChatModel.builder()
                .baseUrl(mock.url() + prefix + "/v1")
                .apiKey(Mock.freshKey())
                .modelName(model)
                .build();
    }

    /** Collects what a stream says. */
    private static final class Collected implements StreamingChatResponseHandler {
        private final StringBuilder pieces = new StringBuilder();
        private final CompletableFuture<ChatResponse> end = new CompletableFuture<>();

        @Override
        public void onPartialResponse(String piece) {
            pieces.append(piece);
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            end.complete(response);
        }

        @Override
        public void onError(Throwable error) {
            end.completeExceptionally(error);
        }

        ChatResponse response() throws Exception {
            return end.get(10, TimeUnit.SECONDS);
        }
    }

    private static Collected collected(StreamingChatModel model) {
        Collected collected = new Collected();
        model.chat(QUESTION, collected);
        return collected;
    }

    @ParameterizedTest(name = "At \"{0}\", a chat streams what it answers plainly")
    @ValueSource(strings = {"", "/uniapi", "/juhe"})
    void aChatStreamsWhatItAnswersPlainly(String prefix) throws Exception {
        ChatResponse plain = chat(Mock.freshKey())
                .baseUrl(mock.url() + prefix + "/v1")
                .build()
                .chat(dev.langchain4j.data.message.UserMessage.from(QUESTION));
        Collected stream = collected(streaming(prefix, MODEL));
        assertThat(plain.aiMessage().text()).isNotBlank();
        assertThat(stream.response().aiMessage().text())
                .isEqualTo(plain.aiMessage().text())
                .isEqualTo(stream.pieces.toString());
        assertThat(stream.response().finishReason()).isEqualTo(plain.finishReason());
        assertThat(stream.response().tokenUsage().totalTokenCount())
                .isEqualTo(plain.tokenUsage().totalTokenCount());
    }

    @Test
    void aResponseStreamsWhatItAnswersPlainly() throws Exception {
        String plain = OpenAiResponsesChatModel.builder()
                .baseUrl(mock.url() + "/v1")
                .apiKey(Mock.freshKey())
                .modelName(MODEL)
                .build()
                .chat(QUESTION);
        Collected stream = collected(OpenAiResponsesStreamingChatModel.builder()
                .baseUrl(mock.url() + "/v1")
                .apiKey(Mock.freshKey())
                .modelName(MODEL)
                .build());
        assertThat(plain).isNotBlank();
        assertThat(stream.response().aiMessage().text()).isEqualTo(plain).isEqualTo(stream.pieces.toString());
    }

    /** What the library makes a service of. */
    interface Assistant {
        String answer(String question);
    }

    /** The same in pieces. */
    interface StreamingAssistant {
        TokenStream answer(String question);
    }

    /** The tools of a service. */
    static final class Weather {
        private final List<String> cities = new ArrayList<>();

        @Tool("Tells the weather of a city.")
        String weather(@P("the city") String city, @P("how many days") int days) {
            cities.add(city);
            return "rain for " + days + " days";
        }
    }

    @Test
    void aServiceCallsItsToolsAndAnswersInText() {
        Weather weather = new Weather();
        Assistant assistant = AiServices.builder(Assistant.class)
                .chatModel(chat())
                .tools(weather)
                .build();
        assertThat(assistant.answer(QUESTION)).isNotBlank();
        assertThat(weather.cities).hasSize(1).doesNotContain("");
    }

    @Test
    void aStreamingServiceCallsItsToolsAndAnswersInText() throws Exception {
        Weather weather = new Weather();
        CompletableFuture<ChatResponse> end = new CompletableFuture<>();
        StringBuilder pieces = new StringBuilder();
        AiServices.builder(StreamingAssistant.class)
                .streamingChatModel(streaming("", MODEL))
                .tools(weather)
                .build()
                .answer(QUESTION)
                .onPartialResponse(pieces::append)
                .onCompleteResponse(end::complete)
                .onError(end::completeExceptionally)
                .start();
        assertThat(end.get(10, TimeUnit.SECONDS).aiMessage().text()).isNotBlank();
        assertThat(pieces.toString()).contains(end.get().aiMessage().text());
        assertThat(weather.cities).hasSize(1);
    }

    /** What a service is to answer with. */
    record Forecast(String city, int degrees, List<String> advice, Sky sky) {
        /** A closed set. */
        enum Sky {
            CLEAR,
            CLOUDY
        }
    }

    /** A service that answers with values. */
    interface Forecaster {
        Forecast forecast(String question);
    }

    @Test
    void aServiceAnswersInTheFormOfARecord() {
        Forecaster forecaster = AiServices.create(
                Forecaster.class,
                chat(Mock.freshKey())
                        .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                        .strictJsonSchema(true)
                        .build());
        Forecast forecast = forecaster.forecast("How will the weather be in Bergen?");
        assertThat(forecast.city()).isNotBlank();
        assertThat(forecast.advice()).doesNotContainNull();
        assertThat(forecast.sky()).isNotNull();
    }

    @ParameterizedTest(name = "Status {0} is a {1}")
    @CsvSource({
        "400, dev.langchain4j.exception.InvalidRequestException",
        "401, dev.langchain4j.exception.AuthenticationException",
        "403, dev.langchain4j.exception.AuthenticationException",
        "404, dev.langchain4j.exception.ModelNotFoundException",
        "429, dev.langchain4j.exception.RateLimitException",
        "500, dev.langchain4j.exception.InternalServerException",
        "503, dev.langchain4j.exception.InternalServerException",
    })
    void everyStatusIsAnExceptionOfItsOwn(int status, Class<? extends Throwable> type) {
        ChatModel model =
                chat(Mock.freshKey()).modelName(MODEL + "@code=" + status).build();
        assertThatExceptionOfType(type).isThrownBy(() -> model.chat(QUESTION)).withMessageContaining("\"error\"");
        Collected stream = collected(streaming("", MODEL + "@code=" + status));
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(stream::response)
                .withCauseInstanceOf(type);
    }

    @Test
    void aRefusalNamesTheField() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> chat(Mock.freshKey()).temperature(7.0).build().chat(QUESTION))
                .withMessageContaining("temperature");
    }

    @Test
    void aClientTriesAgainUntilTheGatewayRecovers() {
        ChatModel patient =
                chat(Mock.keyAsking("code=503;times=1")).maxRetries(1).build();
        assertThat(patient.chat(QUESTION)).isNotBlank();
        ChatModel hasty = chat(Mock.keyAsking("code=503;times=1")).build();
        assertThatExceptionOfType(InternalServerException.class).isThrownBy(() -> hasty.chat(QUESTION));
        assertThat(hasty.chat(QUESTION)).isNotBlank();
    }

    @Test
    void aLateAnswerIsATimeout() {
        ChatModel hasty =
                chat(Mock.keyAsking("delay=5")).timeout(Duration.ofMillis(200)).build();
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> hasty.chat(QUESTION));
    }

    @Test
    void textsAreEmbeddedAndJudgedAndPicturesMade() {
        var embeddings = OpenAiEmbeddingModel.builder()
                .baseUrl(mock.url() + "/v1")
                .apiKey(Mock.freshKey())
                .modelName("text-embedding-3-small")
                .dimensions(256)
                .build()
                .embedAll(List.of(TextSegment.from("a harbour"), TextSegment.from("a lighthouse")))
                .content();
        assertThat(embeddings).hasSize(2).allSatisfy(e -> assertThat(e.vector()).hasSize(256));
        var judgement = OpenAiModerationModel.builder()
                .baseUrl(mock.url() + "/v1")
                .apiKey(Mock.freshKey())
                .modelName("omni-moderation-latest")
                .build()
                .moderate("I want to kill them.")
                .content();
        assertThat(judgement.flagged()).isTrue();
        var picture = OpenAiImageModel.builder()
                .baseUrl(mock.url() + "/v1")
                .apiKey(Mock.freshKey())
                .modelName("dall-e-3")
                .build()
                .generate("a cute otter")
                .content();
        assertThat(picture.url()).hasToString(picture.url().toString()).hasScheme("http");
    }
}

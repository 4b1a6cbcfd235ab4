package io.facsimile.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.MultipartField;
import com.openai.core.http.HttpResponse;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIIoException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.audio.speech.SpeechCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.images.ImageEditParams;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseStreamEvent;
import io.facsimile.mock.MockServer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenAI's own Java client against the mock server, with nothing changed but its base URL. */
@ExtendWith(Mock.class)
class OpenAiTest {
    private static final String MODEL = "gpt-4o";
    private static final byte[] PIXEL = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private final MockServer mock;
    private final Naps naps = new Naps();
    private final OpenAIClient client;

    OpenAiTest(MockServer mock) {
        this.mock = mock;
        this.client = client("", Mock.freshKey(), 0);
    }

    private OpenAIClient client(String prefix, String key, int maxRetries) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(mock.url() + prefix + "/v1")
                .apiKey(key)
                .maxRetries(maxRetries)
                .sleeper(naps)
                .build();
    }

    private static ChatCompletionCreateParams.Builder chat() {
        return ChatCompletionCreateParams.builder().model(MODEL).addUserMessage("Why is the sky blue?");
    }

    private static ResponseCreateParams.Builder response() {
        return ResponseCreateParams.builder().model(MODEL).input("Why is the sky blue?");
    }

    private static String text(ChatCompletion completion) {
        return completion.choices().get(0).message().content().orElseThrow();
    }

    private static String text(Response response) {
        return response.output().stream()
                .flatMap(item -> item.message().stream())
                .flatMap(message -> message.content().stream())
                .flatMap(content -> content.outputText().stream())
                .map(part -> part.text())
                .collect(Collectors.joining());
    }

    private static ChatCompletion whole(OpenAIClient client, ChatCompletionCreateParams params) {
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(params)) {
            stream.stream().forEach(accumulator::accumulate);
        }
        return accumulator.chatCompletion();
    }

    @ParameterizedTest(name = "At \"{0}\", a chat streams what it answers plainly")
    @ValueSource(strings = {"", "/uniapi", "/juhe"})
    void chatStreamsWhatItAnswersPlainly(String prefix) {
        OpenAIClient there = client(prefix, Mock.freshKey(), 0);
        ChatCompletionCreateParams params = chat().n(2)
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();
        ChatCompletion plain = there.chat()
                .completions()
                .create(params.toBuilder()
                        .streamOptions((ChatCompletionStreamOptions) null)
                        .build());
        ChatCompletion whole = whole(there, params);
        plain.validate();
        whole.validate();
        assertThat(text(plain)).isNotBlank();
        for (int i = 0; i < 2; i++) {
            assertThat(whole.choices().get(i).message().content())
                    .isEqualTo(plain.choices().get(i).message().content());
            assertThat(whole.choices().get(i).finishReason())
                    .isEqualTo(plain.choices().get(i).finishReason());
        }
        assertThat(whole.usage()).isEqualTo(plain.usage());
    }

    @ParameterizedTest(name = "At \"{0}\", a response streams what it answers plainly")
    @ValueSource(strings = {"", "/uniapi", "/juhe"})
    void aResponseStreamsWhatItAnswersPlainly(String prefix) {
        OpenAIClient there = client(prefix, Mock.freshKey(), 0);
        Response plain = there.responses().create(response().build());
        ResponseAccumulator accumulator = ResponseAccumulator.createWithSnapshots();
        try (StreamResponse<ResponseStreamEvent> stream =
                there.responses().createStreaming(response().build())) {
            stream.stream().peek(event -> event.validate()).forEach(accumulator::accumulate);
        }
        plain.validate();
        assertThat(text(plain)).isNotBlank();
        assertThat(text(accumulator.response())).isEqualTo(text(plain));
        assertThat(text(accumulator.reconstructedResponse())).isEqualTo(text(plain));
        assertThat(accumulator.response().usage()).isEqualTo(plain.usage());
    }

    @Test
    void aToolOfAClassIsCalledAndItsResultAnsweredInText() {
        ChatCompletionCreateParams params = chat().addTool(GetWeather.class).build();
        ChatCompletion first = client.chat().completions().create(params);
        ChatCompletionMessageFunctionToolCall call = first.choices()
                .get(0)
                .message()
                .toolCalls()
                .orElseThrow()
                .get(0)
                .asFunction();
        assertThat(call.function().name()).isEqualTo("GetWeather");
        GetWeather weather = call.function().arguments(GetWeather.class);
        assertThat(weather.city).isNotBlank();
        assertThat(weather.unit).isNotNull();

        ChatCompletionMessageFunctionToolCall streamed = whole(client, params)
                .choices()
                .get(0)
                .message()
                .toolCalls()
                .orElseThrow()
                .get(0)
                .asFunction();
        assertThat(streamed.function().arguments()).isEqualTo(call.function().arguments());

        ChatCompletion second = client.chat()
                .completions()
                .create(params.toBuilder()
                        .addMessage(first.choices().get(0).message())
                        .addMessage(ChatCompletionToolMessageParam.builder()
                                .toolCallId(call.id())
                                .contentAsJson(weather.get())
                                .build())
                        .build());
        assertThat(text(second)).isNotBlank();
        assertThat(second.choices().get(0).message().toolCalls()).isEmpty();
    }

    @Test
    void aToolOfAResponseIsCalledAndItsResultAnsweredInText() {
        List<ResponseInputItem> input = new ArrayList<>();
        input.add(ResponseInputItem.ofMessage(ResponseInputItem.Message.builder()
                .role(ResponseInputItem.Message.Role.USER)
                .addInputTextContent("Will it rain?")
                .build()));
        ResponseCreateParams params = ResponseCreateParams.builder()
                .model(MODEL)
                .inputOfResponse(input)
                .addTool(GetWeather.class)
                .build();
        ResponseFunctionToolCall call = client.responses().create(params).output().stream()
                .flatMap(item -> item.functionCall().stream())
                .findFirst()
                .orElseThrow();
        GetWeather weather = call.arguments(GetWeather.class);
        assertThat(weather.city).isNotBlank();

        input.add(ResponseInputItem.ofFunctionCall(call));
        input.add(ResponseInputItem.ofFunctionCallOutput(ResponseInputItem.FunctionCallOutput.builder()
                .callId(call.callId())
                .output(weather.get())
                .build()));
        Response second = client.responses()
                .create(params.toBuilder().inputOfResponse(input).build());
        assertThat(text(second)).isNotBlank();
    }

    @Test
    void anAnswerInTheFormOfAClassIsReadAsThatClass() {
        Report plain = client.chat()
                .completions()
                .create(chat().responseFormat(Report.class).build())
                .choices()
                .get(0)
                .message()
                .content()
                .orElseThrow();
        assertThat(plain.title).isNotBlank();
        assertThat(plain.tags).doesNotContainNull();
        assertThat(plain.author.name).isNotBlank();

        Report ofResponse = client
                .responses()
                .create(response().text(Report.class).build())
                .output()
                .stream()
                .flatMap(item -> item.message().stream())
                .flatMap(message -> message.content().stream())
                .flatMap(content -> content.outputText().stream())
                .findFirst()
                .orElseThrow();
        assertThat(ofResponse.author.name).isNotBlank();
    }

    @ParameterizedTest(name = "Status {0} is a {1}")
    @CsvSource({
        "400, com.openai.errors.BadRequestException",
        "401, com.openai.errors.UnauthorizedException",
        "403, com.openai.errors.PermissionDeniedException",
        "404, com.openai.errors.NotFoundException",
        "422, com.openai.errors.UnprocessableEntityException",
        "429, com.openai.errors.RateLimitException",
        "500, com.openai.errors.InternalServerException",
        "503, com.openai.errors.InternalServerException",
    })
    void everyStatusIsAnExceptionOfItsOwn(int status, Class<? extends OpenAIServiceException> type) {
        assertThatExceptionOfType(type)
                .isThrownBy(() -> client.chat()
                        .completions()
                        .create(chat().putAdditionalHeader("Prefer", "code=" + status)
                                .build()))
                .satisfies(e -> {
                    assertThat(e.statusCode()).isEqualTo(status);
                    assertThat(e.type()).isPresent();
                    assertThat(e.headers().values("x-request-id")).hasSize(1);
                });
        assertThatExceptionOfType(type).isThrownBy(() -> client.chat()
                .completions()
                .createStreaming(chat().model(MODEL + "@code=" + status).build()));
    }

    @Test
    void aRefusalNamesTheField() {
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() ->
                        client.chat().completions().create(chat().temperature(7).build()))
                .satisfies(e -> assertThat(e.param()).contains("temperature"));
    }

    @Test
    void aClientTriesAgainUntilTheGatewayRecoversAndWaitsAsItIsTold() {
        OpenAIClient patient = client("", Mock.keyAsking("code=429;times=2"), 2);
        assertThat(text(patient.chat().completions().create(chat().build()))).isNotBlank();
        // The gateway says 20 seconds; this client never waits longer than 8.
        assertThat(naps.taken()).containsExactly(Duration.ofSeconds(8), Duration.ofSeconds(8));
    }

    @Test
    void aClientGivesUpWhenTheGatewayDoesNotRecover() {
        OpenAIClient patient = client("", Mock.keyAsking("code=503;times=2"), 1);
        assertThatExceptionOfType(InternalServerException.class)
                .isThrownBy(() -> patient.chat().completions().create(chat().build()));
        assertThat(naps.taken()).hasSize(1);
    }

    @Test
    void aBrokenConnectionIsTriedAgain() {
        OpenAIClient patient = client("", Mock.keyAsking("fault=reset;times=1"), 1);
        assertThat(text(patient.chat().completions().create(chat().build()))).isNotBlank();
        assertThatExceptionOfType(OpenAIIoException.class).isThrownBy(() -> client.chat()
                .completions()
                .create(chat().model(MODEL + "@fault=reset").build()));
    }

    @Test
    void aLateAnswerIsATimeout() {
        OpenAIClient hasty = client.withOptions(options -> options.timeout(Duration.ofMillis(200)));
        assertThatExceptionOfType(OpenAIIoException.class).isThrownBy(() -> hasty.chat()
                .completions()
                .create(chat().model(MODEL + "@delay=5").build()));
    }

    @Test
    void aStreamMayBeClosedInTheMiddle() {
        try (StreamResponse<ChatCompletionChunk> stream = client.chat()
                .completions()
                .createStreaming(chat().model(MODEL + "@tps=20").build())) {
            assertThat(stream.stream().limit(3)).hasSize(3);
        }
        assertThat(text(client.chat().completions().create(chat().build()))).isNotBlank();
    }

    @Test
    void anErrorInTheMiddleOfAStreamIsAnException() {
        assertThatExceptionOfType(SseException.class)
                .isThrownBy(() ->
                        whole(client, chat().model(MODEL + "@stream-error=3").build()));
        assertThatThrownBy(() -> whole(client, chat().model(MODEL + "@cut=3").build()))
                .isInstanceOfAny(OpenAIException.class, IllegalStateException.class);
    }

    @Test
    void theAsynchronousClientAnswersStreamsAndFailsTheSameWay() throws Exception {
        String plain = text(client.chat().completions().create(chat().build()));
        assertThat(client.async()
                        .chat()
                        .completions()
                        .create(chat().build())
                        .thenApply(OpenAiTest::text)
                        .get(10, TimeUnit.SECONDS))
                .isEqualTo(plain);
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        client.async()
                .chat()
                .completions()
                .createStreaming(chat().build())
                .subscribe(accumulator::accumulate)
                .onCompleteFuture()
                .get(10, TimeUnit.SECONDS);
        assertThat(text(accumulator.chatCompletion())).isEqualTo(plain);
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> client.async()
                        .chat()
                        .completions()
                        .create(chat().model(MODEL + "@code=429").build())
                        .join())
                .withCauseInstanceOf(RateLimitException.class);
    }

    @Test
    void modelsAreListedAndTextsEmbedded() {
        assertThat(client.models().list().autoPager()).isNotEmpty().allSatisfy(model -> assertThat(model.id())
                .isNotBlank());
        var embeddings = client.embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model("text-embedding-3-small")
                        .inputOfArrayOfStrings(List.of("a harbour", "a lighthouse"))
                        .build());
        assertThat(embeddings.data()).hasSize(2).allSatisfy(item -> assertThat(item.embedding())
                .hasSize(1536));
    }

    private static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    private static <T> MultipartField<T> file(String name, String mediaType, T content) {
        return MultipartField.<T>builder()
                .value(content)
                .filename(name)
                .contentType(mediaType)
                .build();
    }

    @Test
    void picturesAndSoundsComeAndGo() throws Exception {
        var picture = client.images()
                .generate(ImageGenerateParams.builder()
                        .model("gpt-image-1")
                        .prompt("a cute otter")
                        .build());
        assertThat(Base64.getDecoder()
                        .decode(picture.data().orElseThrow().get(0).b64Json().orElseThrow()))
                .hasSizeGreaterThan(100);
        var edited = client.images()
                .edit(ImageEditParams.builder()
                        .model("gpt-image-1")
                        .image(file("otter.png", "image/png", ImageEditParams.Image.ofInputStream(stream(PIXEL))))
                        .prompt("with a red hat")
                        .build());
        assertThat(edited.data().orElseThrow()).isNotEmpty();
        byte[] sound;
        try (HttpResponse speech = client.audio()
                .speech()
                .create(SpeechCreateParams.builder()
                        .model("tts-1")
                        .voice("alloy")
                        .input("Good morning.")
                        .build())) {
            assertThat(speech.headers().values("content-type")).containsExactly("audio/mpeg");
            sound = speech.body().readAllBytes();
        }
        assertThat(sound).hasSizeGreaterThan(500);
        var transcription = client.audio()
                .transcriptions()
                .create(TranscriptionCreateParams.builder()
                        .model("whisper-1")
                        .file(file("speech.mp3", "audio/mpeg", stream(sound)))
                        .build());
        assertThat(transcription.asTranscription().text()).isNotBlank();
    }
}

package io.facsimile.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicException;
import com.anthropic.errors.AnthropicIoException;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.InternalServerException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.beta.messages.BetaMessage;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.TextBlock;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import io.facsimile.mock.MockServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Anthropic's own Java client against the mock server, with nothing changed but its base URL. */
@ExtendWith(Mock.class)
class AnthropicTest {
    private static final String MODEL = "claude-sonnet-5";

    private final MockServer mock;
    private final Naps naps = new Naps();
    private final AnthropicClient client;

    AnthropicTest(MockServer mock) {
        this.mock = mock;
        this.client = client("", Mock.freshKey(), 0);
    }

    private AnthropicClient client(String prefix, String key, int maxRetries) {
        return AnthropicOkHttpClient.builder()
                .baseUrl(mock.url() + prefix)
                .apiKey(key)
                .maxRetries(maxRetries)
                .sleeper(naps)
                .build();
    }

    private static MessageCreateParams.Builder message() {
        return MessageCreateParams.builder().model(MODEL).maxTokens(1024).addUserMessage("Why is the sky blue?");
    }

    private static String text(Message message) {
        return message.content().stream()
                .flatMap(block -> block.text().stream())
                .map(TextBlock::text)
                .collect(Collectors.joining());
    }

    private static Message whole(AnthropicClient client, MessageCreateParams params) {
        MessageAccumulator accumulator = MessageAccumulator.create();
        try (StreamResponse<RawMessageStreamEvent> stream = client.messages().createStreaming(params)) {
            stream.stream().peek(event -> event.validate()).forEach(accumulator::accumulate);
        }
        return accumulator.message();
    }

    @ParameterizedTest(name = "At \"{0}\", a message streams what it answers plainly")
    @ValueSource(strings = {"", "/juhe"})
    void aMessageStreamsWhatItAnswersPlainly(String prefix) {
        AnthropicClient there = client(prefix, Mock.freshKey(), 0);
        Message plain = there.messages().create(message().build());
        Message whole = whole(there, message().build());
        plain.validate();
        assertThat(text(plain)).isNotBlank();
        assertThat(text(whole)).isEqualTo(text(plain));
        assertThat(whole.stopReason()).isEqualTo(plain.stopReason()).contains(StopReason.END_TURN);
        assertThat(whole.usage().outputTokens()).isEqualTo(plain.usage().outputTokens());
    }

    @Test
    void thoughtsAreStreamedAsTheyArePlain() {
        MessageCreateParams params =
                message().maxTokens(4096).enabledThinking(2048).build();
        Message plain = client.messages().create(params);
        Message whole = whole(client, params);
        assertThat(plain.content().get(0).thinking()).isPresent();
        assertThat(whole.content().get(0).thinking().orElseThrow().thinking())
                .isEqualTo(plain.content().get(0).thinking().orElseThrow().thinking());
    }

    @Test
    void aToolIsCalledAndItsResultAnsweredInText() {
        MessageCreateParams params = message()
                .addTool(Tool.builder()
                        .name("get_weather")
                        .inputSchema(Tool.InputSchema.builder()
                                .properties(Tool.InputSchema.Properties.builder()
                                        .putAdditionalProperty("city", JsonValue.from(Map.of("type", "string")))
                                        .build())
                                .addRequired("city")
                                .build())
                        .build())
                .build();
        Message first = client.messages().create(params);
        ToolUseBlock call = toolUse(first);
        assertThat(call.name()).isEqualTo("get_weather");
        assertThat(toolUse(whole(client, params))._input()).isEqualTo(call._input());

        Message second = client.messages()
                .create(params.toBuilder()
                        .addMessage(first)
                        .addUserMessageOfContentBlockParams(
                                List.of(ContentBlockParam.ofToolResult(ToolResultBlockParam.builder()
                                        .toolUseId(call.id())
                                        .content("rain, 14 degrees")
                                        .build())))
                        .build());
        assertThat(second.stopReason()).contains(StopReason.END_TURN);
        assertThat(text(second)).isNotBlank();
    }

    private static ToolUseBlock toolUse(Message message) {
        assertThat(message.stopReason()).contains(StopReason.TOOL_USE);
        return message.content().stream()
                .flatMap(block -> block.toolUse().stream())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theClientRunsToolsOfClassesByItself() {
        List<BetaMessage> turns = new ArrayList<>();
        client.beta()
                .messages()
                .toolRunner(com.anthropic.models.beta.messages.MessageCreateParams.builder()
                        .model(MODEL)
                        .maxTokens(1024)
                        .addUserMessage("Will it rain?")
                        .addTool(GetWeather.class)
                        .build())
                .forEach(turns::add);
        assertThat(turns).hasSize(2);
        assertThat(turns.get(0).content()).anyMatch(block -> block.isToolUse());
        assertThat(turns.get(1).content()).allMatch(block -> block.isText());
    }

    @Test
    void anAnswerInTheFormOfAClassIsReadAsThatClass() {
        Report report = client
                .messages()
                .create(message().outputConfig(Report.class).build())
                .content()
                .stream()
                .flatMap(block -> block.text().stream())
                .findFirst()
                .orElseThrow()
                .text();
        assertThat(report.title).isNotBlank();
        assertThat(report.tags).doesNotContainNull();
        assertThat(report.author.name).isNotBlank();
    }

    @ParameterizedTest(name = "Status {0} is a {1}")
    @CsvSource({
        "400, com.anthropic.errors.BadRequestException",
        "401, com.anthropic.errors.UnauthorizedException",
        "402, com.anthropic.errors.PaymentRequiredException",
        "403, com.anthropic.errors.PermissionDeniedException",
        "404, com.anthropic.errors.NotFoundException",
        "409, com.anthropic.errors.ConflictException",
        "413, com.anthropic.errors.ContentTooLargeException",
        "429, com.anthropic.errors.RateLimitException",
        "500, com.anthropic.errors.InternalServerException",
        "529, com.anthropic.errors.OverloadedException",
    })
    void everyStatusIsAnExceptionOfItsOwn(int status, Class<? extends AnthropicServiceException> type) {
        assertThatExceptionOfType(type)
                .isThrownBy(() -> client.messages()
                        .create(message()
                                .putAdditionalHeader("Prefer", "code=" + status)
                                .build()))
                .satisfies(e -> {
                    assertThat(e.statusCode()).isEqualTo(status);
                    assertThat(e.type()).isPresent();
                    assertThat(e.apiMessage()).isPresent();
                    assertThat(e.requestId().orElseThrow()).startsWith("req_");
                });
        assertThatExceptionOfType(type).isThrownBy(() -> client.messages()
                .createStreaming(message().model(MODEL + "@code=" + status).build()));
    }

    @Test
    void aRefusalNamesTheField() {
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> client.messages()
                        .create(message()
                                .putAdditionalBodyProperty("temperature", JsonValue.from(7))
                                .build()))
                .withMessageContaining("temperature");
    }

    @Test
    void aClientTriesAgainUntilTheGatewayRecoversAndWaitsAsItIsTold() {
        AnthropicClient patient = client("", Mock.keyAsking("code=529;times=2"), 2);
        assertThat(text(patient.messages().create(message().build()))).isNotBlank();
        assertThat(naps.taken()).containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(5));
    }

    @Test
    void aClientGivesUpWhenTheGatewayDoesNotRecover() {
        AnthropicClient patient = client("", Mock.keyAsking("code=500;times=2"), 1);
        assertThatExceptionOfType(InternalServerException.class)
                .isThrownBy(() -> patient.messages().create(message().build()));
        assertThat(naps.taken()).hasSize(1);
    }

    @Test
    void aBrokenConnectionAndALateAnswerAreExceptionsOfTheirOwn() {
        assertThatExceptionOfType(AnthropicIoException.class).isThrownBy(() -> client.messages()
                .create(message().model(MODEL + "@fault=reset").build()));
        AnthropicClient hasty = client.withOptions(options -> options.timeout(Duration.ofMillis(200)));
        assertThatExceptionOfType(AnthropicIoException.class).isThrownBy(() -> hasty.messages()
                .create(message().model(MODEL + "@delay=5").build()));
    }

    @Test
    void aStreamMayBeClosedInTheMiddle() {
        try (StreamResponse<RawMessageStreamEvent> stream = client.messages()
                .createStreaming(message().model(MODEL + "@tps=20").build())) {
            assertThat(stream.stream().limit(3)).hasSize(3);
        }
        assertThat(text(client.messages().create(message().build()))).isNotBlank();
    }

    @Test
    void anErrorInTheMiddleOfAStreamIsAnException() {
        assertThatExceptionOfType(AnthropicServiceException.class)
                .isThrownBy(() ->
                        whole(client, message().model(MODEL + "@stream-error=4").build()));
        assertThatThrownBy(() -> whole(client, message().model(MODEL + "@cut=4").build()))
                .isInstanceOfAny(AnthropicException.class, IllegalStateException.class);
    }

    @Test
    void theAsynchronousClientAnswersStreamsAndFailsTheSameWay() throws Exception {
        String plain = text(client.messages().create(message().build()));
        assertThat(client.async()
                        .messages()
                        .create(message().build())
                        .thenApply(AnthropicTest::text)
                        .get(10, TimeUnit.SECONDS))
                .isEqualTo(plain);
        MessageAccumulator accumulator = MessageAccumulator.create();
        client.async()
                .messages()
                .createStreaming(message().build())
                .subscribe(accumulator::accumulate)
                .onCompleteFuture()
                .get(10, TimeUnit.SECONDS);
        assertThat(text(accumulator.message())).isEqualTo(plain);
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> client.async()
                        .messages()
                        .create(message().model(MODEL + "@code=429").build())
                        .join())
                .withCauseInstanceOf(RateLimitException.class);
    }

    @Test
    void modelsAreListedAndTokensCountedAsInAnswers() {
        // This client sends a bearer key, to which gateways answer in OpenAI's form.
        assertThat(client.models().list().autoPager()).isNotEmpty().allSatisfy(model -> assertThat(model.id())
                .isNotBlank());
        long counted = client.messages()
                .countTokens(MessageCountTokensParams.builder()
                        .model(MODEL)
                        .addUserMessage("Why is the sky blue?")
                        .build())
                .inputTokens();
        assertThat(counted)
                .isEqualTo(client.messages().create(message().build()).usage().inputTokens());
    }
}

package io.facsimile.mock.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.contract.Contract;
import io.facsimile.contract.ContractFiles;
import io.facsimile.contract.Example;
import io.facsimile.contract.LazyContract;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.References;
import io.facsimile.contract.RequestSample;
import io.facsimile.contract.StreamRule;
import io.facsimile.contract.index.ContractIndex;
import io.facsimile.contract.language.Condition;
import io.facsimile.contract.language.Locator;
import io.facsimile.contract.schema.Schemas;
import io.facsimile.mock.MockOptions;
import io.facsimile.mock.Simulator;
import io.facsimile.mock.answer.Answer;
import io.facsimile.mock.answer.ExampleChoice;
import io.facsimile.mock.request.Headers;
import io.facsimile.mock.request.MockRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Streams of all contracts, put together by {@link StreamClients}, equal the unstreamed answers. */
class EveryStreamTest {
    /** With a stream, this request gets another answer: events have bytes only. */
    private static final Set<String> OTHERWISE_ANSWERED = Set.of("createImage gpt-image-url");

    private record Streamed(
            Contract contract,
            Schemas schemas,
            Operation operation,
            MediaType mediaType,
            StreamRule rule,
            Operation of) {
        String name() {
            return contract.provider() + " " + operation.id() + " in " + mediaType.name();
        }

        List<Example> wholes() {
            String mediaTypes =
                    rule.whole().orElseThrow() instanceof StreamRule.OwnAnswer own ? own.mediaTypes() : "*/*";
            return of.success().orElseThrow().content().stream()
                    .filter(m -> m.stream().isEmpty() && m.fits(mediaTypes))
                    .flatMap(m -> m.examples().stream())
                    .toList();
        }

        JsonNode value(Example example) {
            return rule.grammar().equals("openai.audio") && example.value().isTextual()
                    ? BinaryNode.valueOf(contract.files()
                            .bytes(ContractFiles.MEDIA + "/" + example.value().asText()))
                    : StreamClients.tree(example.value().toString());
        }

        StreamClient client() {
            return Objects.requireNonNull(StreamClients.BY_GRAMMAR.get(rule.grammar()), rule.grammar());
        }

        void fits(List<JsonNode> events) {
            for (JsonNode event : events) {
                assertThat(schemas.check(eventSchema(), event))
                        .as(event.toString())
                        .isEmpty();
            }
        }

        /** The schema of one event: of an array, that of its items. */
        private String eventSchema() {
            String schema = mediaType.schema().orElseThrow();
            return mediaType.isEventStream()
                    ? schema
                    : References.followPointer(contract.document(), schema) + "/items";
        }
    }

    private static List<Streamed> streams() {
        List<Streamed> streams = new ArrayList<>();
        for (String provider : ContractIndex.providers()) {
            Contract contract = ContractIndex.read(provider);
            Schemas schemas = Schemas.of(contract.document());
            for (Operation operation : contract.operations()) {
                operation.success().ifPresent(response -> response.content().forEach(mediaType -> mediaType.stream()
                        .filter(rule -> rule.whole().isPresent())
                        .ifPresent(rule -> {
                            Operation of = rule.whole().get() instanceof StreamRule.AnswerOf answer
                                    ? contract.operation(answer.operation()).orElseThrow()
                                    : operation;
                            streams.add(new Streamed(contract, schemas, operation, mediaType, rule, of));
                        })));
            }
        }
        return streams;
    }

    @Test
    void everyGrammarIsUsedByAContractAndHasAClient() {
        Set<String> used = new TreeSet<>();
        streams().forEach(s -> used.add(s.rule().grammar()));
        assertThat(used).containsExactlyInAnyOrderElementsOf(Grammars.names());
        assertThat(StreamClients.BY_GRAMMAR.keySet()).containsExactlyInAnyOrderElementsOf(used);
    }

    @TestFactory
    Stream<DynamicTest> theEventsOfEveryAnswerAddUpToIt() {
        return streams().stream().flatMap(stream -> stream.wholes().stream()
                .filter(example -> isStreamable(stream, example.value()))
                .map(example ->
                        DynamicTest.dynamicTest(stream.name() + " adds up to the answer " + example.name(), () -> {
                            RequestSample sample = streamed(stream, RequestSample.of(stream.of(), example.name()));
                            JsonNode whole = stream.value(example);
                            List<Event> events = Grammars.of(stream.rule().grammar())
                                    .orElseThrow()
                                    .events(whole, new Asked(sample, stream.rule(), () -> shown(stream)));
                            assertThat(events)
                                    .allSatisfy(e -> assertThat(e.data()).doesNotContain("\n"));
                            List<JsonNode> data = new ArrayList<>();
                            events.forEach(e -> data.add(StreamClients.tree(e.data())));
                            stream.fits(data);
                            same(stream, stream.client().assembled(data), whole);
                        })));
    }

    /** Pictures of models that do not stream have no tokens and may have no bytes; the times of words are not streamed. */
    private static boolean isStreamable(Streamed stream, JsonNode whole) {
        return switch (stream.rule().grammar()) {
            case "openai.images" ->
                whole.path("usage").has("generated_images")
                        || whole.path("usage").has("input_tokens")
                                && whole.path("data").path(0).has("b64_json");
            case "openai.audio" -> !whole.has("language");
            default -> true;
        };
    }

    private static List<Event> shown(Streamed stream) {
        List<Event> events = new ArrayList<>();
        stream.mediaType().examples().get(0).value().forEach(e -> events.add(Event.unnamed(e)));
        return events;
    }

    private static void same(Streamed stream, JsonNode assembled, JsonNode whole) {
        JsonNode told = stream.client().told(whole);
        if (assembled instanceof ObjectNode object && told instanceof ObjectNode expected) {
            // A chunk always names its model; the usage comes only when it was asked for.
            if (!expected.has("model") && stream.rule().grammar().equals("openai.chat")) {
                object.remove("model");
            }
            if (stream.rule().usageWhen().isEmpty() && stream.rule().grammar().equals("openai.chat")) {
                expected = expected.deepCopy();
                expected.remove("usage");
            }
            assertThat(StreamClients.tree(object.toString())).isEqualTo(StreamClients.tree(expected.toString()));
        } else {
            assertThat(assembled).isEqualTo(told);
        }
    }

    /** The same request with what makes it a stream, and with a usage event where there is one. */
    private static RequestSample streamed(Streamed stream, RequestSample sample) {
        JsonNode body = sample.body().isObject()
                ? sample.body().deepCopy()
                : StreamClients.NODES.objectNode().put("model", "any");
        Map<String, String> query = new HashMap<>(sample.queryValues());
        List<Condition> conditions = new ArrayList<>(stream.rule().when());
        conditions.addAll(stream.rule().usageWhen().orElse(List.of()));
        for (Condition condition : conditions) {
            if (!(condition.test() instanceof Condition.Is is)) {
                continue;
            }
            if (condition.place() instanceof Locator.Query place) {
                query.put(place.name(), is.expected().asText());
            } else if (condition.place() instanceof Locator.Body place) {
                ObjectNode at = (ObjectNode) body;
                for (String name : place.tokens().subList(0, place.tokens().size() - 1)) {
                    at = at.withObject("/" + name);
                }
                at.set(place.tokens().get(place.tokens().size() - 1), is.expected());
            }
        }
        return new RequestSample(
                sample.name(), sample.mediaType(), body, sample.pathValues(), query, sample.headerValues());
    }

    @TestFactory
    Stream<DynamicTest> aRequestGetsTheSameAnswerWithAndWithoutAStream() {
        return streams().stream().flatMap(stream -> {
            // Two simulators with one seed give the same ids to the same requests.
            Simulator one = simulator(stream.contract());
            Simulator other = simulator(stream.contract());
            return requests(stream.of())
                    .filter(name -> !OTHERWISE_ANSWERED.contains(stream.of().id() + " " + name))
                    .filter(name -> isAskedFor(stream, name))
                    .map(name -> DynamicTest.dynamicTest(
                            stream.name() + " streams the answer to " + name,
                            () -> answersAlike(stream, RequestSample.of(stream.of(), name), one, other)));
        });
    }

    private static Simulator simulator(Contract contract) {
        Instant now = Instant.parse("2025-10-12T06:00:00Z");
        return new Simulator(List.of(LazyContract.of(contract)), MockOptions.DEFAULTS.withSeed(7), () -> now);
    }

    private static void answersAlike(Streamed stream, RequestSample sample, Simulator one, Simulator other) {
        Answer unstreamed = one.answer(request(stream.contract(), stream.of(), sample));
        Answer events = other.answer(request(stream.contract(), stream.operation(), streamed(stream, sample)));
        assertThat(unstreamed.status()).as(text(unstreamed)).isEqualTo(200);
        assertThat(events.status()).as(text(events)).isEqualTo(200);
        assertThat(unstreamed).isInstanceOf(Answer.Whole.class);
        assertThat(events).isInstanceOf(Answer.Events.class);
        List<JsonNode> data = data(stream, (Answer.Events) events);
        stream.fits(data);
        same(stream, stream.client().assembled(data), whole(unstreamed));
        assertThat(events.headers().keySet())
                .as("a stream has the headers of the answer")
                .containsAll(unstreamed.headers().keySet());
    }

    private static Stream<String> requests(Operation operation) {
        return operation.requestBody().orElseThrow().content().stream()
                .flatMap(m -> m.examples().stream())
                .map(Example::name);
    }

    /** Not every model streams, and examples that ask for a stream have no unstreamed answer. */
    private static boolean isAskedFor(Streamed stream, String name) {
        RequestSample sample = RequestSample.of(stream.of(), name);
        return new ExampleChoice(stream.of()).stream(sample).isEmpty()
                && new ExampleChoice(stream.operation())
                        .stream(streamed(stream, sample))
                                .map(m -> m.name().equals(stream.mediaType().name()))
                                .orElse(false);
    }

    private static String text(Answer answer) {
        if (answer instanceof Answer.Whole whole) {
            return new String(whole.body(), StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder();
        ((Answer.Events) answer).frames().forEach(f -> text.append(new String(f, StandardCharsets.UTF_8)));
        return text.toString();
    }

    private static JsonNode whole(Answer answer) {
        byte[] body = ((Answer.Whole) answer).body();
        String type = answer.headers().getOrDefault("Content-Type", "");
        return MediaType.isJson(type) ? StreamClients.tree(text(answer)) : BinaryNode.valueOf(body);
    }

    private static List<JsonNode> data(Streamed stream, Answer.Events answer) {
        List<JsonNode> data = new ArrayList<>();
        if (!stream.mediaType().isEventStream()) {
            assertThat(answer.headers()).containsEntry("Content-Type", "application/json");
            StreamClients.tree(text(answer)).forEach(data::add);
            assertThat(answer.frames()).as("each item is sent by itself").hasSize(data.size() + 1);
            return data;
        }
        List<String> records = new ArrayList<>(List.of(text(answer).split("\n\n")));
        stream.rule().terminator().ifPresent(end -> assertThat(records.remove(records.size() - 1))
                .isEqualTo("data: " + end));
        for (String record : records) {
            assertThat(record).matches("(event: [a-z_.]+\n)?data: [^\n]+");
            JsonNode event = StreamClients.tree(record.substring(record.indexOf("data: ") + 6));
            if (record.startsWith("event: ")) {
                assertThat(record).startsWith("event: " + event.path("type").asText() + "\n");
            }
            data.add(event);
        }
        return data;
    }

    private static MockRequest request(Contract contract, Operation operation, RequestSample sample) {
        String path = operation.path();
        for (Map.Entry<String, String> value : sample.pathValues().entrySet()) {
            path = path.replace("{" + value.getKey() + "}", value.getValue());
        }
        List<String> query = new ArrayList<>();
        sample.queryValues().forEach((name, value) -> query.add(name + "=" + value));
        Map<String, String> headers = new HashMap<>(Map.of("authorization", "Bearer sk-any", "x-api-key", "sk-any"));
        sample.headerValues().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        boolean isForm = sample.mediaType().map(MediaType::isForm).orElse(false);
        headers.put("content-type", isForm ? "multipart/form-data; boundary=cut" : "application/json");
        byte[] body = isForm
                ? form(contract, sample.body())
                : sample.body().toString().getBytes(StandardCharsets.UTF_8);
        return new MockRequest(
                operation.method(), path, String.join("&", query), Headers.of(headers), body, "http://mock.example");
    }

    /** The examples of these operations have files wherever a text names one. */
    private static byte[] form(Contract contract, JsonNode body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            List<JsonNode> values = new ArrayList<>();
            if (field.getValue().isArray()) {
                field.getValue().forEach(values::add);
            } else {
                values.add(field.getValue());
            }
            for (JsonNode value : values) {
                boolean isFile = Set.of("image", "mask", "file").contains(field.getKey());
                String head = "--cut\r\nContent-Disposition: form-data; name=\"" + field.getKey() + "\""
                        + (isFile ? "; filename=\"" + value.asText() + "\"" : "") + "\r\n\r\n";
                out.writeBytes(head.getBytes(StandardCharsets.UTF_8));
                out.writeBytes(
                        isFile
                                ? contract.files().bytes(ContractFiles.MEDIA + "/" + value.asText())
                                : value.asText().getBytes(StandardCharsets.UTF_8));
                out.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
            }
        }
        out.writeBytes("--cut--\r\n".getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }
}

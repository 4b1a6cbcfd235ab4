package io.facsimile.benchmarks.micro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facsimile.contract.Contract;
import io.facsimile.contract.LazyContract;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.index.ContractIndex;
import io.facsimile.contract.language.LiveWord;
import io.facsimile.contract.language.RequestValues;
import io.facsimile.contract.schema.Schemas;
import io.facsimile.mock.MockOptions;
import io.facsimile.mock.Simulator;
import io.facsimile.mock.answer.Answer;
import io.facsimile.mock.content.Writing;
import io.facsimile.mock.live.LiveValues;
import io.facsimile.mock.live.Template;
import io.facsimile.mock.live.TemplateCompiler;
import io.facsimile.mock.request.Call;
import io.facsimile.mock.request.Headers;
import io.facsimile.mock.request.MockRequest;
import io.facsimile.mock.route.RouteTable;
import io.facsimile.mock.task.TaskView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What finding an operation, parsing and judging a body, and a whole answer cost, without a network. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class EngineBenchmark {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHAT = "/v1/chat/completions";
    private static final String BODY = """
            {"model":"gpt-4o","messages":[{"role":"system","content":"You answer in one sentence."},\
            {"role":"user","content":"Why is the sky blue?"}],"temperature":0.7%s}""";

    private RouteTable<String> routes;
    private Schemas schemas;
    private String schema;
    private byte[] bytes;
    private JsonNode valid;
    private JsonNode broken;
    private Template template;
    private LiveValues values;
    private Simulator simulator;
    private MockRequest plain;
    private MockRequest stream;
    private MockRequest refused;
    private MockRequest unknown;

    /** What the holes are filled from when no text is written for the request. */
    private record ValuesOfARequest(RequestValues request) implements LiveValues {
        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public long freshNumber() {
            return 42;
        }

        @Override
        public Optional<TaskView> task() {
            return Optional.empty();
        }

        @Override
        public Optional<Writing> writing() {
            return Optional.empty();
        }

        @Override
        public String mediaUrl(LiveWord.Media media, int number) {
            return "";
        }

        @Override
        public Optional<com.fasterxml.jackson.databind.JsonNode> mediaSaid(LiveWord.MediaSaid said, int number) {
            return Optional.empty();
        }

        @Override
        public byte[] mediaBytes(LiveWord.Media media, int number) {
            return new byte[0];
        }
    }

    /** All contracts, as the server has them. */
    @Setup
    public void setUp() throws IOException {
        List<Contract> contracts = new ArrayList<>();
        ContractIndex.providers().forEach(p -> contracts.add(ContractIndex.read(p)));
        routes = new RouteTable<>();
        for (Contract contract : contracts) {
            for (Operation operation : contract.operations()) {
                routes.add(operation.method(), "/" + contract.provider() + operation.path(), operation.id());
                routes.add(operation.method(), operation.path(), operation.id());
            }
        }
        Contract first = contracts.get(0);
        schemas = Schemas.of(first.document());
        Operation chat = first.operations().stream()
                .filter(o -> o.path().equals(CHAT))
                .findFirst()
                .orElseThrow();
        schema = chat.requestBody()
                .flatMap(b -> b.content("application/json"))
                .flatMap(MediaType::schema)
                .orElseThrow();
        bytes = BODY.formatted("").getBytes(StandardCharsets.UTF_8);
        valid = JSON.readTree(bytes);
        broken = JSON.readTree(BODY.formatted(",\"n\":\"two\""));
        MediaType answers =
                chat.success().flatMap(r -> r.content("application/json")).orElseThrow();
        template = new TemplateCompiler(schemas)
                .compile(
                        answers.schema().orElseThrow(),
                        answers.examples().get(0).value());
        simulator =
                new Simulator(contracts.stream().map(LazyContract::of).toList(), MockOptions.DEFAULTS, Instant::now);
        plain = request(CHAT, BODY.formatted(""));
        stream = request(CHAT, BODY.formatted(",\"stream\":true"));
        refused = request(CHAT, BODY.formatted(",\"n\":\"two\""));
        unknown = request(CHAT + "/nowhere", BODY.formatted(""));
        values = new ValuesOfARequest(new Call(plain, Map.of()));
        require(plain, 200);
        require(stream, 200);
        require(refused, 400);
        require(unknown, 404);
    }

    private static MockRequest request(String path, String body) {
        Map<String, String> headers = Map.of("content-type", "application/json", "authorization", "Bearer sk-any");
        return new MockRequest(
                "POST", path, "", Headers.of(headers), body.getBytes(StandardCharsets.UTF_8), "http://127.0.0.1");
    }

    private void require(MockRequest request, int status) {
        int given = simulator.answer(request).status();
        if (given != status) {
            throw new IllegalStateException(request.path() + " is answered with " + given + ", not " + status);
        }
    }

    @Benchmark
    public Object routeOfALiteralPath() {
        return routes.find("POST", CHAT);
    }

    @Benchmark
    public Object routeWithParameters() {
        return routes.find("GET", "/v1/models/gpt-4o");
    }

    @Benchmark
    public Object routeThatIsNone() {
        return routes.find("POST", CHAT + "/nowhere");
    }

    @Benchmark
    public JsonNode parsingOfABody() throws IOException {
        return JSON.readTree(bytes);
    }

    @Benchmark
    public boolean validationOfAGoodBody() {
        return schemas.accepts(schema, valid);
    }

    @Benchmark
    public Object validationOfABrokenBody() {
        return schemas.check(schema, broken);
    }

    @Benchmark
    public byte[] renderingOfAnExample() {
        return template.bytes(values);
    }

    @Benchmark
    public Answer wholeAnswer() {
        return simulator.answer(plain);
    }

    @Benchmark
    public Answer wholeAnswerAsEvents() {
        return simulator.answer(stream);
    }

    @Benchmark
    public Answer refusalOfABrokenBody() {
        return simulator.answer(refused);
    }

    @Benchmark
    public Answer refusalOfAnUnknownPath() {
        return simulator.answer(unknown);
    }
}

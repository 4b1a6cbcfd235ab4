package io.facsimile.mock.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facsimile.contract.Contract;
import io.facsimile.contract.ContractException;
import io.facsimile.contract.ContractReader;
import io.facsimile.mock.MockOptions;
import io.facsimile.mock.MockServer;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contracts that know nothing of us: plain OpenAPI, as users bring it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnContractsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PET = "{\"name\":\"Rex\",\"photoUrls\":[],\"kind\":\"dog\",\"secret\":\"1234\"}";

    private final HttpClient http = HttpClient.newHttpClient();
    private MockServer shop;

    static Contract contract(String file) throws Exception {
        return ContractReader.read(
                Path.of(Objects.requireNonNull(OwnContractsTest.class.getResource("/contracts/" + file), file)
                        .toURI()));
    }

    @BeforeAll
    void open() throws Exception {
        shop = MockServer.start(MockOptions.DEFAULTS, List.of(contract("shop.yaml")));
    }

    @AfterAll
    void close() {
        shop.close();
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        return send("GET", path, "", headers);
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(shop.url() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .setHeader("Authorization", "Bearer any");
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop.yaml", "events.yaml", "circles.json", "library/library.yaml"})
    void everyOperationAnswersAsItsDocumentSays(String file) throws Exception {
        Contract contract = contract(file);
        try (MockServer mock = MockServer.start(MockOptions.DEFAULTS, List.of(contract))) {
            List<EveryOperation.Outcome> outcomes = new EveryOperation(contract, mock.url()).ask("");
            assertThat(outcomes).isNotEmpty();
            assertThat(outcomes)
                    .filteredOn(o -> !o.wrong().isEmpty() || o.status() >= 400)
                    .isEmpty();
        }
    }

    @Test
    void anErrorThatIsAskedForHasTheContractsOwnForm() throws Exception {
        Contract contract = contract("shop.yaml");
        EveryOperation asker = new EveryOperation(contract, shop.url());
        for (var operation : contract.operations()) {
            for (String code : List.of("400", "401", "404", "410", "422", "500")) {
                var outcome = asker.ask(operation, Map.of("Prefer", "code=" + code));
                assertThat(outcome.status()).as(operation.id()).isEqualTo(Integer.parseInt(code));
                if (operation.response(outcome.status()).isPresent()) {
                    assertThat(outcome.wrong()).as(operation.id() + " " + code).isEmpty();
                }
            }
        }
    }

    @Test
    void whatTheSchemaShowsIsShown() throws Exception {
        JsonNode pet = JSON.readTree(get("/pets").body()).path(0);
        assertThat(pet.path("name").asText()).isEqualTo("doggie");
        assertThat(pet.path("status").asText()).isEqualTo("available");
        assertThat(pet.has("secret")).as("what is write-only").isFalse();
        assertThat(get("/status").body()).isEqualTo("all well");
    }

    @Test
    void equalRequestsGetEqualAnswersAndOthersOthers() throws Exception {
        assertThat(get("/pets?limit=7").body()).isEqualTo(get("/pets?limit=7").body());
        assertThat(get("/pets?limit=7").body())
                .isNotEqualTo(get("/pets?limit=8").body());
    }

    @Test
    void namedExamplesComeFirstAndCanBeAskedFor() throws Exception {
        assertThat(JSON.readTree(get("/pets/5").body()).path("name").asText()).isEqualTo("Rex");
        HttpResponse<String> cat = get("/pets/5", "Prefer", "example=cat");
        assertThat(JSON.readTree(cat.body()).path("name").asText()).isEqualTo("Minka");
        HttpResponse<String> gone = get("/pets/5", "Prefer", "code=404");
        assertThat(gone.statusCode()).isEqualTo(404);
        assertThat(JSON.readTree(gone.body()).path("code").asInt()).isEqualTo(1404);
        assertThat(get("/pets/5", "Prefer", "example=horse").body()).contains("dog, cat");
    }

    @Test
    void contractsAreServedBelowTheirServersPathToo() throws Exception {
        assertThat(get("/api/v2/pets/5").statusCode()).isEqualTo(200);
        assertThat(get("/shop/pets/5").statusCode()).isEqualTo(200);
        assertThat(get("/shop/api/v2/pets/5").statusCode()).isEqualTo(200);
        assertThat(get("/api/v3/pets/5").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/pets?limit=0            | limit: must have an exclusive minimum value of 0",
                "/pets?limit=many         | limit: string found, integer expected",
                "/pets?vaccinated=perhaps | vaccinated: string found, boolean expected",
                "/pets?status=sold,lost   | status[1]: does not have a value in the enumeration [\"available\", \"pending\", \"sold\"]",
                "/pets?tags=big&tags=enormous | tags[1]: must be at most 5 characters long",
                "/pets?price[min]=low     | price.min: string found, number expected",
                "/pets?price[middle]=4    | price.middle: property 'middle' is not defined in the schema and the schema does not allow additional properties",
                "/pets/none               | petId: string found, integer expected",
                "/pets/0                  | petId: must have a minimum value of 1"
            })
    void parametersAreHeldToTheirStyleAndSchema(String path, String problem) throws Exception {
        HttpResponse<String> answer = get(path.strip().replace("[", "%5B").replace("]", "%5D"));
        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode body = JSON.readTree(answer.body());
        String said = body.has("message")
                ? body.path("message").asText()
                : body.path("detail").asText();
        assertThat(said).isEqualTo(problem.strip());
    }

    @Test
    void rightParametersAreTakenInEveryStyle() throws Exception {
        assertThat(
                        get("/pets?limit=5&status=sold,pending&tags=a&tags=b&price%5Bmin%5D=1&price%5Bmax%5D=2.5&vaccinated=true")
                                .statusCode())
                .isEqualTo(200);
        String order = "/orders/.3fa85f64-5717-4562-b3fc-2c963f66afa6";
        assertThat(get(order + "?fields=lines%7Ctotal").statusCode()).isEqualTo(200);
        assertThat(get(order + "?fields=lines%7Cweight").statusCode()).isEqualTo(400);
        assertThat(get("/orders/.none").statusCode()).isEqualTo(400);
    }

    @Test
    void aRefusalTakesTheStatusAndTheFormThatTheOperationHas() throws Exception {
        HttpResponse<String> unfit =
                send("POST", "/pets", PET.replace("dog", "cow"), "Content-Type", "application/json", "X-Shop-Key", "k");
        assertThat(unfit.statusCode()).isEqualTo(422);
        assertThat(JSON.readTree(unfit.body()).at("/errors/0/message").asText()).startsWith("kind: ");
        HttpResponse<String> nowhere = get("/nowhere");
        assertThat(nowhere.statusCode()).isEqualTo(404);
        assertThat(nowhere.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(JSON.readTree(nowhere.body()).path("detail").asText()).isEqualTo("there is nothing at GET /nowhere");
        HttpResponse<String> nobody = send("DELETE", "/pets/5", "", "Authorization", "Bearer not-basic");
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(nobody.body()).isEqualTo("no credentials");
    }

    @Test
    void eachWayToShowCredentialsIsKnown() throws Exception {
        assertThat(send("DELETE", "/pets/5", "", "Authorization", "Basic YTpi").statusCode())
                .isEqualTo(204);
        assertThat(send("POST", "/pets", PET, "Content-Type", "application/json")
                        .statusCode())
                .as("a bearer token, for OAuth")
                .isEqualTo(201);
        String order = "/orders/.3fa85f64-5717-4562-b3fc-2c963f66afa6";
        assertThat(get(order, "Authorization", "").statusCode()).as("optional").isEqualTo(200);
        assertThat(get("/status", "Authorization", "").statusCode()).as("none").isEqualTo(200);
        assertThat(get("/pets", "Authorization", "").statusCode()).isEqualTo(401);
    }

    @Test
    void whatIsReadOnlyNeedNotBeSentAndAFormDoesAsWell() throws Exception {
        HttpResponse<String> made = send("POST", "/pets", PET, "Content-Type", "application/json");
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.headers().firstValue("location")).hasValue("/pets/10");
        assertThat(JSON.readTree(made.body()).path("id").isIntegralNumber()).isTrue();
        String form = "name=Rex&kind=dog&secret=1234&photoUrls%5B%5D=https://a.example.com&owner%5Bname%5D=Ada";
        String type = "application/x-www-form-urlencoded";
        assertThat(send("POST", "/pets", form, "Content-Type", type).statusCode())
                .isEqualTo(201);
        assertThat(send("POST", "/pets", form.replace("%5Bname%5D", "%5Bmail%5D"), "Content-Type", type)
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void otherMediaTypesGetWhatTheyAreFor() throws Exception {
        HttpResponse<String> xml = get("/pets/5", "Accept", "application/xml");
        assertThat(xml.body()).startsWith("<?xml").contains("<pet id=\"7\"><name>Rex</name><photos><photo>https://");
        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(get("/pets", "Accept", "text/xml;q=0.1, application/xml")
                        .body()
                        .getBytes(StandardCharsets.UTF_8)));
        assertThat(document.getDocumentElement().getTagName()).isEqualTo("pets");
        assertThat(document.getElementsByTagName("pet").getLength()).isGreaterThan(1);
        String csv = get("/pets", "Accept", "text/csv").body();
        assertThat(csv.lines().findFirst())
                .hasValueSatisfying(head -> assertThat(head).startsWith("id,name,"));
        HttpResponse<byte[]> photo = http.send(
                HttpRequest.newBuilder(URI.create(shop.url() + "/pets/5/photo"))
                        .header("Authorization", "Bearer any")
                        .header("Accept", "image/jpeg")
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(photo.headers().firstValue("content-type")).hasValue("image/jpeg");
        assertThat(ImageIO.read(new ByteArrayInputStream(photo.body()))).isNotNull();
        assertThat(get("/pets/5/papers").body()).startsWith("%PDF-").endsWith("%%EOF\n");
        assertThat(get("/go").statusCode()).isEqualTo(302);
        assertThat(get("/go").headers().firstValue("location")).isPresent();
        HttpResponse<String> any = get("/export");
        assertThat(any.headers().firstValue("content-type")).hasValue("application/json");
    }

    @Test
    void aStreamOfEventsIsSentToWhoAsksForOne() throws Exception {
        Contract contract = contract("events.yaml");
        try (MockServer mock = MockServer.start(MockOptions.DEFAULTS, List.of(contract))) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(mock.url() + "/feed?filter=%7B%22kind%22%3A%22sport%22%7D"))
                            .header("Accept", "text/event-stream")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("text/event-stream");
            List<String> events =
                    answer.body().lines().filter(l -> l.startsWith("data: ")).toList();
            assertThat(events).hasSize(3);
            assertThat(JSON.readTree(events.get(2).substring(6)).path("kind").asText())
                    .isEqualTo("sport");
        }
    }

    @Test
    void anObjectSaysOfWhichKindItIs() throws Exception {
        try (MockServer mock = MockServer.start(MockOptions.DEFAULTS, List.of(contract("circles.json")))) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(mock.url() + "/shapes")).build(),
                    HttpResponse.BodyHandlers.ofString());
            JsonNode shape = JSON.readTree(answer.body());
            assertThat(shape.path("kind").asText()).isEqualTo(shape.has("side") ? "square" : "group");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"right\"} | ''",
                "{\"name\":\"much too long\"} | /name: must be at most 8 characters long",
                "{\"name\":\"much too long\",\"stream\":true} | event 0: /name: must be at most 8 characters long"
            })
    void anAnswerThatBreaksItsContractIsMarked(String body, String problem) throws Exception {
        MockOptions checking = MockOptions.DEFAULTS.withSelfCheck(true);
        try (MockServer mock = MockServer.start(checking, List.of(contract("broken-live.yaml")))) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(mock.url() + "/things"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("x-facsimile-self-check").orElse(""))
                    .isEqualTo(problem);
            var entry = mock.exchanges().get(0);
            assertThat(entry.verdict().word()).isEqualTo(problem.isEmpty() ? "valid" : "broken");
            assertThat(entry.problem())
                    .isEqualTo(
                            problem.isEmpty() ? "" : "createThing (POST /things) breaks its own contract: " + problem);
        }
    }

    @Test
    void twoContractsOfOneNameAreToldApartByNobody() throws Exception {
        Contract one = contract("shop.yaml");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MockServer.start(MockOptions.DEFAULTS, List.of(one, one)))
                .withMessage(
                        "two contracts are called \"shop\", by which their paths begin; give one file another name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "swagger: '2.0' | broken.yaml:1: [syntax] this is Swagger 2.0, not OpenAPI 3",
                "openapi: 4.0.0 | broken.yaml:1: [syntax] OpenAPI 4.0.0 is not known here — use OpenAPI 3.0 or 3.1",
                "openapi: 3.0.0;paths: { /a: { get: { responses: { '200': { $ref: '#/nowhere' } } } } } | broken.yaml:2: [reference] the reference \"#/nowhere\" leads nowhere",
                "openapi: 3.0.0;paths: { /a: { $ref: other.yaml } } | broken.yaml:2: [reference] there is no file \"other.yaml\"",
                "openapi: 3.0.0;paths: [ | broken.yaml:3: [syntax] not valid YAML",
                "openapi: 3.0.0;paths: { /a: { get: { security: [ { key: [] } ] } } } | broken.yaml:2: [extension] the security scheme \"key\" is not declared"
            })
    void aBrokenDocumentIsToldWhereAndWhatToDo(String text, String message, @TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("broken.yaml"), text.strip().replace(';', '\n') + "\n");
        assertThatExceptionOfType(ContractException.class)
                .isThrownBy(() -> ContractReader.read(file))
                .withMessageStartingWith(message.strip());
    }
}

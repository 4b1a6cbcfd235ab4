package io.facsimile.mock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facsimile.contract.Contract;
import io.facsimile.contract.Operation;
import io.facsimile.contract.Parameter;
import io.facsimile.contract.RequestSample;
import io.facsimile.contract.index.ContractIndex;
import io.facsimile.contract.task.TaskRole;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever walks the pages of a list comes to its end, over real sockets. */
class PagesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TASKS = 5;
    private static final int MOST_REQUESTS = 10;

    private static final Set<String> NUMBERS = Set.of("p", "page", "page_num", "pageNum", "page_number", "offset");
    /** Where an answer says what the next page is asked for with. */
    private static final Map<String, String> MARKS = Map.of(
            "pageToken", "/nextPageToken", "after", "/last_id", "after_id", "/last_id", "cursor", "/next_cursor");

    private static final Set<String> SIZES = Set.of("page_size", "pageSize", "limit", "size");
    /** Where answers have their items, and what names one. */
    private static final List<String> ITEMS = List.of("/models", "/items", "/data/items", "/data", "/results");

    private static final List<String> NAMES = List.of("/id", "/task_id", "/name");

    private static MockServer mock;

    @BeforeAll
    static void start() throws IOException {
        mock = MockServer.start(MockOptions.DEFAULTS);
    }

    @AfterAll
    static void stop() {
        mock.close();
    }

    static Stream<Arguments> paged() {
        return ContractIndex.providers().stream().flatMap(provider -> {
            Contract contract = ContractIndex.read(provider);
            return contract.operations().stream()
                    .filter(o -> mark(o).isPresent())
                    .map(o -> Arguments.of(contract, o));
        });
    }

    private static Optional<String> mark(Operation operation) {
        return operation.parameters().stream()
                .filter(p -> p.in() == Parameter.In.QUERY)
                .map(Parameter::name)
                .filter(name -> NUMBERS.contains(name) || MARKS.containsKey(name))
                .findFirst();
    }

    @Test
    void thereAreListsWithPages() {
        assertThat(paged().map(a -> ((Operation) a.get()[1]).id()).distinct())
                .contains("listGeminiModels", "listSoraVideos", "listArkVideoTasks", "listKlingImages", "listTokens");
    }

    @ParameterizedTest
    @MethodSource("paged")
    void aWalkOverThePagesEnds(Contract contract, Operation operation) throws Exception {
        walked(contract, operation, Map.of());
    }

    @ParameterizedTest
    @MethodSource("paged")
    void aWalkOverSmallPagesShowsEachThingOnce(Contract contract, Operation operation) throws Exception {
        int submitted = submit(contract, operation);
        int size = submitted > 0 ? 2 : 1;
        Map<String, String> sizes = new HashMap<>();
        operation.parameters().stream()
                .filter(p -> SIZES.contains(p.name()))
                .forEach(p -> sizes.put(p.name(), String.valueOf(size)));
        assertThat(sizes).isNotEmpty();
        List<List<String>> pages = walked(contract, operation, sizes);
        List<String> all = pages.stream().flatMap(List::stream).toList();
        assertThat(all).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(Math.max(submitted, 2));
        assertThat(pages).allMatch(page -> page.size() <= size);
    }

    /** Returns the names on each page, until the last. */
    private static List<List<String>> walked(Contract contract, Operation operation, Map<String, String> sizes)
            throws Exception {
        String mark = mark(operation).orElseThrow();
        SampleClient client = new SampleClient(mock.url(), contract);
        List<List<String>> pages = new ArrayList<>();
        Optional<String> next = NUMBERS.contains(mark) ? Optional.of("1") : Optional.empty();
        for (int requests = 1; requests <= MOST_REQUESTS; requests++) {
            Map<String, String> query = new HashMap<>(sizes);
            next.ifPresent(value -> query.put(mark, value));
            HttpResponse<String> answer = client.send(operation, RequestSample.of(operation, ""), query, Map.of());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            JsonNode body = JSON.readTree(answer.body());
            List<String> page = names(body);
            boolean isLast;
            if (NUMBERS.contains(mark)) {
                next = Optional.of(String.valueOf(requests + 1));
                isLast = page.isEmpty();
            } else {
                next = Optional.ofNullable(body.at(MARKS.get(mark)).textValue());
                isLast = next.isEmpty()
                        || body.has("has_more") && !body.path("has_more").asBoolean();
            }
            if (!page.isEmpty()) {
                pages.add(page);
            }
            if (isLast) {
                return pages;
            }
        }
        throw new AssertionError(operation + " has no last page: " + pages);
    }

    private static List<String> names(JsonNode body) {
        JsonNode items = ITEMS.stream()
                .map(body::at)
                .filter(JsonNode::isArray)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no items in " + body));
        List<String> names = new ArrayList<>();
        items.forEach(item -> names.add(NAMES.stream()
                .map(item::at)
                .filter(JsonNode::isValueNode)
                .filter(n -> !n.isMissingNode())
                .findFirst()
                .orElseThrow()
                .asText()));
        return names;
    }

    /** Submits as many tasks as the operation lists; returns how many. */
    private static int submit(Contract contract, Operation operation) throws Exception {
        if (operation.taskRoles().isEmpty()) {
            return 0;
        }
        Set<String> types = Set.copyOf(operation.taskRoles().get(0).types());
        Operation submitting = contract.operations().stream()
                .filter(o -> o.taskRoles().stream()
                        .anyMatch(r -> r.role() == TaskRole.Role.SUBMIT
                                && types.contains(r.types().get(0))))
                .findFirst()
                .orElseThrow();
        SampleClient client = new SampleClient(mock.url(), contract);
        for (int i = 0; i < TASKS; i++) {
            HttpResponse<String> answer =
                    client.send(submitting, SampleClient.names(submitting).get(0));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
        return TASKS;
    }
}

package io.facsimile.contracttests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.checks.AnswerCheck;
import io.facsimile.checks.Observed;
import io.facsimile.contract.Contract;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.RequestSample;
import io.facsimile.contract.task.TaskRole;
import io.facsimile.mock.MockOptions;
import io.facsimile.mock.MockServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A thousand broken requests, over raw sockets: each is refused in the provider's form, none breaks the server. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.facsimile.contracttests.Endpoint#all")
class BrokenRequestsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_BYTES = 200_000;

    private final Random random = new Random(20261124);
    private final Endpoint endpoint;

    BrokenRequestsTest(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Test
    void aThousandBrokenRequestsAreEachRefusedInTheProvidersFormAndTheNextGoodOneWorks() throws Exception {
        Assumptions.assumeTrue(endpoint.mock().isPresent(), "nobody sends garbage to a real endpoint");
        Contract contract = endpoint.contract();
        AnswerCheck check = new AnswerCheck(contract, false);
        MockOptions options =
                MockOptions.DEFAULTS.withProviders(List.of(contract.provider())).withMaxBodyBytes(MOST_BYTES);
        List<Operation> operations = contract.operations().stream()
                .filter(o -> o.requestBody()
                        .flatMap(b -> b.content("application/json"))
                        .isPresent())
                .toList();
        try (MockServer mock = MockServer.start(options)) {
            List<String> wrong = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                Operation operation = operations.get(random.nextInt(operations.size()));
                Broken broken = broken(operation, i);
                Observed answer = exchange(mock.port(), broken.bytes());
                if (answer.status() / 100 != 4) {
                    wrong.add(i + " " + broken.how() + " of " + operation + ": " + answer.status() + " " + cut(answer));
                } else if (!isProvidersForm(check, operation, answer)) {
                    wrong.add(
                            i + " " + broken.how() + " of " + operation + ": not the provider's form: " + cut(answer));
                }
                if (i % 50 == 0) {
                    assertThat(exchange(mock.port(), good(contract, operation)).status() / 100)
                            .as("the good request after %s", broken.how())
                            .isEqualTo(2);
                }
            }
            assertThat(wrong).isEmpty();
        }
    }

    private static String cut(Observed answer) {
        return answer.text().substring(0, Math.min(200, answer.text().length()));
    }

    /** The status is declared and its schema fits, or, for a status that no operation declares, the body is JSON. */
    private static boolean isProvidersForm(AnswerCheck check, Operation operation, Observed answer) throws IOException {
        if (operation.response(answer.status()).isPresent()) {
            return check.check(operation, answer, Optional.empty()).isEmpty();
        }
        JsonNode body = JSON.readTree(answer.body());
        return body.isObject() && !body.isEmpty();
    }

    private record Broken(String how, byte[] bytes) {}

    private Broken broken(Operation operation, int number) throws IOException {
        MediaType mediaType = operation
                .requestBody()
                .orElseThrow()
                .content("application/json")
                .orElseThrow();
        RequestSample sample =
                RequestSample.of(operation, mediaType.examples().get(0).name());
        String json = sample.body().toString();
        return switch (number % 12) {
            case 0 -> new Broken("cut JSON", request(operation, sample, cutShort(json)));
            case 1 -> new Broken("JSON with a stray character", request(operation, sample, stray(json)));
            case 2 -> new Broken("a list instead of an object", request(operation, sample, bytes("[" + json + "]")));
            case 3 -> new Broken("a scalar instead of an object", request(operation, sample, bytes("42")));
            case 4 -> new Broken("another media type", plain(operation, sample, json, "Content-Type: text/csv"));
            case 5 -> new Broken("a huge body", request(operation, sample, huge()));
            case 6 -> new Broken("a deep body", request(operation, sample, deep()));
            case 7 -> new Broken("no body", request(operation, sample, new byte[0]));
            case 8 -> new Broken("bytes that are not UTF-8", request(operation, sample, notUtf8(json)));
            case 9 ->
                new Broken(
                        "a header without a colon",
                        plain(operation, sample, json, "Content-Type: application/json\r\nthis is no header"));
            case 10 ->
                new Broken(
                        "a header that is far too long",
                        plain(
                                operation,
                                sample,
                                json,
                                "Content-Type: application/json\r\nX-Long: " + "a".repeat(100_000)));
            default -> new Broken("an unknown path", bytes(wrongPath(operation)));
        };
    }

    private byte[] cutShort(String json) {
        return bytes(json.substring(0, 1 + random.nextInt(Math.max(1, json.length() - 2))));
    }

    private byte[] stray(String json) {
        int at = json.indexOf(':');
        return bytes(json.substring(0, at) + "}" + json.substring(at));
    }

    private static byte[] huge() {
        byte[] body = new byte[MOST_BYTES + 50_000];
        Arrays.fill(body, (byte) ' ');
        return body;
    }

    private static byte[] deep() {
        return bytes("{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000));
    }

    private static byte[] notUtf8(String json) {
        byte[] body = bytes(json);
        body[body.length - 2] = (byte) 0xc3;
        body[1] = (byte) 0xff;
        return body;
    }

    private String wrongPath(Operation operation) {
        return "POST " + operation.path().replace("{", "").replace("}", "") + "/%2e%2e/" + random.nextInt()
                + "?a=%zz HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    }

    private static byte[] good(Contract contract, Operation operation) {
        MediaType mediaType = operation
                .requestBody()
                .orElseThrow()
                .content("application/json")
                .orElseThrow();
        RequestSample sample =
                RequestSample.of(operation, mediaType.examples().get(0).name());
        return needsNoTask(operation)
                ? request(operation, sample, bytes(sample.body().toString()))
                : goodOther(contract);
    }

    private static boolean needsNoTask(Operation operation) {
        return operation.taskRoles().stream().allMatch(r -> r.role() == TaskRole.Role.SUBMIT);
    }

    /** Where the request itself would need a task, any other good request shows that the server lives. */
    private static byte[] goodOther(Contract contract) {
        Operation other = contract.operations().stream()
                .filter(BrokenRequestsTest::needsNoTask)
                .filter(o -> o.requestBody()
                        .flatMap(b -> b.content("application/json"))
                        .isPresent())
                .findFirst()
                .orElseThrow();
        return good(contract, other);
    }

    private static byte[] request(Operation operation, RequestSample sample, byte[] body) {
        return join(head(operation, sample, "Content-Type: application/json", body.length), body);
    }

    private static byte[] plain(Operation operation, RequestSample sample, String json, String headers) {
        byte[] body = bytes(json);
        return join(head(operation, sample, headers, body.length), body);
    }

    private static byte[] head(Operation operation, RequestSample sample, String headers, int length) {
        String path = operation.path();
        for (Map.Entry<String, String> value : sample.pathValues().entrySet()) {
            path = path.replace("{" + value.getKey() + "}", value.getValue());
        }
        StringBuilder documented = new StringBuilder();
        sample.headerValues()
                .forEach((name, value) ->
                        documented.append(name).append(": ").append(value).append("\r\n"));
        return bytes("POST " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer a\r\nApi-Key: a\r\n" + documented
                + headers + "\r\nConnection: close\r\nContent-Length: " + length + "\r\n\r\n");
    }

    private static byte[] join(byte[] head, byte[] body) {
        byte[] all = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Observed exchange(int port, byte[] request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            Thread writer = new Thread(() -> {
                try {
                    socket.getOutputStream().write(request);
                    socket.getOutputStream().flush();
                } catch (IOException e) {
                    // The server may refuse before it has read everything.
                }
            });
            writer.start();
            InputStream in = socket.getInputStream();
            java.io.ByteArrayOutputStream read = new java.io.ByteArrayOutputStream();
            try {
                in.transferTo(read);
            } catch (IOException e) {
                // A refusal may be followed by a reset; what came before it counts.
            }
            return parse(read.toByteArray());
        }
    }

    private static Observed parse(byte[] raw) {
        String text = new String(raw, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return new Observed(0, Map.of(), raw);
        }
        String[] lines = text.substring(0, end).split("\r\n", -1);
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon),
                    List.of(lines[i].substring(colon + 1).strip()));
        }
        byte[] body = Arrays.copyOfRange(raw, end + 4, raw.length);
        String transfer = String.valueOf(headers.get("transfer-encoding"));
        return new Observed(
                Integer.parseInt(lines[0].split(" ", -1)[1]),
                headers,
                transfer.contains("chunked") ? dechunk(body) : body);
    }

    private static byte[] dechunk(byte[] body) {
        java.io.ByteArrayOutputStream whole = new java.io.ByteArrayOutputStream();
        String text = new String(body, StandardCharsets.ISO_8859_1);
        int at = 0;
        while (at < text.length()) {
            int line = text.indexOf("\r\n", at);
            int size = line < 0 ? 0 : Integer.parseInt(text.substring(at, line), 16);
            if (size == 0) {
                break;
            }
            whole.write(body, line + 2, size);
            at = line + 2 + size + 2;
        }
        return whole.toByteArray();
    }

    @Test
    void aMemberOfAnotherTypeIsNamedInTheRefusal() throws Exception {
        Contract contract = endpoint.contract();
        Operation operation = contract.operation("createChatCompletion").orElse(null);
        Assumptions.assumeTrue(operation != null && endpoint.mock().isPresent(), "no conversations here");
        RequestSample sample = RequestSample.of(operation, "text");
        ObjectNode body = sample.body().deepCopy();
        ((ObjectNode) body.at("/messages/1")).put("content", 5);
        Observed answer = endpoint.send(
                operation, new RequestSample("broken", sample.mediaType(), body, Map.of(), Map.of(), Map.of()));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).at("/error/param").asText()).isEqualTo("messages[1].content");
    }
}

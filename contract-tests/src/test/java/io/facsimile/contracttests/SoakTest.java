package io.facsimile.contracttests;

import static org.assertj.core.api.Assertions.assertThat;

import io.facsimile.contract.Contract;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.RequestSample;
import io.facsimile.contract.index.ContractIndex;
import io.facsimile.mock.MockOptions;
import io.facsimile.mock.MockServer;
import io.facsimile.mock.answer.Answer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Requests of every kind, in any order, on connections that stay, close or break: the server holds no more afterwards than
 * before. Some thousands in the build; {@code -Dsoak.requests=1000000} for as many as one wants ({@code benchmarks/run soak}).
 */
class SoakTest {
    private static final int REQUESTS = Integer.getInteger("soak.requests", 8_000);
    private static final int CLIENTS = 4;
    private static final int MOST_MILLIS = 30_000;
    private static final int REQUESTS_PER_CONNECTION = 200;

    /** The tasks of four providers, the journal, and room for error. */
    private static final long MOST_KEPT = 100_000_000;

    private static final long MOST_LEFT = 15_000_000;
    private static final int MOST_LOOKS = 10;

    /** What the machine gives a heap that may still grow says nothing; {@code benchmarks/run soak} fixes its size. */
    private static final long MOST_RESIDENT = REQUESTS >= 100_000 ? 60_000_000 : Long.MAX_VALUE;

    private final List<byte[]> requests = new ArrayList<>();
    private final List<byte[]> streams = new ArrayList<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicLong sent = new AtomicLong();

    @Test
    void manyRequestsOfEveryKindLeaveNothingBehind() throws Exception {
        Assumptions.assumeTrue(System.getProperty("target", "").isBlank(), "nobody soaks a real endpoint");
        List<Contract> contracts =
                ContractIndex.providers().stream().map(ContractIndex::read).toList();
        contracts.forEach(this::collect);
        try (MockServer mock = MockServer.start(MockOptions.DEFAULTS.withPace(Answer.Pace.AT_ONCE), contracts)) {
            // Compiled schemas and examples stay; what requests leave (tasks, journal) is within bounds, and goes on a
            // reset.
            run(mock.port(), Math.max(REQUESTS / 4, 4_000));
            mock.reset();
            Growth before = Growth.now();
            long begin = System.nanoTime();
            run(mock.port(), REQUESTS);
            double seconds = (System.nanoTime() - begin) / 1e9;
            Growth full = Growth.now();
            mock.reset();
            Growth after = settled(before);
            System.out.printf(
                    "%,d requests in %.0f s%n  before %s%n  full   %s%n  after  %s%n",
                    sent.get(), seconds, before, full, after);
            assertThat(wrong).isEmpty();
            assertThat(full.since(before, MOST_KEPT, MOST_RESIDENT, 16, 4)).isEmpty();
            assertThat(after.since(before, MOST_LEFT, MOST_RESIDENT, 16, 4)).isEmpty();
        }
    }

    /** What is still being made for clients that left goes by itself, a moment later; what was forgotten to be freed stays. */
    private static Growth settled(Growth before) {
        Growth now = Growth.now();
        for (int i = 0;
                i < MOST_LOOKS
                        && !now.since(before, MOST_LEFT, MOST_RESIDENT, 16, 4).isEmpty();
                i++) {
            Growth.pause(1_000);
            now = Growth.now();
        }
        return now;
    }

    /** Every documented request of every operation. What the examples' tasks are is not known here; unknown ones are asked for. */
    private void collect(Contract contract) {
        for (Operation operation : contract.operations()) {
            for (String name : Samples.names(operation)) {
                byte[] request = request(contract, operation, RequestSample.of(operation, name));
                requests.add(request);
                if (new String(request, StandardCharsets.UTF_8).contains("\"stream\":true")) {
                    streams.add(request);
                }
            }
        }
    }

    private static byte[] request(Contract contract, Operation operation, RequestSample sample) {
        String path = "/" + contract.provider() + operation.path();
        for (Map.Entry<String, String> value : sample.pathValues().entrySet()) {
            path = path.replace(
                    "{" + value.getKey() + "}", URLEncoder.encode(value.getValue(), StandardCharsets.UTF_8));
        }
        StringBuilder query = new StringBuilder();
        sample.queryValues().forEach((name, value) -> query.append(query.isEmpty() ? "?" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        String type = sample.mediaType().map(MediaType::name).orElse("");
        byte[] body = new byte[0];
        if (sample.mediaType().filter(MediaType::isForm).isPresent()) {
            // An upload of some size, whatever the form's other fields.
            type = "multipart/form-data; boundary=b";
            body = RawConnection.bytes(
                    "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\r\n"
                            + "x".repeat(20_000) + "\r\n--b--\r\n");
        } else if (!sample.body().isMissingNode()) {
            body = RawConnection.bytes(sample.body().toString());
        }
        StringBuilder head = new StringBuilder(
                operation.method() + " " + path.replace("{", "").replace("}", "") + query
                        + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer sk-any\r\nX-Api-Key: a\r\nX-Goog-Api-Key: a\r\n");
        sample.headerValues()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        if (!type.isEmpty()) {
            head.append("Content-Type: ").append(type).append("\r\n");
        }
        return RawConnection.join(
                RawConnection.bytes(head.append("Content-Length: ")
                        .append(body.length)
                        .append("\r\n\r\n")
                        .toString()),
                body);
    }

    private void run(int port, int count) throws InterruptedException {
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Random random = new Random(i + 1L);
            Thread client = new Thread(() -> client(port, count / CLIENTS, random), "soak-client-" + i);
            client.start();
            clients.add(client);
        }
        for (Thread client : clients) {
            client.join();
        }
    }

    private void client(int port, int count, Random random) {
        int left = count;
        while (left > 0 && wrong.size() < 20) {
            try (RawConnection connection = new RawConnection(port, MOST_MILLIS)) {
                if (random.nextInt(4) == 0) {
                    hangUp(connection, random);
                    left--;
                } else {
                    left -= talk(connection, Math.min(left, REQUESTS_PER_CONNECTION), random);
                }
            } catch (IOException | RuntimeException e) {
                wrong.add(String.valueOf(e));
            }
        }
    }

    /** A client that breaks off: in its request, or in the middle of a stream. */
    private void hangUp(RawConnection connection, Random random) throws IOException {
        byte[] request = random.nextBoolean()
                ? streams.get(random.nextInt(streams.size()))
                : requests.get(random.nextInt(requests.size()));
        sent.incrementAndGet();
        if (random.nextBoolean()) {
            connection.send(java.util.Arrays.copyOf(request, 1 + random.nextInt(request.length)));
        } else {
            // A slow stream, of which only the beginning is read.
            connection.send(RawConnection.bytes(
                    new String(request, StandardCharsets.UTF_8).replaceFirst("\r\n", "\r\nPrefer: tps=5\r\n")));
            connection.readSome();
        }
    }

    private int talk(RawConnection connection, int count, Random random) throws IOException {
        for (int i = 0; i < count; i++) {
            byte[] request = requests.get(random.nextInt(requests.size()));
            connection.send(request);
            RawConnection.Answer answer = connection.readAnswer();
            sent.incrementAndGet();
            if (answer.status() >= 500) {
                String asked = new String(request, StandardCharsets.UTF_8);
                wrong.add(answer.status() + " to " + asked.substring(0, asked.indexOf('\r')) + ": "
                        + new String(answer.body(), StandardCharsets.UTF_8));
            }
        }
        return count;
    }
}

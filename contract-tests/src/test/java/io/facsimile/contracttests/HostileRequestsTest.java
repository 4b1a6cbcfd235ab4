package io.facsimile.contracttests;

import static org.assertj.core.api.Assertions.assertThat;

import io.facsimile.contract.Contract;
import io.facsimile.contract.index.ContractIndex;
import io.facsimile.contracttests.HostileRequests.Hostile;
import io.facsimile.mock.MockOptions;
import io.facsimile.mock.MockServer;
import io.facsimile.mock.answer.Answer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Ten thousand requests that mean harm: none makes the server fail, hang or grow, and then it answers as before. */
class HostileRequestsTest {
    private static final int REQUESTS = Integer.getInteger("hostile.requests", 10_000);
    private static final long SEED = Long.getLong("hostile.seed", 20261126);
    private static final int MOST_MILLIS = 10_000;
    private static final int CLIENTS = 6;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3}) ");

    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    @Test
    void tenThousandHostileRequestsMakeTheServerNeitherFailNorHangNorGrow() throws Exception {
        Assumptions.assumeTrue(System.getProperty("target", "").isBlank(), "nobody sends garbage to a real endpoint");
        List<Contract> contracts =
                ContractIndex.providers().stream().map(ContractIndex::read).toList();
        MockOptions options = MockOptions.DEFAULTS.withPace(Answer.Pace.AT_ONCE).withMaxBodyBytes(4_000_000);
        try (MockServer mock = MockServer.start(options, contracts)) {
            HostileRequests requests = new HostileRequests(contracts, SEED);
            send(mock.port(), requests.stream(REQUESTS / 2).toList());
            assertAnswersAsUsual(mock.port());
            Growth before = Growth.now();
            send(mock.port(), requests.stream(REQUESTS - REQUESTS / 2).toList());
            assertAnswersAsUsual(mock.port());
            assertThat(wrong).isEmpty();
            assertThat(Growth.now().since(before, 60_000_000, Long.MAX_VALUE, 20, 10))
                    .isEmpty();
        }
    }

    private void send(int port, List<Hostile> requests) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> sent = new ArrayList<>();
            for (Hostile request : requests) {
                sent.add(clients.submit(() -> send(port, request)));
            }
            for (Future<?> each : sent) {
                each.get();
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private void send(int port, Hostile request) {
        long begin = System.nanoTime();
        try (RawConnection connection = new RawConnection(port, MOST_MILLIS)) {
            connection.send(request.bytes());
            if (request.isHalf()) {
                connection.finish();
            }
            judge(request, connection.readAll());
        } catch (SocketTimeoutException e) {
            wrong.add(about(request) + " is not answered within " + MOST_MILLIS + " ms");
        } catch (IOException e) {
            wrong.add(about(request) + " meets no server: " + e);
        }
        long millis = (System.nanoTime() - begin) / 1_000_000;
        if (Boolean.getBoolean("hostile.slow") && millis > 300) {
            System.err.println(millis + " ms: " + about(request));
        }
    }

    private void judge(Hostile request, byte[] answer) {
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        Matcher status = STATUS.matcher(text);
        if (!status.lookingAt()) {
            if (!request.isHalf() && !text.isEmpty()) {
                wrong.add(about(request) + " is answered with no HTTP: " + cut(text));
            } else if (!request.isHalf()) {
                wrong.add(about(request) + " is not answered");
            }
            return;
        }
        status.reset();
        while (status.find()) {
            if (status.group(1).startsWith("5")) {
                wrong.add(about(request) + " is answered with " + cut(text.substring(status.start())));
            }
        }
    }

    private static String about(Hostile request) {
        return request.how() + " to " + request.operation() + " ("
                + cut(new String(request.bytes(), StandardCharsets.ISO_8859_1)
                        .replaceAll("(?s)Authorization.*?\r\n\r\n", "… ")
                        .replaceAll("\\s+", " "))
                + ")";
    }

    private static String cut(String text) {
        return text.length() <= 600 ? text : text.substring(0, 300) + "…" + text.substring(text.length() - 300);
    }

    private static void assertAnswersAsUsual(int port) throws IOException {
        String body = "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Why is the sky blue?\"}]}";
        try (RawConnection connection = new RawConnection(port, MOST_MILLIS)) {
            connection.send(
                    RawConnection.bytes("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer a\r\n"
                            + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                            + body));
            RawConnection.Answer answer = connection.readAnswer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("the sky blue");
        }
    }
}

package io.facsimile.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.facsimile.mock.answer.Answer;
import io.facsimile.mock.limit.RateLimit;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real browser calls the mock from a page of another origin. Skipped where there is no Chromium. */
class BrowserTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String PAGE = """
            <!doctype html><title>calls</title><script>
            const mock = 'MOCK';
            const headers = { Authorization: 'Bearer sk-any', 'Content-Type': 'application/json', 'X-Own': '1' };
            const chat = more => fetch(mock + '/v1/chat/completions', { method: 'POST', headers, body: JSON.stringify(
                { model: 'gpt-x', messages: [{ role: 'user', content: 'hi' }], ...more }) });
            (async () => {
              const seen = {};
              try {
                const plain = await chat({});
                seen.plain = (await plain.json()).object;
                seen.limit = plain.headers.get('x-ratelimit-limit-requests');
                const reader = (await chat({ stream: true })).body.getReader();
                const decoder = new TextDecoder();
                seen.pieces = 0;
                seen.text = '';
                for (let got = await reader.read(); !got.done; got = await reader.read()) {
                  seen.pieces++;
                  seen.text += decoder.decode(got.value, { stream: true });
                }
                const refused = await chat({ messages: 7 });
                seen.refused = refused.status;
                seen.problem = (await refused.json()).error.message;
                seen.unknown = (await fetch(mock + '/nothing', { headers })).status;
                seen.deleted = (await fetch(mock + '/__facsimile/faults', { method: 'DELETE' })).status;
                const cut = new AbortController();
                const late = await fetch(mock + '/v1/chat/completions', { method: 'POST', signal: cut.signal,
                    headers: { ...headers, Prefer: 'ttft=600000' },
                    body: JSON.stringify({ model: 'gpt-x', stream: true, messages: [{ role: 'user', content: 'hi' }] }) });
                cut.abort();
                seen.late = late.status;
              } catch (e) { seen.failed = String(e); }
              await fetch('/seen', { method: 'POST', body: JSON.stringify(seen) });
            })();
            </script>
            """;

    private static Optional<Path> chromium() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv("PATH").split(":", -1)).map(d -> Path.of(d, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Test
    void aPageOfAnotherOriginReadsAnswersStreamsHeadersAndErrors(@TempDir Path profile) throws Exception {
        assumeTrue(chromium().isPresent(), "Chromium is not installed (Debian: apt install chromium)");
        HttpServer site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        CompletableFuture<JsonNode> seen = new CompletableFuture<>();
        try (MockServer mock = MockServer.start(MockOptions.DEFAULTS
                .withProviders(List.of("uniai"))
                .withPace(new Answer.Pace(20, 20))
                .withRateLimit(new RateLimit(1_000, 0)))) {
            site.createContext("/", exchange -> {
                if (exchange.getRequestURI().getPath().equals("/seen")) {
                    seen.complete(JSON.readTree(exchange.getRequestBody()));
                }
                byte[] page = PAGE.replace("MOCK", mock.url()).getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
                exchange.sendResponseHeaders(200, page.length);
                try (exchange) {
                    exchange.getResponseBody().write(page);
                }
            });
            site.start();
            Process browser = new ProcessBuilder(
                            chromium().orElseThrow().toString(),
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-dev-shm-usage",
                            "--no-first-run",
                            "--user-data-dir=" + profile.resolve("profile"),
                            "--remote-debugging-port=0",
                            "http://localhost:" + site.getAddress().getPort() + "/")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            JsonNode result;
            try {
                result = seen.get(60, TimeUnit.SECONDS);
            } finally {
                browser.descendants().forEach(ProcessHandle::destroyForcibly);
                browser.destroyForcibly().waitFor();
            }
            assertThat(result.path("failed").asText("")).isEmpty();
            assertThat(result.path("plain").asText()).isEqualTo("chat.completion");
            assertThat(result.path("limit").asText()).isEqualTo("1000");
            assertThat(result.path("pieces").asInt()).isGreaterThan(2);
            assertThat(result.path("text").asText()).endsWith("data: [DONE]\n\n");
            assertThat(result.path("refused").asInt()).isEqualTo(400);
            assertThat(result.path("problem").asText()).contains("messages");
            assertThat(result.path("unknown").asInt()).isEqualTo(404);
            assertThat(result.path("deleted").asInt()).isEqualTo(200);
            assertThat(result.path("late").asInt()).isEqualTo(200);
        } finally {
            site.stop(0);
        }
    }
}

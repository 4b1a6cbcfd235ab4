package io.facsimile.benchmarks;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.facsimile.mock.MockOptions;
import io.facsimile.mock.MockServer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Starts one of the servers that are compared: {@code facsimile PORT} or {@code wiremock PORT STUBS}. */
public final class Servers {
    private static final String ANSWER = """
            {"id":"chatcmpl-CQ7mT2nV9aXcLr4KpYd8sWb1Hf0Ez","object":"chat.completion","created":1760241600,"model":"gpt-4o","choices":[{"index":0,"message":{"role":"assistant","content":"The sky is blue because air scatters the short waves of sunlight, which are blue, more than the long ones.","refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":24,"completion_tokens":23,"total_tokens":47}}""";

    private Servers() {}

    /** Serves until the process is ended. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws IOException, InterruptedException {
        int port = Integer.parseInt(args[1]);
        if (args[0].equals("facsimile")) {
            MockServer server =
                    MockServer.start(MockOptions.DEFAULTS.withPort(port).withProviders(List.of("uniai")));
            System.out.println("facsimile with " + server.operationCount() + " operations on " + server.port());
        } else {
            int stubs = Integer.parseInt(args[2]);
            WireMockServer server = new WireMockServer(WireMockConfiguration.options()
                    .port(port)
                    .bindAddress("127.0.0.1")
                    .disableRequestJournal());
            // WireMock asks the newest first, so the wanted stub comes last.
            stub(server, "/v1/chat/completions");
            for (int i = 1; i < stubs; i++) {
                stub(server, "/v1/other/" + i);
            }
            server.start();
            System.out.println("wiremock with " + stubs + " stubs on " + server.port());
        }
        new CountDownLatch(1).await();
    }

    private static void stub(WireMockServer server, String path) {
        server.stubFor(post(urlPathEqualTo(path))
                .withHeader("Authorization", matching("Bearer .+"))
                .withRequestBody(matchingJsonPath("$.model"))
                .willReturn(aResponse()
                        .withStatus(200)
                        .withHeader("Content-Type", "application/json")
                        .withBody(ANSWER)));
    }
}

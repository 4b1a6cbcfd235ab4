package io.facsimile.cli;

import io.facsimile.contract.language.Durations;
import io.facsimile.mock.DoorLimits;
import io.facsimile.mock.MockOptions;
import io.facsimile.mock.limit.RateLimit;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options of {@code facsimile mock} for what callers and connections may cost. */
final class DoorSettings {
    @Option(
            names = "--limit-requests",
            paramLabel = "N",
            defaultValue = "0",
            description = "How many requests a minute each key has; more are refused with the provider's 429. 0 for any"
                    + " number, the default.")
    private long requests;

    @Option(
            names = "--limit-tokens",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "How many tokens a minute each key has, of prompts and answers. 0 for any number, the default.")
    private long tokens;

    @Option(
            names = "--proxy-hosts",
            paramLabel = "HOSTS",
            split = ",",
            description = "Hosts besides this machine that stubs and recordings may pass requests on to, by commas"
                    + " (*.example.com).")
    private List<String> proxyHosts = List.of();

    @Option(
            names = "--max-body",
            paramLabel = "BYTES",
            defaultValue = "67108864",
            description =
                    "Larger bodies are refused (413), compressed ones by their size before; 0 refuses every body. Default: ${DEFAULT-VALUE}.")
    private int bodyBytes;

    @Option(
            names = "--max-header-bytes",
            paramLabel = "BYTES",
            defaultValue = "65536",
            description = "Larger headers are refused (431). Default: ${DEFAULT-VALUE}.")
    private int headerBytes;

    @Option(
            names = "--max-headers",
            paramLabel = "N",
            defaultValue = "200",
            description = "More header lines are refused (431). Default: ${DEFAULT-VALUE}.")
    private int headers;

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            defaultValue = "20000",
            description =
                    "Requests on more connections are refused, as the provider does when it is overloaded. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int connections;

    @Option(
            names = "--max-streams",
            paramLabel = "N",
            defaultValue = "20000",
            description = "The same for streams at a time. Default: ${DEFAULT-VALUE}.")
    private int streams;

    @Option(
            names = "--idle-timeout",
            paramLabel = "TIME",
            defaultValue = "75s",
            description = "Connections on which nothing is asked are closed. Default: ${DEFAULT-VALUE}.")
    private String idle = "75s";

    @Option(
            names = "--request-timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            description = "Requests that take longer to arrive are refused (408). Default: ${DEFAULT-VALUE}.")
    private String request = "60s";

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            defaultValue = "5s",
            description = "How long open answers may go on when the server is stopped. Default: ${DEFAULT-VALUE}.")
    private String grace = "5s";

    /**
     * Returns options with these in them.
     *
     * @throws ParameterException if one of them is impossible
     */
    MockOptions over(MockOptions options, CommandLine command) {
        if (bodyBytes < 0) {
            throw new ParameterException(command, "--max-body must be 0 or more, not " + bodyBytes);
        }
        try {
            return options.withRateLimit(new RateLimit(requests, tokens))
                    .withProxyHosts(proxyHosts)
                    .withMaxBodyBytes(bodyBytes)
                    .withDoor(new DoorLimits(
                            headerBytes,
                            headers,
                            duration("--idle-timeout", idle),
                            duration("--request-timeout", request),
                            connections,
                            streams,
                            duration("--grace", grace)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, String.valueOf(e.getMessage()), e);
        }
    }

    private static Duration duration(String option, String text) {
        try {
            // Zero needs no unit.
            return text.equals("0") ? Duration.ZERO : Durations.parse(text);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
        }
    }
}

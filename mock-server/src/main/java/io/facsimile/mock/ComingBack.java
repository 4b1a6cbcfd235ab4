package io.facsimile.mock;

import io.facsimile.mock.answer.Answer;
import io.facsimile.mock.scenario.Scenario;
import java.util.Map;

/** Tells to wait as long as the caller wants, where it is told, and where an error was asked for. */
final class ComingBack {
    private static final String HEADER = "Retry-After";

    private ComingBack() {}

    /** Returns an answer that tells so. */
    static Answer told(Answer answer, Scenario scenario) {
        return isTold(answer.status(), answer.headers(), scenario)
                ? Answer.withHeaders(answer, Map.of(HEADER, seconds(scenario)))
                : answer;
    }

    /** Returns the headers of an answer that tells so. */
    static Map<String, String> told(int status, Map<String, String> headers, Scenario scenario) {
        return isTold(status, headers, scenario) ? Answer.merged(headers, Map.of(HEADER, seconds(scenario))) : headers;
    }

    private static boolean isTold(int status, Map<String, String> headers, Scenario scenario) {
        return status >= 400
                && scenario.retryAfter().isPresent()
                && (scenario.has(Scenario.CODE) || headers.keySet().stream().anyMatch(HEADER::equalsIgnoreCase));
    }

    private static String seconds(Scenario scenario) {
        return scenario.retryAfter().map(String::valueOf).orElse("");
    }
}

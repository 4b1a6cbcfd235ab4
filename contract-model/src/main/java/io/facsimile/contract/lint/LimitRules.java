package io.facsimile.contract.lint;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.bundle.Kind;
import java.util.List;
import java.util.Map;

/** What x-limits tells is enough for a client to behave. */
final class LimitRules {
    private LimitRules() {}

    static void told(Subject subject, Report report) {
        Kind.walk(subject.document(), (kind, pointer, node) -> {
            JsonNode limits = node.path("x-limits");
            if (limits.isObject() && !pointer.contains("/examples/")) {
                check(limits, pointer + "/x-limits", report);
            }
        });
    }

    private static void check(JsonNode limits, String pointer, Report report) {
        if (!tells(limits.path("refusal"), "retry.")) {
            report.problem(
                    pointer,
                    "a refusal does not say when to come back",
                    "add a header to \"refusal\", such as Retry-After: retry.seconds");
        }
        for (String of : List.of("requests", "tokens")) {
            boolean isTold = tells(limits.path("headers"), of + ".");
            if (isTold && !tells(limits.path("headers"), of + ".remaining")) {
                report.problem(
                        pointer,
                        "the headers tell of " + of + " but not how many are left",
                        "add " + of + ".remaining");
            }
        }
    }

    private static boolean tells(JsonNode headers, String begin) {
        for (Map.Entry<String, JsonNode> header : headers.properties()) {
            if (header.getValue().asText().startsWith(begin)) {
                return true;
            }
        }
        return false;
    }
}

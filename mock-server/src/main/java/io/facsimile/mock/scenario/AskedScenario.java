package io.facsimile.mock.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.mock.request.Call;
import io.facsimile.mock.request.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds the scenario that a request asks for, and takes it out of the request, so that nothing else sees it. */
public final class AskedScenario {
    private static final String MODEL = "model";

    /** Preferences that are registered for HTTP, which vendors may understand. */
    private static final Set<String> REGISTERED = Set.of("respond-async", "return", "wait", "handling");

    private AskedScenario() {}

    /**
     * Returns what the header, the query and the key ask for.
     *
     * @param key the credential as it came, or ""
     * @throws InvalidScenario if it cannot be understood
     */
    public static Scenario ofHead(Call call, String key) {
        Scenario scenario = Scenario.NONE;
        String header = call.request().headers().first("prefer");
        if (header != null) {
            scenario = ofPrefer(header, call);
        }
        if (call.request().query().contains("prefer=")) {
            List<String> asked = Query.parse(call.request().query()).get("prefer");
            if (asked != null) {
                scenario = scenario.over(Scenario.parse(String.join(",", asked)));
            }
        }
        int at = key.lastIndexOf('@');
        return at < 0 || !isScenario(key.substring(at + 1))
                ? scenario
                : scenario.over(Scenario.parse(key.substring(at + 1)));
    }

    /**
     * Returns whether a request may ask for a scenario, at little cost. Some that may do not.
     *
     * @param call parsed
     */
    public static boolean mayBeIn(Call call, String key) {
        return key.indexOf('@') >= 0
                || call.request().headers().first("prefer") != null
                || call.request().query().contains("prefer=")
                || call.body().path(MODEL).asText().indexOf('@') >= 0
                || call.path(MODEL).orElse("").indexOf('@') >= 0;
    }

    /** Vendors have preferences of their own ({@code Prefer: wait}); they stay. */
    private static Scenario ofPrefer(String header, Call call) {
        List<String> ours = new ArrayList<>();
        List<String> theirs = new ArrayList<>();
        for (String part : header.split("[,;]", -1)) {
            int equals = part.indexOf('=');
            String word =
                    (equals < 0 ? part : part.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
            (REGISTERED.contains(word) ? theirs : ours).add(part.strip());
        }
        if (!ours.isEmpty()) {
            call.replaceHeader("prefer", String.join(", ", theirs));
        }
        return Scenario.parse(String.join(",", ours));
    }

    /**
     * Returns what stands after the model, in the body or in the path.
     *
     * @throws InvalidScenario if it cannot be understood
     */
    public static Scenario ofModel(Call call) {
        if (call.body() instanceof ObjectNode body && body.path(MODEL).isTextual()) {
            String model = body.path(MODEL).textValue();
            int at = model.lastIndexOf('@');
            if (at > 0 && isScenario(model.substring(at + 1))) {
                body.put(MODEL, model.substring(0, at));
                return Scenario.parse(model.substring(at + 1));
            }
        }
        String model = call.path(MODEL).orElse("");
        int at = model.lastIndexOf('@');
        if (at > 0 && isScenario(model.substring(at + 1))) {
            call.replacePath(MODEL, model.substring(0, at));
            return Scenario.parse(model.substring(at + 1));
        }
        return Scenario.NONE;
    }

    /** Some models have an at sign in their names. */
    private static boolean isScenario(String text) {
        int equals = text.indexOf('=');
        return Scenario.isWord(
                (equals < 0 ? text : text.substring(0, equals)).strip().toLowerCase(Locale.ROOT));
    }
}

package io.facsimile.mock.scenario;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.mock.request.Call;
import io.facsimile.mock.request.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds the scenario that a request asks for, and takes it out of the request, so that nothing else sees it. */
public final class AskedScenario {
    /** Preferences that are registered for HTTP, which vendors may understand. */
    private static final Set<String> REGISTERED = Set.of("respond-async", "return", "wait", "handling");

    private AskedScenario() {}

    /**
     * Returns what the header and the query ask for.
     *
     * @throws InvalidScenario if it cannot be understood
     */
    public static Scenario ofHead(Call call) {
        Scenario scenario = Scenario.NONE;
        String header = call.request().headers().list("prefer");
        if (header != null) {
            scenario = ofPrefer(header, call);
        }
        if (call.request().query().contains("prefer=")) {
            List<String> asked = Query.parse(call.request().query()).get("prefer");
            if (asked != null) {
                scenario = scenario.over(Scenario.parse(String.join(",", asked)));
            }
        }
        return scenario;
    }

    /**
     * Returns what stands after the key.
     *
     * @param call of which it is known who calls
     * @throws InvalidScenario if it cannot be understood
     */
    public static Scenario ofKey(Call call) {
        int end = call.key().length();
        String credential = call.credential();
        return end == credential.length() ? Scenario.NONE : Scenario.parse(credential.substring(end + 1));
    }

    /** Returns a credential without the scenario that stands behind it. */
    public static String keyOf(String credential) {
        int at = begin(credential);
        return at < 0 ? credential : credential.substring(0, at);
    }

    /** Returns where the sign stands that a scenario follows; -1 for nowhere. Some keys and models have one in their names. */
    private static int begin(String text) {
        int at = text.lastIndexOf('@');
        return at >= 0 && isScenario(text.substring(at + 1)) ? at : -1;
    }

    /**
     * Returns whether a request may ask for a scenario, at little cost. Some that may do not.
     *
     * @param call parsed, and known who calls
     * @param models the fields in which the request may name a model
     */
    public static boolean mayBeIn(Call call, ModelFields models) {
        return call.credential().indexOf('@') >= 0
                || call.request().headers().first("prefer") != null
                || call.request().query().contains("prefer=")
                || models.places().stream()
                        .anyMatch(place -> call.body().at(place).asText().indexOf('@') >= 0)
                || call.path(ModelFields.USUAL).orElse("").indexOf('@') >= 0;
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
     * @param models the fields in which the request may name a model
     * @throws InvalidScenario if it cannot be understood
     */
    public static Scenario ofModel(Call call, ModelFields models) {
        for (JsonPointer place : models.places()) {
            JsonNode value = call.body().at(place);
            int at = value.isTextual() ? begin(value.textValue()) : -1;
            if (at > 0 && call.body().at(place.head()) instanceof ObjectNode holder) {
                String model = value.textValue();
                holder.put(place.last().getMatchingProperty(), model.substring(0, at));
                return Scenario.parse(model.substring(at + 1));
            }
        }
        String model = call.path(ModelFields.USUAL).orElse("");
        int at = begin(model);
        if (at > 0) {
            call.replacePath(ModelFields.USUAL, model.substring(0, at));
            return Scenario.parse(model.substring(at + 1));
        }
        return Scenario.NONE;
    }

    /** What has the form of one is one, so that a mistake in a word is told. */
    private static boolean isScenario(String text) {
        int equals = text.indexOf('=');
        String word = (equals < 0 ? text : text.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
        return Scenario.isWord(word) || equals > 0 && word.chars().allMatch(c -> c == '-' || c >= 'a' && c <= 'z');
    }
}

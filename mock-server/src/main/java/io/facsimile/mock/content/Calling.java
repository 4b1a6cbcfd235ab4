package io.facsimile.mock.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.facsimile.contract.ContentRule;
import io.facsimile.contract.language.Condition;
import io.facsimile.contract.language.Locator;
import io.facsimile.contract.language.RequestValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which of the caller's tools a model calls, and with what. */
final class Calling {
    private static final int MOST_CALLS = 8;

    private static final Pattern TOGETHER =
            Pattern.compile("\\b(?:in parallel|at once|at the same time|both tools|all tools|each tool)\\b|同时|并行|同時に");

    private final ContentRule rule;
    private final RequestValues request;
    private final Writer writer;
    private final Asked asked;
    private final long seed;

    Calling(ContentRule rule, RequestValues request, Writer writer, Asked asked, long seed) {
        this.rule = rule;
        this.request = request;
        this.writer = writer;
        this.asked = asked;
        this.seed = seed;
    }

    /** Returns the calls: at least one, if there is a tool. */
    List<ToolCall> calls() {
        List<Offered> offered = offered();
        return offered.isEmpty() ? List.of() : calls(offered);
    }

    /** Returns the tools that may be called: those at the first place that has any, in the caller's order. */
    private List<Offered> offered() {
        for (ContentRule.Tools first : rule.tools()) {
            List<Offered> all = new ArrayList<>();
            for (JsonNode tool : first.at().findAll(request)) {
                for (ContentRule.Tools kind : rule.tools()) {
                    if (kind.at().equals(first.at())) {
                        Offered.of(kind, tool).ifPresent(all::add);
                    }
                }
            }
            if (!all.isEmpty()) {
                List<Offered> named = all.stream().filter(this::isNamed).toList();
                return named.isEmpty() ? all : named;
            }
        }
        return List.of();
    }

    private boolean isNamed(Offered tool) {
        for (Locator place : tool.kind().named()) {
            for (JsonNode name : place.findAll(request)) {
                if (name.asText().equals(tool.name())) {
                    return true;
                }
            }
        }
        return false;
    }

    private List<ToolCall> calls(List<Offered> offered) {
        boolean mayBeSeveral = !Condition.anyHolds(rule.single(), request);
        String text = asked.text().toLowerCase(Locale.ROOT);
        boolean areAllMeant = TOGETHER.matcher(text).find();
        if (mayBeSeveral
                && offered.size() > 1
                && (areAllMeant
                        || offered.stream().filter(t -> t.isNamedIn(text)).count() > 1)) {
            List<ToolCall> all = new ArrayList<>();
            for (Offered tool : offered) {
                if ((areAllMeant || tool.isNamedIn(text)) && all.size() < MOST_CALLS) {
                    all.add(call(tool, asked, all.size()));
                }
            }
            return all;
        }
        Offered tool = Offered.best(offered, text);
        int count = mayBeSeveral && tool.hasPlace() ? Math.min(asked.places().size(), MOST_CALLS) : 1;
        List<ToolCall> all = new ArrayList<>();
        for (int i = 0; i < Math.max(count, 1); i++) {
            List<String> places = count > 1 ? List.of(asked.places().get(i)) : asked.places();
            all.add(call(tool, new Asked(asked.text(), asked.subject(), places, asked.marks()), i));
        }
        return all;
    }

    private ToolCall call(Offered tool, Asked about, int number) {
        long seeded = Chance.mix(seed, 2_000L + number);
        if (tool.kind().text().isPresent()) {
            return ToolCall.of(tool.name(), TextNode.valueOf(tool.input(writer, about, seeded)));
        }
        JsonNode arguments = tool.schema()
                .map(s -> writer.instances(s).at("", seeded, about))
                .orElse(JsonNodeFactory.instance.objectNode());
        if (!(arguments instanceof ObjectNode object)) {
            return ToolCall.of(tool.name(), JsonNodeFactory.instance.objectNode());
        }
        ObjectNode own = object.deepCopy();
        tool.schema().ifPresent(schema -> Mentioned.into(own, writer.instances(schema), about));
        return ToolCall.of(tool.name(), own);
    }
}

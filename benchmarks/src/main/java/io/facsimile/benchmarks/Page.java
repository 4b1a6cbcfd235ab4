package io.facsimile.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The results as one page that needs nothing else. */
final class Page {
    private final StringBuilder html = new StringBuilder();

    private Page() {}

    static String of(Results results, List<Goals.Goal> goals) {
        Page page = new Page();
        page.head(results);
        page.goals(goals);
        results.cases().forEach(page::comparison);
        page.cost(results.cost());
        page.crowd(results.crowd());
        page.startUp(results.startUp());
        page.micro(results.micro());
        return page.html
                .append("<footer>Figures are of this run, on this machine. Ratios within the run are what may be compared."
                        + " How it is measured: docs/benchmarks.md.</footer></main></body></html>\n")
                .toString();
    }

    private void head(Results results) {
        html.append("<!doctype html><html lang='en'><head><meta charset='utf-8'><meta name='viewport'"
                        + " content='width=device-width, initial-scale=1'><title>Facsimile, measured</title><style>")
                .append(style())
                .append("</style></head><body><main><h1>Facsimile, measured</h1>")
                .append("<p>Mock servers side by side: each has one core, the load another.</p><dl>");
        results.about()
                .forEach((name, value) -> html.append("<dt>")
                        .append(Plot.escape(name))
                        .append("</dt><dd>")
                        .append(Plot.escape(value))
                        .append("</dd>"));
        html.append("</dl>");
    }

    private static String style() {
        try (InputStream in = Page.class.getResourceAsStream("page.css")) {
            return new String(Objects.requireNonNull(in, "page.css").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void goals(List<Goals.Goal> goals) {
        html.append("<h2>Goals</h2><div class='wide'><table class='goals'><tr><th>goal</th><th>target</th><th></th>"
                + "<th>measured</th></tr>");
        for (Goals.Goal goal : goals) {
            String kind = goal.isMet() == null ? "none" : goal.isMet() ? "met" : "missed";
            html.append(form(
                    "<tr><td>%s</td><td>%s</td><td class='%s'>%s</td><td>%s</td></tr>",
                    Plot.escape(goal.what()), goal.target(), kind, goal.verdict(), Plot.escape(goal.measured())));
        }
        html.append("</table></div>");
    }

    private void comparison(Comparison.Result result) {
        List<Measurement.Row> rows = result.rows();
        boolean isStream = rows.stream().anyMatch(r -> r.firstEvent() != null);
        section(
                result.title(),
                "A request of " + result.requestBytes() + " bytes. " + skipped(result)
                        + "Medians of the rounds. The ratio says how many times as many answers Facsimile gives a second;"
                        + " the ratio of processor time, how many times less of it an answer takes.");
        table(result);
        plot(isStream ? "Events a second" : "Answers a second", Plot::bars, rows, r -> r.rate() * r.events());
        plot("Processor time of an answer, microseconds (logarithmic)", Plot::points, rows, Measurement.Row::cpuMicros);
        latencies("Latency in milliseconds: 50th, 90th, 99th and 99.9th percentile (logarithmic)", rows);
        if (isStream) {
            html.append("<h3>First event of a stream, milliseconds (logarithmic)</h3>")
                    .append(Plot.points(
                            "First event",
                            rows.stream()
                                    .map(r -> item(r, Measurement.PERCENTILES.stream()
                                            .map(p -> Objects.requireNonNull(r.firstEvent())
                                                    .getOrDefault(p, 0.0))
                                            .toList()))
                                    .toList()));
        }
        plot("Memory after the run, MB", Plot::bars, rows, r -> r.residentBytes() / 1e6);
    }

    private static String skipped(Comparison.Result result) {
        StringBuilder text = new StringBuilder();
        result.skipped()
                .forEach((label, why) -> text.append("Not measured: ")
                        .append(Plot.escape(label))
                        .append(" (")
                        .append(Plot.escape(why))
                        .append("). "));
        return text.toString();
    }

    private void table(Comparison.Result result) {
        Measurement.Row ours = result.row(Lineup.FACSIMILE);
        html.append("<div class='wide'><table><tr><th></th><th>bytes out</th><th>answers a second</th><th>ratio</th>"
                + "<th>core busy</th><th>processor time</th><th>ratio</th><th>p50</th><th>p99</th></tr>");
        for (Measurement.Row row : result.rows()) {
            html.append(form(
                    "<tr%s><td>%s</td><td>%,d</td><td>%,.0f</td><td>%s</td><td>%.0f %%</td><td>%s µs</td><td>%s</td>"
                            + "<td>%s ms</td><td>%s ms</td></tr>",
                    row.id().equals(Lineup.FACSIMILE) ? " class='ours'" : "",
                    Plot.escape(row.label()),
                    row.bytes(),
                    row.rate(),
                    ours == null ? "" : Goals.number(Measurement.ratio(ours, row)),
                    100 * row.busy(),
                    Plot.shown(row.cpuMicros()),
                    ours == null ? "" : Goals.number(Measurement.cpuRatio(ours, row)),
                    Plot.shown(row.millis("p50")),
                    Plot.shown(row.millis("p99"))));
        }
        html.append("</table></div>");
    }

    private void plot(
            String title,
            java.util.function.BiFunction<String, List<Plot.Item>, String> kind,
            List<Measurement.Row> rows,
            ToDoubleFunction<Measurement.Row> value) {
        html.append("<h3>").append(Plot.escape(title)).append("</h3>");
        html.append(kind.apply(
                title,
                rows.stream().map(r -> item(r, List.of(value.applyAsDouble(r)))).toList()));
    }

    private static Plot.Item item(Measurement.Row row, List<Double> values) {
        return new Plot.Item(row.label(), row.id().equals(Lineup.FACSIMILE), values);
    }

    private void latencies(String title, List<Measurement.Row> rows) {
        Function<Measurement.Row, List<Double>> values =
                r -> Measurement.PERCENTILES.stream().map(r::millis).toList();
        html.append("<h3>").append(Plot.escape(title)).append("</h3>");
        html.append(Plot.points(
                title, rows.stream().map(r -> item(r, values.apply(r))).toList()));
    }

    private void section(String title, String text) {
        html.append("<h2>").append(Plot.escape(title)).append("</h2><p>").append(text).append("</p>");
    }

    private void cost(Cost.@org.jspecify.annotations.Nullable Result cost) {
        if (cost == null) {
            return;
        }
        section(
                cost.few() + " operations and " + cost.many(),
                form(
                        "The same request, in turns. With %d operations it takes %.3f times the processor time (median of"
                                + " the rounds' ratios).",
                        cost.many(), cost.cpuRatio()));
        List<Plot.Item> items = new ArrayList<>();
        for (int i = 0; i < cost.withFew().size(); i++) {
            items.add(new Plot.Item("round " + (i + 1) + ", " + cost.few() + " operations", false, List.of(
                    cost.withFew().get(i).cpuMicros())));
            items.add(new Plot.Item("round " + (i + 1) + ", " + cost.many() + " operations", true, List.of(
                    cost.withMany().get(i).cpuMicros())));
        }
        html.append("<h3>Processor time of an answer, microseconds</h3>").append(Plot.bars("Cost", items));
    }

    private void crowd(Crowd.@org.jspecify.annotations.Nullable Result result) {
        if (result == null) {
            return;
        }
        StreamLoad.Crowd crowd = result.crowd();
        section(
                form("%,d streams at once", crowd.streams()),
                form(
                        "%,d were open at the same time, %,d ended whole with all their %,d events (%,d in all). The"
                                + " server's heap may not be larger than %d MiB; it held %.0f MB of memory (heap in use"
                                + " %.0f MB) and had its core for %.0f %% of the time.",
                        crowd.mostOpen(),
                        crowd.whole(),
                        result.events(),
                        crowd.events(),
                        result.heapMebibytes(),
                        result.peakResidentBytes() / 1e6,
                        result.heapBytes() / 1e6,
                        100 * result.busy()));
        html.append("<h3>How late events come: so many percent are at most so late</h3>")
                .append(Plot.curve("Lateness of events", crowd.curve(), 100, "goal: 99 % within 100 ms"));
    }

    private void startUp(List<StartUp.Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        section(
                "Start, and memory when idle",
                "From the start of the program to its first right answer, median of the starts; memory some seconds"
                        + " after that answer.");
        html.append("<h3>First answer, milliseconds</h3>")
                .append(Plot.bars("First answer", started(rows, StartUp.Row::median)));
        html.append("<h3>Memory, MB</h3>")
                .append(Plot.bars("Memory", started(rows, r -> r.residentBytes() / 1e6)));
    }

    private static List<Plot.Item> started(List<StartUp.Row> rows, ToDoubleFunction<StartUp.Row> value) {
        return rows.stream()
                .map(r -> new Plot.Item(
                        r.label(), r.id().equals(Lineup.FACSIMILE), List.of(value.applyAsDouble(r))))
                .toList();
    }

    private void micro(List<MicroResults.Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        section("Parts of an answer", "Without a network, measured with JMH.");
        html.append("<h3>Nanoseconds (logarithmic)</h3>").append(Plot.points("Nanoseconds", parts(rows, r -> r.nanos())));
        html.append("<h3>Bytes allocated (logarithmic)</h3>")
                .append(Plot.points("Bytes", parts(rows, r -> Math.max(1, r.bytes()))));
    }

    private static List<Plot.Item> parts(List<MicroResults.Row> rows, ToDoubleFunction<MicroResults.Row> value) {
        return rows.stream()
                .map(r -> new Plot.Item(words(r.name()), true, List.of(value.applyAsDouble(r))))
                .toList();
    }

    private static String words(String name) {
        return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }

    private static String form(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}

package io.facsimile.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Plots as SVG. Colours come from the page's style, by class. */
final class Plot {
    private static final int WIDTH = 860;
    private static final int LABELS = 310;
    private static final int RIGHT = 86;
    private static final int ROW = 26;
    private static final int TOP = 8;

    private Plot() {}

    /** A bar, or a line of points. */
    record Item(String label, boolean isOurs, List<Double> values) {
        Item {
            values = List.copyOf(values);
        }
    }

    /** Where values stand from left to right. */
    private record Scale(double from, double to, boolean isLogarithmic) {
        double x(double value) {
            double share = isLogarithmic
                    ? Math.log10(Math.max(value, from) / from) / Math.log10(to / from)
                    : (value - from) / (to - from);
            return LABELS + share * (WIDTH - LABELS - RIGHT);
        }

        List<Double> ticks() {
            List<Double> ticks = new ArrayList<>();
            if (isLogarithmic) {
                for (double tick = from; tick <= to * 1.001; tick *= 10) {
                    ticks.add(tick);
                }
                return ticks;
            }
            double step = Math.pow(10, Math.floor(Math.log10(to)));
            if (to / step < 2) {
                step /= 5;
            } else if (to / step < 5) {
                step /= 2;
            }
            for (double tick = 0; tick <= to * 1.001; tick += step) {
                ticks.add(tick);
            }
            return ticks;
        }

        static Scale linear(List<Item> items) {
            return new Scale(0, Math.max(most(items) * 1.02, 1e-9), false);
        }

        static Scale logarithmic(List<Item> items) {
            double least = items.stream()
                    .flatMap(i -> i.values().stream())
                    .filter(v -> v > 0)
                    .min(Double::compare)
                    .orElse(1.0);
            double from = Math.pow(10, Math.floor(Math.log10(least) - 0.05));
            double to = Math.pow(10, Math.ceil(Math.log10(Math.max(most(items), from * 2))));
            return new Scale(from, to, true);
        }

        private static double most(List<Item> items) {
            return items.stream()
                    .flatMap(i -> i.values().stream())
                    .max(Double::compare)
                    .orElse(1.0);
        }
    }

    /** One bar for each item, from zero. */
    static String bars(String title, List<Item> items) {
        return rows(title, items, Scale.linear(items), false);
    }

    /** One row of points for each item, joined: values that differ by orders of magnitude. */
    static String points(String title, List<Item> items) {
        return rows(title, items, Scale.logarithmic(items), true);
    }

    private static String rows(String title, List<Item> items, Scale scale, boolean isPoints) {
        int height = TOP + items.size() * ROW + 24;
        StringBuilder svg = new StringBuilder(open(title, height));
        for (double tick : scale.ticks()) {
            svg.append(form(
                    "<line class='grid' x1='%1$.1f' x2='%1$.1f' y1='%2$d' y2='%3$d'/>"
                            + "<text class='tick' x='%1$.1f' y='%4$d'>%5$s</text>",
                    scale.x(tick), TOP, height - 24, height - 8, shown(tick)));
        }
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            double y = TOP + i * ROW + ROW / 2.0;
            svg.append(form(
                    "<text class='label%s' x='%d' y='%.1f'>%s</text>",
                    item.isOurs() ? " ours" : "", LABELS - 10, y + 4, escape(item.label())));
            svg.append(isPoints ? pointsOf(item, scale, y) : bar(item, scale, y));
        }
        return svg.append("</svg>").toString();
    }

    private static String bar(Item item, Scale scale, double y) {
        double value = item.values().get(0);
        return form(
                "<rect class='bar%s' x='%d' y='%.1f' width='%.1f' height='16' rx='2'/>"
                        + "<text class='value' x='%.1f' y='%.1f'>%s</text>",
                item.isOurs() ? " ours" : "",
                LABELS,
                y - 8,
                Math.max(1, scale.x(value) - LABELS),
                scale.x(value) + 6,
                y + 4,
                shown(value));
    }

    private static String pointsOf(Item item, Scale scale, double y) {
        List<Double> values = item.values();
        double last = scale.x(values.get(values.size() - 1));
        StringBuilder svg = new StringBuilder(form(
                "<line class='span%s' x1='%.1f' x2='%.1f' y1='%3$.1f' y2='%3$.1f'/>"
                        .replace("%3$.1f", String.format(Locale.ROOT, "%.1f", y)),
                item.isOurs() ? " ours" : "",
                scale.x(values.get(0)),
                last));
        for (int i = 0; i < values.size(); i++) {
            svg.append(form(
                    "<circle class='dot d%d%s' cx='%.1f' cy='%.1f' r='%d'><title>%s</title></circle>",
                    i,
                    item.isOurs() ? " ours" : "",
                    scale.x(values.get(i)),
                    y,
                    6 - Math.min(i, 3),
                    shown(values.get(i))));
        }
        return svg.append(form(
                        "<text class='value' x='%.1f' y='%.1f'>%s</text>",
                        last + 9, y + 4, shown(values.get(values.size() - 1))))
                .toString();
    }

    /** A curve of values at each percent, with a mark at a limit. */
    static String curve(String title, List<Double> percents, double limit, String limitName) {
        int height = 260;
        int left = 60;
        double most = Math.max(limit * 1.15, percents.get(percents.size() - 1));
        StringBuilder svg = new StringBuilder(open(title, height));
        double perPercent = (WIDTH - left - 40) / 100.0;
        double perUnit = (height - 50) / most;
        for (int percent = 0; percent <= 100; percent += 10) {
            svg.append(form(
                    "<line class='grid' x1='%1$.1f' x2='%1$.1f' y1='10' y2='%2$d'/>"
                            + "<text class='tick' x='%1$.1f' y='%3$d'>%4$d %%</text>",
                    left + percent * perPercent, height - 40, height - 22, percent));
        }
        double limitY = height - 40 - limit * perUnit;
        svg.append(form(
                "<line class='limit' x1='%d' x2='%d' y1='%3$.1f' y2='%3$.1f'/>"
                                .replace("%3$.1f", String.format(Locale.ROOT, "%.1f", limitY))
                        + "<text class='value' x='%d' y='%.1f'>%s</text>",
                left,
                WIDTH - 40,
                left + 6,
                limitY - 6,
                escape(limitName)));
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < percents.size(); i++) {
            path.append(form(
                    "%s%.1f %.1f",
                    i == 0 ? "M" : "L", left + (i + 1) * perPercent, height - 40 - percents.get(i) * perUnit));
        }
        return svg.append(form("<path class='curve' d='%s'/>", path))
                .append(form("<text class='tick' x='30' y='16'>%s ms</text>", shown(most)))
                .append(form("<text class='tick' x='36' y='%d'>0 ms</text>", height - 40))
                .append("</svg>")
                .toString();
    }

    private static String open(String title, int height) {
        return form("<svg viewBox='0 0 %d %d' role='img' aria-label='%s'>", WIDTH, height, escape(title));
    }

    static String shown(double value) {
        if (value >= 1_000_000) {
            return String.format(Locale.ROOT, "%.1f M", value / 1e6).replace(".0 M", " M");
        }
        if (value >= 100 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, value >= 10 ? "%.1f" : value >= 0.1 ? "%.2f" : "%.3g", value);
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&#39;")
                .replace("\"", "&quot;");
    }

    private static String form(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}

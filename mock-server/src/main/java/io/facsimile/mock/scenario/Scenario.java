package io.facsimile.mock.scenario;

import io.facsimile.contract.Cause;
import io.facsimile.contract.language.Durations;
import io.facsimile.contract.task.TaskType;
import io.facsimile.mock.answer.Answer;
import io.facsimile.mock.fault.Fault;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a caller asks the simulator to do instead of the usual: words with values, the same in the {@code Prefer} header
 * ({@code Prefer: code=429, delay=2}), in the query ({@code ?prefer=code%3D429}), after the model
 * ({@code gpt-4o@code=429}) and after the key ({@code sk-any@code=429}).
 *
 * <p>The words: {@code code} (a status, or a cause such as {@code rate-limit}), {@code example} (a named example),
 * {@code delay} (seconds, or with a unit: {@code 500ms}), {@code ttft} (milliseconds, or with a unit, to the first event),
 * {@code tps} (events a second), {@code jitter} (0 to 1, how uneven they come), {@code cut} (end the stream after so many
 * events), {@code stream-error} (after so many events the stream tells an error and ends), {@code outcome} (how a submitted
 * task ends: failure, cancelled, moderated, stuck, expired), {@code speed} (how much faster it runs), {@code fault} (reset,
 * empty, garbage, slow; after {@code cut} events, where both are asked for), {@code retry-after} (the seconds that an error
 * tells to wait), {@code times} (so often, then the usual again).
 */
public final class Scenario {
    /** Nothing is asked for. */
    public static final Scenario NONE = new Scenario(Map.of());

    private static final String CAUSES =
            Stream.of(Cause.values()).map(Cause::word).collect(Collectors.joining(", "));

    private static final Set<String> WORDS = Set.of(
            "code",
            "example",
            "delay",
            "ttft",
            "tps",
            "jitter",
            "cut",
            "stream-error",
            "outcome",
            "speed",
            "fault",
            "retry-after",
            "times");

    private final Map<String, String> words;

    private Scenario(Map<String, String> words) {
        this.words = words;
    }

    /** Returns whether a text is a word of scenarios. */
    public static boolean isWord(String text) {
        return WORDS.contains(text);
    }

    /**
     * Reads a scenario.
     *
     * @param text words with values, separated by commas or semicolons
     * @throws InvalidScenario if a word is unknown or its value is not what it takes
     */
    public static Scenario parse(String text) {
        Map<String, String> words = new LinkedHashMap<>();
        for (String part : text.split("[,;]", -1)) {
            if (!part.isBlank()) {
                int equals = part.indexOf('=');
                String word =
                        (equals < 0 ? part : part.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
                String value = equals < 0 ? "" : part.substring(equals + 1).strip();
                if (!WORDS.contains(word)) {
                    throw new InvalidScenario("\"" + word + "\" is no word of a scenario; there are "
                            + String.join(", ", WORDS.stream().sorted().toList()));
                }
                words.put(word, unquoted(value));
            }
        }
        Scenario scenario = words.isEmpty() ? NONE : new Scenario(words);
        scenario.check();
        return scenario;
    }

    private static String unquoted(String value) {
        return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }

    /** Returns a scenario with the words of both; where both say something, this one counts. */
    public Scenario over(Scenario other) {
        if (other.words.isEmpty()) {
            return this;
        }
        if (words.isEmpty()) {
            return other;
        }
        Map<String, String> both = new LinkedHashMap<>(other.words);
        both.putAll(words);
        return new Scenario(both);
    }

    /** Returns whether it says by itself what is answered, not only how. */
    public boolean isDecisive() {
        return words.containsKey("code") || words.containsKey("example") || words.containsKey("fault");
    }

    public boolean isNone() {
        return words.isEmpty();
    }

    private void check() {
        if (!words.isEmpty()) {
            code();
            delay();
            pace(Answer.Pace.AT_ONCE);
            cut();
            streamError();
            outcome();
            speed();
            fault();
            retryAfter();
            times();
        }
    }

    private <T> Optional<T> value(String word, String takes, Function<String, Optional<T>> reader) {
        String text = words.get(word);
        if (text == null) {
            return Optional.empty();
        }
        Optional<T> value;
        try {
            value = reader.apply(text);
        } catch (IllegalArgumentException e) {
            value = Optional.empty();
        }
        if (value.isEmpty()) {
            throw new InvalidScenario("the scenario's " + word + " is \"" + text + "\", but it takes " + takes);
        }
        return value;
    }

    /** What {@code code} asks for: a status, or a cause of the contract. */
    public sealed interface Code {}

    /** A status, 200 to 599. */
    public record Status(int number) implements Code {}

    /** A cause of {@code x-errors}. */
    public record OfCause(Cause cause) implements Code {}

    public Optional<Code> code() {
        return value("code", "a status from 200 to 599 or a cause: " + CAUSES, text -> {
            if (text.matches("[2-5][0-9]{2}")) {
                return Optional.of(new Status(Integer.parseInt(text)));
            }
            return Cause.of(text.toLowerCase(Locale.ROOT)).map(OfCause::new);
        });
    }

    /** Returns the name of the wanted example. */
    public Optional<String> example() {
        return Optional.ofNullable(words.get("example"));
    }

    /** Returns how long the answer is kept back. */
    public Duration delay() {
        return value("delay", "seconds up to 3600, or a duration such as 500ms", text -> duration(text, "s"))
                .orElse(Duration.ZERO);
    }

    private static Optional<Duration> duration(String text, String unit) {
        Duration duration = Durations.parse(text.matches("[0-9.]+") ? text + unit : text);
        return duration.compareTo(Duration.ofHours(1)) > 0 ? Optional.empty() : Optional.of(duration);
    }

    /** Returns how fast events come: what is asked for, else the usual. */
    public Answer.Pace pace(Answer.Pace usual) {
        Optional<Duration> first =
                value("ttft", "milliseconds, or a duration such as 2s", text -> duration(text, "ms"));
        Optional<Double> rate = value("tps", "more than 0 events a second", text -> positive(text, 1_000_000));
        Optional<Double> jitter = value(
                "jitter", "0 to 1", text -> Optional.of(Double.valueOf(text)).filter(j -> j >= 0 && j <= 1));
        return new Answer.Pace(
                first.map(d -> d.toNanos() / 1e6).orElse(usual.firstMillis()),
                rate.map(r -> 1000 / r).orElse(usual.betweenMillis()),
                jitter.orElse(usual.jitter()));
    }

    private static Optional<Double> positive(String text, double most) {
        double number = Double.parseDouble(text);
        return number > 0 && number <= most ? Optional.of(number) : Optional.empty();
    }

    private static Optional<Integer> count(String text) {
        return text.matches("[0-9]{1,9}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    /** Returns after how many events the stream just ends. */
    public Optional<Integer> cut() {
        return value("cut", "a number of events", Scenario::count);
    }

    /** Returns after how many events the stream tells an error and ends. */
    public Optional<Integer> streamError() {
        return value("stream-error", "a number of events", text -> text.isEmpty() ? Optional.of(2) : count(text));
    }

    /** Returns how a submitted task ends. */
    public Optional<TaskType.Outcome> outcome() {
        return value(
                "outcome",
                "failure, cancelled, moderated, stuck or expired",
                text -> Optional.of(TaskType.Outcome.valueOf(text.toUpperCase(Locale.ROOT))));
    }

    /** Returns how much faster a submitted task runs. */
    public double speed() {
        return value("speed", "more than 0", text -> positive(text, 1e9)).orElse(1.0);
    }

    public Optional<Fault> fault() {
        return value("fault", "reset, empty, garbage or slow", Fault::of);
    }

    /** Returns how many seconds an error tells to wait, in place of those of the contract. */
    public Optional<Integer> retryAfter() {
        return value("retry-after", "a number of seconds", Scenario::count);
    }

    /** Returns how often the scenario holds, before the usual comes again. */
    public Optional<Integer> times() {
        return value("times", "a number", Scenario::count);
    }

    /** Returns the words as they are written in a header. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        words.forEach((word, value) ->
                text.append(text.isEmpty() ? "" : ", ").append(word).append(value.isEmpty() ? "" : "=" + value));
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Scenario scenario && words.equals(scenario.words);
    }

    @Override
    public int hashCode() {
        return words.hashCode();
    }
}

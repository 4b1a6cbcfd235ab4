package io.facsimile.mock.scenario;

import io.facsimile.contract.Cause;
import io.facsimile.contract.language.Durations;
import io.facsimile.contract.task.TaskType;
import io.facsimile.mock.answer.Answer;
import io.facsimile.mock.fault.Fault;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
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

    public static final String CODE = "code";
    public static final String EXAMPLE = "example";
    public static final String OUTCOME = "outcome";
    public static final String SPEED = "speed";

    private static final String DELAY = "delay";
    private static final String CUT = "cut";
    private static final String STREAM_ERROR = "stream-error";
    private static final String FAULT = "fault";
    private static final String RETRY_AFTER = "retry-after";
    private static final String TIMES = "times";

    /** The words that say something about streams alone. */
    public static final List<String> OF_STREAMS = List.of(CUT, STREAM_ERROR, "ttft", "tps", "jitter");

    /** Those of them that say how fast, which may be said of every request. */
    public static final Set<String> OF_PACE = Set.of("ttft", "tps", "jitter", SPEED);

    /** Words of which one takes the other's place. */
    private static final List<Set<String>> RIVALS = List.of(Set.of(CODE, EXAMPLE), Set.of(CUT, STREAM_ERROR));

    private static final Set<String> WORDS = Set.of(
            CODE,
            EXAMPLE,
            DELAY,
            "ttft",
            "tps",
            "jitter",
            CUT,
            STREAM_ERROR,
            OUTCOME,
            SPEED,
            FAULT,
            RETRY_AFTER,
            TIMES);

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
        for (Set<String> rivals : RIVALS) {
            if (rivals.stream().anyMatch(words::containsKey)) {
                both.keySet().removeAll(rivals);
            }
        }
        both.putAll(words);
        return new Scenario(both);
    }

    /** Returns a scenario without some words; {@link #NONE} if the others do nothing by themselves. */
    public Scenario without(Collection<String> others) {
        if (others.stream().noneMatch(words::containsKey)) {
            return this;
        }
        Map<String, String> left = new LinkedHashMap<>(words);
        left.keySet().removeAll(others);
        return left.isEmpty() || left.keySet().equals(Set.of(TIMES)) ? NONE : new Scenario(left);
    }

    /** Returns what it asks for, however often. */
    public Scenario withoutTimes() {
        return without(Set.of(TIMES));
    }

    /** Returns what it says about how fast things go. */
    public Scenario ofDelays() {
        return without(words.keySet().stream()
                .filter(word -> !word.equals(DELAY) && !OF_PACE.contains(word))
                .toList());
    }

    /** Returns whether it has every word of another, and one more. */
    boolean hasMoreThan(Scenario other) {
        return words.size() > other.words.size() && words.keySet().containsAll(other.words.keySet());
    }

    /** Returns whether its words go together. */
    boolean isPossible() {
        try {
            check();
            return true;
        } catch (InvalidScenario e) {
            return false;
        }
    }

    /** Returns what is about streams alone: those words, and a connection that is to break after so many events. */
    public Set<String> ofStreams() {
        Set<String> all = new HashSet<>(OF_STREAMS);
        if (has(CUT)) {
            all.add(FAULT);
        }
        return all;
    }

    /** Returns whether it has a word. */
    public boolean has(String word) {
        return words.containsKey(word);
    }

    /** Returns its words, without their values. */
    public Set<String> words() {
        return Collections.unmodifiableSet(words.keySet());
    }

    /** Returns a word with its value, as it is written in a header. */
    public String written(String word) {
        String value = words.getOrDefault(word, "");
        return value.isEmpty() ? word : word + "=" + value;
    }

    /**
     * Requires that something is asked for, not only how often.
     *
     * @throws InvalidScenario if it is not
     */
    public void requireSaysWhat() {
        if (words.keySet().equals(Set.of(TIMES))) {
            throw new InvalidScenario(
                    "the scenario's times says how often, but nothing says what; for example code=503, times=2");
        }
    }

    /**
     * Requires of what holds whoever calls that it can do something by itself.
     *
     * @throws InvalidScenario if it cannot
     */
    public void requireActs() {
        requireSaysWhat();
        if (words.containsKey(RETRY_AFTER) && !words.containsKey(CODE)) {
            throw new InvalidScenario("the scenario's retry-after is about an error, but asks for none; for example "
                    + "code=429, " + written(RETRY_AFTER));
        }
    }

    /** Returns whether every operation can do what it asks for: refuse, be late or break off. */
    public boolean isForAll() {
        return !has(EXAMPLE)
                && !has(OUTCOME)
                && status().filter(number -> number < 400).isEmpty()
                && OF_STREAMS.stream().noneMatch(this::has);
    }

    /** Returns whether the error that is asked for is to break a stream that has begun well. */
    public boolean breaksStream() {
        return has(CODE) && has(STREAM_ERROR) && status().orElse(400) >= 400;
    }

    /** Returns whether it says by itself what is answered, not only how. */
    public boolean isDecisive() {
        return has(CODE) || has(EXAMPLE) || has(FAULT);
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
            requireNot(CUT, STREAM_ERROR);
            if (fault().filter(fault -> fault != Fault.SLOW).isPresent()) {
                requireNot(FAULT, STREAM_ERROR);
            }
            if (fault().filter(Fault.GARBAGE::equals).isPresent()) {
                requireNot(FAULT, CUT);
            }
            if (has(CODE) && status().isEmpty()) {
                requireNot(CODE, EXAMPLE);
            }
        }
    }

    private void requireNot(String one, String other) {
        if (has(one) && has(other)) {
            throw new InvalidScenario("the scenario's " + written(one) + " and " + written(other)
                    + " cannot both be met; ask for one of them");
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
        return value(CODE, "a status from 200 to 599 or a cause: " + CAUSES, text -> {
            if (text.matches("[2-5][0-9]{2}")) {
                return Optional.of(new Status(Integer.parseInt(text)));
            }
            return Cause.of(text.toLowerCase(Locale.ROOT)).map(OfCause::new);
        });
    }

    /** Returns the status that is asked for by its number. */
    public Optional<Integer> status() {
        return code().flatMap(code -> code instanceof Status status ? Optional.of(status.number()) : Optional.empty());
    }

    /** Returns the name of the wanted example. */
    public Optional<String> example() {
        return Optional.ofNullable(words.get(EXAMPLE));
    }

    /** Returns how long the answer is kept back. */
    public Duration delay() {
        return value(DELAY, "seconds up to 3600, or a duration such as 500ms", text -> duration(text, "s"))
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
        return value(CUT, "a number of events", Scenario::count);
    }

    /** Returns after how many events the stream tells an error and ends. */
    public Optional<Integer> streamError() {
        return value(STREAM_ERROR, "a number of events", text -> text.isEmpty() ? Optional.of(2) : count(text));
    }

    /** Returns how a submitted task ends. */
    public Optional<TaskType.Outcome> outcome() {
        return value(
                OUTCOME,
                "failure, cancelled, moderated, stuck or expired",
                text -> Optional.of(TaskType.Outcome.valueOf(text.toUpperCase(Locale.ROOT))));
    }

    /** Returns how much faster a submitted task runs. */
    public double speed() {
        return value(SPEED, "more than 0", text -> positive(text, 1e9)).orElse(1.0);
    }

    public Optional<Fault> fault() {
        return value(FAULT, "reset, empty, garbage or slow", Fault::of);
    }

    /** Returns how many seconds an error tells to wait, in place of those of the contract. */
    public Optional<Integer> retryAfter() {
        return value(RETRY_AFTER, "a number of seconds", Scenario::count);
    }

    /** Returns whether it says how often. */
    public boolean isCounted() {
        return has(TIMES);
    }

    /** Returns how often the scenario holds, before the usual comes again. */
    public Optional<Integer> times() {
        return value(TIMES, "a number", Scenario::count);
    }

    /** Returns the words as they are written in a header. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        words.keySet().forEach(word -> text.append(text.isEmpty() ? "" : ", ").append(written(word)));
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

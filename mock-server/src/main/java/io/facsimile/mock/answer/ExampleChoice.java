package io.facsimile.mock.answer;

import io.facsimile.contract.Example;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.Response;
import io.facsimile.contract.language.Condition;
import io.facsimile.contract.language.Decision;
import io.facsimile.contract.language.RequestValues;
import io.facsimile.contract.task.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Chooses the example that answers a request to an operation. What can be prepared is prepared once. */
public final class ExampleChoice {
    private static final String ANYTHING = "*/*";

    private final List<MediaType> content;
    private final List<Chosen> candidates;
    /** The first example without conditions of each media type. */
    private final List<Chosen> unconditioned;

    private final Decision decision;
    private final Map<String, ExampleChoice> narrowed = new ConcurrentHashMap<>();

    public ExampleChoice(Operation operation) {
        this(
                operation.success().stream()
                        .flatMap(response -> response.content().stream()
                                .filter(m -> m.stream().isEmpty())
                                .flatMap(m -> m.examples().stream().map(e -> new Chosen(response, m, e))))
                        .toList(),
                operation.success().map(Response::content).orElse(List.of()));
    }

    private ExampleChoice(List<Chosen> candidates, List<MediaType> content) {
        this.content = content;
        this.candidates = candidates;
        Map<String, Chosen> firsts = new LinkedHashMap<>();
        candidates.stream()
                .filter(c -> c.example().when().isEmpty())
                .forEach(c -> firsts.putIfAbsent(c.mediaType().name(), c));
        this.unconditioned = List.copyOf(firsts.values());
        this.decision =
                new Decision(candidates.stream().map(c -> c.example().when()).toList());
    }

    /**
     * Returns the first example whose conditions all hold; else the first without conditions; else the first. Media
     * types that the caller does not accept come last.
     */
    public Optional<Chosen> choose(RequestValues request) {
        int first = decision.first(request);
        if (first >= 0) {
            return Optional.of(candidates.get(first));
        }
        if (unconditioned.size() < 2) {
            return unconditioned.isEmpty() ? candidates.stream().findFirst() : Optional.of(unconditioned.get(0));
        }
        String accept = request.header("accept").orElse(ANYTHING);
        return unconditioned.stream()
                .filter(c -> Inventions.isAccepted(c.mediaType(), accept))
                .findFirst()
                .or(() -> unconditioned.stream().findFirst());
    }

    /** Returns what may be chosen for some request. */
    public List<Chosen> possible() {
        List<Chosen> possible = new ArrayList<>(unconditioned);
        candidates.stream().filter(c -> !c.example().when().isEmpty()).forEach(possible::add);
        return List.copyOf(possible);
    }

    /**
     * Returns the same for some media types only.
     *
     * @param mediaTypes a media type or a range of them
     */
    public Optional<Chosen> choose(RequestValues request, String mediaTypes) {
        return narrowed.computeIfAbsent(
                        mediaTypes,
                        range -> new ExampleChoice(
                                candidates.stream()
                                        .filter(c -> c.mediaType().fits(range))
                                        .toList(),
                                content))
                .choose(request);
    }

    /** Returns how the operation chooses among some of its examples. */
    public ExampleChoice among(Predicate<Chosen> some) {
        return new ExampleChoice(candidates.stream().filter(some).toList(), content);
    }

    /** Returns the media type in which the request wants the answer in pieces, if it wants that. */
    public Optional<MediaType> stream(RequestValues request) {
        for (MediaType mediaType : content) {
            if (mediaType.stream().isPresent()
                    && (content.size() == 1
                            || !mediaType.stream().get().when().isEmpty()
                                    && Condition.allHold(
                                            mediaType.stream().get().when(), request))) {
                return Optional.of(mediaType);
            }
        }
        return Optional.empty();
    }

    /** Returns the example of a name, as task types name them. */
    public static Optional<Chosen> shown(Operation operation, Shown shown) {
        Optional<Response> response =
                shown.status().isPresent() ? operation.response(shown.status().get()) : operation.success();
        if (response.isEmpty()) {
            return Optional.empty();
        }
        for (MediaType mediaType : response.get().content()) {
            Optional<Example> example = mediaType.example(shown.example());
            if (example.isPresent()) {
                return Optional.of(new Chosen(response.get(), mediaType, example.get()));
            }
        }
        return Optional.empty();
    }
}

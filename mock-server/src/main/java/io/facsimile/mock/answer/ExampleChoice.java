package io.facsimile.mock.answer;

import io.facsimile.contract.Example;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.Response;
import io.facsimile.contract.language.Condition;
import io.facsimile.contract.language.RequestValues;
import io.facsimile.contract.task.Shown;
import java.util.List;
import java.util.Optional;

/** Chooses the example that answers a request: a function of the operation and the request. */
public final class ExampleChoice {
    private ExampleChoice() {}

    /**
     * Returns the first example whose conditions all hold; else the first without conditions; else the first. Media
     * types that the caller does not accept come last.
     */
    public static Optional<Chosen> choose(Operation operation, RequestValues request) {
        return choose(operation, request, "*/*");
    }

    /**
     * Returns the same for some media types only.
     *
     * @param mediaTypes a media type or a range of them
     */
    public static Optional<Chosen> choose(Operation operation, RequestValues request, String mediaTypes) {
        return operation.success().flatMap(response -> choose(response, request, mediaTypes));
    }

    private static Optional<Chosen> choose(Response response, RequestValues request, String mediaTypes) {
        Optional<Chosen> unconditioned = Optional.empty();
        Optional<Chosen> any = Optional.empty();
        String accept = request.header("accept").orElse("*/*");
        for (MediaType mediaType : response.content()) {
            if (mediaType.stream().isPresent() || !mediaType.fits(mediaTypes)) {
                continue;
            }
            for (Example example : mediaType.examples()) {
                Chosen chosen = new Chosen(response, mediaType, example);
                if (!example.when().isEmpty() && Condition.allHold(example.when(), request)) {
                    return Optional.of(chosen);
                }
                if (example.when().isEmpty()
                        && (unconditioned.isEmpty()
                                || !accepts(accept, unconditioned.get().mediaType()) && accepts(accept, mediaType))) {
                    unconditioned = Optional.of(chosen);
                }
                if (any.isEmpty()) {
                    any = Optional.of(chosen);
                }
            }
        }
        return unconditioned.or(either(any));
    }

    private static java.util.function.Supplier<Optional<Chosen>> either(Optional<Chosen> other) {
        return () -> other;
    }

    /** Whoever takes any bytes takes sounds and pictures too. */
    private static boolean accepts(String accept, MediaType mediaType) {
        for (String range : accept.split(",", -1)) {
            boolean isBytes = range.strip().equals("application/octet-stream")
                    && !mediaType.isJson()
                    && !mediaType.name().startsWith("text/");
            if (isBytes || mediaType.fits(range)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the media type in which the request wants the answer in pieces, if it wants that. */
    public static Optional<MediaType> stream(Operation operation, RequestValues request) {
        Optional<Response> response = operation.success();
        if (response.isEmpty()) {
            return Optional.empty();
        }
        List<MediaType> content = response.get().content();
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

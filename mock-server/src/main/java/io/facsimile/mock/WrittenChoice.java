package io.facsimile.mock;

import io.facsimile.mock.answer.Chosen;
import io.facsimile.mock.answer.ExampleChoice;
import io.facsimile.mock.content.Writing;
import io.facsimile.mock.request.Call;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chooses the example that answers a call where a model writes: one without calls of tools, where it needs none. */
final class WrittenChoice {
    private static final String ANYTHING = "*/*";

    private final ExampleChoice choice;
    private final ExampleAnswers examples;
    private volatile @Nullable ExampleChoice withoutCalls;

    WrittenChoice(ExampleChoice choice, ExampleAnswers examples) {
        this.choice = choice;
        this.examples = examples;
    }

    Optional<Chosen> choose(Call call, CallValues values) {
        return choose(choice.choose(call), call, ANYTHING, values);
    }

    /** @param mediaTypes a media type or a range of them */
    Optional<Chosen> choose(Call call, String mediaTypes, CallValues values) {
        return choose(choice.choose(call, mediaTypes), call, mediaTypes, values);
    }

    private Optional<Chosen> choose(Optional<Chosen> first, Call call, String mediaTypes, CallValues values) {
        boolean needsNone = first.filter(this::showsCalls).isPresent()
                && values.writing().filter(Writing::needsNoTool).isPresent();
        return needsNone ? withoutCalls().choose(call, mediaTypes).or(() -> first) : first;
    }

    private ExampleChoice withoutCalls() {
        ExampleChoice known = withoutCalls;
        if (known == null) {
            known = choice.among(chosen -> !showsCalls(chosen));
            withoutCalls = known;
        }
        return known;
    }

    private boolean showsCalls(Chosen chosen) {
        return chosen.mediaType().isJson()
                && examples.template(chosen.mediaType(), chosen.example()).showsCalls();
    }
}

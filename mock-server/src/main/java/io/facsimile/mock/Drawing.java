package io.facsimile.mock;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.References;
import io.facsimile.contract.Response;
import io.facsimile.contract.StreamRule;
import io.facsimile.contract.language.Condition;
import io.facsimile.contract.language.RequestValues;
import io.facsimile.contract.source.Pointers;
import io.facsimile.mock.answer.Chosen;
import io.facsimile.mock.answer.ExampleChoice;
import io.facsimile.mock.answer.Representation;
import io.facsimile.mock.live.LiveSchemas;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Says of a call whether pictures, sounds or films may be made for its answer itself. Which examples hold one is found out
 * once; of a call only their conditions are asked, not which example it gets.
 */
final class Drawing {
    private static final List<Condition> ALWAYS = List.of();

    private final Operation operation;
    private final JsonNode document;
    private final ExampleChoice choice;
    private final Predicate<Chosen> holdsFile;
    private final Function<String, Drawing> others;
    private volatile @Nullable List<List<Condition>> cases;

    /**
     * @param holdsFile whether an example in JSON has a file in it
     * @param others finds what draws for another operation, of whose answers a stream may be cut
     */
    Drawing(
            Operation operation,
            JsonNode document,
            ExampleChoice choice,
            Predicate<Chosen> holdsFile,
            Function<String, Drawing> others) {
        this.operation = operation;
        this.document = document;
        this.choice = choice;
        this.holdsFile = holdsFile;
        this.others = others;
    }

    /** Returns whether any answer may hold a file. */
    boolean mayDraw() {
        return !cases().isEmpty();
    }

    /** Returns whether the answer to a call may hold a file. */
    boolean mayDraw(RequestValues call) {
        for (List<Condition> conditions : cases()) {
            if (Condition.allHold(conditions, call)) {
                return true;
            }
        }
        return false;
    }

    private List<List<Condition>> cases() {
        List<List<Condition>> known = cases;
        if (known == null) {
            known = found();
            cases = known;
        }
        return known;
    }

    private List<List<Condition>> found() {
        List<List<Condition>> found = ofExamples();
        for (MediaType mediaType : content()) {
            if (mediaType.stream().isPresent()) {
                found.addAll(ofStream(mediaType, mediaType.stream().get()));
            }
        }
        boolean isAlways = found.contains(ALWAYS)
                || !found.isEmpty() && !operation.taskRoles().isEmpty();
        return isAlways ? List.of(ALWAYS) : found.stream().distinct().toList();
    }

    /** What is not cut from a whole answer is sent as it is listed. */
    private List<List<Condition>> ofStream(MediaType mediaType, StreamRule rule) {
        if (rule.whole().isEmpty()) {
            return maySay(mediaType) ? List.of(rule.when()) : List.of();
        }
        return rule.whole().get() instanceof StreamRule.AnswerOf of
                ? others.apply(of.operation()).ofExamples()
                : List.of();
    }

    private List<List<Condition>> ofExamples() {
        List<List<Condition>> found = new ArrayList<>();
        for (MediaType mediaType : content()) {
            if (mediaType.stream().isEmpty() && mediaType.examples().isEmpty() && maySay(mediaType)) {
                found.add(ALWAYS);
            }
        }
        List<Chosen> possible = choice.possible();
        boolean hasDefault = possible.stream().anyMatch(c -> c.example().when().isEmpty());
        for (Chosen chosen : possible) {
            if (maySay(chosen.mediaType()) && (!chosen.mediaType().isJson() || holdsFile.test(chosen))) {
                found.add(hasDefault ? chosen.example().when() : ALWAYS);
            }
        }
        return found;
    }

    private List<MediaType> content() {
        return operation.success().map(Response::content).orElse(List.of());
    }

    private boolean maySay(MediaType mediaType) {
        if (!mediaType.isJson() && !mediaType.isEventStream()) {
            return isDrawn(mediaType);
        }
        return mediaType.schema().isPresent()
                && LiveSchemas.speakOfFiles(document, mediaType.schema().get());
    }

    private boolean isDrawn(MediaType mediaType) {
        return Representation.isMedia(MediaType.essence(mediaType.name()))
                || mediaType.schema().isPresent()
                        && References.follow(
                                        document,
                                        Pointers.at(document, mediaType.schema().get()))
                                .path("x-live")
                                .asText()
                                .startsWith("media(");
    }
}

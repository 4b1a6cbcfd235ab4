package io.facsimile.mock;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.MediaType;
import io.facsimile.contract.Operation;
import io.facsimile.contract.References;
import io.facsimile.contract.Response;
import io.facsimile.contract.source.Pointers;
import io.facsimile.mock.answer.Representation;
import io.facsimile.mock.live.TemplateCompiler;
import org.jspecify.annotations.Nullable;

/** Says of an operation whether pictures, sounds or films may be made for its answers themselves. Found out once. */
final class Drawing {
    private final Operation operation;
    private final JsonNode document;
    private volatile @Nullable Boolean mayDraw;

    Drawing(Operation operation, JsonNode document) {
        this.operation = operation;
        this.document = document;
    }

    /** Returns whether any answer may hold a file. */
    boolean mayDraw() {
        Boolean known = mayDraw;
        if (known == null) {
            known = operation.responses().stream()
                    .filter(Response::isSuccess)
                    .flatMap(response -> response.content().stream())
                    .anyMatch(this::maySay);
            mayDraw = known;
        }
        return known;
    }

    private boolean maySay(MediaType mediaType) {
        if (!mediaType.isJson() && !mediaType.isEventStream()) {
            return isDrawn(mediaType);
        }
        return mediaType.schema().isPresent()
                && TemplateCompiler.speaksOfFiles(document, mediaType.schema().get());
    }

    /** Returns whether a body of a media type is a file. */
    boolean isDrawn(MediaType mediaType) {
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

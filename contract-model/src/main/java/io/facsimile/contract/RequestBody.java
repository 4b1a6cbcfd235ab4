package io.facsimile.contract;

import java.util.List;
import java.util.Optional;

/** The body that an operation takes, in one or several media types. */
public record RequestBody(boolean isRequired, List<MediaType> content) {
    public RequestBody {
        content = List.copyOf(content);
    }

    /** Returns the content declared for a media type, also when declared by a range such as {@code image/*}. */
    public Optional<MediaType> content(String mediaType) {
        return MediaType.declared(content, mediaType);
    }
}

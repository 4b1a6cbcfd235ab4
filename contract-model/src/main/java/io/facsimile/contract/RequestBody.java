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
        for (MediaType candidate : content) {
            if (candidate.name().equals(mediaType)) {
                return Optional.of(candidate);
            }
        }
        String essence = MediaType.essence(mediaType);
        for (MediaType candidate : content) {
            if (MediaType.essence(candidate.name()).equals(essence)) {
                return Optional.of(candidate);
            }
        }
        for (MediaType candidate : content) {
            if (candidate.covers(mediaType)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}

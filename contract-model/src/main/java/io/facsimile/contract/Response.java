package io.facsimile.contract;

import java.util.List;
import java.util.Optional;

/**
 * An answer that an operation declares.
 *
 * @param status {@code 200}, {@code 4XX} or {@code default}
 * @param headers declared response headers
 */
public record Response(String status, String description, List<Parameter> headers, List<MediaType> content) {
    public Response {
        headers = List.copyOf(headers);
        content = List.copyOf(content);
    }

    /** Returns whether this is the declaration for a status code, given that no closer one exists. */
    public boolean covers(int code) {
        return status.equals("default")
                || status.equals(Integer.toString(code))
                || status.length() == 3
                        && status.charAt(0) == '0' + code / 100
                        && status.regionMatches(true, 1, "XX", 0, 2);
    }

    public boolean isSuccess() {
        return status.startsWith("2");
    }

    /** Returns the content declared for a media type, also when declared by a range such as {@code audio/*}. */
    public Optional<MediaType> content(String mediaType) {
        return MediaType.declared(content, mediaType);
    }
}

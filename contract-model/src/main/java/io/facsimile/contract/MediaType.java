package io.facsimile.contract;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A body's form in one media type.
 *
 * @param name the media type as the contract writes it, without parameters where it has none
 * @param schema the JSON pointer of its schema in the bundled document
 * @param examples in the contract's order
 * @param stream how it comes in pieces: as events, or as the items of a JSON array
 */
public record MediaType(String name, Optional<String> schema, List<Example> examples, Optional<StreamRule> stream) {
    /** The media type of nearly every request and answer. */
    private static final String JSON = "application/json";

    public MediaType {
        examples = List.copyOf(examples);
    }

    public boolean isJson() {
        return isJson(name);
    }

    public boolean isEventStream() {
        return essence(name).equals("text/event-stream");
    }

    public boolean isForm() {
        return essence(name).equals("multipart/form-data") || essence(name).equals("application/x-www-form-urlencoded");
    }

    public Optional<Example> example(String exampleName) {
        return examples.stream().filter(e -> e.name().equals(exampleName)).findFirst();
    }

    /** Returns whether this media type is, or lies in, another that may be a range such as {@code audio/*}. */
    public boolean fits(String range) {
        String essence = essence(name);
        String wanted = essence(range);
        return wanted.equals("*/*")
                || wanted.equals(essence)
                || wanted.endsWith("/*") && essence.startsWith(wanted.substring(0, wanted.length() - 1));
    }

    /** Returns whether another media type is this one or lies in it, where this one is a range such as {@code audio/*}. */
    public boolean covers(String mediaType) {
        String range = essence(name);
        String essence = essence(mediaType);
        return range.equals("*/*")
                || range.equals(essence)
                || range.endsWith("/*") && essence.startsWith(range.substring(0, range.length() - 1));
    }

    /** Returns the one that is declared for a media type: itself, else the first range that covers it. */
    static Optional<MediaType> declared(List<MediaType> content, String mediaType) {
        for (MediaType candidate : content) {
            if (candidate.is(mediaType)) {
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

    private boolean is(String mediaType) {
        return name.equals(mediaType) || essence(name).equals(essence(mediaType));
    }

    /** Returns a media type without its parameters, in lower case. */
    public static String essence(String mediaType) {
        int semicolon = mediaType.indexOf(';');
        return (semicolon < 0 ? mediaType : mediaType.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    public static boolean isJson(String mediaType) {
        if (mediaType.equals(JSON)) {
            return true;
        }
        String essence = essence(mediaType);
        return essence.equals(JSON) || essence.endsWith("+json");
    }
}

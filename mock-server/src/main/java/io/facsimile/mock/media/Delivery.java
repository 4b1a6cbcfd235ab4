package io.facsimile.mock.media;

import io.facsimile.contract.MediaType;
import io.facsimile.mock.answer.Answer;
import io.facsimile.mock.answer.ErrorAnswers;
import io.facsimile.mock.answer.Representation;
import io.facsimile.mock.request.MockRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hands a file out as web servers do: whole or in part, unless the caller has it or its address does not hold any more. */
public final class Delivery {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    private final Shelf shelf;

    public Delivery(Shelf shelf) {
        this.shelf = shelf;
    }

    /** @param now by the clock that the address was made with */
    public Answer.Whole answer(Shelf.Item item, MockRequest request, Instant now) {
        if (item.expires().isPresent() && !now.isBefore(item.expires().get())) {
            return ErrorAnswers.problem(
                    403, "the address was good until " + item.expires().get());
        }
        String tag = "\"" + Integer.toHexString(item.wish().hashCode()) + "-"
                + item.wish().format() + "\"";
        Map<String, String> headers = new HashMap<>();
        headers.put("ETag", tag);
        headers.put("Accept-Ranges", "bytes");
        headers.put(
                "Cache-Control",
                item.expires()
                        .map(e -> "private, max-age=" + (e.getEpochSecond() - now.getEpochSecond()))
                        .orElse("private"));
        if (isKnown(tag, request)) {
            return new Answer.Whole(304, headers, new byte[0]);
        }
        byte[] bytes = shelf.bytes(item.wish());
        headers.put("Content-Type", item.mediaType());
        headers.put("Content-Disposition", "inline; filename=\"" + item.name() + "\"");
        return wanted(tag, request, headers, bytes);
    }

    /**
     * Returns as much of an operation's answer as the request wants, where the answer is a file that is fetched; any other
     * answer as it is.
     */
    public static Answer of(Answer answer, MockRequest request) {
        if (!(answer instanceof Answer.Whole whole)
                || whole.status() != 200
                || !request.isHead() && !request.method().equals("GET")
                || !isFile(whole.headers().getOrDefault("Content-Type", ""))) {
            return answer;
        }
        Map<String, String> headers = new HashMap<>(whole.headers());
        String tag = headers.computeIfAbsent(
                "ETag",
                name -> "\"" + Integer.toHexString(Arrays.hashCode(whole.body())) + "-" + whole.body().length + "\"");
        headers.put("Accept-Ranges", "bytes");
        if (isKnown(tag, request)) {
            headers.remove("Content-Type");
            return new Answer.Whole(304, headers, new byte[0]);
        }
        return wanted(tag, request, headers, whole.body());
    }

    private static boolean isFile(String contentType) {
        String essence = MediaType.essence(contentType);
        return Representation.isMedia(essence) || essence.equals("application/octet-stream");
    }

    private static boolean isKnown(String tag, MockRequest request) {
        String known = request.headers().first("if-none-match");
        return known != null && (known.strip().equals("*") || known.contains(tag));
    }

    /** RFC 9110, 14.2: a range is of GET only. */
    private static Answer.Whole wanted(String tag, MockRequest request, Map<String, String> headers, byte[] bytes) {
        String range = request.headers().first("range");
        String onlyOf = request.headers().first("if-range");
        if (request.isHead() || range == null || onlyOf != null && !onlyOf.equals(tag)) {
            return new Answer.Whole(200, headers, bytes);
        }
        return part(range.strip(), headers, bytes);
    }

    /** RFC 9110, 14.2: what is no single range of bytes is as if it were not there. */
    private static Answer.Whole part(String range, Map<String, String> headers, byte[] bytes) {
        Matcher asked = RANGE.matcher(range);
        if (!asked.matches() || asked.group(1).isEmpty() && asked.group(2).isEmpty()) {
            return new Answer.Whole(200, headers, bytes);
        }
        long from;
        long to = bytes.length - 1L;
        if (asked.group(1).isEmpty()) {
            from = Math.max(0, bytes.length - Long.parseLong(asked.group(2)));
        } else {
            from = Long.parseLong(asked.group(1));
            to = asked.group(2).isEmpty() ? to : Math.min(to, Long.parseLong(asked.group(2)));
        }
        boolean isBackwards = !asked.group(1).isEmpty()
                && !asked.group(2).isEmpty()
                && Long.parseLong(asked.group(2)) < Long.parseLong(asked.group(1));
        if (isBackwards) {
            return new Answer.Whole(200, headers, bytes);
        }
        if (from >= bytes.length) {
            headers.put("Content-Range", "bytes */" + bytes.length);
            headers.remove("Content-Disposition");
            return new Answer.Whole(416, headers, new byte[0]);
        }
        headers.put("Content-Range", "bytes " + from + "-" + to + "/" + bytes.length);
        return new Answer.Whole(206, headers, Arrays.copyOfRange(bytes, (int) from, (int) to + 1));
    }
}

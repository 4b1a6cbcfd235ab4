package io.facsimile.mock.answer;

import io.facsimile.contract.MediaType;
import java.util.ArrayList;
import java.util.List;

/** Which media types a caller takes, and how gladly (RFC 9110, 12.5.1). */
final class Accept {
    private record Range(String name, double quality) {}

    private final List<Range> ranges = new ArrayList<>();

    private Accept() {}

    /** @param header the header's value; empty for none, which takes everything */
    static Accept parse(String header) {
        Accept accept = new Accept();
        for (String range : header.split(",", -1)) {
            String name = MediaType.essence(range);
            if (!name.isEmpty()) {
                accept.ranges.add(new Range(name, quality(range)));
            }
        }
        if (accept.ranges.isEmpty()) {
            accept.ranges.add(new Range("*/*", 1));
        }
        return accept;
    }

    private static double quality(String range) {
        for (String parameter : range.split(";", -1)) {
            String text = parameter.strip();
            if (text.startsWith("q=")) {
                try {
                    return Double.parseDouble(text.substring(2));
                } catch (NumberFormatException e) {
                    return 1;
                }
            }
        }
        return 1;
    }

    /** Returns how gladly a media type is taken, by the narrowest range that has it; 0 if it is not. */
    double quality(MediaType mediaType) {
        double quality = 0;
        int narrowest = -1;
        for (Range range : ranges) {
            int width = range.name.equals("*/*") ? 0 : range.name.endsWith("/*") ? 1 : 2;
            // A contract's own range, such as image/*, can be met by what lies in it.
            boolean fits = mediaType.fits(range.name) || mediaType.covers(range.name) || isBytes(range, mediaType);
            if (fits && width > narrowest) {
                narrowest = width;
                quality = range.quality;
            }
        }
        return quality;
    }

    /** Whoever takes any bytes takes sounds and pictures too. */
    private static boolean isBytes(Range range, MediaType mediaType) {
        return range.name.equals("application/octet-stream")
                && !mediaType.isJson()
                && !mediaType.name().startsWith("text/");
    }
}

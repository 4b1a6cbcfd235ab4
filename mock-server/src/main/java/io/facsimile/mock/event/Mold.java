package io.facsimile.mock.event;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;

/** JSON of which one value differs each time: the rest is written once. */
final class Mold {
    /** A text that stands where the value will; the last one in the document, whatever a caller's own texts are. */
    static final String HOLE = "\u0000";

    private static final String WRITTEN_HOLE = "\"\\u0000\"";

    private final String head;
    private final String tail;

    /** @param json a tree that has the hole as one of its values, and nothing of a caller's after it */
    Mold(JsonNode json) {
        String written = json.toString();
        int at = written.lastIndexOf(WRITTEN_HOLE);
        head = written.substring(0, at);
        tail = written.substring(at + WRITTEN_HOLE.length());
    }

    /** Returns the document with a value in place of the hole. */
    String with(String json) {
        return head + json + tail;
    }

    /** Returns the document with a text in place of the hole. */
    String withText(String text) {
        StringBuilder json = new StringBuilder(head.length() + text.length() + tail.length() + 8);
        json.append(head).append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, json);
        return json.append('"').append(tail).toString();
    }
}

package io.facsimile.mock.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Puts a stream together again as a vendor's client does. */
public interface StreamClient {
    /** Returns what the events add up to; fails where a client would be confused. */
    JsonNode assembled(List<JsonNode> events);

    /** Returns what of an unstreamed answer a stream of this dialect can tell. */
    default JsonNode told(JsonNode whole) {
        return whole;
    }
}

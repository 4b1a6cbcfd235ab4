package io.facsimile.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One record of an event stream, by the rules of the HTML standard.
 *
 * @param data its lines, joined by line feeds
 */
public record ServerSentEvent(Optional<String> name, String data) {
    /** Returns the records of a whole stream; comments and an unfinished last record are left out. */
    public static List<ServerSentEvent> parse(String stream) {
        List<ServerSentEvent> events = new ArrayList<>();
        Optional<String> name = Optional.empty();
        StringBuilder data = new StringBuilder();
        boolean hasData = false;
        for (String line : stream.split("\r\n|\n|\r", -1)) {
            if (line.isEmpty()) {
                if (hasData) {
                    events.add(new ServerSentEvent(name, data.toString()));
                }
                name = Optional.empty();
                data.setLength(0);
                hasData = false;
            } else if (line.startsWith("data:")) {
                data.append(hasData ? "\n" : "").append(value(line, 5));
                hasData = true;
            } else if (line.startsWith("event:")) {
                name = Optional.of(value(line, 6));
            }
        }
        return events;
    }

    private static String value(String line, int from) {
        return line.length() > from && line.charAt(from) == ' ' ? line.substring(from + 1) : line.substring(from);
    }
}

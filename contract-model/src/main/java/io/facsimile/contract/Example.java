package io.facsimile.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.facsimile.contract.language.Condition;
import io.facsimile.contract.language.Telling;
import io.facsimile.contract.source.SourceLine;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A named example of a body or a parameter.
 *
 * @param name the situation, kebab-case
 * @param summary what it shows
 * @param value the body; for an event stream a list of events; a missing node when a file holds it
 * @param file the file that holds it, relative to the contracts
 * @param when which requests get it; empty for all
 * @param isFixed whether its text is the point of it, so that the simulator writes none of its own
 * @param tells what it says of the request in place of its own words
 * @param pointer where it stands in the bundled document
 * @param lines where a JSON pointer of the document was written
 */
public record Example(
        String name,
        String summary,
        JsonNode value,
        Optional<String> file,
        List<Condition> when,
        boolean isFixed,
        List<Telling> tells,
        String pointer,
        Function<String, SourceLine> lines) {
    public Example {
        when = List.copyOf(when);
        tells = List.copyOf(tells);
    }

    /** Returns where it was written. */
    public SourceLine line() {
        return lines.apply(pointer);
    }
}

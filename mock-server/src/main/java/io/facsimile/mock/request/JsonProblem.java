package io.facsimile.mock.request;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.regex.Pattern;

/** Says what is wrong with a text that is not JSON, without what the parser calls its source. */
public final class JsonProblem {
    private static final Pattern SOURCE = Pattern.compile("\\[Source: .*?; (line: \\d+, column: \\d+)]");

    private JsonProblem() {}

    /** Returns where it is wrong: {@code " at line 1, column 7"}; "" if that is not known. */
    public static String where(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        return at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    /** Returns what is wrong. */
    public static String what(JsonProcessingException e) {
        String text = String.valueOf(e.getOriginalMessage());
        int line = text.indexOf('\n');
        return SOURCE.matcher(line < 0 ? text : text.substring(0, line)).replaceAll("$1");
    }
}

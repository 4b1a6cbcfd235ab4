package io.facsimile.mock.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facsimile.contract.schema.PatientPattern;
import java.util.ArrayList;
import java.util.List;

/**
 * What a schema says of a text.
 *
 * @param format its format; "" for none
 * @param patterns all that it has to match, as far as they can be read
 */
record TextRules(int least, int most, String format, List<PatientPattern> patterns) {
    /** Where {@link SchemaSum} keeps the patterns that follow the first. */
    static final String MORE_PATTERNS = "-patterns";

    private static final int LONGEST = 100_000;

    static TextRules of(ObjectNode schema) {
        List<PatientPattern> patterns = new ArrayList<>();
        for (String pattern : patterns(schema)) {
            PatientPattern.of(pattern).ifPresent(patterns::add);
        }
        return new TextRules(
                Math.min(Instances.count(schema, "minLength", 0), LONGEST),
                Instances.count(schema, "maxLength", Integer.MAX_VALUE),
                schema.path("format").asText(),
                patterns);
    }

    static List<String> patterns(ObjectNode schema) {
        List<String> patterns = new ArrayList<>();
        if (schema.path("pattern").isTextual()) {
            patterns.add(schema.get("pattern").textValue());
        }
        for (JsonNode more : schema.path(MORE_PATTERNS)) {
            patterns.add(more.asText());
        }
        return patterns;
    }

    boolean fits(String text) {
        return isLong(text) && matches(text) && Formats.fits(format, text);
    }

    boolean isLong(String text) {
        int length = text.codePointCount(0, text.length());
        return length >= least && length <= most;
    }

    boolean matches(String text) {
        return patterns.stream().allMatch(pattern -> pattern.finds(text));
    }
}

package io.facsimile.checks;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An answer as it came over the wire.
 *
 * @param headers names in lower case
 * @param body the whole body; of a stream everything until its end
 */
public record Observed(int status, Map<String, List<String>> headers, byte[] body) {
    public Observed {
        Map<String, List<String>> lower = new TreeMap<>();
        headers.forEach((name, values) -> lower.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        headers = Map.copyOf(lower);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT))).map(values -> values.get(0));
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}

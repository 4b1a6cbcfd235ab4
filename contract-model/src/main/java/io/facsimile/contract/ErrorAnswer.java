package io.facsimile.contract;

import java.util.Map;
import java.util.Optional;

/**
 * What a provider answers for one cause ({@code x-errors}).
 *
 * @param says the text at {@code message}, with {@code {problem}}, {@code {field}}, {@code {method}} and {@code {path}}
 * @param message JSON pointer to where the body says what is wrong
 * @param field JSON pointer to where the body names the offending field
 */
public record ErrorAnswer(
        Cause cause,
        int status,
        Example example,
        Map<String, String> headers,
        String says,
        Optional<String> message,
        Optional<String> field) {
    public ErrorAnswer {
        headers = Map.copyOf(headers);
    }
}

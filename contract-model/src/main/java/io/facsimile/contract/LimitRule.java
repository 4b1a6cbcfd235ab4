package io.facsimile.contract;

import com.fasterxml.jackson.core.JsonPointer;
import io.facsimile.contract.language.LimitWord;
import java.util.List;
import java.util.Map;

/**
 * How a provider tells its rate limits ({@code x-limits}).
 *
 * @param headers what every answer tells while a limit is on, by the header's name
 * @param refusal what a refused one tells, too
 * @param used where answers say how many tokens they took; several places add up
 */
public record LimitRule(Map<String, LimitWord> headers, Map<String, LimitWord> refusal, List<JsonPointer> used) {
    /** Of a provider that tells nothing. */
    public static final LimitRule SILENT = new LimitRule(Map.of(), Map.of(), List.of());

    public LimitRule {
        headers = Map.copyOf(headers);
        refusal = Map.copyOf(refusal);
        used = List.copyOf(used);
    }
}

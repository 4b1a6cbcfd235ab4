package io.facsimile.mock.event;

import io.facsimile.contract.StreamRule;
import io.facsimile.contract.language.RequestValues;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a request asks of a stream.
 *
 * @param shown the events that the contract shows for such a request, made live; for what the whole answer does not
 *     hold, such as the usage of a sound
 */
public record Asked(RequestValues request, StreamRule rule, Supplier<List<Event>> shown) {
    boolean wantsUsage() {
        return rule.wantsUsage(request);
    }
}

package io.facsimile.contract.task;

import io.facsimile.contract.language.Locator;
import io.facsimile.contract.language.RequestValues;
import java.util.List;
import java.util.Optional;

/**
 * How a list of tasks is told page by page ({@code pages} of {@code x-task}).
 *
 * @param number where the request says which page, counted from 1
 * @param after where it names the last task of the page before
 * @param size where it says how many tasks a page has at most
 * @param usual how many, when it does not
 * @param total JSON pointer to where the answer says how many tasks there are
 * @param more to where it says whether there are more after this page
 * @param first to where it names the first task of the page
 * @param last to where it names the last one
 */
public record TaskPages(
        Optional<Locator> number,
        Optional<Locator> after,
        Optional<Locator> size,
        int usual,
        Optional<String> total,
        Optional<String> more,
        Optional<String> first,
        Optional<String> last) {
    /** All tasks on one page. */
    public static final TaskPages NONE = new TaskPages(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Integer.MAX_VALUE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /**
     * Returns where the page begins that a request asks for, and where it ends: the place after its last task.
     *
     * @param ids of all tasks, in the order of the list; after one that is not among them there is nothing
     */
    public Range range(RequestValues request, List<String> ids) {
        int most = size.map(place -> place.find(request).asInt(usual)).orElse(usual);
        long begin = number.map(place -> (place.find(request).asLong(1) - 1) * most)
                .filter(place -> place > 0)
                .orElse(0L);
        String mark = after.map(place -> place.find(request).asText("")).orElse("");
        if (!mark.isEmpty()) {
            int at = ids.indexOf(mark);
            begin = at < 0 ? ids.size() : at + 1;
        }
        int from = (int) Math.min(begin, ids.size());
        return new Range(from, (int) Math.min((long) from + Math.max(most, 0), ids.size()));
    }

    /**
     * Some of a list.
     *
     * @param from the first place
     * @param to the place after the last
     */
    public record Range(int from, int to) {}
}

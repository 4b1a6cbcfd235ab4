package io.facsimile.mock.content;

import java.util.ArrayList;
import java.util.List;

/** Calls of tools as far as the most tokens go, with what announces them. */
record Called(Shown shown, String announcement, List<ToolCall> calls, boolean isCut, int tokens) {
    private static final int CALL_TOKENS = 8;

    Called {
        calls = List.copyOf(calls);
    }

    /**
     * Returns what fits. What does not is left out, or breaks off where it is shown as text or the dialect tears it.
     *
     * @param whole what announces the calls
     * @param room how many tokens there may be
     * @param tears whether a call that does not fit is shown with what fits of it
     */
    static Called of(Shown shown, String whole, List<ToolCall> calls, int room, boolean tears, Tokens tokens) {
        String announcement = tokens.first(room, whole);
        int left = room - tokens.count(announcement);
        boolean isCut = announcement.length() < whole.length();
        List<ToolCall> made = new ArrayList<>();
        for (ToolCall call : calls) {
            int frame = CALL_TOKENS + tokens.count(call.name());
            int needed = tokens.count(call.input()) + frame;
            if (!isCut && needed <= left) {
                made.add(call);
                left -= needed;
            } else if (!isCut) {
                isCut = true;
                boolean isFirst = made.isEmpty() && (shown.cuts() || left > 0);
                if ((shown.cuts() || tears) && (isFirst || left > frame)) {
                    made.add(call.cutTo(tokens.first(left - frame, call.input())));
                    left = 0;
                }
            }
        }
        return new Called(shown, announcement, made, isCut, Math.max(room, 0) - Math.max(left, 0));
    }
}

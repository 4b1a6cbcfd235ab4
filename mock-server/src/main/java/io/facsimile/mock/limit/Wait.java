package io.facsimile.mock.limit;

import java.time.Duration;

/** How long a caller has to wait, as it is told: rounded up, so that who comes back then is not too early. */
public final class Wait {
    private Wait() {}

    /** Returns whole seconds. */
    public static long seconds(Duration wait) {
        return (millis(wait) + 999) / 1000;
    }

    /** Returns whole milliseconds. */
    public static long millis(Duration wait) {
        return (wait.toNanos() + 999_999) / 1_000_000;
    }

    /** As Go prints a duration: {@code 0s}, {@code 12ms}, {@code 1.5s}, {@code 6m0s}, {@code 1h0m0s}. */
    public static String text(Duration wait) {
        long millis = millis(wait);
        if (millis > 0 && millis < 1000) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        String rest = millis % 1000 == 0 ? "" : ("." + (1000 + millis % 1000)).replaceFirst("\\.1", ".");
        String tail = seconds % 60 + rest.replaceFirst("0+$", "") + "s";
        long minutes = seconds / 60;
        if (minutes == 0) {
            return tail;
        }
        return minutes < 60 ? minutes + "m" + tail : minutes / 60 + "h" + minutes % 60 + "m" + tail;
    }
}

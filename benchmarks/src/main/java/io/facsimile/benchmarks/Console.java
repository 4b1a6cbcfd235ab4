package io.facsimile.benchmarks;

import java.io.PrintWriter;
import java.util.Locale;

/** What a run says while it measures. */
record Console(PrintWriter out) {
    void say(String form, Object... values) {
        out.printf(Locale.ROOT, form + "%n", values);
        out.flush();
    }
}

package io.facsimile.mock.wire;

import io.facsimile.mock.journal.Entry;
import io.facsimile.mock.request.Headers;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The header lines of one request, read once: look-ups and the journal hold nothing of the server's own objects. */
final class HeaderLines implements Headers {
    private static final int USUAL_LINES = 12;

    private String[] names = new String[USUAL_LINES];
    private String[] values = new String[USUAL_LINES];
    private int count;
    private int length;

    HeaderLines(Entry.Lines lines) {
        lines.forEach(this::add);
    }

    private void add(String name, String value) {
        if (count == names.length) {
            names = Arrays.copyOf(names, count * 2);
            values = Arrays.copyOf(values, count * 2);
        }
        length += name.length() + value.length();
        names[count] = name;
        values[count++] = value;
    }

    /** Returns how many lines there are; one name may come a thousand times. */
    int count() {
        return count;
    }

    @Override
    public @Nullable String first(String name) {
        for (int i = 0; i < count; i++) {
            if (names[i].equalsIgnoreCase(name)) {
                return values[i];
            }
        }
        return null;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public void forEach(BiConsumer<String, String> action) {
        for (int i = 0; i < count; i++) {
            action.accept(names[i], values[i]);
        }
    }
}

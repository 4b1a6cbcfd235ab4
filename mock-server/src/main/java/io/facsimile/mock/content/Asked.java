package io.facsimile.mock.content;

import java.util.List;

/**
 * What a request is about, as far as values and sentences need it.
 *
 * @param text the last words of the user
 * @param subject its first words, without what ends a sentence
 * @param places cities that it names
 * @param marks words in it that look like ids, such as {@code order_8127}
 */
record Asked(String text, String subject, List<String> places, List<String> marks) {
    static final Asked NOTHING = new Asked("", "", List.of(), List.of());

    Asked {
        places = List.copyOf(places);
        marks = List.copyOf(marks);
    }
}

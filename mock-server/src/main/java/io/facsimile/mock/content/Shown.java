package io.facsimile.mock.content;

/**
 * What a body shows of what the model writes; the counts depend on it.
 *
 * @param hasText whether it shows the text, or what announces calls
 * @param thinks whether its example thinks
 * @param tellsThoughts whether it shows the thoughts themselves
 * @param countsThoughts whether it says how many tokens they have, be it none
 * @param calls whether it shows calls of tools
 * @param cuts whether it shows what they are called with as text, which may break off
 */
public record Shown(
        boolean hasText, boolean thinks, boolean tellsThoughts, boolean countsThoughts, boolean calls, boolean cuts) {
    public static final Shown NOTHING = new Shown(false, false, false, false, false, false);
}

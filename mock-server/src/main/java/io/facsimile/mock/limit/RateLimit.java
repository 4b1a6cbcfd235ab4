package io.facsimile.mock.limit;

/**
 * How much each key may ask for in a minute.
 *
 * @param requests 0 for as many as it likes
 * @param tokens of the prompt and the answer together; 0 for as many as it likes
 */
public record RateLimit(long requests, long tokens) {
    public static final RateLimit OFF = new RateLimit(0, 0);

    public RateLimit {
        if (requests < 0 || tokens < 0) {
            throw new IllegalArgumentException("a limit must be 0 (none) or more, not " + Math.min(requests, tokens));
        }
    }

    public boolean isOff() {
        return requests == 0 && tokens == 0;
    }
}

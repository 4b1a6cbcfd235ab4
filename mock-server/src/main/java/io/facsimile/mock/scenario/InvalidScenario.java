package io.facsimile.mock.scenario;

/** A scenario that cannot be met. The message says which word, why, and what there is to choose from. */
public final class InvalidScenario extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidScenario(String message) {
        super(message);
    }
}

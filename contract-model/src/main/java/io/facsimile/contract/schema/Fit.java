package io.facsimile.contract.schema;

/** Whether a value fits a schema, as far as is known. */
enum Fit {
    YES,
    NO,
    /** The question has to be put to the full validator. */
    UNSURE;

    static Fit of(boolean fits) {
        return fits ? YES : NO;
    }

    /** What is not known to fit may fit all the same. */
    static Fit yesOrUnsure(boolean fits) {
        return fits ? YES : UNSURE;
    }

    /** Returns whether both fit; one that does not decides. */
    Fit and(Fit other) {
        return this == NO || other == NO ? NO : this == UNSURE ? UNSURE : other;
    }

    /** Returns whether either fits; one that does decides. */
    Fit or(Fit other) {
        return not().and(other.not()).not();
    }

    Fit not() {
        return switch (this) {
            case YES -> NO;
            case NO -> YES;
            case UNSURE -> UNSURE;
        };
    }
}

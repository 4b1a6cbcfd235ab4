package io.facsimile.contract.schema;

import com.fasterxml.jackson.databind.JsonNode;

/** What a schema, or one keyword of it, asks of a value. Keeps nothing between calls. */
interface Assertion {
    /** Fits everything. */
    Assertion ANYTHING = value -> Fit.YES;

    /** Knows nothing. */
    Assertion UNKNOWN = value -> Fit.UNSURE;

    Fit test(JsonNode value);

    /** Returns what asks for all of these. */
    static Assertion all(Assertion[] parts) {
        if (parts.length == 1) {
            return parts[0];
        }
        return value -> {
            Fit fit = Fit.YES;
            for (Assertion part : parts) {
                fit = fit.and(part.test(value));
                if (fit == Fit.NO) {
                    return fit;
                }
            }
            return fit;
        };
    }

    /** Returns what asks for any of these. */
    static Assertion any(Assertion[] branches) {
        if (branches.length == 1) {
            return branches[0];
        }
        return value -> {
            Fit fit = Fit.NO;
            for (Assertion branch : branches) {
                fit = fit.or(branch.test(value));
                if (fit == Fit.YES) {
                    return fit;
                }
            }
            return fit;
        };
    }

    /** Returns what asks for exactly one of these. */
    static Assertion one(Assertion[] branches) {
        if (branches.length == 1) {
            return branches[0];
        }
        return value -> {
            int fitting = 0;
            boolean isUnsure = false;
            for (Assertion branch : branches) {
                Fit fit = branch.test(value);
                if (fit == Fit.YES && ++fitting > 1) {
                    return Fit.NO;
                }
                isUnsure |= fit == Fit.UNSURE;
            }
            return isUnsure ? Fit.UNSURE : Fit.of(fitting == 1);
        };
    }
}

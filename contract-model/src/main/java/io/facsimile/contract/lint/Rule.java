package io.facsimile.contract.lint;

/**
 * A rule of the lint.
 *
 * @param id what its problems are marked with
 * @param says what must be true, as a sentence
 */
record Rule(String id, String says, Check check) {
    /** Looks at one contract and reports what breaks the rule. */
    @FunctionalInterface
    interface Check {
        void run(Subject subject, Report report);
    }
}

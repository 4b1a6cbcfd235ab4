package io.facsimile.contract.lint;

import io.facsimile.contract.Contract;
import io.facsimile.contract.Problem;
import io.facsimile.contract.source.SourceLine;
import java.util.LinkedHashSet;
import java.util.Set;

/** Collects what a rule finds; the same problem only once, however many providers share it. */
final class Report {
    private final Set<Problem> problems;
    private final Contract contract;
    private final String rule;

    Report(Set<Problem> problems, Contract contract, String rule) {
        this.problems = problems;
        this.contract = contract;
        this.rule = rule;
    }

    static Set<Problem> none() {
        return new LinkedHashSet<>();
    }

    /** Reports a problem at a JSON pointer of the bundled document. */
    void problem(String pointer, String what, String remedy) {
        problem(contract.lines().apply(pointer), what, remedy);
    }

    void problem(SourceLine where, String what, String remedy) {
        problems.add(new Problem(rule, where, what, remedy));
    }
}

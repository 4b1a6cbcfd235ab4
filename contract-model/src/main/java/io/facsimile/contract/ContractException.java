package io.facsimile.contract;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown when a contract cannot be read. Carries every problem that was found, not only the first. */
public final class ContractException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public ContractException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining(System.lineSeparator())));
        this.problems = List.copyOf(problems);
    }

    public ContractException(Problem problem) {
        this(List.of(problem));
    }

    /** Returns the problems in the order in which they were found. */
    public List<Problem> problems() {
        return problems;
    }
}

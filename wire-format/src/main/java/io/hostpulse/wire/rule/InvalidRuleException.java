package io.hostpulse.wire.rule;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** A definition that cannot be used, with everything that is wrong with it. */
public final class InvalidRuleException extends Exception {

    private static final long serialVersionUID = 1L;

    private final List<Problem> problems;

    public InvalidRuleException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(joining("; ")));
        this.problems = List.copyOf(problems);
    }

    /** In the order of the definition's keys. */
    public List<Problem> problems() {
        return problems;
    }
}

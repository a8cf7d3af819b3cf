package io.hostpulse.wire.rule;

import java.util.List;

/** A rule that cannot be used, with everything that is wrong with it. */
public final class InvalidRuleException extends Exception {

    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    public InvalidRuleException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence a problem, each beginning with the key that it is about. */
    public List<String> problems() {
        return problems;
    }
}

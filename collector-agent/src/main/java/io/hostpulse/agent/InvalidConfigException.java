package io.hostpulse.agent;

import java.util.ArrayList;
import java.util.List;

/** Everything that is wrong with what the agent was told. */
final class InvalidConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    private final ArrayList<String> problems;

    InvalidConfigException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = new ArrayList<>(problems);
    }

    /** One line each. */
    List<String> problems() {
        return List.copyOf(problems);
    }
}

package io.hostpulse.agent;

import java.util.List;

/** Everything that is wrong with what the agent was told. */
final class InvalidConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidConfigException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
    }
}

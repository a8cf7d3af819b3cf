package io.hostpulse.stack.ruletest;

import java.util.Arrays;
import java.util.Optional;

/** The states of alerts, by their names in documents. */
enum AlertState {
    PENDING("pending"),
    FIRING("firing"),
    RECOVERING("recovering"),
    NO_DATA("no-data"),
    RESOLVED("resolved");

    private final String label;

    AlertState(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    static Optional<AlertState> ofLabel(String label) {
        return Arrays.stream(values()).filter(state -> state.label.equals(label)).findAny();
    }
}

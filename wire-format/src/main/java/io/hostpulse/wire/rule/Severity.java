package io.hostpulse.wire.rule;

import java.util.Arrays;
import java.util.Optional;

/** How much an alert matters. */
public enum Severity {
    INFO("info"),
    WARNING("warning"),
    CRITICAL("critical");

    private final String label;

    Severity(String label) {
        this.label = label;
    }

    /** The name in rules and documents, such as {@code warning}. */
    public String label() {
        return label;
    }

    public static Optional<Severity> ofLabel(String label) {
        return Arrays.stream(values()).filter(severity -> severity.label.equals(label)).findAny();
    }
}

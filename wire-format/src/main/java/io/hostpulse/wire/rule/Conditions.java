package io.hostpulse.wire.rule;

import java.util.ArrayList;
import java.util.List;

/** Conditions of which all or any have to hold at the same sample. */
public record Conditions(Mode mode, List<Condition> conditions, List<String> only)
        implements Trigger {

    /** How many of the conditions have to hold. */
    public enum Mode {
        ALL,
        ANY
    }

    public Conditions {
        conditions = List.copyOf(conditions);
        only = List.copyOf(only);
    }

    @Override
    public Conditions with(HostOverride override) {
        List<Condition> overridden = new ArrayList<>(conditions);
        overridden.set(0, override.applyTo(conditions.get(0)));
        return new Conditions(mode, overridden, only);
    }
}

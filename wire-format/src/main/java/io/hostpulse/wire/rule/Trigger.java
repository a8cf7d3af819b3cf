package io.hostpulse.wire.rule;

import java.util.List;

/** What makes an alert of a rule fire. */
public sealed interface Trigger permits Conditions, Sequence, Repetition, Silence {

    /** All conditions, in the order in which they are written; the first is the one overridden. */
    List<Condition> conditions();

    /** Globs on the names of things; empty: all things. */
    List<String> only();

    /** The trigger as that override wants it. */
    Trigger with(HostOverride override);
}

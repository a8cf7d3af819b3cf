package io.hostpulse.wire.rule;

/** One entry of the topic of rules. Rules and maintenance share their ids: both are its keys. */
public sealed interface Definition permits Rule, Maintenance {

    /** Lower-case letters, digits and dashes; the key in the topic. */
    String id();
}

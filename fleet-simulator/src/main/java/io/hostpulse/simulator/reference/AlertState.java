package io.hostpulse.simulator.reference;

/** What an alert is in. */
public enum AlertState {
    PENDING,
    FIRING,
    RECOVERING,
    NO_DATA,
    RESOLVED
}

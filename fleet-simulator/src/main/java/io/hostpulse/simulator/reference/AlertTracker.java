package io.hostpulse.simulator.reference;

/** The alerts of one rule about one thing. */
sealed interface AlertTracker permits SustainedAlerts, SequenceAlerts, RepetitionAlerts {

    /**
     * The host was silent before this sample; comes after the windows that the sample closes, and
     * before the sample's own values.
     */
    void interrupt(HostMoment moment);

    /** Takes a sample in after the states of the rule's conditions have advanced to it. */
    void advance(HostMoment moment);

    /** Whether an alert is open. */
    boolean isOpen();
}

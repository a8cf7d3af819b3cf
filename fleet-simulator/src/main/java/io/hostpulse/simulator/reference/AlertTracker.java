package io.hostpulse.simulator.reference;

/** The alerts of one rule about one thing. */
sealed interface AlertTracker permits SustainedAlerts, SequenceAlerts, RepetitionAlerts {

    /**
     * The host was silent before this sample; comes after the windows that the sample closes, and
     * before the sample's own values.
     */
    void interrupt(HostMoment moment);

    /**
     * Takes a sample in after the states of the rule's conditions have advanced to it.
     *
     * @param isThere whether the thing is there, as far as is known; about one that is not no alert
     *     begins
     */
    void advance(HostMoment moment, boolean isThere);

    /** Whether it waits for data of its conditions, so that they are not forgotten. */
    boolean lacksData();

    /**
     * All of it is over, whatever the conditions say.
     *
     * @param timeMillis steady time at which an alert ends
     */
    void end(Cause cause, long timeMillis);
}

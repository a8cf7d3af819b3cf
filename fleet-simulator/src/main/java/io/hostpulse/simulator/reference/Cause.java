package io.hostpulse.simulator.reference;

/** Why an alert has made a transition: the kind of its reason. */
public enum Cause {
    /** The condition has begun, and has to hold for a while before the alert fires. */
    BEGAN,
    /** The condition has held for long enough. */
    HELD,
    /** The condition is over, and has to stay so for a while before the alert is resolved. */
    CLEARED,
    /** The condition has been over for long enough. */
    STAYED_CLEAR,
    /** The condition holds again before the alert was resolved. */
    RETURNED,
    /** The condition is over, or the last step's of a sequence. */
    ENDED,
    /** The host was silent before the conditions had held for long enough. */
    INTERRUPTED,
    /** The severity of a firing alert has changed. */
    SEVERITY,
    /** The time until which a fired alert is muted has changed. */
    MUTE,
    /** The value has come back to the threshold without being clear, or crossed it again. */
    HYSTERESIS,
    /** Whether the conditions hold is not known, for their metrics have not come for long. */
    NO_DATA,
    /** It is known again. */
    DATA,
    /** It has not been known for so long that the alert is given up. */
    GONE,
    /** The thing has been absent from samples that have others of its kind. */
    NOT_THERE,
    /** The host was stopped, and nothing has come for long. */
    STOPPED,
    /** The last step of a sequence has begun, or the last of the short bursts is over. */
    COMPLETED,
    /** No short burst has come for long enough. */
    QUIET,
    /** The alert has fired and been resolved too often. */
    FLAPPING,
    /** The alert has neither fired nor been resolved for long enough. */
    SETTLED
}

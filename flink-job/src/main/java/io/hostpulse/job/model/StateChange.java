package io.hostpulse.job.model;

/**
 * An alert has fired or been resolved after firing, or has done neither for long enough to count as
 * quiet.
 *
 * @param alertKey rule, host and thing
 * @param quiet whether there has been no change for {@code withinMillis}
 * @param timeMillis steady time of the sample that shows it, in milliseconds since 1970
 * @param changes how many changes make the alert a flapping one
 * @param withinMillis how close together they have to be
 * @param event what the alert is about
 */
public record StateChange(
        String alertKey,
        boolean quiet,
        long timeMillis,
        int changes,
        long withinMillis,
        ConditionEvent event) {

    /** The same, as the last of changes of which the first was at {@code beganMillis}. */
    public StateChange began(long beganMillis) {
        return new StateChange(
                alertKey, quiet, timeMillis, changes, withinMillis, event.began(beganMillis));
    }
}

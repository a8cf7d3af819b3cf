package io.hostpulse.job.model;

/**
 * What any sample of a host may change of what is known of it. It is one record, so that a sample
 * reads and writes it once; each component is null until something is known.
 *
 * @param latestRun the other runs of its agent have a state of their own
 * @param cleanupMillis when to look for runs that can be forgotten
 * @param counters what its counters showed last
 * @param said what was last said of it in the inventory
 */
public record KnownHost(
        LatestRun latestRun,
        Long cleanupMillis,
        HostSenders senders,
        HostClock clock,
        Backlog[] backlogs,
        CounterReadings counters,
        HostState said,
        HeardHost heard,
        EvaluatedHost evaluated) {

    /** Whether there is nothing to keep. */
    public boolean isEmpty() {
        return latestRun == null
                && cleanupMillis == null
                && senders == null
                && clock == null
                && backlogs == null
                && counters == null
                && said == null
                && heard == null
                && evaluated == null;
    }
}

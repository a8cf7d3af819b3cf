package io.hostpulse.job.model;

/**
 * Which run of an agent leads a host, that is took its newest sample, and how often the lead has
 * come back to a run that had lost it. An agent that is started again takes the lead for good; two
 * that run at the same time take it from each other.
 *
 * @param newestMillis time of the newest sample
 * @param returns of the lead, each not long after the one before
 * @param returnedMillis when the lead came back last, as an arrival; 0: never
 */
public record HostSenders(String leader, long newestMillis, int returns, long returnedMillis) {

    private static final int CLEAR_RETURNS = 3;
    private static final long PATIENCE_MILLIS = 600_000;
    private static final int MISSED_INTERVALS = 3;

    /** Of a host of which only that has come. */
    public static HostSenders of(Sample sample) {
        return new HostSenders(sample.runId(), sample.timeMillis(), 0, 0);
    }

    /**
     * After one more sample, which was not older than the newest.
     *
     * @param knowsRun whether the sample's run has sent something before
     */
    public HostSenders led(Sample sample, boolean knowsRun, long nowMillis) {
        boolean returned = knowsRun && !sample.runId().equals(leader);
        return new HostSenders(
                sample.runId(),
                sample.timeMillis(),
                returned ? (isRecent(sample, nowMillis) ? returns : 0) + 1 : returns,
                returned ? nowMillis : returnedMillis);
    }

    /** How many agents send as this host: 2 or more are 2. */
    public int count(Sample sample, long nowMillis) {
        return returns >= CLEAR_RETURNS && isRecent(sample, nowMillis) ? 2 : 1;
    }

    private boolean isRecent(Sample sample, long nowMillis) {
        long patienceMillis =
                Math.max(PATIENCE_MILLIS, (long) MISSED_INTERVALS * sample.intervalMillis());
        return nowMillis - returnedMillis <= patienceMillis;
    }
}

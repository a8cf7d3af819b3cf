package io.hostpulse.job.model;

/**
 * Which run of an agent leads a host, that is took its newest live sample, what that sample was
 * like, and how often another run has claimed the lead that had it before. An agent that is started
 * again takes the lead for good; two that run at the same time take it from each other.
 *
 * <p>A sample is live if it says what the host is like now. A clock cannot tell, since it may be
 * wrong and be put right. The agent can: of the run that leads the samples with a higher number
 * than all live ones are live, and a run that nobody knew takes the lead, unless its samples waited
 * on disk. So a sample of another run that waited has to be newer than the newest live one; so has
 * the next of a run that had lost the lead, since else two agents with different clocks would put
 * the host's clock back for ever, unless what leads has waited on disk itself. Samples without
 * numbers have to be newer, too.
 *
 * @param sequence number of the newest live sample in its run, 0 if it has none, as the first of an
 *     agent that counts from 0
 * @param newestMillis time of the newest live sample
 * @param hostMillis the same by the host's clock, however wrong it is
 * @param arrivalMillis when it arrived
 * @param spooled whether it waited on disk
 * @param returns how often a run has come back that had lost the lead, each time not long after the
 *     one before
 * @param returnedMillis when one came back last, on the clock of this machine; 0: never
 */
public record HostSenders(
        String leader,
        long sequence,
        long newestMillis,
        long hostMillis,
        long arrivalMillis,
        boolean spooled,
        int returns,
        long returnedMillis) {

    private static final int CLEAR_RETURNS = 3;
    private static final long PATIENCE_MILLIS = 600_000;
    private static final int MISSED_INTERVALS = 3;

    /** Of a host of which only that has come. */
    public static HostSenders of(Sample sample) {
        return ledBy(sample, 0, 0);
    }

    /**
     * Whether a sample that has not come before is live.
     *
     * @param run what has come of the sample's run before; null for nothing
     */
    public boolean isLive(Sample sample, SeenRun run) {
        boolean isNewer = sample.timeMillis() > newestMillis;
        if (sample.runId().equals(leader)) {
            return sample.isNumbered() ? sample.sequence() > sequence : isNewer;
        }
        if (run == null) {
            return isNewer || !sample.spooled();
        }
        return (isNewer || spooled) && sendsOn(sample, run);
    }

    /** Whether a run that has lost the lead measures on. */
    private static boolean sendsOn(Sample sample, SeenRun run) {
        return !sample.spooled() && run.isBefore(sample.sequence());
    }

    /**
     * After one more sample.
     *
     * @param run what had come of the sample's run before; null for nothing
     * @param nowMillis on the clock of this machine
     */
    public HostSenders after(Sample sample, SeenRun run, long nowMillis) {
        HostSenders claimed =
                run != null && !sample.runId().equals(leader) && sendsOn(sample, run)
                        ? claimed(sample, nowMillis)
                        : this;
        return isLive(sample, run)
                ? ledBy(sample, claimed.returns, claimed.returnedMillis)
                : claimed;
    }

    /** A run has come back that had lost the lead, and may be too far behind to take it. */
    private HostSenders claimed(Sample sample, long nowMillis) {
        return new HostSenders(
                leader,
                sequence,
                newestMillis,
                hostMillis,
                arrivalMillis,
                spooled,
                (isRecent(sample, nowMillis) ? returns : 0) + 1,
                nowMillis);
    }

    /** How many agents send as this host: 2 or more are 2. */
    public int count(Sample sample, long nowMillis) {
        return returns >= CLEAR_RETURNS && isRecent(sample, nowMillis) ? 2 : 1;
    }

    /**
     * How far the host's clock was put forward before a live sample, in milliseconds, or back where
     * that is negative; 0 where it was not. It was if it does not agree with two witnesses: how
     * long the agent says it was since the reading before, and how long it was between the two
     * arrivals. The agent's time stands still while the machine sleeps, and arrivals are late while
     * a network is slow. A time that comes before the one before needs no witness.
     */
    public double stepMillis(Sample sample) {
        if (!sample.isNumbered()) {
            return Double.NaN;
        }
        long passedMillis = sample.hostMillis() - hostMillis;
        boolean follows =
                sample.runId().equals(leader)
                        && sample.sequence() == sequence + 1
                        && sample.intervalMillis() > 0;
        if (passedMillis < 0) {
            return passedMillis - (follows ? sample.intervalMillis() : 0);
        }
        if (!follows || spooled || sample.spooled()) {
            return 0;
        }
        long byAgentMillis = passedMillis - sample.intervalMillis();
        long byArrivalMillis = passedMillis - (sample.arrivalMillis() - arrivalMillis);
        return byAgentMillis > 0
                ? Math.max(0, Math.min(byAgentMillis, byArrivalMillis))
                : Math.min(0, Math.max(byAgentMillis, byArrivalMillis));
    }

    /**
     * Whether a live sample is one of several that waited and now come faster than they were taken.
     */
    public boolean isCatchingUp(Sample sample) {
        return 2 * (sample.arrivalMillis() - arrivalMillis) < sample.hostMillis() - hostMillis;
    }

    private boolean isRecent(Sample sample, long nowMillis) {
        long patienceMillis =
                Math.max(PATIENCE_MILLIS, (long) MISSED_INTERVALS * sample.intervalMillis());
        return nowMillis - returnedMillis <= patienceMillis;
    }

    private static HostSenders ledBy(Sample sample, int returns, long returnedMillis) {
        return new HostSenders(
                sample.runId(),
                sample.isNumbered() ? sample.sequence() : 0,
                sample.timeMillis(),
                sample.hostMillis(),
                sample.arrivalMillis(),
                sample.spooled(),
                returns,
                returnedMillis);
    }
}

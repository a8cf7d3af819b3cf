package io.hostpulse.job.rule;

import java.util.Arrays;

/**
 * How far a rule has got on a host, or on one thing of it. Kept only while something about it is,
 * or lately was, wrong. A class with fields rather than a record, because evaluation moves many of
 * them in small steps. All times are the host's steady ones, in milliseconds since 1970; 0 where
 * there is none. Arrays have one entry for each condition of the rule.
 */
public final class RuleProgress {

    /** What the alert's present run of samples shows. */
    public enum Run {
        /** There is no alert. */
        NONE,
        /** The condition holds. */
        BREACH,
        /** The alert has fired and its condition does not hold any more. */
        CALM
    }

    /** The thing that it is about; empty for the host itself. */
    public String device = "";

    /** Which of the rule's conditions hold, one bit each. */
    public long holding;

    /** Which of them held when the newest sample had been evaluated. */
    public long heldBefore;

    /** The newest value of each condition, NaN before the first. */
    public double[] values = {};

    /** Where the newest value would have been too far from usual, for conditions that ask that. */
    public double[] bounds = {};

    /** How far from usual the newest value is, in standard deviations. */
    public double[] distances = {};

    /** The worst value since the alert began. */
    public double[] peaks = {};

    /** How far from usual that was. */
    public double[] peakDistances = {};

    /** When a sample had the metric last. */
    public long[] cameMillis = {};

    public Run run = Run.NONE;

    /** When the alert began. */
    public long beganMillis;

    public long runBeganMillis;

    /** Whether the present run has lasted for as long as it has to. */
    public boolean decided;

    public boolean fired;

    /** Which condition the alert speaks of: its value, threshold and peak are the alert's. */
    public int reported;

    /** Which escalation holds, -1 for none. */
    public int escalation = -1;

    /** Which escalation the alert shows: that of its newest transition. */
    public int shownEscalation = -1;

    /** Whether the alert says that its value has come back to the threshold, but is not clear. */
    public boolean inHysteresis;

    /** Since when the alert says that nothing is known of its conditions. */
    public long noDataSinceMillis;

    /** Since when samples that could have the thing do not. */
    public long absentSinceMillis;

    public long mutedUntilMillis;

    /** How long the host may be silent, of a rule that calls it down because it was longer. */
    public long silentMillis;

    /** When the alert fired or was resolved last, until it has been quiet for long enough. */
    public long changedMillis;

    /** When the newest step of a sequence or burst of a repetition came, until it is void. */
    public long stepMillis;

    /** When the present burst of a repetition began. */
    public long burstBeganMillis;

    /** Nothing has happened yet on that thing. */
    static RuleProgress of(String device, int conditions) {
        RuleProgress progress = new RuleProgress();
        progress.device = device;
        progress.values = filled(conditions);
        progress.bounds = filled(conditions);
        progress.distances = new double[conditions];
        progress.peaks = filled(conditions);
        progress.peakDistances = new double[conditions];
        progress.cameMillis = new long[conditions];
        return progress;
    }

    /**
     * Nothing has begun on that thing of a sequence that is ruled out there.
     *
     * @param cameMillis when a sample showed that last
     */
    static RuleProgress ruledOut(String device, PreparedRule rule, long cameMillis) {
        RuleProgress progress = of(device, rule.places().size());
        progress.holding = rule.ruledOutBy();
        progress.heldBefore = rule.ruledOutBy();
        progress.cameMillis[Long.numberOfTrailingZeros(rule.ruledOutBy())] = cameMillis;
        return progress;
    }

    boolean holds(int condition) {
        return held(holding, condition);
    }

    boolean heldBefore(int condition) {
        return held(heldBefore, condition);
    }

    void setHolding(int condition, boolean holds) {
        long bit = 1L << condition;
        holding = holds ? holding | bit : holding & ~bit;
    }

    /** Time that does not count for what is absent: as if all had come right before it was over. */
    void passOver(long millis) {
        for (int condition = 0; condition < cameMillis.length; condition++) {
            cameMillis[condition] += cameMillis[condition] == 0 ? 0 : millis - 1;
        }
        noDataSinceMillis += noDataSinceMillis == 0 ? 0 : millis;
        absentSinceMillis = 0;
    }

    /** The condition's newest value is the worst so far. */
    void beginPeak(int condition) {
        peaks[condition] = values[condition];
        peakDistances[condition] = distances[condition];
    }

    /** There is no alert any more. */
    void closeAlert() {
        run = Run.NONE;
        beganMillis = 0;
        runBeganMillis = 0;
        decided = false;
        fired = false;
        escalation = -1;
        shownEscalation = -1;
        inHysteresis = false;
        noDataSinceMillis = 0;
        mutedUntilMillis = 0;
    }

    /** Whether there is nothing left to remember. */
    boolean isIdle() {
        return isIdleBut(0);
    }

    /** Whether there is nothing left to remember but that some of the conditions hold. */
    boolean isIdleBut(long conditions) {
        return ((holding | heldBefore) & ~conditions) == 0
                && run == Run.NONE
                && changedMillis == 0
                && stepMillis == 0
                && noDataSinceMillis == 0;
    }

    private static boolean held(long conditions, int condition) {
        return (conditions & (1L << condition)) != 0;
    }

    private static double[] filled(int conditions) {
        double[] values = new double[conditions];
        Arrays.fill(values, Double.NaN);
        return values;
    }
}

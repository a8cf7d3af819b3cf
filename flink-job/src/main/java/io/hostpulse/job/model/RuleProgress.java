package io.hostpulse.job.model;

import java.util.Arrays;

/**
 * How far a rule has got on a host, or on one thing of it. Kept only while something about it is,
 * or lately was, wrong. A class with fields rather than a record, because evaluation moves many of
 * them in small steps. All times are the host's, in milliseconds since 1970; 0 where there is none.
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

    public Run run = Run.NONE;

    /** When the alert began. */
    public long beganMillis;

    public long runBeganMillis;

    /** Whether the present run has lasted for as long as it has to. */
    public boolean decided;

    public boolean fired;

    /** Which condition the alert's value, threshold and peak are of. */
    public int primary;

    /** Which escalation holds, -1 for none. */
    public int escalation = -1;

    /** The worst value of the primary condition since the alert began. */
    public double peak = Double.NaN;

    /** How far from usual that was, in standard deviations, where the rule asks for that. */
    public double peakSigmas;

    /** The value from which on it is too far from usual, where the rule asks for that. */
    public double bound = Double.NaN;

    /** When the primary condition had a value last. */
    public long valueMillis;

    /** Whether it has had none for so long that the alert says so. */
    public boolean noData;

    public long mutedUntilMillis;

    /** When the alert fired or was resolved last, until it has been quiet for long enough. */
    public long changedMillis;

    /** When the newest step of a sequence or burst of a repetition came, until it is void. */
    public long stepMillis;

    /** When the present burst of a repetition began. */
    public long burstBeganMillis;

    /** Nothing has happened yet on that thing. */
    public static RuleProgress of(String device) {
        RuleProgress progress = new RuleProgress();
        progress.device = device;
        return progress;
    }

    /** Takes over what {@code other} knows of a condition's value. */
    public void copyCondition(int condition, RuleProgress other) {
        if (condition < other.values.length) {
            putValue(condition, other.values[condition]);
        }
    }

    public void putValue(int condition, double value) {
        int known = values.length;
        if (known <= condition) {
            values = Arrays.copyOf(values, condition + 1);
            Arrays.fill(values, known, condition + 1, Double.NaN);
        }
        values[condition] = value;
    }

    public boolean holds(int condition) {
        return (holding & (1L << condition)) != 0;
    }

    public void setHolding(int condition, boolean holds) {
        long bit = 1L << condition;
        holding = holds ? holding | bit : holding & ~bit;
    }

    /** There is no alert any more. */
    public void closeAlert() {
        run = Run.NONE;
        beganMillis = 0;
        runBeganMillis = 0;
        decided = false;
        fired = false;
        escalation = -1;
        peak = Double.NaN;
        peakSigmas = 0;
        noData = false;
        mutedUntilMillis = 0;
    }

    /** Whether there is nothing left to remember. */
    public boolean isIdle() {
        return holding == 0
                && heldBefore == 0
                && run == Run.NONE
                && changedMillis == 0
                && stepMillis == 0;
    }
}

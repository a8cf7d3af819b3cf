package io.hostpulse.job.rule;

import io.hostpulse.job.model.ConditionEvent.Phase;
import io.hostpulse.job.rule.RuleProgress.Run;
import io.hostpulse.wire.rule.Conditions;
import io.hostpulse.wire.rule.Escalation;
import io.hostpulse.wire.rule.Severity;
import io.hostpulse.wire.rule.Threshold;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rules of conditions that hold, all or any of them: an alert begins with the condition, fires when
 * it has held for long enough, and is over when it has been clear for long enough.
 */
final class EvaluateConditions {

    /** What is known of all conditions together. */
    private enum Verdict {
        HOLDS,
        CLEAR,
        UNKNOWN
    }

    private EvaluateConditions() {}

    /** Takes the next sample into account; what it changed of the conditions is in the progress. */
    static void evaluate(Subject subject, Conditions conditions) {
        RuleProgress progress = subject.progress();
        Verdict verdict = verdict(subject, conditions);
        if (progress.run == Run.NONE) {
            if (verdict == Verdict.HOLDS && progress.absentSinceMillis == 0) {
                begin(subject, conditions);
            }
        } else {
            progress.escalation = escalation(subject);
            report(progress, conditions);
            if (hasData(subject, verdict)) {
                switch (progress.run) {
                    case BREACH -> followBreach(subject, verdict == Verdict.HOLDS);
                    case CALM -> followCalm(subject, verdict == Verdict.HOLDS);
                    case NONE -> throw new IllegalStateException("there is an alert");
                }
            }
        }
        subject.settle(false, "");
    }

    /** What has to last has not been seen to last. An alert that fires goes on. */
    static void interrupt(Subject subject, String reason) {
        RuleProgress progress = subject.progress();
        if (progress.run == Run.BREACH && !progress.fired) {
            subject.announce(Phase.ENDS, reason);
            close(subject);
        } else if (progress.run == Run.CALM) {
            progress.runBeganMillis = subject.timeMillis();
        }
    }

    /** Ends what there is, whatever the conditions say: not a change that counts for flapping. */
    static void end(Subject subject, String reason) {
        if (subject.progress().run != Run.NONE) {
            subject.progress().inHysteresis = false;
            subject.announce(Phase.ENDS, reason);
            subject.progress().closeAlert();
        }
        subject.settle(true, reason);
    }

    /**
     * Of all, one that is known not to hold is enough to be clear, and all have to be known to
     * hold. Of any, one that is known to hold is enough, and one that held when its metric went
     * away may still hold; what never came or did not hold then says nothing.
     */
    private static Verdict verdict(Subject subject, Conditions conditions) {
        boolean all = conditions.mode() == Conditions.Mode.ALL;
        boolean isAnyClear = false;
        boolean isAnyHeld = false;
        boolean isAnyUnknown = false;
        boolean mayAnyHold = false;
        for (int condition = 0; condition < conditions.conditions().size(); condition++) {
            boolean holds = subject.progress().holds(condition);
            boolean hasData = subject.hasData(condition);
            isAnyHeld |= hasData && holds;
            isAnyClear |= hasData && !holds;
            isAnyUnknown |= !hasData;
            mayAnyHold |= !hasData && holds;
        }
        if (all ? isAnyClear : !isAnyHeld && !mayAnyHold && isAnyClear) {
            return Verdict.CLEAR;
        }
        return (all ? !isAnyUnknown : isAnyHeld) ? Verdict.HOLDS : Verdict.UNKNOWN;
    }

    /** The alert speaks of the first condition, or of the first that holds where any may. */
    private static void report(RuleProgress progress, Conditions conditions) {
        if (conditions.mode() == Conditions.Mode.ANY && progress.holding != 0) {
            progress.reported = Long.numberOfTrailingZeros(progress.holding);
        }
    }

    /** The alert shows what severity it has now, and whether its value has come back. */
    private static void show(Subject subject) {
        RuleProgress progress = subject.progress();
        progress.shownEscalation = progress.escalation;
        progress.inHysteresis = subject.isBackToThreshold();
    }

    private static void begin(Subject subject, Conditions conditions) {
        RuleProgress progress = subject.progress();
        progress.run = Run.BREACH;
        progress.beganMillis = subject.timeMillis();
        progress.runBeganMillis = subject.timeMillis();
        progress.reported = 0;
        report(progress, conditions);
        for (int condition = 0; condition < progress.values.length; condition++) {
            progress.beginPeak(condition);
        }
        progress.escalation = escalation(subject);
        show(subject);
        subject.announce(Phase.BEGINS, "");
        hold(subject);
    }

    private static void followBreach(Subject subject, boolean holds) {
        RuleProgress progress = subject.progress();
        boolean muteChanges = subject.muteChanges();
        if (!holds) {
            clear(subject);
            return;
        }
        if (!progress.fired) {
            hold(subject);
            return;
        }
        Severity severityBefore = subject.severity();
        boolean wasInHysteresis = progress.inHysteresis;
        show(subject);
        if (subject.severity() != severityBefore) {
            subject.announce(Phase.SEVERITY, "");
        } else if (muteChanges) {
            subject.announce(Phase.MUTE, "");
        } else if (progress.inHysteresis != wasInHysteresis) {
            subject.announceHysteresis();
        }
    }

    private static void followCalm(Subject subject, boolean holds) {
        boolean muteChanges = subject.muteChanges();
        if (holds) {
            comeBack(subject);
            return;
        }
        stayClear(subject);
        if (muteChanges && subject.progress().run == Run.CALM) {
            subject.announce(Phase.MUTE, "");
        }
    }

    private static void hold(Subject subject) {
        RuleProgress progress = subject.progress();
        if (progress.decided || !isSeen(subject)) {
            return;
        }
        boolean hasLasted = hasLasted(subject, subject.rule().sustainedFor());
        if (hasLasted) {
            show(subject);
        }
        subject.announce(Phase.HOLDS, "");
        if (hasLasted) {
            progress.decided = true;
            progress.fired = true;
            subject.announceChange(Phase.HOLDS);
        }
    }

    private static void clear(Subject subject) {
        RuleProgress progress = subject.progress();
        progress.inHysteresis = false;
        if (!progress.fired || subject.rule().keepFiringFor().isZero()) {
            subject.announce(Phase.ENDS, "back to normal");
            close(subject);
            return;
        }
        progress.run = Run.CALM;
        progress.runBeganMillis = subject.timeMillis();
        progress.decided = false;
        subject.announce(Phase.CLEARS, "");
        stayClear(subject);
    }

    private static void comeBack(Subject subject) {
        RuleProgress progress = subject.progress();
        progress.run = Run.BREACH;
        progress.runBeganMillis = subject.timeMillis();
        progress.decided = true;
        show(subject);
        subject.announce(Phase.RETURNS, "");
    }

    private static void stayClear(Subject subject) {
        if (!isSeen(subject)) {
            return;
        }
        subject.announce(Phase.STAYS_CLEAR, "");
        if (hasLasted(subject, subject.rule().keepFiringFor())) {
            close(subject);
        }
    }

    /**
     * A sample without the value does not show that anything has lasted; where nothing is known of
     * the condition that the alert speaks of, one with a value of another does.
     */
    private static boolean isSeen(Subject subject) {
        int reported = subject.progress().reported;
        if (subject.hasData(reported)) {
            return subject.isSeen(reported);
        }
        return IntStream.range(0, subject.progress().values.length)
                .anyMatch(condition -> subject.hasData(condition) && subject.isSeen(condition));
    }

    private static boolean hasLasted(Subject subject, Duration required) {
        return subject.timeMillis() - subject.progress().runBeganMillis >= required.toMillis();
    }

    private static void close(Subject subject) {
        RuleProgress progress = subject.progress();
        if (progress.fired) {
            subject.announceChange(Phase.ENDS);
        }
        progress.closeAlert();
    }

    /** While nothing is known of an alert nothing else is said of it. */
    private static boolean hasData(Subject subject, Verdict verdict) {
        if (verdict != Verdict.UNKNOWN) {
            if (subject.progress().noDataSinceMillis != 0) {
                subject.progress().noDataSinceMillis = 0;
                subject.announce(Phase.DATA, "");
            }
            return true;
        }
        if (AbsentData.miss(subject, missing(subject))) {
            subject.progress().inHysteresis = false;
            subject.announce(Phase.ENDS, AbsentData.reason(subject, missing(subject)));
            close(subject);
        }
        return false;
    }

    /** Of the conditions without data one that may still hold, or else one that has had some. */
    private static int missing(Subject subject) {
        RuleProgress progress = subject.progress();
        int[] missing =
                IntStream.range(0, progress.values.length)
                        .filter(each -> progress.cameMillis[each] != 0 && !subject.hasData(each))
                        .toArray();
        return IntStream.of(missing).filter(progress::holds).findFirst().orElse(missing[0]);
    }

    /** The highest escalation that holds, each with a hysteresis of its own; -1 for none. */
    private static int escalation(Subject subject) {
        RuleProgress progress = subject.progress();
        List<Escalation> escalations = subject.rule().escalations();
        if (escalations.isEmpty()
                || !(subject.rule().conditions().get(0) instanceof Threshold first)) {
            return -1;
        }
        double value = progress.values[0];
        for (int step = escalations.size() - 1; step >= 0; step--) {
            Threshold higher = ConditionValues.escalated(first, escalations.get(step));
            boolean held = progress.escalation >= step;
            if (held ? !higher.isClearedBy(value) : higher.isBreachedBy(value)) {
                return step;
            }
        }
        return -1;
    }
}

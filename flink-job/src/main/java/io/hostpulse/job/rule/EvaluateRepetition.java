package io.hostpulse.job.rule;

import io.hostpulse.job.model.ConditionEvent.Phase;
import io.hostpulse.wire.HumanDuration;
import io.hostpulse.wire.rule.Repetition;

/**
 * Repetitions: says when a short burst of the condition is over, and when none has come for so long
 * that those before do not count any more. Counting them is for the pattern.
 */
final class EvaluateRepetition {

    private static final int CONDITION = 0;

    private EvaluateRepetition() {}

    /** Takes the next sample into account; what it changed of the conditions is in the progress. */
    static void evaluate(Subject subject, Repetition repetition) {
        RuleProgress progress = subject.progress();
        long withinMillis = repetition.within().toMillis();
        if (progress.stepMillis != 0 && !hasData(subject)) {
            return;
        }
        if (progress.stepMillis != 0 && subject.timeMillis() - progress.stepMillis > withinMillis) {
            end(subject, "no burst for " + HumanDuration.format(repetition.within()));
        }
        // before a burst of this sample, which may begin an alert that is muted from the beginning
        if (progress.stepMillis != 0 && subject.muteChanges()) {
            subject.announce(Phase.MUTE, "");
        }
        boolean held = progress.heldBefore != 0;
        boolean holds = progress.holds(CONDITION);
        if (subject.begins(CONDITION)) {
            progress.burstBeganMillis = subject.timeMillis();
            progress.beginPeak(CONDITION);
        }
        if (!subject.isKnown(CONDITION)) {
            progress.burstBeganMillis = 0;
        } else if (held && !holds && progress.burstBeganMillis != 0) {
            endBurst(subject, repetition);
        }
    }

    /** What nobody has seen is no quiet: that counts anew when the metric comes again. */
    private static boolean hasData(Subject subject) {
        RuleProgress progress = subject.progress();
        if (!subject.hasData(CONDITION)) {
            progress.burstBeganMillis = 0;
            if (AbsentData.miss(subject, CONDITION)) {
                end(subject, AbsentData.reason(subject, CONDITION));
            }
            return false;
        }
        if (progress.noDataSinceMillis != 0) {
            progress.noDataSinceMillis = 0;
            progress.stepMillis = subject.timeMillis();
            subject.announce(Phase.DATA, "");
        }
        return true;
    }

    /** Nobody knows what has happened in between. An alert goes on. */
    static void interrupt(Subject subject, String reason) {
        subject.progress().burstBeganMillis = 0;
        if (subject.progress().stepMillis != 0) {
            subject.announce(Phase.LAPSES, reason);
        }
    }

    /** Ends what there is, an alert as well as what has begun. */
    static void end(Subject subject, String reason) {
        RuleProgress progress = subject.progress();
        if (progress.stepMillis != 0) {
            progress.stepMillis = 0;
            progress.noDataSinceMillis = 0;
            subject.announce(Phase.ENDS, reason);
        }
    }

    private static void endBurst(Subject subject, Repetition repetition) {
        RuleProgress progress = subject.progress();
        long lastedMillis = subject.timeMillis() - progress.burstBeganMillis;
        if (lastedMillis <= repetition.atMost().toMillis()) {
            progress.stepMillis = subject.timeMillis();
            progress.runBeganMillis = progress.burstBeganMillis;
            subject.announce(Phase.BURST, "", 0, repetition.within().toMillis());
        }
        progress.burstBeganMillis = 0;
    }
}

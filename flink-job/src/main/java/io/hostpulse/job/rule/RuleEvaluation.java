package io.hostpulse.job.rule;

import io.hostpulse.job.rule.RuleProgress.Run;
import io.hostpulse.wire.rule.Conditions;
import io.hostpulse.wire.rule.Repetition;
import io.hostpulse.wire.rule.Sequence;
import io.hostpulse.wire.rule.Trigger;

/** What happens to a rule on a subject, whatever its kind. */
final class RuleEvaluation {

    private RuleEvaluation() {}

    /** The next sample has been taken into the progress's conditions. */
    static void evaluate(Subject subject) {
        AbsentData.forgetWhatIsGone(subject);
        Trigger trigger = subject.rule().when();
        if (trigger instanceof Conditions conditions) {
            EvaluateConditions.evaluate(subject, conditions);
        } else if (trigger instanceof Sequence sequence) {
            EvaluateSequence.evaluate(subject, sequence);
        } else if (trigger instanceof Repetition repetition) {
            EvaluateRepetition.evaluate(subject, repetition);
        }
        subject.progress().heldBefore = subject.progress().holding;
    }

    /**
     * Nobody has seen what happened before this sample, which has shown nothing to be absent.
     *
     * @param unseenMillis since the sample before
     */
    static void interrupt(Subject subject, String reason, long unseenMillis) {
        subject.progress().passOver(unseenMillis);
        Trigger trigger = subject.rule().when();
        if (trigger instanceof Conditions) {
            EvaluateConditions.interrupt(subject, reason);
        } else if (trigger instanceof Sequence) {
            EvaluateSequence.interrupt(subject, reason);
        } else if (trigger instanceof Repetition) {
            EvaluateRepetition.interrupt(subject, reason);
        }
    }

    /** Rule or host are gone. */
    static void end(Subject subject, String reason) {
        Trigger trigger = subject.rule().when();
        if (trigger instanceof Sequence) {
            EvaluateSequence.end(subject, reason);
        } else if (trigger instanceof Repetition) {
            EvaluateRepetition.end(subject, reason);
        } else if (subject.progress().run != Run.NONE || subject.progress().changedMillis != 0) {
            EvaluateConditions.end(subject, reason);
        }
    }
}

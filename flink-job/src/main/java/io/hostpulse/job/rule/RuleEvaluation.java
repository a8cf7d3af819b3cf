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
        EvaluateConditions.forgetWhatIsGone(subject);
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
     * The host was silent before this sample, which has shown nothing to be absent.
     *
     * @param silentMillis since the sample before
     */
    static void interrupt(Subject subject, long silentMillis) {
        subject.progress().passOver(silentMillis);
        Trigger trigger = subject.rule().when();
        if (trigger instanceof Conditions) {
            EvaluateConditions.interrupt(subject);
        } else if (trigger instanceof Sequence) {
            EvaluateSequence.interrupt(subject);
        } else if (trigger instanceof Repetition) {
            EvaluateRepetition.interrupt(subject);
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

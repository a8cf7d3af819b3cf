package io.hostpulse.job.rule;

import io.hostpulse.job.model.ConditionEvent.Phase;
import io.hostpulse.wire.rule.Sequence;
import java.time.Duration;

/**
 * Sequences: says when each step begins, when what has begun is void, and when the last step is
 * over. Whether the steps came in order and in time is for the pattern to find.
 */
final class EvaluateSequence {

    private EvaluateSequence() {}

    /** Takes the next sample into account; what it changed of the conditions is in the progress. */
    static void evaluate(Subject subject, Sequence sequence) {
        RuleProgress progress = subject.progress();
        int steps = sequence.steps().size();
        int last = steps - 1;
        // an alert may be open only if the last step held before
        boolean mayBeOpen = progress.heldBefore(last) || progress.noDataSinceMillis != 0;
        boolean muteChanges = mayBeOpen && subject.muteChanges();
        if (isOutOfTime(subject, sequence)) {
            lapse(subject, "the next step did not come in time");
        }
        boolean isVoid = sequence.unless().isPresent() && progress.holds(steps);
        if (isVoid) {
            lapse(subject, "what rules it out came true");
        }
        if (!isVoid) {
            beginSteps(subject, sequence);
        }
        if (mayBeOpen) {
            progress.reported = last;
            follow(subject, sequence, muteChanges);
        }
    }

    /**
     * @param muteChanges whether that was so before steps were told of
     */
    private static void follow(Subject subject, Sequence sequence, boolean muteChanges) {
        RuleProgress progress = subject.progress();
        int last = sequence.steps().size() - 1;
        if (!subject.hasData(last)) {
            if (AbsentData.miss(subject, last)) {
                end(subject, AbsentData.reason(subject, last));
                progress.setHolding(last, false);
            }
            return;
        }
        boolean comesAgain = progress.noDataSinceMillis != 0;
        if (comesAgain) {
            progress.noDataSinceMillis = 0;
            subject.announce(Phase.DATA, "");
        }
        boolean wasInHysteresis = progress.inHysteresis;
        progress.inHysteresis = progress.holds(last) && subject.isBackToThreshold();
        if (!progress.holds(last)) {
            String name = sequence.steps().get(last).name();
            subject.announce(Phase.ENDS, "'" + name + "' is over", last, 0);
        } else if (muteChanges && !comesAgain) {
            subject.announce(Phase.MUTE, "");
        } else if (progress.inHysteresis != wasInHysteresis) {
            subject.announceHysteresis();
        }
    }

    /** Nobody knows what has happened in between. An alert goes on. */
    static void interrupt(Subject subject, String reason) {
        lapse(subject, reason);
    }

    /** Ends what there is, an alert as well as what has begun. */
    static void end(Subject subject, String reason) {
        RuleProgress progress = subject.progress();
        progress.inHysteresis = false;
        if (hasBegun(progress, subject.steps() - 1)) {
            subject.announce(Phase.ENDS, reason);
        }
        progress.stepMillis = 0;
        progress.noDataSinceMillis = 0;
    }

    /** Steps that may be completed yet, or a last one that holds, and with it perhaps an alert. */
    private static boolean hasBegun(RuleProgress progress, int last) {
        return progress.stepMillis != 0
                || progress.noDataSinceMillis != 0
                || progress.holds(last)
                || progress.heldBefore(last);
    }

    /**
     * The latest come first, so that none goes on from what begins at the same sample, unless it
     * may begin together with that.
     */
    private static void beginSteps(Subject subject, Sequence sequence) {
        int end = sequence.steps().size();
        while (end > 0) {
            int begin = end - 1;
            while (sequence.steps().get(begin).together()) {
                begin--;
            }
            for (int step = begin; step < end; step++) {
                if (subject.begins(step)) {
                    begin(subject, sequence, step);
                }
            }
            end = begin;
        }
    }

    private static void begin(Subject subject, Sequence sequence, int step) {
        RuleProgress progress = subject.progress();
        progress.reported = step;
        if (step == sequence.steps().size() - 1) {
            progress.inHysteresis = false;
        }
        progress.beginPeak(step);
        progress.stepMillis = subject.timeMillis();
        subject.announce(Phase.STEP, "", step, sequence.steps().get(step).within().toMillis());
    }

    private static void lapse(Subject subject, String reason) {
        if (subject.progress().stepMillis != 0) {
            subject.progress().stepMillis = 0;
            subject.announce(Phase.LAPSES, reason);
        }
    }

    private static boolean isOutOfTime(Subject subject, Sequence sequence) {
        long longestMillis =
                sequence.steps().stream()
                        .map(Sequence.Step::within)
                        .mapToLong(Duration::toMillis)
                        .max()
                        .orElseThrow();
        return subject.timeMillis() - subject.progress().stepMillis > longestMillis;
    }
}

package io.hostpulse.job.rule;

import io.hostpulse.job.model.ConditionEvent.Phase;
import io.hostpulse.job.rule.RuleProgress.Run;
import io.hostpulse.wire.HumanDuration;
import io.hostpulse.wire.rule.Conditions;
import io.hostpulse.wire.rule.Escalation;
import io.hostpulse.wire.rule.Rule;
import io.hostpulse.wire.rule.Severity;
import io.hostpulse.wire.rule.Threshold;
import java.time.Duration;
import java.util.List;

/**
 * Rules of conditions that hold, all or any of them: an alert begins with the condition, fires when
 * it has held for long enough, and is over when it has been clear for long enough.
 */
final class EvaluateConditions {

    /** A thing that has had no data for so long after the alert said so is gone. */
    private static final Duration GONE_AFTER = Duration.ofHours(1);

    private EvaluateConditions() {}

    /** Takes the next sample into account; what it changed of the conditions is in the progress. */
    static void evaluate(Subject subject, Conditions conditions) {
        RuleProgress progress = subject.progress();
        boolean holds = holds(progress, conditions);
        if (progress.run == Run.NONE) {
            forgetWhatIsGone(subject);
            if (holds(progress, conditions)) {
                begin(subject, conditions);
            }
        } else {
            Severity severity = subject.severity();
            progress.escalation = escalation(subject);
            report(progress, conditions);
            if (hasData(subject)) {
                switch (progress.run) {
                    case BREACH -> followBreach(subject, holds, severity);
                    case CALM -> followCalm(subject, holds);
                    case NONE -> throw new IllegalStateException("there is an alert");
                }
            }
        }
        subject.settle(false);
    }

    /**
     * The host was silent: what has to last has not been seen to last. An alert that fires goes on.
     */
    static void interrupt(Subject subject) {
        RuleProgress progress = subject.progress();
        if (progress.run == Run.BREACH && !progress.fired) {
            subject.announce(Phase.ENDS, "the host was silent");
            close(subject);
        } else if (progress.run == Run.CALM) {
            progress.runBeganMillis = subject.timeMillis();
        }
    }

    /** Ends what there is, whatever the conditions say. */
    static void end(Subject subject, String reason) {
        if (subject.progress().run != Run.NONE) {
            subject.announce(Phase.ENDS, reason);
            close(subject);
        }
        subject.settle(true);
    }

    private static boolean holds(RuleProgress progress, Conditions conditions) {
        return switch (conditions.mode()) {
            case ALL -> progress.holding == (1L << progress.values.length) - 1;
            case ANY -> progress.holding != 0;
        };
    }

    /** The alert speaks of the first condition, or of the first that holds where any may. */
    private static void report(RuleProgress progress, Conditions conditions) {
        if (conditions.mode() == Conditions.Mode.ANY && progress.holding != 0) {
            progress.reported = Long.numberOfTrailingZeros(progress.holding);
        }
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
        if (progress.cameMillis[0] == 0) {
            progress.cameMillis[0] = subject.timeMillis();
        }
        progress.mutedUntilMillis = subject.mutedUntilMillis();
        progress.escalation = escalation(subject);
        subject.announce(Phase.BEGINS, "");
        hold(subject);
    }

    private static void followBreach(Subject subject, boolean holds, Severity severityBefore) {
        RuleProgress progress = subject.progress();
        boolean muteChanges = changeMute(subject);
        if (!holds) {
            clear(subject);
        } else if (!progress.fired) {
            hold(subject);
        } else if (subject.severity() != severityBefore) {
            subject.announce(Phase.SEVERITY, "");
        } else if (muteChanges) {
            subject.announce(Phase.MUTE, "");
        }
    }

    private static void followCalm(Subject subject, boolean holds) {
        boolean muteChanges = changeMute(subject);
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
        subject.announce(Phase.HOLDS, "");
        if (hasLasted(subject, subject.rule().sustainedFor())) {
            progress.decided = true;
            progress.fired = true;
            subject.announceChange(Phase.HOLDS);
        }
    }

    private static void clear(Subject subject) {
        RuleProgress progress = subject.progress();
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

    /** A sample without the value does not show that anything has lasted. */
    private static boolean isSeen(Subject subject) {
        RuleProgress progress = subject.progress();
        return progress.cameMillis[progress.reported] == subject.timeMillis()
                || subject.rule().conditions().get(progress.reported).over().isPresent();
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

    /** While there is no data nothing else is said of the alert. */
    private static boolean hasData(Subject subject) {
        RuleProgress progress = subject.progress();
        Duration patience = subject.rule().noDataAfter();
        long withoutMillis = subject.timeMillis() - progress.cameMillis[0];
        if (withoutMillis < patience.toMillis()) {
            if (progress.noData) {
                progress.noData = false;
                subject.announce(Phase.DATA, "");
            }
            return true;
        }
        String since = "no data for " + HumanDuration.spell(Duration.ofMillis(withoutMillis));
        if (!progress.noData) {
            progress.noData = true;
            subject.announce(Phase.NO_DATA, since);
        } else if (withoutMillis >= patience.plus(GONE_AFTER).toMillis()) {
            subject.announce(Phase.ENDS, since);
            close(subject);
            progress.setHolding(0, false);
        }
        return false;
    }

    /** A condition of which nothing has come for so long does not hold any more. */
    static void forgetWhatIsGone(Subject subject) {
        RuleProgress progress = subject.progress();
        long patienceMillis = goneAfter(subject.rule()).toMillis();
        for (int condition = 0; condition < progress.values.length; condition++) {
            if (progress.cameMillis[condition] == 0) {
                progress.cameMillis[condition] = subject.timeMillis();
            } else if (subject.timeMillis() - progress.cameMillis[condition] >= patienceMillis) {
                progress.setHolding(condition, false);
            }
        }
    }

    /** After how much time without data a thing's condition is forgotten. */
    static Duration goneAfter(Rule rule) {
        return rule.noDataAfter().plus(GONE_AFTER);
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

    /** Whether people have to be told that the alert is muted, or no longer is. */
    private static boolean changeMute(Subject subject) {
        RuleProgress progress = subject.progress();
        long before = progress.mutedUntilMillis;
        progress.mutedUntilMillis = subject.mutedUntilMillis();
        boolean ranOut = progress.mutedUntilMillis == 0 && before <= subject.timeMillis();
        return progress.mutedUntilMillis != before && !ranOut;
    }
}

package io.hostpulse.job.rule;

import io.hostpulse.job.model.ConditionEvent.Phase;
import io.hostpulse.job.model.RuleProgress;
import io.hostpulse.job.model.RuleProgress.Run;
import io.hostpulse.wire.HumanDuration;
import io.hostpulse.wire.rule.Conditions;
import io.hostpulse.wire.rule.Escalation;
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
        boolean holds = holds(progress, conditions, subject.prepared().places().size());
        switch (progress.run) {
            case NONE -> {
                if (holds) {
                    begin(subject, conditions);
                }
            }
            case BREACH -> {
                if (hasData(subject)) {
                    escalate(subject);
                    if (holds) {
                        goOn(subject);
                    } else {
                        clear(subject);
                    }
                }
            }
            case CALM -> {
                if (hasData(subject)) {
                    if (holds) {
                        comeBack(subject);
                    } else {
                        stayClear(subject);
                    }
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

    private static boolean holds(RuleProgress progress, Conditions conditions, int count) {
        return switch (conditions.mode()) {
            case ALL -> progress.holding == (1L << count) - 1;
            case ANY -> progress.holding != 0;
        };
    }

    private static void begin(Subject subject, Conditions conditions) {
        RuleProgress progress = subject.progress();
        progress.run = Run.BREACH;
        progress.beganMillis = subject.timeMillis();
        progress.runBeganMillis = subject.timeMillis();
        progress.valueMillis = subject.timeMillis();
        progress.primary =
                switch (conditions.mode()) {
                    case ALL -> 0;
                    case ANY -> Long.numberOfTrailingZeros(progress.holding);
                };
        progress.peak = progress.values[progress.primary];
        progress.mutedUntilMillis = subject.mutedUntilMillis();
        progress.escalation = escalation(subject);
        subject.announce(Phase.BEGINS, "");
        hold(subject);
    }

    private static void goOn(Subject subject) {
        RuleProgress progress = subject.progress();
        if (progress.fired) {
            announceMute(subject);
        }
        hold(subject);
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
        return progress.valueMillis == subject.timeMillis()
                || subject.rule().conditions().get(progress.primary).over().isPresent();
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
        Duration patience = patience(subject);
        long withoutMillis = subject.timeMillis() - progress.valueMillis;
        if (withoutMillis < patience.toMillis()) {
            if (progress.noData) {
                progress.noData = false;
                subject.announce(Phase.DATA, "");
            }
            return true;
        }
        String since = "no data for " + HumanDuration.format(Duration.ofMillis(withoutMillis));
        if (!progress.noData) {
            progress.noData = true;
            subject.announce(Phase.NO_DATA, since);
        } else if (withoutMillis >= patience.plus(GONE_AFTER).toMillis()) {
            subject.announce(Phase.ENDS, since);
            close(subject);
            progress.holding = 0;
        }
        return false;
    }

    /** A window's value cannot come more often than the window. */
    private static Duration patience(Subject subject) {
        Duration asked = subject.rule().noDataAfter();
        return subject.rule()
                .conditions()
                .get(subject.progress().primary)
                .over()
                .map(over -> over.size().multipliedBy(2))
                .filter(twice -> twice.compareTo(asked) > 0)
                .orElse(asked);
    }

    private static void escalate(Subject subject) {
        RuleProgress progress = subject.progress();
        int escalation = escalation(subject);
        if (escalation != progress.escalation) {
            progress.escalation = escalation;
            if (progress.fired) {
                subject.announce(Phase.SEVERITY, "");
            }
        }
    }

    /** The highest escalation that holds, each with a hysteresis of its own; -1 for none. */
    private static int escalation(Subject subject) {
        RuleProgress progress = subject.progress();
        List<Escalation> escalations = subject.rule().escalations();
        if (escalations.isEmpty()
                || !(subject.prepared().places().get(0).condition() instanceof Threshold first)) {
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

    private static void announceMute(Subject subject) {
        RuleProgress progress = subject.progress();
        long before = progress.mutedUntilMillis;
        long now = subject.mutedUntilMillis();
        progress.mutedUntilMillis = now;
        boolean ranOut = now == 0 && before <= subject.timeMillis();
        if (now != before && !ranOut) {
            subject.announce(Phase.MUTE, now == 0 ? "no longer muted" : "muted");
        }
    }
}

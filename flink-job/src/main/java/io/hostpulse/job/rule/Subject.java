package io.hostpulse.job.rule;

import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.ConditionEvent.Phase;
import io.hostpulse.job.model.StateChange;
import io.hostpulse.wire.rule.Condition;
import io.hostpulse.wire.rule.Flapping;
import io.hostpulse.wire.rule.Rule;
import io.hostpulse.wire.rule.Severity;
import java.util.Base64;
import java.util.function.Consumer;

/**
 * What a rule is evaluated on: a host, or one thing of it, at one moment; with how far the rule has
 * got there, and a way to say what has changed.
 */
final class Subject {

    /** Where events go. */
    record Announcements(Consumer<ConditionEvent> events, Consumer<StateChange> changes) {}

    private final PreparedRule rule;
    private final HostFacts host;
    private final RuleProgress progress;
    private final Observations.Observed observed;
    private final Muting muting;
    private final Announcements out;

    Subject(
            PreparedRule rule,
            HostFacts host,
            RuleProgress progress,
            Observations.Observed observed,
            Muting muting,
            Announcements out) {
        this.rule = rule;
        this.host = host;
        this.progress = progress;
        this.observed = observed;
        this.muting = muting;
        this.out = out;
    }

    Rule rule() {
        return rule.rule();
    }

    /** How many steps its sequence has; 0 for rules of another kind. */
    int steps() {
        return rule.steps();
    }

    RuleProgress progress() {
        return progress;
    }

    /** The host's steady time. */
    long timeMillis() {
        return host.timeMillis();
    }

    /** Whether the condition holds, and was known not to at the sample before. */
    boolean begins(int condition) {
        return progress.holds(condition)
                && !progress.heldBefore(condition)
                && isIn(observed.before(), condition);
    }

    /** Whether the condition has a value, and its metric has not stayed away since. */
    boolean isKnown(int condition) {
        return isIn(observed.after().known(), condition);
    }

    /** Whether the metric of a condition has come, and does not stay away. */
    boolean hasData(int condition) {
        long cameMillis = progress.cameMillis[condition];
        return cameMillis != 0 && timeMillis() - cameMillis < rule().noDataAfter().toMillis();
    }

    /** Whether a sample, or a window that it closed, says something new of a condition. */
    boolean isSeen(int condition) {
        return progress.cameMillis[condition] == timeMillis()
                || rule().conditions().get(condition).over().isPresent();
    }

    /** The time by the host's clock. */
    private long clockMillis() {
        return host.clockMillis();
    }

    /** Whether people have to be told that the alert is muted, or no longer is. */
    boolean muteChanges() {
        long untilMillis = muting.untilMillis(rule.rule(), host);
        boolean ranOut = untilMillis == 0 && progress.mutedUntilMillis <= clockMillis();
        return untilMillis != progress.mutedUntilMillis && !ranOut;
    }

    void announce(Phase phase, String reason) {
        announce(phase, reason, 0, 0);
    }

    /**
     * @param step which step of a sequence it is about
     * @param withinMillis the limit that goes with a step or burst
     */
    void announce(Phase phase, String reason, int step, long withinMillis) {
        ConditionEvent event = event(phase, reason, step, withinMillis);
        progress.mutedUntilMillis = event.mutedUntilMillis();
        out.events().accept(event);
    }

    /** The alert fires, or is resolved after it did. */
    void announceChange(Phase phase) {
        rule().flapping()
                .ifPresent(
                        flapping -> {
                            progress.changedMillis = timeMillis();
                            out.changes().accept(change(flapping, false, phase, ""));
                        });
    }

    /** Whether the value of the reported condition, which holds, would not begin it. */
    boolean isBackToThreshold() {
        return Shown.of(rule, progress).isBackToThreshold(progress);
    }

    /** The value of a fired alert has come back to the threshold, or crossed it again. */
    void announceHysteresis() {
        announce(
                Phase.HYSTERESIS,
                progress.inHysteresis
                        ? Shown.of(rule, progress).backToThreshold()
                        : "beyond the threshold again");
    }

    /**
     * Forgets the last change when it was long enough ago, or at once.
     *
     * @param reason why at once, else empty
     */
    void settle(boolean atOnce, String reason) {
        if (progress.changedMillis == 0) {
            return;
        }
        Flapping flapping = rule().flapping().orElseThrow();
        if (atOnce || timeMillis() - progress.changedMillis >= flapping.within().toMillis()) {
            progress.changedMillis = 0;
            out.changes().accept(change(flapping, true, Phase.ENDS, reason));
        }
    }

    /** The severity that the alert shows. */
    Severity severity() {
        return progress.shownEscalation < 0
                ? rule().severity()
                : rule().escalations().get(progress.shownEscalation).severity();
    }

    private StateChange change(Flapping flapping, boolean quiet, Phase phase, String reason) {
        return new StateChange(
                key(),
                quiet,
                timeMillis(),
                flapping.changes(),
                flapping.within().toMillis(),
                event(phase, reason, 0, 0));
    }

    private String key() {
        return AlertTransition.alertKey(rule().id(), host.id(), progress.device);
    }

    private ConditionEvent event(Phase phase, String reason, int step, long withinMillis) {
        Shown shown = Shown.of(rule, progress);
        return new ConditionEvent(
                key(),
                phase,
                rule().id(),
                rule().name(),
                severity().label(),
                host.id(),
                host.name(),
                progress.device,
                metricName(),
                timeMillis(),
                host.putBackMillis(),
                progress.beganMillis,
                progress.runBeganMillis,
                requiredMillis(),
                step,
                rule.steps(),
                withinMillis,
                rule.times(),
                newestValue(),
                shown.threshold(),
                peak(),
                progress.inHysteresis,
                muting.untilMillis(rule.rule(), host),
                Base64.getEncoder().encodeToString(host.serializedIdentity()),
                AlertLabels.json(rule().labels(), host.identity().getLabelsMap()),
                AlertMessage.of(rule, host.name(), progress, shown, severity()),
                reason);
    }

    private static boolean isIn(long conditions, int condition) {
        return (conditions & (1L << condition)) != 0;
    }

    private long requiredMillis() {
        return switch (progress.run) {
            case NONE -> 0;
            case BREACH -> rule().sustainedFor().toMillis();
            case CALM -> rule().keepFiringFor().toMillis();
        };
    }

    private boolean hasNoConditions() {
        return rule.places().isEmpty();
    }

    private Condition reported() {
        return rule.places().get(progress.reported).condition();
    }

    private double newestValue() {
        return hasNoConditions() ? Double.NaN : progress.values[progress.reported];
    }

    private double peak() {
        return hasNoConditions() ? Double.NaN : progress.peaks[progress.reported];
    }

    private String metricName() {
        return hasNoConditions() ? "" : reported().metric().name();
    }
}

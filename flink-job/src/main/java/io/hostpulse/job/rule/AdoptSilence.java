package io.hostpulse.job.rule;

import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.ConditionEvent.Phase;
import io.hostpulse.job.model.EvaluatedHost;
import io.hostpulse.job.rule.RuleProgress.Run;
import io.hostpulse.wire.HumanDuration;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Consumer;

/**
 * Takes up a silence that was published as firing by an earlier attempt of the job, of which this
 * one, restored to a time before, knows nothing: says the same of it again, and ends it if it is
 * over. A silence that is known changes nothing.
 */
final class AdoptSilence {

    private final AlertTransition silence;
    private final String key;
    private final Entries<RuleProgress> progress;
    private final Consumer<ConditionEvent> out;

    AdoptSilence(
            AlertTransition silence, Entries<RuleProgress> progress, Consumer<ConditionEvent> out) {
        this.silence = silence;
        this.key = PreparedRule.key(silence.ruleId(), "");
        this.progress = progress;
        this.out = out;
    }

    /**
     * The host has samples; of a replay the one before the silence may be still to come.
     *
     * @return whether the silence is in progress from now on
     */
    boolean onHost(EvaluatedHost host, HostRules itsRules) throws Exception {
        long sinceMillis = silence.startedMillis();
        if (host.newestMillis() < sinceMillis || progress.get(key) != null) {
            return false;
        }
        byte[] identity = itsRules.serializedIdentity();
        begin(identity);
        if (host.silentSinceMillis() == sinceMillis && host.heardAgainMillis() != 0) {
            endHeard(host, host.heardAgainMillis(), identity);
        } else if (host.newestMillis() > sinceMillis) {
            endHeard(host, host.newestMillis(), identity);
        } else if (itsRules.silences().stream().noneMatch(this::isOfRule)) {
            announce(Phase.ENDS, sinceMillis, EvaluateRules.RULE_GONE, identity);
        } else {
            progress.put(key, down());
            return true;
        }
        return false;
    }

    /**
     * Nobody knows the host.
     *
     * @param reason why not
     */
    void onGoneHost(String reason) {
        byte[] identity = {};
        begin(identity);
        announce(Phase.ENDS, silence.startedMillis(), reason, identity);
    }

    private boolean isOfRule(PreparedRule rule) {
        return rule.rule().id().equals(silence.ruleId());
    }

    private void begin(byte[] identity) {
        announce(Phase.BEGINS, silence.timeMillis(), "", identity);
        announce(Phase.HOLDS, silence.timeMillis(), silence.reason(), identity);
    }

    private void endHeard(EvaluatedHost host, long heardMillis, byte[] identity) {
        // not before it was called silent, wherever its clock is
        long endMillis = Math.max(heardMillis, silence.timeMillis());
        long silentMillis = endMillis - silence.startedMillis();
        announce(
                Phase.ENDS,
                endMillis,
                host.putBackMillis(),
                "heard again after " + HumanDuration.spell(Duration.ofMillis(silentMillis)),
                identity);
    }

    private RuleProgress down() {
        RuleProgress down = RuleProgress.of("", 0);
        down.run = Run.BREACH;
        down.beganMillis = silence.startedMillis();
        down.runBeganMillis = silence.timeMillis();
        down.fired = true;
        down.mutedUntilMillis = silence.mutedUntilMillis();
        return down;
    }

    /** As {@link Subject} announces a silence, in the words that were published. */
    private void announce(Phase phase, long timeMillis, String reason, byte[] identity) {
        announce(phase, timeMillis, silence.putBackMillis(), reason, identity);
    }

    private void announce(
            Phase phase, long timeMillis, long putBackMillis, String reason, byte[] identity) {
        out.accept(
                new ConditionEvent(
                        silence.alertKey(),
                        phase,
                        silence.ruleId(),
                        silence.ruleName(),
                        silence.severity(),
                        silence.hostId(),
                        silence.hostName(),
                        "",
                        "",
                        timeMillis,
                        putBackMillis,
                        silence.startedMillis(),
                        silence.timeMillis(),
                        0,
                        0,
                        0,
                        0,
                        0,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        false,
                        silence.mutedUntilMillis(),
                        Base64.getEncoder().encodeToString(identity),
                        silence.labels(),
                        silence.message(),
                        reason));
    }
}

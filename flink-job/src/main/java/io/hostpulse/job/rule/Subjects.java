package io.hostpulse.job.rule;

import io.hostpulse.job.model.ConditionEvent.Phase;
import io.hostpulse.job.model.EvaluatedHost;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.rule.RuleProgress.Run;
import io.hostpulse.wire.HumanDuration;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * A host and its things, as subjects of its rules at one moment: what becomes of what is in
 * progress there when nobody has seen, when the host is silent, and when all is over. {@link
 * EvaluateSample} is for what a sample shows.
 */
final class Subjects {

    private final HostFacts host;
    private final Muting muting;
    private final HostMemory memory;
    private final Subject.Announcements out;

    Subjects(HostFacts host, Muting muting, HostMemory memory, Subject.Announcements out) {
        this.host = host;
        this.muting = muting;
        this.memory = memory;
        this.out = out;
    }

    HostFacts host() {
        return host;
    }

    HostMemory memory() {
        return memory;
    }

    /** Evaluates the rules at a live sample; {@link EvaluateSample} has the parameters. */
    void evaluate(RuleTable table, Sample sample, long previousMillis, boolean isAfterSilence)
            throws Exception {
        new EvaluateSample(this, table, sample, previousMillis, isAfterSilence).evaluate();
    }

    Subject of(PreparedRule rule, RuleProgress itsProgress, Observations.Observed observed) {
        return new Subject(rule, host, itsProgress, observed, muting, out);
    }

    /**
     * Nobody has seen what happened before the sample that comes now.
     *
     * @param unseenMillis since the sample before
     */
    void interrupt(List<PreparedRule> rules, String reason, long unseenMillis) throws Exception {
        for (PreparedRule rule : rules) {
            for (RuleProgress itsProgress : inProgress(rule)) {
                RuleEvaluation.interrupt(of(rule, itsProgress), reason, unseenMillis);
                if (itsProgress.isIdle()) {
                    memory.progress().remove(rule, itsProgress.device);
                } else {
                    memory.progress().put(rule, itsProgress);
                }
            }
        }
    }

    /** The rules do not apply any more. */
    void end(List<PreparedRule> rules, String reason) throws Exception {
        for (PreparedRule rule : rules) {
            for (RuleProgress itsProgress : inProgress(rule)) {
                RuleEvaluation.end(of(rule, itsProgress), reason);
                memory.progress().remove(rule, itsProgress.device);
            }
            if (rule.asksForBeginnings()) {
                memory.forgetObserved(rule.rule().id());
            }
        }
    }

    /**
     * Nothing has come from the host.
     *
     * @param silentMillis for how long nothing has come, although it would have been heard
     */
    void fallSilent(List<PreparedRule> silences, EvaluatedHost silent, long silentMillis)
            throws Exception {
        for (PreparedRule rule : silences) {
            long toleratedMillis = HostDeadlines.toleratedMillis(rule, silent);
            if (silentMillis < toleratedMillis || memory.progress().get(rule, "") != null) {
                continue;
            }
            RuleProgress down = RuleProgress.of("", 0);
            down.run = Run.BREACH;
            down.beganMillis = silent.newestMillis();
            down.runBeganMillis = host.timeMillis();
            down.fired = true;
            down.silentMillis = toleratedMillis;
            Subject subject = of(rule, down);
            subject.announce(Phase.BEGINS, "");
            subject.announce(Phase.HOLDS, reasonOfSilence(silent, toleratedMillis));
            memory.progress().put(rule, down);
        }
    }

    /**
     * Something comes from the host, live or not.
     *
     * @param silence since something had come before
     */
    void hearAgain(List<PreparedRule> silences, Duration silence) throws Exception {
        for (PreparedRule rule : silences) {
            RuleProgress down = memory.progress().get(rule, "");
            if (down != null) {
                // not before it was called silent, wherever its clock is
                new Subject(
                                rule,
                                host.notBefore(down.runBeganMillis),
                                down,
                                Observations.NOTHING,
                                muting,
                                out)
                        .announce(Phase.ENDS, "heard again after " + HumanDuration.spell(silence));
                memory.progress().remove(rule, "");
            }
        }
    }

    private static String reasonOfSilence(EvaluatedHost silent, long toleratedMillis) {
        String within = HumanDuration.format(Duration.ofMillis(toleratedMillis));
        return switch (silent.goodbye()) {
            case STOPPED -> "was stopped and not started again within " + within;
            case REBOOTING -> "rebooted and not back within " + within;
            case NO_GOODBYE, REMOVED, UNRECOGNIZED -> "";
        };
    }

    /** Of all things that something of the rule is in progress on, in the order of their names. */
    private Collection<RuleProgress> inProgress(PreparedRule rule) throws Exception {
        return memory.progress().isOf(rule) ? memory.progress().of(rule).values() : List.of();
    }

    private Subject of(PreparedRule rule, RuleProgress itsProgress) {
        return of(rule, itsProgress, Observations.NOTHING);
    }
}

package io.hostpulse.job.rule;

import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.EvaluatedHost;
import io.hostpulse.job.model.PublishedAlert;
import java.util.Base64;
import java.util.function.Consumer;

/**
 * An alert that is published as open, which rules may know nothing of since the job was restored to
 * a time before it (docs/decisions/0013-alerts-are-read-back.md). A silence they adopt. Any other
 * alert has come about again once the samples up to it have been read again; if it has not, since
 * rules have changed meanwhile, this end is the only one that it will have.
 */
final class RecalledAlert {

    private static final String NOT_AGAIN =
            "it did not come about again when samples were read again";

    private final PublishedAlert published;
    private final AlertTransition alert;
    private final Entries<RuleProgress> progress;
    private final Consumer<ConditionEvent> events;
    private final Consumer<AlertTransition> ends;

    RecalledAlert(
            PublishedAlert published,
            Entries<RuleProgress> progress,
            Consumer<ConditionEvent> events,
            Consumer<AlertTransition> ends) {
        this.published = published;
        this.alert = published.newest();
        this.progress = progress;
        this.events = events;
        this.ends = ends;
    }

    /**
     * The host has samples.
     *
     * @return whether it is in progress from now on
     */
    boolean onHost(EvaluatedHost host, HostRules itsRules) throws Exception {
        if (published.isOfSilence()) {
            return new AdoptSilence(alert, progress, events).onHost(host, itsRules);
        }
        if (host.newestMillis() >= alert.timeMillis()) {
            boolean applies =
                    itsRules.rules().stream()
                            .anyMatch(rule -> rule.rule().id().equals(alert.ruleId()));
            ends.accept(
                    alert.ended(
                            host.newestMillis(),
                            host.putBackMillis(),
                            Base64.getEncoder().encodeToString(itsRules.serializedIdentity()),
                            applies ? NOT_AGAIN : EvaluateRules.RULE_GONE));
        }
        return false;
    }

    /** It was removed, or nothing has come of it for so long that nobody remembers it. */
    void onGoneHost() {
        String reason =
                published.hostRemoved() ? EvaluateRules.HOST_REMOVED : EvaluateRules.HOST_GONE;
        if (published.isOfSilence()) {
            new AdoptSilence(alert, progress, events).onGoneHost(reason);
        } else {
            ends.accept(alert.ended(alert.timeMillis(), alert.putBackMillis(), null, reason));
        }
    }
}

package io.hostpulse.job.rule;

import io.hostpulse.wire.rule.Maintenance;
import io.hostpulse.wire.rule.Rule;
import java.util.List;

/**
 * When nobody wants to be told: during maintenance, and outside a rule's active times.
 *
 * @param maintenances all that are known
 */
record Muting(List<Maintenance> maintenances) {

    /**
     * Until when alerts of the rule on that host are muted, as far as is known; 0 if they are not.
     */
    long untilMillis(Rule rule, HostFacts host) {
        long millis = host.clockMillis();
        long untilMillis =
                rule.activeTimes()
                        .filter(times -> !times.contains(millis))
                        .map(times -> times.nextBeginMillis(millis))
                        .orElse(0L);
        for (Maintenance maintenance : maintenances) {
            if (maintenance.mutes(rule.id(), host.identity(), millis)) {
                untilMillis = Math.max(untilMillis, maintenance.toMillis());
            }
        }
        return untilMillis;
    }
}

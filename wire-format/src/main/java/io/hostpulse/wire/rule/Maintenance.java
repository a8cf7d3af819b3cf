package io.hostpulse.wire.rule;

import io.hostpulse.wire.proto.HostIdentity;
import java.util.List;

/**
 * Work on hosts during which nobody wants to be told of alerts.
 *
 * @param rules ids; empty: all
 * @param fromMillis since 1970, included
 * @param toMillis since 1970, not included
 */
public record Maintenance(
        String id,
        String comment,
        HostSelector hosts,
        List<String> rules,
        long fromMillis,
        long toMillis)
        implements Definition {

    public Maintenance {
        rules = List.copyOf(rules);
    }

    /** Whether alerts of that rule on that host are muted at that time. */
    public boolean mutes(String ruleId, HostIdentity host, long millis) {
        return millis >= fromMillis
                && millis < toMillis
                && (rules.isEmpty() || rules.contains(ruleId))
                && hosts.matches(host);
    }
}

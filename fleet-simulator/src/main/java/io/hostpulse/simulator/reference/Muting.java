package io.hostpulse.simulator.reference;

import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.rule.Maintenance;
import io.hostpulse.wire.rule.Rule;
import java.util.List;

/**
 * When alerts of a rule on a host are muted.
 *
 * @param time what leads from steady times to the clock that people mute by
 */
record Muting(Rule rule, HostIdentity host, HostTime time, List<Maintenance> maintenances) {

    /**
     * Until when: the latest end of the maintenances under way, or the next beginning of the rule's
     * active times where it is outside of them, whichever is later. 0 if it is not muted.
     */
    long untilMillis(long steadyMillis) {
        long timeMillis = time.clockMillis(steadyMillis);
        long inMaintenance =
                maintenances.stream()
                        .filter(each -> each.mutes(rule.id(), host, timeMillis))
                        .mapToLong(Maintenance::toMillis)
                        .max()
                        .orElse(0);
        long inactive =
                rule.activeTimes()
                        .filter(times -> !times.contains(timeMillis))
                        .map(times -> times.nextBeginMillis(timeMillis))
                        .orElse(0L);
        return Math.max(inMaintenance, inactive);
    }

    /** Whether it is another time than {@code shown} says; a mute that has run out is none. */
    boolean hasChanged(ReferenceTransition shown, long steadyMillis) {
        long now = untilMillis(steadyMillis);
        boolean ranOut = now == 0 && shown.mutedUntilMillis() <= time.clockMillis(steadyMillis);
        return now != shown.mutedUntilMillis() && !ranOut;
    }
}

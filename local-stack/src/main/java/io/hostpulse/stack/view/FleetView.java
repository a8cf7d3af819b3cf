package io.hostpulse.stack.view;

import io.hostpulse.stack.host.HostClock;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Hosts and open alerts at one moment.
 *
 * @param time of the look
 * @param hosts sorted by CPU, the busiest first
 * @param hostCount how many hosts are known, which may be more than are listed
 * @param alerts open ones, the gravest first
 * @param alertCount how many are open, which may be more than are listed
 */
public record FleetView(
        Instant time, List<HostRow> hosts, long hostCount, List<AlertRow> alerts, long alertCount) {

    /**
     * The newest sample of a host. A value that was not measured is absent.
     *
     * @param name of the host
     * @param state {@code up}, {@code down}, or empty while it is not known
     * @param cpuRatio busy processors of all, 0 to 1
     * @param memoryRatio used of all, 0 to 1
     * @param load1 load average of the last minute
     * @param networkIn bytes per second, and so are those that follow
     * @param lastSeen when it arrived
     * @param clock how far the host's clock is off
     */
    public record HostRow(
            String name,
            String state,
            OptionalDouble cpuRatio,
            OptionalDouble memoryRatio,
            OptionalDouble load1,
            OptionalDouble networkIn,
            OptionalDouble networkOut,
            OptionalDouble diskRead,
            OptionalDouble diskWrite,
            Instant lastSeen,
            HostClock clock) {}

    /**
     * An open alert.
     *
     * @param severity {@code info}, {@code warning} or {@code critical}
     * @param since when it began
     */
    public record AlertRow(
            String severity,
            String rule,
            String host,
            String state,
            OptionalDouble value,
            OptionalDouble threshold,
            Instant since) {}
}

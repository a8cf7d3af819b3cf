package io.hostpulse.simulator.scenario;

import io.hostpulse.simulator.host.HostLoad;
import io.hostpulse.wire.proto.HostSample;
import java.util.List;
import java.util.OptionalLong;

/**
 * Something that happens to chosen hosts of a fleet. Each kind overrides what it changes; several
 * can happen to one fleet, and to one host.
 */
public sealed interface Scenario
        permits Steady,
                CpuSpike,
                CpuBursts,
                Flapping,
                MemoryClimb,
                ResourceSpike,
                ThrashCascade,
                NetworkBurst,
                DiskThrash,
                DiskFill,
                MetricMissing,
                DeviceUnplugged,
                CpuHotPlug,
                Backlog,
                Silence,
                Shutdown,
                OutOfOrder,
                Duplicates,
                ClockSkew,
                ClockSteps,
                Malformed,
                OutOfMemory {

    /** How busy the host is at {@code moment}, where it would be {@code load} by itself. */
    default HostLoad shape(HostLoad load, Moment moment) {
        return load;
    }

    /** {@code sample} as the host's agent sends it. */
    default HostSample mark(HostSample sample, Moment moment) {
        return sample;
    }

    /** Whether the host is down, so that there is no sample. */
    default boolean silences(Moment moment) {
        return false;
    }

    /** Whether the agent has been started again since the sample before. */
    default boolean restartsAgent(Moment moment) {
        return false;
    }

    /** How far the host's clock is ahead of true time, in milliseconds. */
    default long clockOffsetMillis(Moment moment) {
        return 0;
    }

    /** How much longer than usual the sample of this moment travels, in milliseconds. */
    default long delayMillis(Moment moment) {
        return 0;
    }

    /** How long after its first arrival the sample of this moment arrives once more, if it does. */
    default OptionalLong repeatedAfterMillis(Moment moment) {
        return OptionalLong.empty();
    }

    /** What the host sends beside {@code sample} that must be refused. */
    default List<MalformedValue> malformedValues(Moment moment, HostSample sample) {
        return List.of();
    }
}

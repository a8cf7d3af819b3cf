package io.hostpulse.agent.read;

import io.hostpulse.wire.proto.AgentGroup;
import io.hostpulse.wire.proto.AgentHealth;
import io.hostpulse.wire.proto.HostSample;
import java.util.function.LongSupplier;

/**
 * How the agent itself is doing. Must be the last to read, as it tells how long all others took.
 */
public final class AgentHealthReader implements GroupReader {

    private static final double NANOS_PER_MILLISECOND = 1e6;

    private final AgentVitals vitals;
    private final ReadFailures failures;
    private final ProcessTable processes;
    private final int ownPid;
    private final LongSupplier nanoTime;

    public AgentHealthReader(
            AgentVitals vitals,
            ReadFailures failures,
            ProcessTable processes,
            int ownPid,
            LongSupplier nanoTime) {
        this.vitals = vitals;
        this.failures = failures;
        this.processes = processes;
        this.ownPid = ownPid;
        this.nanoTime = nanoTime;
    }

    @Override
    public String subject() {
        return "agent";
    }

    @Override
    public void read(Reading reading, HostSample.Builder sample) {
        AgentHealth.Builder health = sample.getAgentHealthBuilder();
        failures.attempt("the agent's own process", () -> processes.find(ownPid))
                .flatMap(found -> found)
                .ifPresent(
                        process ->
                                health.setMemoryRssBytes(process.rssBytes())
                                        .setCpuMs(process.cpuMs()));
        health.setQueueSamples(vitals.queuedSamples().getAsLong())
                .setSpoolBytes(vitals.spoolBytes().getAsLong())
                .setSpoolSamples(vitals.spoolSamples().getAsLong())
                .setDroppedSamples(vitals.droppedSamples().getAsLong())
                .setMissedTicks(vitals.missedTicks().getAsLong())
                .setReadFailures(failures.count())
                .setCollectionMs(
                        (nanoTime.getAsLong() - reading.startNanos()) / NANOS_PER_MILLISECOND);
        failures.countByGroup()
                .forEach(
                        (group, count) ->
                                sample.addAgentGroups(
                                        AgentGroup.newBuilder()
                                                .setName(group)
                                                .setReadFailures(count)));
    }
}

package io.hostpulse.simulator.dataset;

import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.AgentIdentity;
import io.hostpulse.wire.proto.Cpu;
import io.hostpulse.wire.proto.DiskSummary;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.Memory;
import io.hostpulse.wire.proto.NetworkSummary;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Makes samples of rows, and counts the samples of each server. */
final class ReplayedServers {

    private static final String AGENT_TYPE = "hostpulse-replay";

    private final String runId;
    private final Map<String, Newest> newestByServer = new HashMap<>();

    private record Newest(long sequence, long timeMillis) {}

    ReplayedServers(String runId) {
        this.runId = runId;
    }

    /** The next sample of the row's server; its first one covers no interval. */
    HostSample sample(DatasetRow row, long timeMillis) {
        Newest before = newestByServer.get(row.serverId());
        long sequence = before == null ? 1 : before.sequence() + 1;
        long intervalMillis = before == null ? 0 : timeMillis - before.timeMillis();
        newestByServer.put(row.serverId(), new Newest(sequence, timeMillis));
        double in = row.networkInBytesPerSec();
        double out = row.networkOutBytesPerSec();
        return HostSample.newBuilder()
                .setSchemaVersion(SampleCodec.SCHEMA_VERSION)
                .setTime(SampleCodec.timestamp(Instant.ofEpochMilli(timeMillis)))
                .setIntervalMs((int) Math.min(intervalMillis, Integer.MAX_VALUE))
                .setHost(HostIdentity.newBuilder().setId(row.serverId()).setName(row.serverId()))
                .setAgent(
                        AgentIdentity.newBuilder()
                                .setId("replay-" + row.serverId())
                                .setRunId(runId)
                                .setSequence(sequence)
                                .setType(AGENT_TYPE))
                .setCpu(Cpu.newBuilder().setTotalNormPct(row.cpuRatio()))
                .setMemory(Memory.newBuilder().setActualUsedPct(row.memoryRatio()))
                .setNetworkSummary(
                        NetworkSummary.newBuilder()
                                .setInBytesPerSec(in)
                                .setOutBytesPerSec(out)
                                .setBytesPerSec(in + out))
                .setDiskSummary(
                        DiskSummary.newBuilder().setOperationsPerSec(row.diskOperationsPerSec()))
                .build();
    }
}

package io.hostpulse.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.model.Sample;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.Topics;
import io.hostpulse.wire.proto.AgentIdentity;
import io.hostpulse.wire.proto.Cpu;
import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.HostSample;
import java.time.Instant;

/** The samples that tests speak of. */
public final class Samples {

    /** The metric that {@link #sample} and {@link #hostSample} set. */
    public static final Metric CPU =
            MetricCatalogue.get().find("system.cpu.total.norm.pct").orElseThrow();

    /** The run of the agent that takes all samples unless a test says otherwise. */
    public static final String RUN = "run";

    private static final String VERSION = "1.2.3";

    /** The interval of all samples, in milliseconds. */
    public static final int INTERVAL_MILLIS = 1_000;

    private Samples() {}

    /** A flat sample that holds nothing but a cpu share; its sequence is its time. */
    public static Sample sample(String hostId, long timeMillis, double cpuTotalNormPct) {
        return sample(hostId, RUN, timeMillis, timeMillis, cpuTotalNormPct);
    }

    /** A flat sample of another run of the agent, or out of its sequence. */
    public static Sample sample(
            String hostId, String runId, long sequence, long timeMillis, double cpuTotalNormPct) {
        HostIdentity identity = identity(hostId);
        return sample(identity, runId, sequence, timeMillis, cpuTotalNormPct);
    }

    /** A flat sample of a host that says more of itself, such as its boot. */
    public static Sample sample(
            HostIdentity identity,
            String runId,
            long sequence,
            long timeMillis,
            double cpuTotalNormPct) {
        return SampleBuilder.of(identity, timeMillis)
                .run(runId, sequence)
                .intervalMillis(INTERVAL_MILLIS)
                .agentVersion(VERSION)
                .value(CPU, cpuTotalNormPct)
                .build();
    }

    /** The last sample of a host before it falls silent on purpose. */
    public static Sample goodbye(
            String hostId, long timeMillis, double cpuTotalNormPct, Goodbye goodbye) {
        return SampleBuilder.of(sample(hostId, timeMillis, cpuTotalNormPct))
                .goodbye(goodbye)
                .build();
    }

    /** What removes a host, as any tool can send it: with its id and a time, and nothing else. */
    public static Sample removal(String hostId, long timeMillis) {
        return SampleBuilder.of(HostIdentity.newBuilder().setId(hostId).build(), timeMillis)
                .live(false)
                .goodbye(Goodbye.REMOVED)
                .build();
    }

    /** The same sample, arriving then; perhaps after it waited on disk. */
    public static Sample arriving(long arrivalMillis, boolean spooled, Sample sample) {
        return SampleBuilder.of(sample).arrivalMillis(arrivalMillis).spooled(spooled).build();
    }

    /** The same sample of a host that takes them less often. */
    public static Sample every(int intervalMillis, Sample sample) {
        return SampleBuilder.of(sample).intervalMillis(intervalMillis).build();
    }

    /** The same sample of a host that says that of itself. */
    public static Sample identified(Sample sample, HostIdentity identity) {
        return SampleBuilder.of(sample).identity(identity).build();
    }

    /** Whose sample it is. */
    static HostIdentity identity(Sample sample) {
        try {
            return HostIdentity.parseFrom(sample.identity());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The sample as an agent sends it, with nothing but a cpu share; its sequence is its time. */
    public static HostSample hostSample(String hostId, long timeMillis, double cpuTotalNormPct) {
        return HostSample.newBuilder()
                .setSchemaVersion(SampleCodec.SCHEMA_VERSION)
                .setTime(SampleCodec.timestamp(Instant.ofEpochMilli(timeMillis)))
                .setIntervalMs(INTERVAL_MILLIS)
                .setHost(identity(hostId))
                .setAgent(
                        AgentIdentity.newBuilder()
                                .setRunId(RUN)
                                .setSequence(timeMillis)
                                .setVersion(VERSION))
                .setCpu(Cpu.newBuilder().setTotalNormPct(cpuTotalNormPct))
                .build();
    }

    /** The record that carries {@code sample} in its topic, partition 0, offset 1. */
    public static RawRecord record(HostSample sample) {
        return record(sample, SampleCodec.timeMillis(sample), false);
    }

    /** The same, with the time at which the broker appended it. */
    public static RawRecord record(HostSample sample, long appendedMillis) {
        return record(sample, appendedMillis, true);
    }

    private static RawRecord record(
            HostSample sample, long timestampMillis, boolean stampedByBroker) {
        return new RawRecord(
                Topics.SAMPLES,
                0,
                1,
                timestampMillis,
                stampedByBroker,
                null,
                0,
                sample.getHost().getId().getBytes(UTF_8),
                SampleCodec.encode(sample));
    }

    /** A record of the topic of samples whose value is {@code value}. */
    public static RawRecord record(long offset, byte[] value) {
        return new RawRecord(Topics.SAMPLES, 0, offset, 0, null, null, value);
    }

    private static HostIdentity identity(String hostId) {
        return HostIdentity.newBuilder().setId(hostId).setName(hostId).build();
    }
}

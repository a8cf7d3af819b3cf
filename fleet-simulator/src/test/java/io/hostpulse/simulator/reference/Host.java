package io.hostpulse.simulator.reference;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.simulator.FleetRecord;
import io.hostpulse.simulator.FleetRecord.SampleRecord;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.AgentHealth;
import io.hostpulse.wire.proto.AgentIdentity;
import io.hostpulse.wire.proto.Cpu;
import io.hostpulse.wire.proto.Disk;
import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.Memory;
import io.hostpulse.wire.rule.Definition;
import io.hostpulse.wire.rule.InvalidRuleException;
import io.hostpulse.wire.rule.RuleReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The host {@code h}, which sends a sample every 10 s: what tests say of it and hear of it. */
final class Host {

    /** Midnight of a Wednesday, UTC. */
    static final long T0 = Instant.parse("2026-04-01T00:00:00Z").toEpochMilli();

    static final double NONE = Double.NaN;

    private final List<FleetRecord> records = new ArrayList<>();
    private long sequence;
    private long aheadMillis;

    /** CPU use every 10 s from the start on; {@link #NONE} where it is absent. */
    static Host withCpu(double... ratios) {
        Host host = new Host();
        host.cpuFrom(0, ratios);
        return host;
    }

    /** CPU use every 10 s. */
    Host cpuFrom(long second, double... ratios) {
        for (int i = 0; i < ratios.length; i++) {
            at(second + 10L * i, ratios[i], NONE);
        }
        return this;
    }

    /** From now on its clock is so far ahead; samples arrive 1 ms after they were taken. */
    Host clockAhead(long seconds) {
        aheadMillis = 1000 * seconds;
        return this;
    }

    /** One sample with CPU and memory use. */
    Host at(long second, double cpu, double memory) {
        HostSample.Builder sample = sample(second);
        if (!Double.isNaN(cpu)) {
            sample.setCpu(Cpu.newBuilder().setTotalNormPct(cpu));
        }
        if (!Double.isNaN(memory)) {
            sample.setMemory(Memory.newBuilder().setActualUsedPct(memory));
        }
        return add(sample);
    }

    /** One sample with operations a second of disks {@code a}, {@code b} and so on. */
    Host disksAt(long second, double... operations) {
        HostSample.Builder sample = sample(second);
        for (int i = 0; i < operations.length; i++) {
            if (!Double.isNaN(operations[i])) {
                sample.addDisks(
                        Disk.newBuilder()
                                .setName(Character.toString('a' + i))
                                .setReadOperationsPerSec(operations[i]));
            }
        }
        return add(sample);
    }

    /**
     * One sample of a run and a boot with processes killed since boot, and lost samples of the run.
     */
    Host countersAt(long second, String run, String boot, long kills, long lost) {
        HostSample.Builder sample =
                sample(second)
                        .setMemory(Memory.newBuilder().setOomKills(kills))
                        .setAgentHealth(AgentHealth.newBuilder().setDroppedSamples(lost));
        sample.getHostBuilder().setBootId(boot);
        sample.getAgentBuilder().setRunId(run);
        return add(sample);
    }

    /** One sample with CPU use that was taken by an earlier run of the agent and waited on disk. */
    Host waited(long second, double cpu) {
        HostSample.Builder sample = sample(second).setCpu(Cpu.newBuilder().setTotalNormPct(cpu));
        sample.getAgentBuilder().setRunId("earlier").setSpooled(true);
        return add(sample);
    }

    /** One sample with CPU use that says of samples to come. */
    Host goodbye(long second, double cpu, Goodbye goodbye) {
        return add(
                sample(second).setCpu(Cpu.newBuilder().setTotalNormPct(cpu)).setGoodbye(goodbye));
    }

    /** One sample as an agent says goodbye with it: without readings. */
    Host goodbye(long second, Goodbye goodbye) {
        return add(sample(second).setGoodbye(goodbye));
    }

    /** The newest sample once more. */
    Host again() {
        records.add(records.get(records.size() - 1));
        return this;
    }

    HostHistory history() {
        return HostHistory.of(records);
    }

    /**
     * The transitions that definitions make, such as {@code 20s FIRING HELD}.
     *
     * @param json with single quotes
     */
    List<String> transitions(String... json) {
        return all(json).stream()
                .map(
                        each ->
                                String.format(
                                        Locale.ROOT,
                                        "%s%ds %s %s",
                                        each.device().isEmpty() ? "" : each.device() + " ",
                                        seconds(each.timeMillis()),
                                        each.state(),
                                        each.cause()))
                .toList();
    }

    List<ReferenceTransition> all(String... json) {
        return ReferenceAlerts.of(history(), definitions(json), WindowSpec.DEFAULT);
    }

    static List<Definition> definitions(String... json) {
        return Arrays.stream(json).map(Host::definition).toList();
    }

    static long seconds(long millis) {
        return (millis - T0) / 1000;
    }

    private static Definition definition(String json) {
        try {
            return RuleReader.read(json.replace('\'', '"').getBytes(UTF_8));
        } catch (InvalidRuleException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    private HostSample.Builder sample(long second) {
        sequence++;
        return HostSample.newBuilder()
                .setSchemaVersion(SampleCodec.SCHEMA_VERSION)
                .setTime(SampleCodec.timestamp(Instant.ofEpochMilli(T0 + 1000 * second)))
                .setIntervalMs(10_000)
                .setHost(HostIdentity.newBuilder().setId("h").setName("web-1"))
                .setAgent(AgentIdentity.newBuilder().setRunId("run").setSequence(sequence));
    }

    private Host add(HostSample.Builder sample) {
        HostSample built = sample.build();
        records.add(SampleRecord.of(SampleCodec.timeMillis(built) - aheadMillis + 1, built));
        return this;
    }
}

package io.hostpulse.simulator.host;

import static io.hostpulse.simulator.host.ExactGrid.nearest;

import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.AgentHealth;
import io.hostpulse.wire.proto.AgentIdentity;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.OperatingSystem;
import io.hostpulse.wire.proto.Uptime;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/**
 * A host and the agent on it. Two of the same profile, random numbers and calls give samples that
 * are equal to the byte.
 */
public final class SimulatedHost {

    /** Value of {@code agent.type} in what simulated hosts send. */
    public static final String AGENT_TYPE = "hostpulse-simulator";

    private static final long UPTIME_AT_START_MILLIS = 30L * 24 * 60 * 60 * 1000;
    private static final long BOOTING_MILLIS = 20_000;
    private static final long AGENT_MEMORY_BYTES = 64L << 20;

    private final HostProfile profile;
    private final Random random;
    private final long intervalMillis;
    private final DailyLoad dailyLoad;
    private HostIdentity identity;
    private List<Readings> readings;
    private String runId;
    private long sequence;
    private long uptimeMillis;
    private long agentCpuMillis;
    private long droppedSamples;

    /**
     * @param random where everything random about this host comes from
     * @param intervalMillis time between two samples
     * @param firstClockMillis time of the first sample by the host's clock
     */
    public SimulatedHost(
            HostProfile profile, Random random, long intervalMillis, long firstClockMillis) {
        this.profile = profile;
        this.random = random;
        this.intervalMillis = intervalMillis;
        this.dailyLoad = new DailyLoad(random);
        boot(firstClockMillis, UPTIME_AT_START_MILLIS);
    }

    /** How busy the host is at {@code timeMillis} if nothing happens to it. */
    public HostLoad load(long timeMillis) {
        return dailyLoad.at(timeMillis);
    }

    /** Ends the agent's run and boots the host, so that it is up again at {@code clockMillis}. */
    public void reboot(long clockMillis) {
        boot(clockMillis, BOOTING_MILLIS);
    }

    /** Ends the agent's run and begins another, while the host goes on. */
    public void restartAgent() {
        runId = randomId();
        sequence = 0;
        agentCpuMillis = 0;
        droppedSamples = 0;
    }

    /** The next sample, taken at {@code clockMillis} by the host's clock. */
    public HostSample sample(long clockMillis, HostLoad load) {
        Tick tick = new Tick(clockMillis, intervalMillis, load, random);
        uptimeMillis += intervalMillis;
        HostSample.Builder sample =
                HostSample.newBuilder()
                        .setSchemaVersion(SampleCodec.SCHEMA_VERSION)
                        .setTime(SampleCodec.timestamp(Instant.ofEpochMilli(clockMillis)))
                        .setIntervalMs((int) intervalMillis)
                        .setHost(identity)
                        .setAgent(nextAgentIdentity())
                        .setUptime(
                                Uptime.newBuilder()
                                        .setDurationMs(uptimeMillis)
                                        .setSeconds(uptimeMillis / 1000))
                        .setAgentHealth(health(tick));
        readings.forEach(group -> group.write(tick, sample));
        return sample.build();
    }

    /** Its clock may be set, but how long it is up it knows without. */
    private void boot(long clockMillis, long upMillis) {
        long bootMillis = clockMillis - upMillis;
        uptimeMillis = upMillis - intervalMillis;
        identity = identity(profile, randomId());
        restartAgent();
        readings =
                List.of(
                        new ProcessorReadings(),
                        new MemoryReadings(profile),
                        new StorageReadings(profile),
                        new NetworkReadings(profile),
                        new ProcessReadings(profile, bootMillis));
    }

    private AgentIdentity nextAgentIdentity() {
        sequence++;
        return AgentIdentity.newBuilder()
                .setId("agent-" + profile.id())
                .setRunId(runId)
                .setSequence(sequence)
                .setVersion("simulated")
                .setType(AGENT_TYPE)
                .build();
    }

    private AgentHealth health(Tick tick) {
        agentCpuMillis += 4;
        droppedSamples += tick.load().incident().lostSamples();
        return AgentHealth.newBuilder()
                .setCollectionMs(nearest(tick.roughly(3)))
                .setQueueSamples(0)
                .setSpoolBytes(0)
                .setSpoolSamples(0)
                .setDroppedSamples(droppedSamples)
                .setMissedTicks(0)
                .setReadFailures(0)
                .setMemoryRssBytes(AGENT_MEMORY_BYTES)
                .setCpuMs(agentCpuMillis)
                .build();
    }

    private String randomId() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private static HostIdentity identity(HostProfile profile, String bootId) {
        int high = profile.index() >> 16 & 0xff;
        int middle = profile.index() >> 8 & 0xff;
        int low = profile.index() & 0xff;
        return HostIdentity.newBuilder()
                .setId(profile.id())
                .setName(profile.name())
                .setHostname(profile.name())
                .setArchitecture("x86_64")
                .addIp(String.format(Locale.ROOT, "10.%d.%d.%d", high, middle, low))
                // the second bit of the first byte marks addresses that no manufacturer gives out
                .addMac(String.format(Locale.ROOT, "02-00-00-%02X-%02X-%02X", high, middle, low))
                .setOs(
                        OperatingSystem.newBuilder()
                                .setType("linux")
                                .setPlatform("debian")
                                .setFamily("debian")
                                .setName("Debian GNU/Linux")
                                .setVersion("12")
                                .setKernel("6.1.0"))
                .putLabels("environment", profile.environment())
                .putLabels("role", profile.role())
                .setBootId(bootId)
                .build();
    }
}

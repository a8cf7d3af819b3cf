package io.hostpulse.agent;

import io.hostpulse.agent.read.GroupReader;
import io.hostpulse.agent.read.ReadFailures;
import io.hostpulse.agent.read.Reading;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.AgentIdentity;
import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.proto.HostSample;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Takes readings of the host: who it is, and every group that is switched on and due. What one
 * reader cannot read is missing; the others read on.
 */
final class HostSampler {

    /** Stands among the groups' names, though it cannot be switched off. */
    private static final String IDENTITY = "identity";

    private final AgentIdentity agent;
    private final HostReaders readers;
    private final Supplier<AgentConfig> config;
    private final Map<Group, GroupSchedule> schedules = new EnumMap<>(Group.class);
    private final ReadFailures failures;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private long readings;
    private long previousStartNanos;

    /**
     * @param agent without a sequence
     * @param config asked at every reading
     * @param clock dates the samples
     * @param nanoTime measures intervals, whatever happens to the clock
     */
    HostSampler(
            AgentIdentity agent,
            HostReaders readers,
            Supplier<AgentConfig> config,
            ReadFailures failures,
            Clock clock,
            LongSupplier nanoTime) {
        this.agent = agent;
        this.readers = readers;
        this.config = config;
        readers.groups().keySet().forEach(group -> schedules.put(group, new GroupSchedule()));
        this.failures = failures;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    HostSample sample() {
        Reading reading = nextReading();
        HostSample.Builder sample = begin(reading);
        AgentConfig now = config.get();
        readers.groups()
                .forEach(
                        (group, reader) -> {
                            GroupSettings settings = now.groups().get(group);
                            if (settings.enabled()) {
                                schedules
                                        .get(group)
                                        .next(
                                                reading.startNanos(),
                                                settings.interval(),
                                                now.interval())
                                        .ifPresent(own -> read(group.label(), reader, own, sample));
                            }
                        });
        return sample.build();
    }

    /**
     * A sample that says why no more follow. It has no groups: their rates over the rest of an
     * interval, milliseconds perhaps, would be noise, and reading them could take as long as the
     * agent may take to stop.
     */
    HostSample sayGoodbye(Goodbye reason) {
        return begin(nextReading()).setGoodbye(reason).build();
    }

    private HostSample.Builder begin(Reading reading) {
        HostSample.Builder sample =
                HostSample.newBuilder()
                        .setSchemaVersion(SampleCodec.SCHEMA_VERSION)
                        .setTime(SampleCodec.timestamp(clock.instant()))
                        .setIntervalMs((int) Math.round(reading.milliseconds()))
                        .setAgent(agent.toBuilder().setSequence(reading.number()));
        read(IDENTITY, readers.identity(), reading, sample);
        return sample;
    }

    private void read(
            String group, GroupReader reader, Reading reading, HostSample.Builder sample) {
        failures.attemptGroup(
                group,
                reader.subject(),
                () -> {
                    reader.read(reading, sample);
                    return reader;
                });
    }

    private Reading nextReading() {
        long start = nanoTime.getAsLong();
        long interval = readings == 0 ? 0 : start - previousStartNanos;
        previousStartNanos = start;
        return new Reading(++readings, start, interval);
    }
}

package io.hostpulse.agent;

import io.hostpulse.agent.read.GroupReader;
import io.hostpulse.agent.read.ReadFailures;
import io.hostpulse.agent.read.Reading;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.AgentIdentity;
import io.hostpulse.wire.proto.HostSample;
import java.time.Clock;
import java.util.List;
import java.util.function.LongSupplier;

/** Takes readings of the host. What one reader cannot read is missing; the others read on. */
final class HostSampler {

    private final AgentIdentity agent;
    private final List<GroupReader> readers;
    private final ReadFailures failures;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private long readings;
    private long previousStartNanos;

    /**
     * @param agent without a sequence
     * @param clock dates the samples
     * @param nanoTime measures intervals, whatever happens to the clock
     */
    HostSampler(
            AgentIdentity agent,
            List<GroupReader> readers,
            ReadFailures failures,
            Clock clock,
            LongSupplier nanoTime) {
        this.agent = agent;
        this.readers = List.copyOf(readers);
        this.failures = failures;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    HostSample sample() {
        Reading reading = nextReading();
        HostSample.Builder sample =
                HostSample.newBuilder()
                        .setSchemaVersion(SampleCodec.SCHEMA_VERSION)
                        .setTime(SampleCodec.timestamp(clock.instant()))
                        .setIntervalMs((int) Math.round(reading.milliseconds()))
                        .setAgent(agent.toBuilder().setSequence(reading.number()));
        for (GroupReader reader : readers) {
            failures.attempt(
                    reader.subject(),
                    () -> {
                        reader.read(reading, sample);
                        return reader;
                    });
        }
        return sample.build();
    }

    private Reading nextReading() {
        long start = nanoTime.getAsLong();
        long interval = readings == 0 ? 0 : start - previousStartNanos;
        previousStartNanos = start;
        return new Reading(++readings, start, interval);
    }
}

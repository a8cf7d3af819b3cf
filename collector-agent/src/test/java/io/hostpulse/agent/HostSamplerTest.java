package io.hostpulse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.agent.read.GroupReader;
import io.hostpulse.agent.read.ReadFailures;
import io.hostpulse.agent.read.Reading;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.AgentIdentity;
import io.hostpulse.wire.proto.HostSample;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HostSamplerTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.250Z");

    private final AtomicLong nanoTime = new AtomicLong(5_000);
    private final ReadFailures failures = new ReadFailures();
    private final List<Reading> readings = new ArrayList<>();

    @Test
    void samplesAreNumberedDatedAndSayTheirInterval() {
        HostSampler sampler = sampler(new Uptime());

        HostSample first = sampler.sample();
        nanoTime.addAndGet(Duration.ofMillis(1500).toNanos());
        HostSample second = sampler.sample();

        assertThat(first.getSchemaVersion()).isEqualTo(1);
        assertThat(first.getTime()).isEqualTo(SampleCodec.timestamp(NOON));
        assertThat(first.getIntervalMs()).isZero();
        assertThat(first.getAgent().getSequence()).isEqualTo(1);
        assertThat(second.getIntervalMs()).isEqualTo(1500);
        assertThat(second.getAgent().getSequence()).isEqualTo(2);
        assertThat(second.getAgent().getRunId()).isEqualTo("run-1");
        assertThat(readings).extracting(Reading::seconds).containsExactly(0.0, 1.5);
    }

    @Test
    void aReaderThatFailsLeavesTheOthersAlone() {
        HostSample sample = sampler(new Broken(), new Uptime()).sample();

        assertThat(sample.getUptime().getSeconds()).isEqualTo(42);
        assertThat(failures.count()).isEqualTo(1);
    }

    private HostSampler sampler(GroupReader... readers) {
        return new HostSampler(
                AgentIdentity.newBuilder().setRunId("run-1").build(),
                List.of(readers),
                failures,
                Clock.fixed(NOON, ZoneOffset.UTC),
                nanoTime::get);
    }

    private final class Uptime implements GroupReader {

        @Override
        public String subject() {
            return "uptime";
        }

        @Override
        public void read(Reading reading, HostSample.Builder sample) {
            readings.add(reading);
            sample.getUptimeBuilder().setSeconds(42);
        }
    }

    private static final class Broken implements GroupReader {

        @Override
        public String subject() {
            return "broken";
        }

        @Override
        public void read(Reading reading, HostSample.Builder sample) throws IOException {
            throw new IOException("always");
        }
    }
}

package io.hostpulse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.agent.read.GroupReader;
import io.hostpulse.agent.read.ReadFailures;
import io.hostpulse.agent.read.Reading;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.AgentIdentity;
import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.proto.HostSample;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HostSamplerTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.250Z");

    private final AtomicLong nanoTime = new AtomicLong(5_000);
    private final ReadFailures failures = new ReadFailures();
    private AgentConfig config = TestConfig.of();
    private final List<Reading> readings = new ArrayList<>();

    @Test
    void samplesAreNumberedDatedAndSayTheirInterval() {
        HostSampler sampler = sampler(Map.of(Group.UPTIME, new Uptime()));

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
        HostSample sample =
                sampler(Map.of(Group.CPU, new Broken(), Group.UPTIME, new Uptime())).sample();

        assertThat(sample.getUptime().getSeconds()).isEqualTo(42);
        assertThat(failures.count()).isEqualTo(1);
    }

    @Test
    void failuresAreCountedForTheGroupUnderItsNameInTheConfiguration() {
        HostSampler sampler =
                new HostSampler(
                        AgentIdentity.getDefaultInstance(),
                        new HostReaders(
                                new Broken(),
                                Map.of(Group.OPEN_FILES, new Broken(), Group.LOAD, new Load())),
                        () -> config,
                        failures,
                        Clock.fixed(NOON, ZoneOffset.UTC),
                        nanoTime::get);

        sampler.sample();
        use("--set=groups.open_files.enabled=false");
        sampler.sample();

        assertThat(failures.countByGroup())
                .containsOnly(Map.entry("identity", 2L), Map.entry("open_files", 1L));
    }

    @Test
    void aGroupIsReadAtItsOwnIntervalAndItsRatesCoverThat() {
        use("--set=groups.uptime.interval=30s");
        HostSampler sampler = sampler(Map.of(Group.UPTIME, new Uptime(), Group.LOAD, new Load()));

        List<Boolean> present = new ArrayList<>();
        for (int tick = 0; tick < 7; tick++) {
            HostSample sample = sampler.sample();
            present.add(sample.hasUptime());
            assertThat(sample.hasLoad()).isTrue();
            // never quite on time
            nanoTime.addAndGet(Duration.ofMillis(tick % 2 == 0 ? 10_020 : 9_970).toNanos());
        }

        assertThat(present).containsExactly(true, false, false, true, false, false, true);
        assertThat(readings).extracting(Reading::number).containsExactly(1L, 2L, 3L);
        assertThat(readings).extracting(Reading::seconds).containsExactly(0.0, 30.01, 29.96);
    }

    @Test
    void aGroupThatIsSwitchedOffIsAbsentUntilItIsSwitchedOn() {
        use("--set=groups.uptime.enabled=false");
        HostSampler sampler = sampler(Map.of(Group.UPTIME, new Uptime()));

        assertThat(sampler.sample().hasUptime()).isFalse();
        use();
        assertThat(sampler.sample().hasUptime()).isTrue();
    }

    @Test
    void aLateTickDoesNotCostTheNextOne() {
        HostSampler sampler = sampler(Map.of(Group.UPTIME, new Uptime()));
        sampler.sample();
        nanoTime.addAndGet(Duration.ofSeconds(19).toNanos());
        sampler.sample();
        nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());

        assertThat(sampler.sample().hasUptime()).isTrue();
    }

    @Test
    void aGoodbyeIsNumberedAndSaysWhichHostItIsAndReadsNothingElse() {
        HostSampler sampler = sampler(Map.of(Group.UPTIME, new Uptime()));
        sampler.sample();
        nanoTime.addAndGet(Duration.ofMillis(700).toNanos());

        HostSample goodbye = sampler.sayGoodbye(Goodbye.STOPPED);

        assertThat(goodbye.getGoodbye()).isEqualTo(Goodbye.STOPPED);
        assertThat(goodbye.getHost().getId()).isEqualTo("host-1");
        assertThat(goodbye.getAgent().getSequence()).isEqualTo(2);
        assertThat(goodbye.getAgent().getRunId()).isEqualTo("run-1");
        assertThat(goodbye.getTime()).isEqualTo(SampleCodec.timestamp(NOON));
        assertThat(goodbye.getIntervalMs()).isEqualTo(700);
        assertThat(goodbye.hasUptime()).isFalse();
        assertThat(readings).hasSize(1);
    }

    private void use(String... arguments) {
        config = TestConfig.of(arguments);
    }

    private HostSampler sampler(Map<Group, GroupReader> readers) {
        return new HostSampler(
                AgentIdentity.newBuilder().setRunId("run-1").build(),
                new HostReaders(new Identity(), readers),
                () -> config,
                failures,
                Clock.fixed(NOON, ZoneOffset.UTC),
                nanoTime::get);
    }

    private static final class Identity implements GroupReader {

        @Override
        public String subject() {
            return "identity";
        }

        @Override
        public void read(Reading reading, HostSample.Builder sample) {
            sample.getHostBuilder().setId("host-1");
        }
    }

    private static final class Load implements GroupReader {

        @Override
        public String subject() {
            return "load";
        }

        @Override
        public void read(Reading reading, HostSample.Builder sample) {
            sample.getLoadBuilder().setLoad1(1);
        }
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

package io.hostpulse.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hostpulse.job.Samples;
import io.hostpulse.job.model.Sample;
import io.hostpulse.wire.LeftOut;
import io.hostpulse.wire.MalformedSampleException;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.proto.AgentIdentity;
import io.hostpulse.wire.proto.Core;
import io.hostpulse.wire.proto.Cpu;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.Filesystem;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.Memory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SampleFlattenerTest {

    private final LeftOut leftOut = new LeftOut();

    private static final long NOW = Instant.parse("2026-11-01T12:00:00Z").toEpochMilli();

    private final SampleFlattener flattener =
            new SampleFlattener(new SampleClock(Duration.ofMinutes(5), Duration.ofDays(400)));

    @Test
    void keepsWhatSaysWhichSampleItIs() throws Exception {
        HostSample source = Samples.hostSample("web-1", NOW - 500, 0.25);

        Sample sample = flattener.flatten(source, Arrival.at(NOW), leftOut);

        assertThat(sample.hostId()).isEqualTo("web-1");
        assertThat(sample.hostName()).isEqualTo("web-1");
        assertThat(sample.timeMillis()).isEqualTo(NOW - 500);
        assertThat(sample.skewMillis()).isZero();
        assertThat(sample.intervalMillis()).isEqualTo(Samples.INTERVAL_MILLIS);
        assertThat(sample.runId()).isEqualTo(Samples.RUN);
        assertThat(sample.sequence()).isEqualTo(NOW - 500);
        assertThat(HostIdentity.parseFrom(sample.identity())).isEqualTo(source.getHost());
    }

    @Test
    void whatIsAbsentStaysAbsent() throws Exception {
        Sample sample =
                flattener.flatten(Samples.hostSample("web-1", NOW, 0.25), Arrival.at(NOW), leftOut);

        assertThat(value(sample, "system.cpu.total.norm.pct")).isEqualTo(0.25);
        assertThat(Arrays.stream(sample.values()).filter(value -> !Double.isNaN(value))).hasSize(1);
        assertThat(leftOut.isEmpty()).isTrue();
    }

    @Test
    void aZeroThatWasMeasuredIsAValue() throws Exception {
        Sample sample =
                flattener.flatten(Samples.hostSample("web-1", NOW, 0.0), Arrival.at(NOW), leftOut);

        assertThat(value(sample, "system.cpu.total.norm.pct")).isZero();
    }

    @Test
    void valuesThatCannotBeTrueAreLeftOutAndCountedAndTheOthersKept() throws Exception {
        HostSample source =
                Samples.hostSample("web-1", NOW, 0.25).toBuilder()
                        .setCpu(
                                Cpu.newBuilder()
                                        .setTotalNormPct(1.5)
                                        .setUserNormPct(Double.NaN)
                                        .setSystemNormPct(Double.POSITIVE_INFINITY)
                                        .setIdleNormPct(-0.1)
                                        .setNiceNormPct(1.0))
                        .setMemory(Memory.newBuilder().setFree(-1).setTotal(4096))
                        .build();

        Sample sample = flattener.flatten(source, Arrival.at(NOW), leftOut);

        assertThat(value(sample, "system.cpu.total.norm.pct")).isNaN();
        assertThat(value(sample, "system.cpu.user.norm.pct")).isNaN();
        assertThat(value(sample, "system.cpu.system.norm.pct")).isNaN();
        assertThat(value(sample, "system.cpu.idle.norm.pct")).isNaN();
        assertThat(value(sample, "system.memory.free")).isNaN();
        assertThat(value(sample, "system.cpu.nice.norm.pct")).isEqualTo(1.0);
        assertThat(value(sample, "system.memory.total")).isEqualTo(4096);
        assertThat(leftOut.count(LeftOut.Reason.BAD_VALUE)).isEqualTo(5);
    }

    @Test
    void valuesOfSingleThingsAreNoValuesOfTheHost() throws Exception {
        HostSample source =
                Samples.hostSample("web-1", NOW, 0.25).toBuilder()
                        .addCores(Core.newBuilder().setId(0).setTotalPct(0.75))
                        .build();

        assertThat(flattener.flatten(source, Arrival.at(NOW), leftOut).values())
                .doesNotContain(0.75);
    }

    @Test
    void devicesAreKeptByDimensionAndName() throws Exception {
        HostSample source =
                Samples.hostSample("web-1", NOW, 0.25).toBuilder()
                        .addCores(Core.newBuilder().setId(3).setTotalPct(0.75))
                        .addFilesystems(
                                Filesystem.newBuilder().setMountPoint("/data").setUsedPct(0.5))
                        .addFilesystems(Filesystem.newBuilder().setMountPoint("/").setUsedPct(1.5))
                        .build();

        Sample sample = flattener.flatten(source, Arrival.at(NOW), leftOut);

        assertThat(sample.deviceNames()).containsExactly("3", "/data", "/");
        assertThat(sample.deviceDimensions())
                .containsExactly(
                        Dimension.CORE_VALUE,
                        Dimension.FILESYSTEM_VALUE,
                        Dimension.FILESYSTEM_VALUE);
        int cores = DeviceMetrics.count(Dimension.CORE_VALUE);
        int filesystems = DeviceMetrics.count(Dimension.FILESYSTEM_VALUE);
        assertThat(sample.deviceValues()).hasSize(cores + 2 * filesystems);
        int used =
                DeviceMetrics.slot(
                        MetricCatalogue.get().find("system.filesystem.used.pct").orElseThrow());
        assertThat(sample.deviceValues()[cores + used]).isEqualTo(0.5);
        assertThat(sample.deviceValues()[cores + filesystems + used]).isNaN();
        assertThat(leftOut.count(LeftOut.Reason.BAD_VALUE)).isEqualTo(1);
    }

    @Test
    void aHostWithoutANameIsCalledByItsId() throws Exception {
        HostSample source =
                Samples.hostSample("web-1", NOW, 0.25).toBuilder()
                        .setHost(HostIdentity.newBuilder().setId("web-1"))
                        .build();

        assertThat(flattener.flatten(source, Arrival.at(NOW), leftOut).hostName())
                .isEqualTo("web-1");
    }

    @Test
    void aSampleWithoutASequenceIsToldApartByTheHostsOwnTime() throws Exception {
        long farAhead = NOW + Duration.ofHours(3).toMillis();
        HostSample source =
                Samples.hostSample("web-1", farAhead, 0.25).toBuilder()
                        .setAgent(AgentIdentity.getDefaultInstance())
                        .build();

        Sample sample = flattener.flatten(source, Arrival.at(NOW), leftOut);

        assertThat(sample.sequence()).isEqualTo(farAhead);
        assertThat(sample.runId()).isEmpty();
    }

    @Test
    void aSampleFromTooFarAheadCountsWhenItArrivesAndSaysByHowMuch() throws Exception {
        long aheadMillis = Duration.ofHours(3).toMillis();

        Sample sample =
                flattener.flatten(
                        Samples.hostSample("web-1", NOW + aheadMillis, 0.25),
                        Arrival.at(NOW),
                        leftOut);

        assertThat(sample.timeMillis()).isEqualTo(NOW);
        assertThat(sample.skewMillis()).isEqualTo(aheadMillis);
    }

    @Test
    void aSampleFromAnotherAgeIsRefusedWhereNobodyKnowsWhenItArrived() {
        assertThatExceptionOfType(MalformedSampleException.class)
                .isThrownBy(
                        () ->
                                flattener.flatten(
                                        Samples.hostSample("web-1", 1_000, 0.25),
                                        new Arrival(NOW, false),
                                        leftOut));
    }

    private static double value(Sample sample, String metric) {
        return sample.values()[HostMetrics.slot(MetricCatalogue.get().find(metric).orElseThrow())];
    }
}

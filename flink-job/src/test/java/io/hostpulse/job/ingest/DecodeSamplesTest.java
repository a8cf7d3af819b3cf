package io.hostpulse.job.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hostpulse.job.RegisteredMetrics;
import io.hostpulse.job.Samples;
import io.hostpulse.job.model.DeadLetter;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.model.Sample;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.SampleLimits;
import io.hostpulse.wire.Topics;
import io.hostpulse.wire.proto.AgentIdentity;
import io.hostpulse.wire.proto.Core;
import io.hostpulse.wire.proto.Disk;
import io.hostpulse.wire.proto.Filesystem;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.Memory;
import io.hostpulse.wire.proto.Process;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecodeSamplesTest {

    private static final long NOW = Instant.parse("2026-11-01T12:00:00Z").toEpochMilli();

    private final RegisteredMetrics metrics = new RegisteredMetrics();
    private OneInputStreamOperatorTestHarness<RawRecord, Sample> harness;

    @BeforeEach
    void open() throws Exception {
        harness =
                new OneInputStreamOperatorTestHarness<>(
                        new ProcessOperator<>(
                                new DecodeSamples(
                                        new SampleClock(
                                                Duration.ofMinutes(5), Duration.ofDays(400)))),
                        metrics.environment());
        harness.open();
        harness.setProcessingTime(NOW);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void readsSamplesInBothEncodings() throws Exception {
        HostSample source = Samples.hostSample("web-1", NOW, 0.25);

        process(Samples.record(source));
        process(Samples.record(2, SampleCodec.encodeJson(source).getBytes(UTF_8)));

        assertThat(harness.extractOutputValues())
                .hasSize(2)
                .allSatisfy(
                        sample ->
                                assertThat(sample)
                                        .usingRecursiveComparison()
                                        .withEqualsForType(Double::equals, Double.class)
                                        .isEqualTo(Samples.sample("web-1", NOW, 0.25).live(false)));
        assertThat(metrics.count("hostpulse.acceptedSamples")).isEqualTo(2);
        assertThat(letters()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void whatIsNoSampleBecomesADeadLetter(String category, byte[] value, String message)
            throws Exception {
        process(Samples.record(42, value));

        assertThat(harness.extractOutputValues()).isEmpty();
        assertThat(letters())
                .singleElement()
                .satisfies(
                        letter -> {
                            assertThat(letter.category()).isEqualTo(category);
                            assertThat(letter.message()).contains(message);
                            assertThat(letter.refusedMillis()).isEqualTo(NOW);
                            assertThat(letter.record().origin())
                                    .isEqualTo("hostpulse.samples-0-42");
                            assertThat(letter.record().value()).isEqualTo(value);
                        });
        assertThat(metrics.count("category." + category + ".refusedSamples")).isEqualTo(1);
    }

    static Stream<Arguments> refusals() {
        HostSample good = Samples.hostSample("web-1", NOW, 0.25);
        return Stream.of(
                arguments("empty", null, "empty"),
                arguments("empty", new byte[0], "empty"),
                arguments(
                        "too-large",
                        new byte[SampleCodec.MAX_SAMPLE_BYTES + 1],
                        "1048577 bytes are more than"),
                arguments(
                        "too-large",
                        SampleCodec.encode(
                                good.toBuilder()
                                        .setAgent(
                                                AgentIdentity.newBuilder()
                                                        .setRunId("r".repeat(129)))
                                        .build()),
                        "agent.run_id is 129 characters long"),
                arguments(
                        "too-large",
                        SampleCodec.encode(
                                good.toBuilder()
                                        .setHost(
                                                HostIdentity.newBuilder()
                                                        .setId("web-1")
                                                        .setName("n".repeat(20_000)))
                                        .build()),
                        "at most 16384"),
                arguments("malformed-json", "{\"host\": ".getBytes(UTF_8), ""),
                arguments("malformed-protobuf", "cpu is high".getBytes(UTF_8), ""),
                arguments(
                        "unknown-version",
                        SampleCodec.encode(good.toBuilder().setSchemaVersion(2).build()),
                        "version"),
                arguments(
                        "invalid-host-id",
                        SampleCodec.encode(
                                good.toBuilder()
                                        .setHost(HostIdentity.getDefaultInstance())
                                        .build()),
                        "host.id"),
                arguments(
                        "invalid-time",
                        SampleCodec.encode(good.toBuilder().clearTime().build()),
                        "time"),
                arguments(
                        "invalid-time",
                        SampleCodec.encode(Samples.hostSample("web-1", 1_000, 0.25)),
                        "400d back"),
                arguments(
                        "invalid-time",
                        SampleCodec.encode(
                                Samples.hostSample(
                                        "web-1", NOW + Duration.ofDays(1_000).toMillis(), 0.25)),
                        "366d ahead"));
    }

    @Test
    void refusalsAreCountedByCategoryAndDoNotDisturbWhatFollows() throws Exception {
        process(Samples.record(1, new byte[0]));
        process(Samples.record(2, "{".getBytes(UTF_8)));
        process(Samples.record(3, null));
        process(Samples.record(Samples.hostSample("web-1", NOW, 0.25)));
        process(Samples.record(5, new byte[0]));

        assertThat(harness.extractOutputValues()).hasSize(1);
        assertThat(letters()).hasSize(4);
        assertThat(metrics.count("category.empty.refusedSamples")).isEqualTo(3);
        assertThat(metrics.count("category.malformed-json.refusedSamples")).isEqualTo(1);
        assertThat(metrics.count("hostpulse.acceptedSamples")).isEqualTo(1);
    }

    @Test
    void valuesThatWereLeftOutAreCounted() throws Exception {
        process(Samples.record(Samples.hostSample("web-1", NOW, 1.25)));
        process(Samples.record(Samples.hostSample("web-1", NOW + 1, -0.5)));

        assertThat(harness.extractOutputValues()).hasSize(2);
        assertThat(metrics.count("reason.bad-value.leftOut")).isEqualTo(2);
    }

    @Test
    void ofJsonOnlyWhatIsBadIsLeftOut() throws Exception {
        String json =
                SampleCodec.encodeJson(Samples.hostSample("web-1", NOW, 0.25))
                        .replaceFirst("\\{", "\n{\"memory\":{\"total\":-5,\"free\":1.0},");

        process(Samples.record(1, json.getBytes(UTF_8)));

        Sample sample = harness.extractOutputValues().get(0);
        assertThat(valueOf(sample, "system.cpu.total.norm.pct")).isEqualTo(0.25);
        assertThat(valueOf(sample, "system.memory.free")).isEqualTo(1);
        assertThat(valueOf(sample, "system.memory.total")).isNaN();
        assertThat(metrics.count("reason.bad-value.leftOut")).isEqualTo(1);
        assertThat(letters()).isEmpty();
    }

    /** 2^63 - 1, 2^63 and 2^64 - 1, the last two as a signed number has their bits. */
    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE, -1})
    void aNumberWithoutSignNeverBecomesNegative(long bits) throws Exception {
        HostSample source =
                Samples.hostSample("web-1", NOW, 0.25).toBuilder()
                        .setMemory(Memory.newBuilder().setTotal(bits))
                        .addDisks(Disk.newBuilder().setName("sda").setReadBytes(bits))
                        .addCores(Core.newBuilder().setId((int) bits).setFrequencyHz(bits))
                        .addProcesses(
                                Process.newBuilder()
                                        .setPid((int) bits)
                                        .setName("java")
                                        .setMemorySize(bits))
                        .setIntervalMs((int) (bits >>> 32))
                        .setAgent(AgentIdentity.newBuilder().setRunId("run").setSequence(bits))
                        .build();

        process(Samples.record(source));
        process(Samples.record(2, SampleCodec.encodeJson(source).getBytes(UTF_8)));

        boolean isCount = bits >= 0;
        assertThat(harness.extractOutputValues())
                .hasSize(2)
                .allSatisfy(
                        sample -> {
                            assertThat(valueOf(sample, "system.memory.total"))
                                    .isEqualTo(Double.valueOf(isCount ? 0x1p63 : Double.NaN));
                            assertThat(Arrays.stream(sample.values()))
                                    .noneMatch(value -> value < 0);
                            assertThat(Arrays.stream(sample.deviceValues()))
                                    .noneMatch(value -> value < 0);
                            assertThat(sample.deviceNames())
                                    .containsExactly(
                                            Integer.toUnsignedString((int) bits),
                                            "sda",
                                            Integer.toUnsignedString((int) bits));
                            assertThat(sample.intervalMillis()).isNotNegative();
                            assertThat(sample.sequence()).isEqualTo(isCount ? bits : NOW);
                        });
        assertThat(metrics.count("reason.bad-value.leftOut")).isEqualTo(isCount ? 0 : 12);
        assertThat(letters()).isEmpty();
    }

    @Test
    void aDeviceWithoutANameAndOneOfTheSameNameAreLeftOutAndCounted() throws Exception {
        process(
                Samples.record(
                        Samples.hostSample("web-1", NOW, 0.25).toBuilder()
                                .addFilesystems(Filesystem.newBuilder().setUsedPct(0.99))
                                .addFilesystems(
                                        Filesystem.newBuilder().setMountPoint("/").setUsedPct(0.5))
                                .addFilesystems(
                                        Filesystem.newBuilder().setMountPoint("/").setUsedPct(0.9))
                                .addCores(Core.newBuilder().setTotalPct(1))
                                .build()));

        assertThat(harness.extractOutputValues())
                .singleElement()
                .satisfies(sample -> assertThat(sample.deviceNames()).containsExactly("/"));
        assertThat(harness.extractOutputValues().get(0).deviceValues()).contains(0.5);
        assertThat(metrics.count("reason.unnamed.leftOut")).isEqualTo(2);
        assertThat(metrics.count("reason.repeated.leftOut")).isEqualTo(1);
        assertThat(letters()).isEmpty();
    }

    @Test
    void whatIsBeyondTheLimitsIsLeftOutAndCounted() throws Exception {
        HostSample.Builder sample = Samples.hostSample("web-1", NOW, 0.25).toBuilder();
        for (int i = 0; i < SampleLimits.MAX_DEVICES + 7; i++) {
            sample.addDisksBuilder().setName("disk-" + i);
        }

        process(Samples.record(sample.build()));

        assertThat(harness.extractOutputValues())
                .singleElement()
                .satisfies(
                        flat -> assertThat(flat.deviceNames()).hasSize(SampleLimits.MAX_DEVICES));
        assertThat(metrics.count("reason.too-many.leftOut")).isEqualTo(7);
        assertThat(letters()).isEmpty();
    }

    @Test
    void aSampleFromTooFarAheadHasTheTimeOfItsArrivalAtTheBrokerWheneverItIsRead()
            throws Exception {
        long appended = NOW - Duration.ofHours(7).toMillis();
        long hostTime = NOW + Duration.ofHours(2).toMillis();
        RawRecord record = Samples.record(Samples.hostSample("web-1", hostTime, 0.25), appended);

        process(record);
        harness.setProcessingTime(NOW + Duration.ofHours(3).toMillis());
        process(record);

        assertThat(harness.extractOutputValues())
                .hasSize(2)
                .allSatisfy(
                        sample -> {
                            assertThat(sample.timeMillis()).isEqualTo(appended);
                            assertThat(sample.skewMillis()).isEqualTo(hostTime - appended);
                        });
    }

    @Test
    void aSampleOfAClockWithoutABatteryHasTheTimeOfItsArrivalUnlessItWaited() throws Exception {
        long hostTime = Instant.parse("2000-01-01T00:00:07Z").toEpochMilli();
        HostSample sent = Samples.hostSample("web-1", hostTime, 0.25);
        HostSample.Builder waited = sent.toBuilder();
        waited.getAgentBuilder().setSpooled(true);

        process(Samples.record(sent, NOW - 20));
        process(
                new RawRecord(
                        Topics.SAMPLES,
                        0,
                        1,
                        NOW - 20,
                        true,
                        null,
                        0,
                        null,
                        SampleCodec.encodeJson(sent).getBytes(UTF_8)));
        process(Samples.record(waited.build(), NOW - 20));

        assertThat(harness.extractOutputValues())
                .hasSize(2)
                .allSatisfy(
                        sample -> {
                            assertThat(sample.timeMillis()).isEqualTo(NOW - 20);
                            assertThat(sample.hostMillis()).isEqualTo(hostTime);
                        });
        assertThat(letters()).singleElement().matches(letter -> letter.message().contains("400d"));
    }

    @Test
    void aSampleFromTooFarAheadIsStampedHereWhereTheTopicLeavesItsTimeToAgents() throws Exception {
        process(
                Samples.record(
                        Samples.hostSample("web-1", NOW + Duration.ofHours(2).toMillis(), 0.25)));

        assertThat(harness.extractOutputValues())
                .singleElement()
                .satisfies(sample -> assertThat(sample.timeMillis()).isEqualTo(NOW));
    }

    @Test
    void theDelayOfSamplesIsMeasured() throws Exception {
        process(Samples.record(Samples.hostSample("web-1", NOW - 1_500, 0.25)));
        process(Samples.record(Samples.hostSample("web-2", NOW - 500, 0.25)));

        assertThat(metrics.histogram("hostpulse.sampleDelayMillis").getMax()).isEqualTo(1_500);
        assertThat(metrics.histogram("hostpulse.sampleDelayMillis").getMin()).isEqualTo(500);
    }

    private static double valueOf(Sample sample, String metric) {
        return sample.values()[HostMetrics.slot(MetricCatalogue.get().find(metric).orElseThrow())];
    }

    private void process(RawRecord record) throws Exception {
        harness.processElement(new StreamRecord<>(record));
    }

    private List<DeadLetter> letters() {
        var side = harness.getSideOutput(DecodeSamples.REFUSED);
        return side == null ? List.of() : side.stream().map(StreamRecord::getValue).toList();
    }
}

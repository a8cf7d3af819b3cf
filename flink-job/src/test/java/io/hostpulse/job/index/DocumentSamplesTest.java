package io.hostpulse.job.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.RegisteredMetrics;
import io.hostpulse.job.Samples;
import io.hostpulse.job.document.SampleSelection;
import io.hostpulse.job.ingest.SampleClock;
import io.hostpulse.job.model.IndexedDocument;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.AgentIdentity;
import io.hostpulse.wire.proto.Core;
import io.hostpulse.wire.proto.Filesystem;
import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.Memory;
import io.hostpulse.wire.proto.Process;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentSamplesTest {

    private static final long NOW = Instant.parse("2026-11-01T12:00:00Z").toEpochMilli();

    private final RegisteredMetrics metrics = new RegisteredMetrics();
    private OneInputStreamOperatorTestHarness<RawRecord, IndexedDocument> harness;

    @BeforeEach
    void open() throws Exception {
        harness =
                new OneInputStreamOperatorTestHarness<>(
                        new ProcessOperator<>(
                                new DocumentSamples(
                                        new SampleClock(
                                                Duration.ofMinutes(5), Duration.ofDays(400)),
                                        SampleSelection.all())),
                        metrics.environment());
        harness.open();
        harness.setProcessingTime(NOW);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void aSampleBecomesItsDocuments() throws Exception {
        process(
                Samples.record(
                        Samples.hostSample("web-1", NOW, 0.25).toBuilder()
                                .addCores(Core.newBuilder().setId(0).setTotalPct(0.5))
                                .build()));

        assertThat(harness.extractOutputValues())
                .extracting(IndexedDocument::id)
                .containsExactlyInAnyOrder("web-1|" + NOW, "web-1|" + NOW + "|core|0");
    }

    @Test
    void aSampleFromTooFarAheadIsIndexedWhereItArrived() throws Exception {
        long ahead = NOW + Duration.ofDays(30).toMillis();

        process(Samples.record(Samples.hostSample("web-1", ahead, 0.25), NOW));
        harness.setProcessingTime(NOW + Duration.ofDays(3).toMillis());
        process(Samples.record(Samples.hostSample("web-1", ahead, 0.25), NOW));

        assertThat(harness.extractOutputValues())
                .hasSize(2)
                .allSatisfy(
                        document -> {
                            assertThat(document.index())
                                    .isEqualTo("metrics-hostpulse.samples.2026.11.01");
                            assertThat(document.id()).isEqualTo("web-1|" + ahead);
                        });
    }

    @Test
    void aSampleOfAClockWithoutABatteryIsIndexedWhereItArrived() throws Exception {
        process(Samples.record(Samples.hostSample("web-1", 7_000, 0.25), NOW));

        assertThat(harness.extractOutputValues())
                .singleElement()
                .satisfies(
                        document ->
                                assertThat(document.index())
                                        .isEqualTo("metrics-hostpulse.samples.2026.11.01"));
    }

    /** 2^63 and 2^64 - 1, as a signed number has their bits. */
    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1})
    void noDocumentHasANegativeNumber(long bits) throws Exception {
        HostSample sample =
                Samples.hostSample("web-1", NOW, 0.25).toBuilder()
                        .setIntervalMs((int) (bits >>> 32))
                        .setMemory(Memory.newBuilder().setTotal(bits))
                        .setAgent(AgentIdentity.newBuilder().setRunId("run").setSequence(bits))
                        .addCores(Core.newBuilder().setId(-1).setFrequencyHz(bits))
                        .addProcesses(
                                Process.newBuilder()
                                        .setPid(-1)
                                        .setParentPid(-1)
                                        .setName("java")
                                        .setMemorySize(bits)
                                        .setStartTimeMs(bits))
                        .build();

        process(Samples.record(sample));
        process(Samples.record(2, SampleCodec.encodeJson(sample).getBytes(UTF_8)));

        assertThat(harness.extractOutputValues())
                .extracting(IndexedDocument::id)
                .containsExactlyInAnyOrder(
                        "web-1|" + NOW,
                        "web-1|" + NOW,
                        "web-1|" + NOW + "|core|4294967295",
                        "web-1|" + NOW + "|core|4294967295",
                        "web-1|" + NOW + "|process|4294967295",
                        "web-1|" + NOW + "|process|4294967295");
        assertThat(harness.extractOutputValues())
                .allSatisfy(
                        document ->
                                assertThat(new String(document.json(), UTF_8))
                                        .doesNotContainPattern(":-")
                                        .doesNotContain("1969"));
    }

    @Test
    void aDeviceWithoutANameAndOneOfTheSameNameHaveNoDocument() throws Exception {
        process(
                Samples.record(
                        Samples.hostSample("web-1", NOW, 0.25).toBuilder()
                                .addFilesystems(Filesystem.newBuilder().setUsedPct(0.99))
                                .addFilesystems(
                                        Filesystem.newBuilder().setMountPoint("/").setUsedPct(0.5))
                                .addFilesystems(
                                        Filesystem.newBuilder().setMountPoint("/").setUsedPct(0.9))
                                .build()));

        assertThat(harness.extractOutputValues())
                .extracting(IndexedDocument::id)
                .containsExactlyInAnyOrder("web-1|" + NOW, "web-1|" + NOW + "|filesystem|/");
        assertThat(harness.extractOutputValues())
                .extracting(document -> new String(document.json(), UTF_8))
                .anyMatch(json -> json.contains("\"used\":{\"pct\":0.5}"));
    }

    @Test
    void whatRemovesAHostMeasuresNothing() throws Exception {
        process(
                Samples.record(
                        Samples.hostSample("web-1", NOW, 0.25).toBuilder()
                                .setGoodbye(Goodbye.REMOVED)
                                .build()));

        assertThat(harness.extractOutputValues()).isEmpty();
        assertThat(metrics.count("hostpulse.passedOverSamples")).isZero();
    }

    @Test
    void whatIsNoSampleIsPassedOverAndCounted() throws Exception {
        process(Samples.record(1, null));
        process(Samples.record(2, "{".getBytes(UTF_8)));
        process(Samples.record(Samples.hostSample("web-1", 1_000, 0.25)));
        process(Samples.record(Samples.hostSample("web-1", NOW, 0.25)));

        assertThat(harness.extractOutputValues()).hasSize(1);
        assertThat(metrics.count("hostpulse.passedOverSamples")).isEqualTo(3);
    }

    private void process(RawRecord record) throws Exception {
        harness.processElement(new StreamRecord<>(record));
    }
}

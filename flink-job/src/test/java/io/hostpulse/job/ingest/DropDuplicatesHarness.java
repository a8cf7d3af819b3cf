package io.hostpulse.job.ingest;

import io.hostpulse.job.RegisteredMetrics;
import io.hostpulse.job.Samples;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.monitor.Alone;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The operator that drops what comes twice and judges the rest, with a clock that tests set. */
final class DropDuplicatesHarness implements BeforeEachCallback, AfterEachCallback {

    static final Duration RETENTION = Duration.ofHours(1);
    static final int MAX_HOSTS = 20;

    private RegisteredMetrics metrics;
    private KeyedOneInputStreamOperatorTestHarness<String, Sample, Sample> harness;

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        create();
        harness.open();
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        harness.close();
    }

    /** Stops at a snapshot, and goes on from it; what has come out is forgotten. */
    void restart() throws Exception {
        var snapshot = harness.snapshot(1, 0);
        harness.close();
        create();
        harness.initializeState(snapshot);
        harness.open();
    }

    void setClock(long millis) throws Exception {
        harness.setProcessingTime(millis);
    }

    /** A sample of the host {@code web-1}, at that time. */
    void take(String runId, long sequence, long timeMillis) throws Exception {
        take(Samples.sample("web-1", runId, sequence, timeMillis, 0.5));
    }

    /** The same, which waited on disk. */
    void spooled(String runId, long sequence, long timeMillis) throws Exception {
        take(
                Samples.arriving(
                        timeMillis,
                        true,
                        Samples.sample("web-1", runId, sequence, timeMillis, 0.5)));
    }

    void take(Sample sample) throws Exception {
        harness.processElement(new StreamRecord<>(sample));
    }

    List<Sample> passed() {
        return harness.extractOutputValues();
    }

    void forgetPassed() {
        harness.getOutput().clear();
    }

    /** A metric of all that has passed. */
    List<Double> values(String metric) {
        int slot = HostMetrics.slot(metric);
        return passed().stream().map(each -> each.values()[slot]).toList();
    }

    RegisteredMetrics metrics() {
        return metrics;
    }

    int stateEntries() {
        return harness.numKeyedStateEntries();
    }

    int timers() {
        return harness.numProcessingTimeTimers();
    }

    private void create() throws Exception {
        metrics = new RegisteredMetrics();
        harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(
                                Alone.duplicates(new DropDuplicates(RETENTION, MAX_HOSTS))),
                        Sample::hostId,
                        Types.STRING,
                        metrics.environment());
    }
}

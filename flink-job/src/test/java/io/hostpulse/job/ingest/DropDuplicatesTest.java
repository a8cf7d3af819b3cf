package io.hostpulse.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.RegisteredMetrics;
import io.hostpulse.job.Samples;
import io.hostpulse.job.model.Sample;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DropDuplicatesTest {

    private static final Duration RETENTION = Duration.ofHours(1);
    private static final long RETENTION_MILLIS = RETENTION.toMillis();

    private final RegisteredMetrics metrics = new RegisteredMetrics();
    private KeyedOneInputStreamOperatorTestHarness<String, Sample, Sample> harness;

    @BeforeEach
    void open() throws Exception {
        harness = newHarness(metrics);
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void aSampleThatIsSentAgainPassesOnce() throws Exception {
        process("web-1", "run", 1);
        process("web-1", "run", 1);
        process("web-1", "run", 2);
        process("web-1", "run", 1);

        assertPassed("web-1 run 1", "web-1 run 2");
        assertThat(metrics.count("hostpulse.duplicateSamples")).isEqualTo(2);
    }

    @Test
    void samplesOutOfOrderPassOnceEach() throws Exception {
        process("web-1", "run", 5);
        process("web-1", "run", 3);
        process("web-1", "run", 4);
        process("web-1", "run", 3);
        process("web-1", "run", 5);
        process("web-1", "run", 1);

        assertPassed("web-1 run 5", "web-1 run 3", "web-1 run 4", "web-1 run 1");
    }

    @Test
    void aNewRunOfTheAgentCountsFromOneAgain() throws Exception {
        process("web-1", "first", 1);
        process("web-1", "second", 1);
        process("web-1", "first", 1);
        process("web-1", "second", 1);

        assertPassed("web-1 first 1", "web-1 second 1");
    }

    @Test
    void hostsAreToldApartEvenWhereTheirRunsAreCalledTheSame() throws Exception {
        process("web-1", "run", 1);
        process("web-2", "run", 1);
        process("web-1", "run", 1);

        assertPassed("web-1 run 1", "web-2 run 1");
    }

    @Test
    void whatHasPassedIsStillKnownAfterARestore() throws Exception {
        process("web-1", "run", 1);
        process("web-1", "run", 2);
        process("web-2", "run", 1);
        OperatorSubtaskState snapshot = harness.snapshot(1, 0);
        harness.close();

        harness = newHarness(new RegisteredMetrics());
        harness.initializeState(snapshot);
        harness.open();
        process("web-1", "run", 2);
        process("web-2", "run", 1);
        process("web-1", "run", 3);

        assertPassed("web-1 run 3");
    }

    @Test
    void whatWasRestoredIsForgottenWhenItsTimeHasCome() throws Exception {
        process("web-1", "run", 1);
        OperatorSubtaskState snapshot = harness.snapshot(1, 0);
        harness.close();

        harness = newHarness(new RegisteredMetrics());
        harness.initializeState(snapshot);
        harness.open();
        harness.setProcessingTime(RETENTION_MILLIS);

        assertNothingIsKept();
    }

    @Test
    void nothingIsKeptOfAHostThatHasBeenSilentForTheRetentionTime() throws Exception {
        process("web-1", "first", 1);
        process("web-1", "second", 1);
        process("web-2", "run", 1);

        harness.setProcessingTime(RETENTION_MILLIS - 1);
        assertThat(harness.numKeyedStateEntries()).isPositive();
        harness.setProcessingTime(RETENTION_MILLIS);

        assertNothingIsKept();
    }

    @Test
    void aRunIsKnownForTheRetentionTimeSinceItsNewestSample() throws Exception {
        process("web-1", "run", 1);
        harness.setProcessingTime(RETENTION_MILLIS - 1);
        process("web-1", "run", 2);
        harness.setProcessingTime(2 * RETENTION_MILLIS - 2);
        process("web-1", "run", 1);
        assertPassed("web-1 run 1", "web-1 run 2");

        harness.setProcessingTime(2 * RETENTION_MILLIS - 1);

        assertNothingIsKept();
    }

    @Test
    void anOldRunIsForgottenWhileANewOneGoesOn() throws Exception {
        process("web-1", "first", 1);
        harness.setProcessingTime(RETENTION_MILLIS / 2);
        process("web-1", "second", 1);
        harness.setProcessingTime(RETENTION_MILLIS);

        process("web-1", "first", 1);
        process("web-1", "second", 1);

        assertPassed("web-1 first 1", "web-1 second 1", "web-1 first 1");
    }

    @Test
    void aHostThatComesBackAfterItWasForgottenIsForgottenAgain() throws Exception {
        process("web-1", "run", 1);
        harness.setProcessingTime(RETENTION_MILLIS);
        process("web-1", "run", 1);
        assertPassed("web-1 run 1", "web-1 run 1");

        harness.setProcessingTime(2 * RETENTION_MILLIS);

        assertNothingIsKept();
    }

    private void process(String hostId, String runId, long sequence) throws Exception {
        harness.processElement(
                new StreamRecord<>(Samples.sample(hostId, runId, sequence, 1_000, 0.5)));
    }

    private void assertPassed(String... samples) {
        assertThat(harness.extractOutputValues())
                .extracting(
                        sample -> sample.hostId() + " " + sample.runId() + " " + sample.sequence())
                .containsExactly(samples);
    }

    private void assertNothingIsKept() {
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numProcessingTimeTimers()).isZero();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Sample, Sample> newHarness(
            RegisteredMetrics metrics) throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new DropDuplicates(RETENTION)),
                Sample::hostId,
                Types.STRING,
                metrics.environment());
    }
}

package io.hostpulse.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.RegisteredMetrics;
import io.hostpulse.job.Samples;
import io.hostpulse.job.model.Sample;
import java.time.Duration;
import java.util.List;
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
    private static final int MAX_HOSTS = 20;
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

    @Test
    void ofEndlessRunsTheOldestAreForgotten() throws Exception {
        for (int run = 0; run < 10 * DropDuplicates.MAX_RUNS; run++) {
            harness.setProcessingTime(run);
            process("web-1", "run-" + run, 1);
        }
        assertThat(harness.numKeyedStateEntries()).isLessThan(5);
        harness.getOutput().clear();

        process("web-1", "run-" + (10 * DropDuplicates.MAX_RUNS - 1), 1);
        process("web-1", "run-" + 9 * DropDuplicates.MAX_RUNS, 1);
        process("web-1", "run-" + (9 * DropDuplicates.MAX_RUNS - 1), 1);

        assertPassed("web-1 run-1151 1");
    }

    @Test
    void nothingIsTakenOfMoreHostsThanThereMayBeUntilOneIsForgotten() throws Exception {
        for (int host = 0; host < MAX_HOSTS + 5; host++) {
            process("host-" + host, "run", 1);
        }
        process("host-0", "run", 2);

        assertThat(harness.extractOutputValues()).hasSize(MAX_HOSTS + 1);
        assertThat(metrics.count("hostpulse.samplesOfTooManyHosts")).isEqualTo(5);
        assertThat(metrics.gauge("hostpulse.knownHosts")).isEqualTo((long) MAX_HOSTS);

        harness.setProcessingTime(RETENTION_MILLIS);
        assertThat(metrics.gauge("hostpulse.knownHosts")).isEqualTo(0L);
        harness.getOutput().clear();
        process("host-" + MAX_HOSTS, "run", 2);
        assertPassed("host-" + MAX_HOSTS + " run 2");
    }

    @Test
    void hostsStillCountAfterARestore() throws Exception {
        for (int host = 0; host < MAX_HOSTS; host++) {
            process("host-" + host, "run", 1);
        }
        OperatorSubtaskState snapshot = harness.snapshot(1, 0);
        harness.close();

        RegisteredMetrics restored = new RegisteredMetrics();
        harness = newHarness(restored);
        harness.initializeState(snapshot);
        harness.open();
        process("host-0", "run", 2);
        process("stranger", "run", 1);

        assertPassed("host-0 run 2");
        assertThat(restored.count("hostpulse.samplesOfTooManyHosts")).isEqualTo(1);
    }

    @Test
    void twoAgentsThatSendAsOneHostAreToldApartFromOneThatIsStartedAgain() throws Exception {
        take("first", 1, 1_000);
        take("first", 2, 2_000);
        take("second", 1, 3_000);
        take("first", 3, 2_500); // what the first run had still to send
        take("second", 2, 4_000);
        assertThat(senders()).containsOnly(1.0);

        for (int i = 1; i <= 6; i++) {
            take("first", 3 + i, 4_000 + 1_000 * i);
            take("second", 2 + i, 4_500 + 1_000 * i);
        }
        assertThat(senders()).endsWith(2.0, 2.0, 2.0).hasSize(17);
        assertThat(metrics.count("hostpulse.contestedSamples")).isPositive();

        harness.setProcessingTime(Duration.ofMinutes(11).toMillis());
        take("second", 50, 900_000);
        assertThat(senders()).last().isEqualTo(1.0);
    }

    @Test
    void samplesOfARemovedHostThatAreSentAgainDoNotPass() throws Exception {
        process("web-1", "run", 1);
        remove("web-1", 2_000);
        remove("web-1", 2_000);
        process("web-1", "run", 1);
        process("web-1", "run", 2);

        assertPassed("web-1 run 1", "web-1  2000", "web-1 run 2");
        assertThat(senders()).last().isEqualTo(1.0);
    }

    @Test
    void theRemovalOfAHostThatIsNotKnownPassesAndIsNotKept() throws Exception {
        for (int host = 0; host < 2 * MAX_HOSTS; host++) {
            remove("host-" + host, 1_000);
        }

        assertThat(harness.extractOutputValues()).hasSize(2 * MAX_HOSTS);
        assertNothingIsKept();
    }

    /** Six samples four minutes ahead, then the clock is put right. */
    @Test
    void aRisingSequenceOfTheLeadingRunIsLiveWhateverItsTime() throws Exception {
        for (int i = 1; i <= 6; i++) {
            take("run", i, 300_000 + i * 10_000);
        }
        for (int i = 7; i <= 27; i++) {
            take("run", i, 60_000 + i * 10_000);
        }

        assertThat(live()).hasSize(27).containsOnly(true);
        assertThat(values("hostpulse.clock.step.ms").subList(5, 8))
                .containsExactly(0.0, -231_000.0, 0.0);
    }

    /** A number 0 is none in the wire format, so the time of the first sample stands for it. */
    @Test
    void anAgentThatCountsFromZeroIsLive() throws Exception {
        take("run", 10_000, 10_000);
        take("run", 1, 11_000);
        take("run", 2, 5_000);

        assertThat(live()).containsExactly(true, true, true);
    }

    @Test
    void whatComesOutOfItsSequenceIsNotLiveEvenIfItsTimeIsNewer() throws Exception {
        take("run", 1, 100_000);
        take("run", 3, 102_000);
        take("run", 2, 101_000);
        take("run", 5, 98_000); // the clock was put back
        take("run", 4, 103_000); // from before that
        take("run", 6, 99_000);

        assertThat(live()).containsExactly(true, true, false, true, false, true);
        assertThat(values("hostpulse.clock.step.ms").subList(3, 6))
                .containsExactly(-4_000.0, Double.NaN, 0.0);
    }

    @Test
    void anAgentThatIsStartedWithAnotherClockIsLive() throws Exception {
        take("first", 7, 300_000);
        take("second", 1, 60_000);
        take("second", 2, 61_000);
        take("first", 6, 299_000);
        take("second", 3, 62_000);

        assertThat(live()).containsExactly(true, true, true, false, true);
    }

    @Test
    void whatWaitedOnDiskPutsNoClockBack() throws Exception {
        take("first", 1, 10_000);
        take("second", 1, 100_000);
        spooled("first", 2, 20_000);
        spooled("first", 3, 300_000); // its clock was ahead
        spooled("other", 1, 30_000); // all of it waited
        take("second", 2, 101_000);

        assertThat(live()).containsExactly(true, true, false, false, false, true);
    }

    @Test
    void aBacklogThatComesBeforeAnythingElseIsLive() throws Exception {
        take("first", 1, 10_000);
        spooled("first", 2, 11_000);
        spooled("second", 1, 20_000);
        spooled("second", 2, 21_000);
        take("second", 3, 22_000);

        assertThat(live()).containsOnly(true);
        assertThat(values("hostpulse.clock.skew.ms"))
                .containsExactly(0.0, Double.NaN, Double.NaN, Double.NaN, 0.0);
    }

    @Test
    void aRunThatOnlyWaitedDoesNotKeepTheLeadFromOneThatDidNot() throws Exception {
        take("now", 1, 100_000);
        spooled("earlier", 1, 400_000); // its clock was ahead; nobody knew it
        take("now", 2, 101_000);
        spooled("earlier", 2, 401_000);
        take("now", 3, 102_000);

        assertThat(live()).containsExactly(true, true, true, false, true);
    }

    @Test
    void twoAgentsWithDifferentClocksDoNotPutItBackForEverAndAreNoticed() throws Exception {
        for (int i = 1; i <= 10; i++) {
            take("first", i, 3_600_000 + i * 1_000);
            take("second", i, i * 1_000 + 1);
        }

        assertThat(live().subList(0, 4)).containsExactly(true, true, true, false);
        for (int i = 4; i < 20; i++) {
            assertThat(live().get(i)).isEqualTo(i % 2 == 0);
        }
        assertThat(senders()).endsWith(2.0, 2.0);
    }

    @Test
    void ofSamplesWithoutNumbersThoseThatAreNewerAreLive() throws Exception {
        for (long time : new long[] {10_000, 11_000, 9_000, 10_500, 12_000}) {
            take("", time, time);
        }

        assertThat(live()).containsExactly(true, true, false, false, true);
        assertThat(values("hostpulse.clock.step.ms")).containsOnly(Double.NaN);
    }

    @Test
    void aClockIsPutForwardIfAgentAndArrivalAgree() throws Exception {
        arrive(1, 10_000, 10_100);
        arrive(2, 11_000, 11_100);
        arrive(3, 71_000, 12_100); // put forward by 59 s
        arrive(4, 72_000, 13_100);
        arrive(5, 132_000, 73_100); // the machine slept for a minute
        arrive(6, 133_000, 104_100); // the network was slow
        arrive(7, 134_000, 104_100);

        assertThat(values("hostpulse.clock.step.ms"))
                .containsExactly(Double.NaN, 0.0, 59_000.0, 0.0, 0.0, 0.0, 0.0);
        assertThat(values("hostpulse.clock.skew.ms"))
                .containsExactly(
                        -100.0, -100.0, Double.NaN, 58_900.0, 58_900.0, 28_900.0, Double.NaN);
    }

    private void remove(String hostId, long timeMillis) throws Exception {
        harness.processElement(new StreamRecord<>(Samples.removal(hostId, timeMillis)));
    }

    private void arrive(long sequence, long timeMillis, long arrivalMillis) throws Exception {
        harness.processElement(
                new StreamRecord<>(
                        Samples.arriving(
                                arrivalMillis,
                                false,
                                Samples.sample("web-1", "run", sequence, timeMillis, 0.5))));
    }

    private void spooled(String runId, long sequence, long timeMillis) throws Exception {
        harness.processElement(
                new StreamRecord<>(
                        Samples.arriving(
                                timeMillis,
                                true,
                                Samples.sample("web-1", runId, sequence, timeMillis, 0.5))));
    }

    private List<Boolean> live() {
        return harness.extractOutputValues().stream().map(Sample::live).toList();
    }

    private void take(String runId, long sequence, long timeMillis) throws Exception {
        harness.processElement(
                new StreamRecord<>(Samples.sample("web-1", runId, sequence, timeMillis, 0.5)));
    }

    private List<Double> senders() {
        return values("hostpulse.agent.senders");
    }

    private List<Double> values(String metric) {
        int slot = HostMetrics.slot(metric);
        return harness.extractOutputValues().stream().map(each -> each.values()[slot]).toList();
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
                new KeyedProcessOperator<>(new DropDuplicates(RETENTION, MAX_HOSTS)),
                Sample::hostId,
                Types.STRING,
                metrics.environment());
    }
}

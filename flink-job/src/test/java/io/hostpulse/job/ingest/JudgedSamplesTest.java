package io.hostpulse.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.Samples;
import io.hostpulse.job.model.Sample;
import io.hostpulse.wire.Metric;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which of the samples that pass are live, and what the job measures of their host's clock. */
class JudgedSamplesTest {

    private static final List<String> MEASURED =
            List.of(
                    "hostpulse.agent.senders",
                    "hostpulse.clock.skew.ms",
                    "hostpulse.clock.step.ms");

    @RegisterExtension private final DropDuplicatesHarness harness = new DropDuplicatesHarness();

    @Test
    void twoAgentsThatSendAsOneHostAreToldApartFromOneThatIsStartedAgain() throws Exception {
        harness.take("first", 1, 1_000);
        harness.take("first", 2, 2_000);
        harness.take("second", 1, 3_000);
        harness.take("first", 3, 2_500); // what the first run had still to send
        harness.take("second", 2, 4_000);
        assertThat(harness.values("hostpulse.agent.senders")).containsOnly(1.0);

        for (int i = 1; i <= 6; i++) {
            harness.take("first", 3 + i, 4_000 + 1_000 * i);
            harness.take("second", 2 + i, 4_500 + 1_000 * i);
        }
        assertThat(harness.values("hostpulse.agent.senders")).endsWith(2.0, 2.0, 2.0).hasSize(17);
        assertThat(harness.metrics().count("hostpulse.contestedSamples")).isPositive();

        harness.setClock(Duration.ofMinutes(11).toMillis());
        harness.take("second", 50, 900_000);
        assertThat(harness.values("hostpulse.agent.senders")).last().isEqualTo(1.0);
    }

    /** Six samples four minutes ahead, then the clock is put right. */
    @Test
    void aRisingSequenceOfTheLeadingRunIsLiveWhateverItsTime() throws Exception {
        for (int i = 1; i <= 6; i++) {
            harness.take("run", i, 300_000 + i * 10_000);
        }
        for (int i = 7; i <= 27; i++) {
            harness.take("run", i, 60_000 + i * 10_000);
        }

        assertThat(live()).hasSize(27).containsOnly(true);
        assertThat(harness.values("hostpulse.clock.step.ms").subList(5, 8))
                .containsExactly(0.0, -231_000.0, 0.0);
    }

    /** A number 0 is none in the wire format, so the time of the first sample stands for it. */
    @Test
    void anAgentThatCountsFromZeroIsLive() throws Exception {
        harness.take("run", 10_000, 10_000);
        harness.take("run", 1, 11_000);
        harness.take("run", 2, 5_000);

        assertThat(live()).containsExactly(true, true, true);
    }

    @Test
    void whatComesOutOfItsSequenceIsNotLiveEvenIfItsTimeIsNewer() throws Exception {
        harness.take("run", 1, 100_000);
        harness.take("run", 3, 102_000);
        harness.take("run", 2, 101_000);
        harness.take("run", 5, 98_000); // the clock was put back
        harness.take("run", 4, 103_000); // from before that
        harness.take("run", 6, 99_000);

        assertThat(live()).containsExactly(true, true, false, true, false, true);
        assertThat(harness.values("hostpulse.clock.step.ms").subList(3, 6))
                .containsExactly(-4_000.0, Double.NaN, 0.0);
    }

    @Test
    void anAgentThatIsStartedWithAnotherClockIsLive() throws Exception {
        harness.take("first", 7, 300_000);
        harness.take("second", 1, 60_000);
        harness.take("second", 2, 61_000);
        harness.take("first", 6, 299_000);
        harness.take("second", 3, 62_000);

        assertThat(live()).containsExactly(true, true, true, false, true);
    }

    @Test
    void whatWaitedOnDiskPutsNoClockBack() throws Exception {
        harness.take("first", 1, 10_000);
        harness.take("second", 1, 100_000);
        harness.spooled("first", 2, 20_000);
        harness.spooled("first", 3, 300_000); // its clock was ahead
        harness.spooled("other", 1, 30_000); // all of it waited
        harness.take("second", 2, 101_000);

        assertThat(live()).containsExactly(true, true, false, false, false, true);
    }

    @Test
    void aBacklogThatComesBeforeAnythingElseIsLive() throws Exception {
        harness.take("first", 1, 10_000);
        harness.spooled("first", 2, 11_000);
        harness.spooled("second", 1, 20_000);
        harness.spooled("second", 2, 21_000);
        harness.take("second", 3, 22_000);

        assertThat(live()).containsOnly(true);
        assertThat(harness.values("hostpulse.clock.skew.ms"))
                .containsExactly(0.0, Double.NaN, Double.NaN, Double.NaN, 0.0);
    }

    @Test
    void aRunThatOnlyWaitedDoesNotKeepTheLeadFromOneThatDidNot() throws Exception {
        harness.take("now", 1, 100_000);
        harness.spooled("earlier", 1, 400_000); // its clock was ahead; nobody knew it
        harness.take("now", 2, 101_000);
        harness.spooled("earlier", 2, 401_000);
        harness.take("now", 3, 102_000);

        assertThat(live()).containsExactly(true, true, true, false, true);
    }

    @Test
    void twoAgentsWithDifferentClocksDoNotPutItBackForEverAndAreNoticed() throws Exception {
        for (int i = 1; i <= 10; i++) {
            harness.take("first", i, 3_600_000 + i * 1_000);
            harness.take("second", i, i * 1_000 + 1);
        }

        assertThat(live().subList(0, 4)).containsExactly(true, true, true, false);
        for (int i = 4; i < 20; i++) {
            assertThat(live().get(i)).isEqualTo(i % 2 == 0);
        }
        assertThat(harness.values("hostpulse.agent.senders")).endsWith(2.0, 2.0);
    }

    @Test
    void whatASampleSaysOfWhatTheJobMeasuresDoesNotCount() throws Exception {
        for (boolean isLate : new boolean[] {false, true}) {
            Sample sample = Samples.sample("web-1", "run", isLate ? 1 : 2, 1_000, 0.5);
            for (String metric : MEASURED) {
                sample.values()[HostMetrics.slot(metric)] = 7;
            }
            harness.take(sample);
        }

        assertThat(harness.values("hostpulse.agent.senders")).containsExactly(1.0, 1.0);
        assertThat(harness.values("hostpulse.clock.skew.ms")).containsExactly(0.0, Double.NaN);
        assertThat(harness.values("hostpulse.clock.step.ms"))
                .containsExactly(Double.NaN, Double.NaN);
        assertThat(MEASURED)
                .containsExactlyElementsOf(
                        HostMetrics.all().stream()
                                .filter(Metric::measuredByJob)
                                .map(Metric::name)
                                .toList());
    }

    @Test
    void ofSamplesWithoutNumbersThoseThatAreNewerAreLive() throws Exception {
        for (long time : new long[] {10_000, 11_000, 9_000, 10_500, 12_000}) {
            harness.take("", time, time);
        }

        assertThat(live()).containsExactly(true, true, false, false, true);
        assertThat(harness.values("hostpulse.clock.step.ms")).containsOnly(Double.NaN);
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

        assertThat(harness.values("hostpulse.clock.step.ms"))
                .containsExactly(Double.NaN, 0.0, 59_000.0, 0.0, 0.0, 0.0, 0.0);
        assertThat(harness.values("hostpulse.clock.skew.ms"))
                .containsExactly(
                        -100.0, -100.0, Double.NaN, 58_900.0, 58_900.0, 28_900.0, Double.NaN);
    }

    private void arrive(long sequence, long timeMillis, long arrivalMillis) throws Exception {
        harness.take(
                Samples.arriving(
                        arrivalMillis,
                        false,
                        Samples.sample("web-1", "run", sequence, timeMillis, 0.5)));
    }

    private List<Boolean> live() {
        return harness.passed().stream().map(Sample::live).toList();
    }
}

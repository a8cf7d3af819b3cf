package io.hostpulse.job.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.Samples;
import io.hostpulse.job.model.HostReading;
import io.hostpulse.job.model.PublishedSilence;
import io.hostpulse.job.model.Sample;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecallSilencesTest {

    private KeyedTwoInputStreamOperatorTestHarness<String, PublishedSilence, Sample, HostReading>
            harness;

    @BeforeEach
    void open() throws Exception {
        harness = newHarness();
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void recallsWhatFiresUntilItsEndIsRead() throws Exception {
        read(firing(1));
        at(9);
        assertThat(recalled()).isEmpty();

        at(10);
        assertThat(recalled()).containsExactly(firing(1));
        at(20);
        assertThat(recalled()).hasSize(2);

        read(resolved(1));
        at(60);
        assertThat(recalled()).hasSize(2);
        assertNothingIsLeft();
    }

    @Test
    void recallsNothingWhoseEndIsReadInTime() throws Exception {
        read(firing(1));
        read(resolved(1));
        read(resolved(2)); // of which the topic has kept nothing else

        at(60);

        assertThat(recalled()).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void ofSeveralSilencesThoseAreRecalledThatHaveNotEnded() throws Exception {
        read(firing(1));
        read(resolved(1));
        read(firing(2));
        read(firing(3));
        read(resolved(2));

        at(10);

        assertThat(recalled()).containsExactly(firing(3));
    }

    @Test
    void afterARestartItReadsWhatWasPublishedMeanwhileFirst() throws Exception {
        read(firing(1));
        read(
                new PublishedSilence(
                        "b", "r", "R", "info", "b", "b", 1, 0, 1, 0, 0, "{}", "", "began", false));
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();

        harness = newHarness();
        harness.setProcessingTime(600_000);
        harness.initializeState(snapshot);
        harness.open();
        at(601);
        read(resolved(1));
        at(609);
        assertThat(recalled()).isEmpty();

        at(611);
        assertThat(recalled()).extracting(PublishedSilence::hostId).containsExactly("b");
    }

    /** The alert about it is left of a job that knew the host, and this one does not. */
    @Test
    void saysOfAHostThatWasRemovedThatItWas() throws Exception {
        read(firing(1));
        harness.processElement2(Samples.removal("a", 2), 0);
        harness.processElement2(Samples.removal("b", 2), 0);

        at(10);
        assertThat(recalled()).containsExactly(firing(1).withoutHost());

        read(resolved(1));
        assertNothingIsLeft();
    }

    private void read(PublishedSilence silence) throws Exception {
        harness.processElement1(silence, 0);
    }

    private void at(long second) throws Exception {
        harness.setProcessingTime(second * 1_000);
    }

    private List<PublishedSilence> recalled() {
        return harness.extractOutputValues().stream().map(HostReading::silence).toList();
    }

    private void assertNothingIsLeft() {
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numProcessingTimeTimers()).isZero();
    }

    private static PublishedSilence firing(long startedMillis) {
        return silence(startedMillis, 0);
    }

    private static PublishedSilence resolved(long startedMillis) {
        return silence(startedMillis, startedMillis + 50_000);
    }

    private static PublishedSilence silence(long startedMillis, long resolvedMillis) {
        return new PublishedSilence(
                "down|a||" + startedMillis,
                "down",
                "Host down",
                "critical",
                "a",
                "a",
                startedMillis + 40_000,
                0,
                startedMillis,
                resolvedMillis,
                0,
                "{}",
                "a is silent",
                "began",
                false);
    }

    private static KeyedTwoInputStreamOperatorTestHarness<
                    String, PublishedSilence, Sample, HostReading>
            newHarness() throws Exception {
        return new KeyedTwoInputStreamOperatorTestHarness<>(
                new KeyedCoProcessOperator<>(new RecallSilences(Duration.ofSeconds(10))),
                PublishedSilence::hostId,
                Sample::hostId,
                Types.STRING);
    }
}

package io.hostpulse.job.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.Alerts;
import io.hostpulse.job.Samples;
import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.HostReading;
import io.hostpulse.job.model.PublishedAlert;
import io.hostpulse.job.model.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecallAlertsTest {

    private KeyedTwoInputStreamOperatorTestHarness<String, PublishedAlert, Sample, HostReading>
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
    void recallsMoreAndMoreSeldom() throws Exception {
        read(firing(1));
        List<Integer> recalls = new ArrayList<>();

        for (int second = 1; second <= 1_300; second++) {
            int before = recalled().size();
            at(second);
            if (recalled().size() > before) {
                recalls.add(second);
            }
        }

        assertThat(recalls).containsExactly(10, 20, 40, 80, 160, 320, 620, 920, 1_220);
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
        read(PublishedAlert.of(Alerts.silence("b", 1)));
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
        assertThat(recalled()).extracting(PublishedAlert::hostId).containsExactly("b");
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

    private void read(PublishedAlert silence) throws Exception {
        harness.processElement1(silence, 0);
    }

    private void at(long second) throws Exception {
        harness.setProcessingTime(second * 1_000);
    }

    private List<PublishedAlert> recalled() {
        return harness.extractOutputValues().stream().map(HostReading::alert).toList();
    }

    private void assertNothingIsLeft() {
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numProcessingTimeTimers()).isZero();
    }

    private static PublishedAlert firing(long startedMillis) {
        return PublishedAlert.of(Alerts.silence("a", startedMillis));
    }

    private static PublishedAlert resolved(long startedMillis) {
        AlertTransition silence = Alerts.silence("a", startedMillis);
        return PublishedAlert.of(silence.ended(startedMillis + 50_000, 0, null, "heard again"));
    }

    private static KeyedTwoInputStreamOperatorTestHarness<
                    String, PublishedAlert, Sample, HostReading>
            newHarness() throws Exception {
        return new KeyedTwoInputStreamOperatorTestHarness<>(
                new KeyedCoProcessOperator<>(
                        new RecallAlerts(Duration.ofSeconds(10), Duration.ofMinutes(5))),
                PublishedAlert::hostId,
                Sample::hostId,
                Types.STRING);
    }
}

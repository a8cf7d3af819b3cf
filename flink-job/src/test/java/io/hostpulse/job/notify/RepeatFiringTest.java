package io.hostpulse.job.notify;

import static io.hostpulse.job.notify.Notices.firing;
import static io.hostpulse.job.notify.Notices.resolved;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.model.AlertNotice;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepeatFiringTest {

    private KeyedOneInputStreamOperatorTestHarness<String, AlertNotice, AlertNotice> harness;

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
    void repeatsWhatFiresUntilItIsResolved() throws Exception {
        harness.processElement(firing("a"), 0);
        harness.setProcessingTime(60_000);
        harness.setProcessingTime(120_000);
        harness.processElement(resolved("a"), 0);
        harness.setProcessingTime(600_000);

        assertThat(harness.extractOutputValues())
                .containsExactly(firing("a"), firing("a"), firing("a"), resolved("a"));
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numProcessingTimeTimers()).isZero();
    }

    @Test
    void repeatsOnceAMinuteHoweverOftenItIsTold() throws Exception {
        harness.processElement(firing("a"), 0);
        harness.processElement(firing("a"), 0);
        harness.getOutput().clear();

        harness.setProcessingTime(60_000);

        assertThat(harness.extractOutputValues()).containsExactly(firing("a"));
    }

    @Test
    void goesOnRepeatingAfterARestore() throws Exception {
        harness.processElement(firing("a"), 0);
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();

        harness = newHarness();
        harness.initializeState(snapshot);
        harness.open();
        harness.setProcessingTime(60_000);

        assertThat(harness.extractOutputValues()).containsExactly(firing("a"));
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, AlertNotice, AlertNotice>
            newHarness() throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new RepeatFiring(Duration.ofMinutes(1))),
                AlertNotice::alertId,
                Types.STRING);
    }
}

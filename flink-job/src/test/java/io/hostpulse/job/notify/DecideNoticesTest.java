package io.hostpulse.job.notify;

import static io.hostpulse.job.notify.Notices.firing;
import static io.hostpulse.job.notify.Notices.flapping;
import static io.hostpulse.job.notify.Notices.muted;
import static io.hostpulse.job.notify.Notices.mutedResolved;
import static io.hostpulse.job.notify.Notices.resolved;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.model.AlertNotice;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DecideNoticesTest {

    private static final long MINUTE = 60_000;

    private KeyedOneInputStreamOperatorTestHarness<String, AlertNotice, AlertNotice> harness;

    @BeforeEach
    void open() throws Exception {
        harness = newHarness();
        harness.open();
        harness.setProcessingTime(0);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void repeatsWhatFiresUntilItIsResolved() throws Exception {
        feed(firing("a"));
        harness.setProcessingTime(MINUTE);
        harness.setProcessingTime(2 * MINUTE);
        feed(resolved("a"));
        harness.setProcessingTime(10 * MINUTE);

        assertThat(told()).containsExactly(firing("a"), firing("a"), firing("a"), ended("a"));
        assertNothingIsKept();
    }

    @Test
    void repeatsOnceAMinuteHoweverOftenItIsTold() throws Exception {
        feed(firing("a"), firing("a"));
        told();

        harness.setProcessingTime(MINUTE);

        assertThat(told()).containsExactly(firing("a"));
    }

    @Test
    void goesOnRepeatingAfterARestoreWhenSomethingIsRead() throws Exception {
        feed(firing("a"));
        restart();
        feed(firing("b"));
        harness.setProcessingTime(MINUTE);

        assertThat(told()).contains(firing("a"));
    }

    /** Kafka may be away: the end of what fired at the checkpoint may be read later. */
    @Test
    void repeatsNothingAfterARestoreBeforeSomethingIsReadOrTwoMinutesAreOver() throws Exception {
        feed(firing("a"));
        restart();
        harness.setProcessingTime(MINUTE);
        harness.setProcessingTime(3 * MINUTE - 1);
        assertThat(told()).isEmpty();

        harness.setProcessingTime(3 * MINUTE);
        assertThat(told()).containsExactly(firing("a"));
        harness.setProcessingTime(4 * MINUTE);
        assertThat(told()).containsExactly(firing("a"));
    }

    @Test
    void endsTheAlertOfTheOldSeverityBeforeItTellsTheNewOne() throws Exception {
        feed(firing("a"), firing("a", "critical"));

        assertThat(told())
                .containsExactly(
                        firing("a"),
                        firing("a").endedBy(firing("a", "critical")),
                        firing("a", "critical"));

        AlertNotice resolved = resolved("a");
        feed(resolved);
        assertThat(told()).containsExactly(firing("a", "critical").endedBy(resolved));
        assertNothingIsKept();
    }

    @Test
    void staysSilentOfAnAlertWhoseFiringItHasNotSeen() throws Exception {
        feed(resolved("a"));

        assertThat(told()).isEmpty();
        assertNothingIsKept();
    }

    @Test
    void passesOverATransitionThatIsOlderThanTheNewest() throws Exception {
        feed(firing("a", "critical"), firing("a"));

        assertThat(told()).containsExactly(firing("a", "critical"));
    }

    @Test
    void tellsOfAnEndThatAReplayHasComeToInFewerTransitions() throws Exception {
        feed(firing("a", "critical"), resolved("a", 2));

        assertThat(told()).last().matches(notice -> !notice.isFiring());
        assertNothingIsKept();
    }

    /** The detect pipeline writes it again when it is restarted, be it as a job of its own. */
    @Test
    void passesOverWhatAReplayRepeatsOfAnAlertThatIsOver() throws Exception {
        feed(firing("a"), resolved("a"));
        told();

        feed(firing("a"), firing("a", "critical"), resolved("a"));
        assertThat(told()).isEmpty();

        restart();
        feed(firing("a"));
        assertThat(told()).isEmpty();
        assertNothingIsKept();
    }

    @Test
    void tellsOfAMutedAlertWhenTheMuteIsOverIfItStillFires() throws Exception {
        long until = 10 * MINUTE + 1;
        feed(muted("a", 2, until));
        harness.setProcessingTime(until - 1);
        assertThat(told()).isEmpty();

        harness.setProcessingTime(until);
        assertThat(told()).containsExactly(muted("a", 2, until));
    }

    @Test
    void neverTellsOfAnAlertThatWasMutedFromItsFiringToItsEnd() throws Exception {
        feed(muted("a", 2, 10 * MINUTE), mutedResolved("a", 10 * MINUTE));
        harness.setProcessingTime(20 * MINUTE);

        assertThat(told()).isEmpty();
        assertNothingIsKept();
    }

    @Test
    void keepsWhatWasToldAliveWhileItIsMutedAndTellsItsEndAtOnce() throws Exception {
        feed(firing("a"), muted("a", 3, 10 * MINUTE));
        told();
        harness.setProcessingTime(MINUTE);
        assertThat(told()).containsExactly(firing("a"));

        feed(mutedResolved("a", 10 * MINUTE));
        assertThat(told()).containsExactly(firing("a").endedBy(mutedResolved("a", 10 * MINUTE)));
    }

    @Test
    void tellsAtOnceWhenAMuteIsTakenBack() throws Exception {
        feed(muted("a", 2, 10 * MINUTE), muted("a", 3, 0));

        assertThat(told()).containsExactly(muted("a", 3, 0));
    }

    @Test
    void wakesAtTheEndOfAMuteAfterARestore() throws Exception {
        feed(muted("a", 2, 200_000));
        restart();
        harness.setProcessingTime(MINUTE);
        harness.setProcessingTime(3 * MINUTE);
        assertThat(told()).isEmpty();

        harness.setProcessingTime(200_000);
        assertThat(told()).containsExactly(muted("a", 2, 200_000));
    }

    @Test
    void holdsNewsBackWhileTheAlertFlapsAndTellsItsEndAfterwards() throws Exception {
        feed(firing("a"), flapping(false));
        assertThat(told()).containsExactly(firing("a"), flapping(false));

        feed(resolved("a"));
        assertThat(told()).containsExactly(firing("a"));
        harness.setProcessingTime(MINUTE);
        assertThat(told()).containsExactlyInAnyOrder(firing("a"), flapping(false));

        feed(flapping(true));
        assertThat(told()).containsExactly(flapping(false).endedBy(flapping(true)), ended("a"));
        assertNothingIsKept();
    }

    @Test
    void tellsAfterFlappingOfTheAlertThatFiresByThen() throws Exception {
        feed(flapping(false), firing("a"), resolved("a"), firing("b"));
        assertThat(told()).containsExactly(flapping(false));

        feed(flapping(true));
        assertThat(told()).containsExactly(flapping(false).endedBy(flapping(true)), firing("b"));
    }

    @Test
    void leavesTheNewAlertFiringWhenTheEndOfTheOldOneWithTheSameLabelsComesLater()
            throws Exception {
        feed(firing("a"), firing("b"), resolved("a"));

        assertThat(told()).containsExactly(firing("a"), firing("b"));
        harness.setProcessingTime(MINUTE);
        assertThat(told()).containsExactly(firing("b"));
    }

    @Test
    void goesOnHoldingBackAfterARestore() throws Exception {
        feed(firing("a"), flapping(false));
        restart();

        feed(resolved("a"));
        assertThat(told()).containsExactly(firing("a"));
        feed(flapping(true));
        assertThat(told()).contains(ended("a"));
    }

    private static AlertNotice ended(String alertId) {
        return firing(alertId).endedBy(resolved(alertId));
    }

    private void feed(AlertNotice... notices) throws Exception {
        for (AlertNotice notice : notices) {
            harness.processElement(notice, 0);
        }
    }

    /** What has been told since this was asked for last. */
    private List<AlertNotice> told() {
        List<AlertNotice> told = List.copyOf(harness.extractOutputValues());
        harness.getOutput().clear();
        return told;
    }

    /** But for what is over, and that for an hour. */
    private void assertNothingIsKept() throws Exception {
        harness.setProcessingTime(harness.getProcessingTime() + 60 * MINUTE);
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numProcessingTimeTimers()).isZero();
    }

    private void restart() throws Exception {
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = newHarness();
        harness.initializeState(snapshot);
        harness.open();
        harness.setProcessingTime(0);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, AlertNotice, AlertNotice>
            newHarness() throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new DecideNotices(Duration.ofMinutes(1))),
                AlertNotice::alertKey,
                Types.STRING);
    }
}

package io.hostpulse.job.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.hostpulse.job.Samples;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.model.Window;
import java.time.Duration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

/** What is kept of hosts, for how long, and what a job that was down makes of it. */
class WindowStateTest {

    private static final long NOON = 1_800_000_000_000L / 3_600_000 * 3_600_000;
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;

    @Test
    void nothingIsKeptOfAnyHostThatIsGone() throws Exception {
        int hosts = 100;
        try (WindowHarness harness = WindowHarness.open(NOON)) {
            for (int h = 0; h < hosts; h++) {
                RandomHost host = new RandomHost("host-" + h, h);
                boolean leaps = h % 10 == 0;
                for (long time = 0; time < 10 * MINUTE; time += 10_000) {
                    long leap = leaps && time > 5 * MINUTE ? HOUR : 0;
                    harness.process(host.sample(NOON + time + leap));
                }
            }
            assertThat(harness.stateEntries()).isGreaterThanOrEqualTo(3 * hosts);

            harness.at(NOON + Duration.ofHours(27).toMillis());

            assertThat(harness.stateEntries()).isZero();
            assertThat(harness.timers()).isZero();
        }
    }

    @Test
    void whatIsKeptDoesNotGrowWithTime() throws Exception {
        RandomHost host = new RandomHost("a", 1);
        try (WindowHarness harness = WindowHarness.open(NOON)) {
            long most = 0;
            for (long time = NOON; time < NOON + 4 * HOUR; time += 10_000) {
                harness.at(time);
                harness.process(host.sample(time));
                if (time % (5 * MINUTE) == 0) {
                    long bytes = harness.stateBytes();
                    assertThat(time < NOON + 2 * HOUR || bytes < 1.1 * most).isTrue();
                    most = Math.max(most, bytes);
                }
                harness.forgetOutput();
            }
        }
    }

    @Test
    void aHostOfWhichSamplesWaitIsNotSilentAfterARestart() throws Exception {
        OperatorSubtaskState snapshot = stoppedAfterASampleAtNoon();

        try (WindowHarness harness = WindowHarness.restore(snapshot, NOON + HOUR)) {
            harness.at(NOON + HOUR + 20_000);
            harness.process(Samples.sample("a", NOON + 5_000, 0.5));
            assertThat(harness.windows()).isEmpty();

            harness.process(Samples.sample("a", NOON + 12_000, 0.5));
            assertThat(harness.windows())
                    .extracting(Window::name, Window::samples, Window::onClock)
                    .containsExactly(tuple("30s", 2, true));
        }
    }

    @Test
    void silenceCountsFromTheFirstSampleOfAnyHostAfterARestart() throws Exception {
        OperatorSubtaskState snapshot = stoppedAfterASampleAtNoon();

        try (WindowHarness harness = WindowHarness.restore(snapshot, NOON + HOUR)) {
            harness.at(NOON + HOUR + 5_000);
            harness.process(Samples.sample("b", NOON + HOUR, 0.5));
            harness.at(NOON + HOUR + 15_999);
            assertThat(harness.windows()).isEmpty();

            harness.at(NOON + HOUR + 76_000);
            assertThat(harness.windows())
                    .filteredOn(window -> window.hostId().equals("a"))
                    .isNotEmpty()
                    .noneMatch(Window::onClock);
        }
    }

    @Test
    void silenceCountsAtLastWhenNothingComesAtAllAfterARestart() throws Exception {
        OperatorSubtaskState snapshot = stoppedAfterASampleAtNoon();

        try (WindowHarness harness = WindowHarness.restore(snapshot, NOON + HOUR)) {
            harness.at(NOON + HOUR + 70_999);
            assertThat(harness.windows()).isEmpty();

            harness.at(NOON + HOUR + 71_000);
            assertThat(harness.windows()).extracting(Window::name).containsExactly("30s");
        }
    }

    @Test
    void aHostIsNotForgottenBecauseTheJobWasDownForLong() throws Exception {
        OperatorSubtaskState snapshot = stoppedAfterASampleAtNoon();

        try (WindowHarness harness = WindowHarness.restore(snapshot, NOON + 48 * HOUR)) {
            harness.process(Samples.sample("a", NOON + 5_000, 0.5));
            harness.process(Samples.sample("a", NOON + 12_000, 0.5));

            assertThat(harness.windows()).extracting(Window::samples).containsExactly(2);
        }
    }

    @Test
    void aWindowThatATimerClosedComesOnceMoreWithTheHostsNextSample() throws Exception {
        try (WindowHarness harness = WindowHarness.open(NOON)) {
            harness.process(Samples.sample("a", NOON, 0.5));
            harness.at(NOON + 12_000);
            assertThat(harness.windows()).extracting(Window::onClock).containsExactly(false);

            harness.process(Samples.sample("a", NOON + 12_000, 0.5));

            assertThat(harness.windows())
                    .extracting(Window::startMillis, Window::onClock)
                    .containsExactly(tuple(NOON - 20_000, false), tuple(NOON - 20_000, true));
        }
    }

    @Test
    void noTimerClosesAWindowBeforeTheHostsNextSampleIsOverdue() throws Exception {
        try (WindowHarness harness = WindowHarness.open(NOON)) {
            Sample sample = Samples.every(10_000, Samples.sample("a", NOON + 9_000, 0.5));
            harness.process(sample);

            harness.at(NOON + 10_999);
            assertThat(harness.windows()).isEmpty();

            harness.at(NOON + 11_000);
            assertThat(harness.windows()).extracting(Window::name).containsExactly("30s");
        }
    }

    private static OperatorSubtaskState stoppedAfterASampleAtNoon() throws Exception {
        try (WindowHarness harness = WindowHarness.open(NOON)) {
            harness.process(Samples.sample("a", NOON, 0.5));
            return harness.snapshot();
        }
    }
}

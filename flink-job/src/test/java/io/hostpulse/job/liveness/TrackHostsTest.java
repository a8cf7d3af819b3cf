package io.hostpulse.job.liveness;

import static io.hostpulse.job.Samples.every;
import static io.hostpulse.job.Samples.goodbye;
import static io.hostpulse.job.Samples.removal;
import static io.hostpulse.job.Samples.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.hostpulse.job.LiveSamples;
import io.hostpulse.job.Samples;
import io.hostpulse.job.model.HostState;
import io.hostpulse.job.model.HostState.State;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.monitor.Alone;
import io.hostpulse.wire.proto.Goodbye;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrackHostsTest {

    private static final long START = 1_800_000_000_000L;

    private LiveSamples live = new LiveSamples();
    private KeyedOneInputStreamOperatorTestHarness<String, Sample, HostState> harness;

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
    void saysThatAHostIsUpOnceAndThenNowAndThen() throws Exception {
        for (int second = 0; second <= 120; second++) {
            hear("a", second);
        }

        assertThat(states())
                .extracting(HostState::isUp, state -> (state.lastSampleMillis() - START) / 1_000)
                .containsExactly(tuple(true, 0L), tuple(true, 60L), tuple(true, 120L));
    }

    @Test
    void saysThatAHostIsDownAfterThirtySeconds() throws Exception {
        hear("a", 0);
        hear("a", 10);

        at(39);
        assertThat(states()).hasSize(1);
        at(40);

        assertThat(states()).last().extracting(HostState::isUp).isEqualTo(false);
        assertThat(states()).last().extracting(HostState::sinceMillis).isEqualTo(START + 10_000);
    }

    @Test
    void saysThatItIsUpAgainAtItsNextSample() throws Exception {
        hear("a", 0);
        at(300);
        hear("a", 301);

        assertThat(states())
                .extracting(HostState::isUp, state -> (state.sinceMillis() - START) / 1_000)
                .containsExactly(tuple(true, 0L), tuple(false, 0L), tuple(true, 301L));
    }

    @Test
    void waitsLongerForAHostThatSamplesSeldom() throws Exception {
        Sample seldom = Samples.every(60_000, sample("a", START, 0.5));
        harness.setProcessingTime(START);
        harness.processElement(live.judge(seldom), 0);

        at(179);
        assertThat(states()).hasSize(1);
        at(180);
        assertThat(states()).hasSize(2);
    }

    @Test
    void countsNoSilenceWhileItWasNotRunning() throws Exception {
        hear("a", 0);
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();

        harness = newHarness();
        harness.initializeState(snapshot);
        harness.open();
        at(600);
        assertThat(states()).isEmpty();

        // that a timer is due does not mean that samples can come
        at(689);
        assertThat(states()).isEmpty();
        at(690);
        assertThat(states()).extracting(HostState::isUp).containsExactly(false);
    }

    /** An earlier attempt has said that it was down. */
    @Test
    void saysThatAHostIsUpThatWasAwayThoughItDoesNotKnowSo() throws Exception {
        hear("a", 0);
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        at(35);
        assertThat(states()).last().extracting(HostState::isUp).isEqualTo(false);
        harness.close();

        harness = newHarness();
        harness.initializeState(snapshot);
        harness.open();
        hear("a", 36);
        hear("a", 37);

        assertThat(states())
                .extracting(HostState::isUp, state -> (state.sinceMillis() - START) / 1_000)
                .containsExactly(tuple(true, 36L));
    }

    @Test
    void knowsAHostAfterDaysInWhichItWasNotRunning() throws Exception {
        hear("a", 0);
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        long daysLater = Duration.ofDays(3).toSeconds();

        harness = newHarness();
        harness.initializeState(snapshot);
        harness.open();
        at(daysLater);
        at(daysLater + 60);

        assertThat(harness.numKeyedStateEntries()).isPositive();
        at(daysLater + Duration.ofHours(25).toSeconds());
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    @Test
    void keepsNothingOfAHostThatIsGoneForADay() throws Exception {
        hear("a", 0);

        at(Duration.ofHours(25).toSeconds());

        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numProcessingTimeTimers()).isZero();
    }

    @Test
    void whatIsSaidLaterHasAGreaterVersion() throws Exception {
        for (int second : new int[] {0, 20, 40, 60, 65}) {
            hear("a", second);
        }
        at(300);
        hear("a", 301);

        assertThat(states())
                .extracting(HostState::isUp, state -> state.version() - START)
                .containsExactly(
                        tuple(true, 0L),
                        tuple(true, 60_000L),
                        tuple(false, 65_001L),
                        tuple(true, 301_000L));
    }

    /** Read again in less time, the same samples make it say less, and nothing of it is newer. */
    @Test
    void aReplayGivesWhatItSaysAgainNoGreaterVersion() throws Exception {
        hear("a", 0);
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        hear("a", 20);
        hear("a", 25);
        at(300);
        long downVersion = states().get(1).version();
        harness.close();

        live = new LiveSamples();
        harness = newHarness();
        harness.initializeState(snapshot);
        harness.open();
        at(400);
        process("a", 20);
        process("a", 25);
        assertThat(states()).isNotEmpty().allMatch(state -> state.version() < downVersion);
        at(500);

        assertThat(states()).last().extracting(HostState::isUp).isEqualTo(false);
        assertThat(states()).last().extracting(HostState::version).isEqualTo(downVersion);
    }

    @Test
    void versionsGrowThoughTheBrokersOrTheHostsClockIsPutBack() throws Exception {
        harness.setProcessingTime(START);
        harness.processElement(Samples.arriving(START, false, sample("a", START, 0.5)), 0);
        at(40);
        harness.processElement(
                Samples.arriving(START - 3_600_000, false, sample("a", START - 240_000, 0.5)), 0);
        at(80);
        harness.processElement(
                Samples.arriving(START - 3_560_000, false, sample("a", START - 200_000, 0.5)), 0);

        assertThat(states())
                .extracting(HostState::isUp, state -> state.version() - START)
                .containsExactly(
                        tuple(true, 0L),
                        tuple(false, 1L),
                        tuple(true, 2L),
                        tuple(false, 3L),
                        tuple(true, 4L));
    }

    @Test
    void aHostThatSaysGoodbyeIsStoppedUntilANewerSampleComes() throws Exception {
        hear("a", 0);
        say("a", 1, Goodbye.STOPPED);
        at(7_200);
        hear("a", 7_201);
        say("a", 7_202, Goodbye.REBOOTING);
        hear("a", 7_210);

        assertThat(states())
                .extracting(HostState::state, state -> (state.sinceMillis() - START) / 1_000)
                .containsExactly(
                        tuple(State.UP, 0L),
                        tuple(State.STOPPED, 1L),
                        tuple(State.UP, 7_201L),
                        tuple(State.STOPPED, 7_202L),
                        tuple(State.UP, 7_210L));
    }

    @Test
    void theIntervalIsSaidAsSoonAsItIsKnownAndStays() throws Exception {
        at(0);
        harness.processElement(live.judge(every(0, sample("a", START, 0.5))), 0);
        hear("a", 10);
        at(11);
        harness.processElement(
                live.judge(every(0, goodbye("a", START + 11_000, 0.5, Goodbye.STOPPED))), 0);
        at(20);
        harness.processElement(live.judge(every(0, sample("a", START + 20_000, 0.5))), 0);

        assertThat(states())
                .extracting(HostState::state, HostState::intervalMillis)
                .containsExactly(
                        tuple(State.UP, 0),
                        tuple(State.UP, Samples.INTERVAL_MILLIS),
                        tuple(State.STOPPED, Samples.INTERVAL_MILLIS),
                        tuple(State.UP, Samples.INTERVAL_MILLIS));
    }

    @Test
    void aHostWhoseClockIsPutBackStaysUpAndIsNotUpSinceATimeToCome() throws Exception {
        at(0);
        harness.processElement(sample("a", START + 240_000, 0.5), 0);
        at(10);
        harness.processElement(sample("a", START + 10_000, 0.5), 0);
        at(39);

        assertThat(states())
                .extracting(
                        HostState::state,
                        state -> (state.lastSampleMillis() - START) / 1_000,
                        state -> (state.sinceMillis() - START) / 1_000)
                .containsExactly(tuple(State.UP, 240L, 240L), tuple(State.UP, 10L, 10L));
        at(40);
        assertThat(states()).last().extracting(HostState::state).isEqualTo(State.DOWN);
    }

    @Test
    void olderSamplesNeitherStopAHostNorBringItBack() throws Exception {
        hear("a", 10);
        harness.processElement(live.judge(goodbye("a", START + 5_000, 0.5, Goodbye.STOPPED)), 0);
        assertThat(states()).extracting(HostState::state).containsExactly(State.UP);

        say("a", 11, Goodbye.STOPPED);
        harness.processElement(live.judge(sample("a", START + 9_000, 0.5)), 0);
        at(300);
        assertThat(states()).extracting(HostState::state).containsExactly(State.UP, State.STOPPED);
    }

    @Test
    void aGoodbyeSurvivesThatTheJobWasDown() throws Exception {
        hear("a", 0);
        say("a", 1, Goodbye.STOPPED);
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();

        harness = newHarness();
        harness.initializeState(snapshot);
        harness.open();
        hear("b", 60);
        at(3_600);

        assertThat(states()).filteredOn(state -> state.hostId().equals("a")).isEmpty();
    }

    @Test
    void aHostThatIsRemovedIsForgottenAndANewOneIfItIsHeardAgain() throws Exception {
        hear("a", 0);
        at(300);
        harness.processElement(removal("a", START + 301_000), 0);

        assertThat(harness.numKeyedStateEntries()).isZero();
        hear("a", 400);
        assertThat(states())
                .extracting(
                        HostState::state,
                        state -> (state.sinceMillis() - START) / 1_000,
                        HostState::agentVersion)
                .containsExactly(
                        tuple(State.UP, 0L, "1.2.3"),
                        tuple(State.DOWN, 0L, "1.2.3"),
                        tuple(State.REMOVED, 301L, "1.2.3"),
                        tuple(State.UP, 400L, "1.2.3"));
    }

    /** Its document may be older than what is remembered. */
    @Test
    void saysThatAHostIsRemovedThatItDoesNotKnow() throws Exception {
        harness.processElement(removal("a", START), 0);

        assertThat(states()).extracting(HostState::state).containsExactly(State.REMOVED);
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    private void say(String host, long second, Goodbye goodbye) throws Exception {
        at(second);
        harness.processElement(live.judge(goodbye(host, START + second * 1_000, 0.5, goodbye)), 0);
    }

    private void hear(String host, long second) throws Exception {
        at(second);
        process(host, second);
    }

    private void process(String host, long second) throws Exception {
        harness.processElement(live.judge(sample(host, START + second * 1_000, 0.5)), 0);
    }

    private void at(long second) throws Exception {
        harness.setProcessingTime(START + second * 1_000);
    }

    private List<HostState> states() {
        return harness.extractOutputValues();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Sample, HostState> newHarness()
            throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(
                        Alone.hosts(
                                new TrackHosts(
                                        Duration.ofSeconds(30),
                                        Duration.ofMinutes(1),
                                        Duration.ofDays(1)))),
                Sample::hostId,
                Types.STRING);
    }
}

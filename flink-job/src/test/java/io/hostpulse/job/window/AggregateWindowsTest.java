package io.hostpulse.job.window;

import static io.hostpulse.job.Samples.removal;
import static io.hostpulse.job.Samples.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.hostpulse.job.LiveSamples;
import io.hostpulse.job.ingest.HostMetrics;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.model.Window;
import io.hostpulse.job.monitor.Alone;
import io.hostpulse.wire.MetricCatalogue;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AggregateWindowsTest {

    private static final long NOON = 1_800_000_000_000L / 60_000 * 60_000;
    private static final long HOUR = 3_600_000;
    private static final int CPU =
            HostMetrics.aggregated()
                    .indexOf(MetricCatalogue.get().find("system.cpu.total.norm.pct").orElseThrow());

    private final LiveSamples live = new LiveSamples();
    private KeyedOneInputStreamOperatorTestHarness<String, Sample, Window> harness;

    @BeforeEach
    void open() throws Exception {
        harness = newHarness();
        harness.open();
        harness.setProcessingTime(NOON);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void closesAWindowAtTheFirstSamplePastItsEnd() throws Exception {
        process("a", 0, 0.25);
        process("a", 5_000, 0.75);
        assertThat(emitted()).isEmpty();

        process("a", 10_000, 0.5);

        assertThat(emitted())
                .extracting(Window::name, Window::startMillis, Window::samples)
                .containsExactly(tuple("30s", NOON - 20_000, 2));
        Window window = emitted().get(0);
        assertThat(window.counts()[CPU]).isEqualTo(2);
        assertThat(window.sums()[CPU]).isEqualTo(1.0);
        assertThat(window.minima()[CPU]).isEqualTo(0.25);
        assertThat(window.maxima()[CPU]).isEqualTo(0.75);
        assertThat(window.lasts()[CPU]).isEqualTo(0.75);
    }

    @Test
    void emitsTumblingAndSlidingWindowsOfAMinute() throws Exception {
        for (int second = 0; second <= 60; second++) {
            process("a", second * 1_000L, 0.5);
        }

        assertThat(emitted())
                .extracting(Window::name, w -> w.startMillis() - NOON, Window::samples)
                .containsExactlyInAnyOrder(
                        tuple("30s", -20_000L, 10),
                        tuple("30s", -10_000L, 20),
                        tuple("30s", 0L, 30),
                        tuple("30s", 10_000L, 30),
                        tuple("30s", 20_000L, 30),
                        tuple("30s", 30_000L, 30),
                        tuple("1m", 0L, 60));
    }

    @Test
    void keepsHostsApart() throws Exception {
        process("a", 0, 0.5);
        process("b", 7 * HOUR, 0.5);
        process("a", 5_000, 0.5);

        assertThat(emitted()).isEmpty();
    }

    @Test
    void closesTheWindowsOfASilentHostByTimer() throws Exception {
        process("a", 4_000, 0.5);

        harness.setProcessingTime(NOON + 6_999);
        assertThat(emitted()).isEmpty();
        harness.setProcessingTime(NOON + 7_000);
        assertThat(emitted()).extracting(Window::startMillis).containsExactly(NOON - 20_000);

        harness.setProcessingTime(NOON + 58_000);
        assertThat(emitted())
                .extracting(Window::name, w -> w.startMillis() - NOON)
                .containsExactly(
                        tuple("30s", -20_000L),
                        tuple("30s", -10_000L),
                        tuple("30s", 0L),
                        tuple("1m", 0L));
    }

    @Test
    void closesTheWindowsOfARemovedHostBeforeItForgetsIt() throws Exception {
        process("a", 4_000, 0.5);
        process("a", 5_000, 0.5);
        harness.processElement(removal("a", NOON + 6_000), 0);

        assertThat(emitted())
                .extracting(Window::name, w -> w.startMillis() - NOON, Window::samples)
                .containsExactlyInAnyOrder(
                        tuple("30s", -20_000L, 2),
                        tuple("30s", -10_000L, 2),
                        tuple("30s", 0L, 2),
                        tuple("1m", 0L, 2));
        assertThat(harness.numKeyedStateEntries()).isZero();

        harness.getOutput().clear();
        process("a", 8_000, 0.5);
        harness.setProcessingTime(NOON + 120_000);
        assertThat(emitted()).extracting(Window::samples).containsOnly(1);
    }

    @Test
    void emitsAClosedWindowAgainWhenALateSampleBelongsToIt() throws Exception {
        process("a", 0, 0.5);
        process("a", 12_000, 0.5);
        harness.getOutput().clear();

        process("a", 6_000, 1.0);

        assertThat(emitted()).hasSize(1);
        Window corrected = emitted().get(0);
        assertThat(corrected.startMillis()).isEqualTo(NOON - 20_000);
        assertThat(corrected.samples()).isEqualTo(2);
        assertThat(corrected.maxima()[CPU]).isEqualTo(1.0);
        assertThat(corrected.lasts()[CPU]).isEqualTo(1.0);
    }

    @Test
    void keepsTheLastValueWhenAnOlderSampleComesAfterIt() throws Exception {
        process("a", 6_000, 0.75);
        process("a", 3_000, 0.25);
        process("a", 10_000, 0.5);

        assertThat(emitted().get(0).lasts()[CPU]).isEqualTo(0.75);
    }

    @Test
    void leavesOutWhatIsLaterThanAllowed() throws Exception {
        process("a", 120_000, 0.5);
        harness.getOutput().clear();

        process("a", 59_999, 0.5);
        assertThat(emitted()).isEmpty();

        process("a", 60_000, 0.5);
        assertThat(emitted()).isNotEmpty();
    }

    @Test
    void fillsTheRightWindowsFromABacklogOfTwoHours() throws Exception {
        process("a", 0, 0.5);
        harness.setProcessingTime(NOON + 2 * HOUR);
        harness.getOutput().clear();

        for (long second = 10; second <= 7_200; second += 10) {
            process("a", second * 1_000, 0.5);
        }

        assertThat(idsOfWindows("1m", 6)).hasSize(120);
        assertThat(idsOfWindows("30s", 3)).hasSize(718);
    }

    /** As an agent does after an outage: live samples at once, and beside them what it has kept. */
    @Test
    void fillsTheRightWindowsFromABacklogThatComesBesideLiveSamples() throws Exception {
        for (long second = 0; second <= 3_600; second += 10) {
            process("a", second * 1_000, 0.5);
        }
        long backMillis = 3 * HOUR;
        long keptMillis = HOUR + 10_000;
        for (long tick = 0; tick < 240; tick++) {
            harness.setProcessingTime(NOON + backMillis + tick * 10_000);
            process("a", backMillis + tick * 10_000, 0.5);
            for (int replayed = 0; replayed < 5 && keptMillis < backMillis; replayed++) {
                process("a", keptMillis, 0.5);
                keptMillis += 10_000;
            }
        }
        harness.setProcessingTime(NOON + backMillis + 2_400_000);

        Map<String, Window> newest = new HashMap<>();
        emitted().forEach(window -> newest.put(window.id(), window));
        for (long minute = 0; minute < 3 * 60 + 39; minute++) {
            Window window = newest.get("a|1m|" + (NOON + minute * 60_000));
            assertThat(window).as("minute %s", minute).isNotNull();
            assertThat(window.samples()).as("minute %s", minute).isEqualTo(6);
        }
        for (long start = 0; start < 3 * HOUR + 2_340_000; start += 10_000) {
            assertThat(newest.get("a|30s|" + (NOON + start)).samples()).isEqualTo(3);
        }
        assertThat(emitted()).hasSizeLessThan(2 * newest.size());
    }

    @Test
    void forgetsALeapThatNoBacklogFills() throws Exception {
        process("a", 0, 0.5);
        for (int second = 7_200; second < 7_200 + 1_200; second += 10) {
            harness.setProcessingTime(NOON + second * 1_000L);
            process("a", second * 1_000L, 0.5);
        }
        harness.getOutput().clear();

        process("a", HOUR, 0.5);

        assertThat(emitted()).isEmpty();
        assertThat(harness.numKeyedStateEntries()).isLessThan(20);
    }

    @Test
    void takesUpItsWindowsAfterARestore() throws Exception {
        process("a", 0, 0.25);
        process("a", 5_000, 0.75);
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();

        harness = newHarness();
        harness.initializeState(snapshot);
        harness.open();
        harness.setProcessingTime(NOON + 5_000);
        process("a", 10_000, 0.5);

        assertThat(emitted()).extracting(Window::samples).containsExactly(2);
    }

    @Test
    void correctsItsLastWindowsWhenASilentHostComesBackWithABacklog() throws Exception {
        process("a", 1_000, 0.5);
        harness.setProcessingTime(NOON + HOUR);
        harness.getOutput().clear();

        process("a", 2_000, 0.5);

        assertThat(emitted())
                .extracting(Window::name, Window::samples)
                .containsExactlyInAnyOrder(
                        tuple("30s", 2), tuple("30s", 2), tuple("30s", 2), tuple("1m", 2));
    }

    @Test
    void keepsNothingOfAHostThatIsGoneForADay() throws Exception {
        process("a", 0, 0.5);
        process("a", 10_000, 0.5);
        assertThat(harness.numKeyedStateEntries()).isPositive();

        harness.setProcessingTime(NOON + 25 * HOUR);

        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numProcessingTimeTimers()).isZero();
    }

    @Test
    void keepsFewPanesHoweverLongAHostRuns() throws Exception {
        for (int second = 0; second < 3_600; second += 10) {
            harness.setProcessingTime(NOON + second * 1_000L);
            process("a", second * 1_000L, 0.5);
        }

        assertThat(harness.numKeyedStateEntries()).isLessThan(20);
        assertThat(harness.numProcessingTimeTimers()).isLessThan(5);
    }

    private Set<String> idsOfWindows(String name, int samples) {
        return emitted().stream()
                .filter(window -> window.name().equals(name) && window.samples() == samples)
                .map(Window::id)
                .collect(Collectors.toSet());
    }

    private void process(String host, long afterNoonMillis, double cpu) throws Exception {
        harness.processElement(live.judge(sample(host, NOON + afterNoonMillis, cpu)), 0);
    }

    private List<Window> emitted() {
        return harness.extractOutputValues();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Sample, Window> newHarness()
            throws Exception {
        AggregateWindows function =
                new AggregateWindows(
                        List.of(WindowSpec.parse("1m"), WindowSpec.parse("30s/10s")),
                        PublishedWindows.ALL,
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(1),
                        Duration.ofDays(1));
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(Alone.windows(function, Set.of())),
                Sample::hostId,
                Types.STRING);
    }
}

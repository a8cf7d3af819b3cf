package io.hostpulse.job.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.model.Sample;
import io.hostpulse.job.model.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a host measures and in whatever way it arrives, its windows are those of its samples.
 */
class WindowsOfAnyHostTest {

    private static final long NOON = 1_800_000_000_000L / 3_600_000 * 3_600_000;
    private static final long HOUR = 3_600_000;

    private final ExpectedWindows expected = new ExpectedWindows(WindowHarness.DEFAULT_WINDOWS);

    @ParameterizedTest
    @ValueSource(longs = {1_000, 10_000, 17_000})
    void areThoseOfSamplesInOrder(long intervalMillis) throws Exception {
        RandomHost host = new RandomHost("a", intervalMillis);
        try (WindowHarness harness = WindowHarness.open(NOON)) {
            long end = NOON + HOUR + HOUR / 4;
            for (long time = NOON; time < end; time += intervalMillis) {
                process(host.sample(time), time, harness);
            }
            fallSilent(harness, end);

            expected.assertEqual(harness.newest());
        }
    }

    @Test
    void areThoseOfSamplesOutOfOrderAndOverRestarts() throws Exception {
        RandomHost host = new RandomHost("a", 3);
        Random random = new Random(4);
        List<Window> emitted = new ArrayList<>();
        WindowHarness harness = WindowHarness.open(NOON);
        long end = NOON + 2 * HOUR;
        for (long time = NOON; time < end; time += 10_000) {
            long late = random.nextInt(4) == 0 ? random.nextInt(60_000) : 0;
            process(host.sample(Math.max(NOON, time - late)), time, harness);
            if (random.nextInt(100) == 0) {
                emitted.addAll(harness.windows());
                var snapshot = harness.snapshot();
                harness.close();
                harness = WindowHarness.restore(snapshot, time);
            }
        }
        fallSilent(harness, end);
        emitted.addAll(harness.windows());
        harness.close();

        Map<String, Window> newest = new HashMap<>();
        emitted.forEach(window -> newest.put(window.id(), window));
        expected.assertEqual(newest);
    }

    /** As an agent does after outages: live samples at once, and beside them what it has kept. */
    @Test
    void areThoseOfSamplesFromTwoOutagesWithTheirBacklogsBesideLiveOnes() throws Exception {
        RandomHost host = new RandomHost("a", 5);
        List<Long> kept = new ArrayList<>();
        for (long time = NOON + 10 * 60_000; time < NOON + 2 * HOUR; time += 10_000) {
            kept.add(time);
        }
        long second = NOON + 2 * HOUR + 8 * 60_000;
        for (long time = second; time < second + 55 * 60_000; time += 10_000) {
            kept.add(time);
        }
        try (WindowHarness harness = WindowHarness.open(NOON)) {
            long end = NOON + 6 * HOUR;
            int replayed = 0;
            for (long time = NOON; time < end; time += 10_000) {
                if (!kept.contains(time)) {
                    process(host.sample(time), time, harness);
                    boolean outageOver = time >= NOON + 2 * HOUR;
                    for (int i = 0; i < 3 && outageOver && replayed < kept.size(); i++) {
                        if (kept.get(replayed) < time) {
                            process(host.sample(kept.get(replayed++)), time, harness);
                        }
                    }
                }
            }
            assertThat(replayed).isEqualTo(kept.size());
            fallSilent(harness, end);

            expected.assertEqual(harness.newest());
        }
    }

    @Test
    void areThoseOfABacklogOfTwoHoursThatComesAlone() throws Exception {
        RandomHost host = new RandomHost("a", 6);
        try (WindowHarness harness = WindowHarness.open(NOON)) {
            process(host.sample(NOON), NOON, harness);
            long now = NOON + 2 * HOUR;
            for (long time = NOON + 10_000; time < now; time += 10_000) {
                process(host.sample(time), now, harness);
            }
            fallSilent(harness, now);

            expected.assertEqual(harness.newest());
            assertThat(harness.newest().values())
                    .filteredOn(window -> window.name().equals("1h") && window.device().isEmpty())
                    .extracting(Window::samples)
                    .containsExactly(360, 360);
        }
    }

    @Test
    void comeOnTheHostsClockWithTheSampleThatClosesThem() throws Exception {
        RandomHost host = new RandomHost("a", 7);
        try (WindowHarness harness = WindowHarness.open(NOON)) {
            for (long each = NOON; each < NOON + HOUR; each += 10_000) {
                long time = each;
                process(host.sample(time), time, harness);
                assertThat(harness.windows())
                        .allMatch(Window::onClock)
                        .allMatch(window -> window.endMillis() > time - 10_000)
                        .allMatch(window -> window.endMillis() <= time);
                harness.forgetOutput();
            }
        }
    }

    private void process(Sample sample, long nowMillis, WindowHarness harness) throws Exception {
        harness.at(nowMillis);
        harness.process(sample);
        expected.add(sample);
    }

    private static void fallSilent(WindowHarness harness, long fromMillis) throws Exception {
        for (long now = fromMillis; now < fromMillis + 2 * HOUR; now += 60_000) {
            harness.at(now);
        }
    }
}

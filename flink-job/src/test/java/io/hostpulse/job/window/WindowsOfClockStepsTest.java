package io.hostpulse.job.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.Samples;
import io.hostpulse.job.ingest.Arrival;
import io.hostpulse.job.ingest.HostMetrics;
import io.hostpulse.job.ingest.SampleClock;
import io.hostpulse.job.ingest.SampleFlattener;
import io.hostpulse.job.model.HostSenders;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.model.SeenRun;
import io.hostpulse.job.model.Window;
import io.hostpulse.simulator.FleetRecord.SampleRecord;
import io.hostpulse.simulator.reference.HostHistory;
import io.hostpulse.simulator.reference.MetricSummary;
import io.hostpulse.simulator.reference.ReferenceWindow;
import io.hostpulse.simulator.reference.ReferenceWindows;
import io.hostpulse.wire.HumanDuration;
import io.hostpulse.wire.LeftOut;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.proto.HostSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows of a host whose clock is set, held against those of the reference. */
class WindowsOfClockStepsTest {

    private static final long NOON = 1_800_000_000_000L / 3_600_000 * 3_600_000;
    private static final int INTERVAL = 10_000;
    private static final long MINUTE = 60_000;
    private static final int CPU = HostMetrics.aggregated().indexOf(Samples.CPU);
    private static final Metric KILLED =
            MetricCatalogue.get().find("hostpulse.memory.oom_kills.count").orElseThrow();
    private static final int KILLS = HostMetrics.aggregated().indexOf(KILLED);

    private final List<SampleRecord> records = new ArrayList<>();
    private final Map<String, Window> newest = new LinkedHashMap<>();
    private final List<Window> emitted = new ArrayList<>();
    private final SampleFlattener flattener =
            new SampleFlattener(new SampleClock(Duration.ofMinutes(5), Duration.ofDays(400)));
    private HostSenders senders;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void areThoseOfTheReferenceHoweverOftenItIsSet(long seed) throws Exception {
        Random random = new Random(seed);
        long offset = 0;
        long calmFrom = 0;
        for (int i = 0; i < 3_000; i++) {
            if (random.nextInt(50) == 0) {
                offset = offset(random);
                calmFrom = i + 10L;
            }
            boolean isLate = i > calmFrom && random.nextInt(10) == 0;
            take(i, offset, isLate ? random.nextInt(25_000) : 0, random.nextInt(1_024) / 1_024.0);
            calmFrom = isLate ? Math.max(calmFrom, i) : calmFrom;
        }

        replay(random);

        assertAsTheReference();
    }

    @Test
    void aShortWindowThatComesAgainHoldsTheNewSamplesAlone() throws Exception {
        for (int i = 0; i < 60; i++) {
            take(i, i < 30 ? 4 * MINUTE : 0, 0, i < 30 ? 0.25 : 0.75);
        }

        replay(null);

        assertAsTheReference();
        assertThat(newest.get("h|1m|" + (NOON + 6 * MINUTE)).samples()).isEqualTo(6);
        assertThat(newest.get("h|1m|" + (NOON + 6 * MINUTE)).sums()[CPU]).isEqualTo(6 * 0.75);
    }

    @Test
    void aLongWindowGoesOnUnlessItHadSettled() throws Exception {
        for (int i = 0; i < 400; i++) {
            take(i, i < 30 ? 4 * MINUTE : 0, 0, 0.5);
        }

        replay(null);

        assertAsTheReference();
        // 4 to 9 minutes past noon by the first clock, then from 5 minutes past noon on
        assertThat(newest.get("h|1h|" + NOON).samples()).isEqualTo(30 + 330);
        assertThat(newest.get("h|5m|" + (NOON + 5 * MINUTE)).samples()).isEqualTo(24 + 30);
    }

    @Test
    void aLongWindowThatWasClosedLongAgoIsNotCutToWhatComesAgain() throws Exception {
        for (int i = 0; i < 600; i++) {
            take(i, i < 390 ? 0 : -10 * MINUTE, 0, 0.5); // 65 minutes past noon
        }

        replay(null);

        assertAsTheReference();
        assertThat(newest.get("h|1h|" + NOON).samples()).isEqualTo(360);
    }

    @Test
    void aShortWindowInTheMiddleOfWhichTheClockIsPutBackHoldsWhatComesFromThenOn()
            throws Exception {
        for (int i = 0; i < 120; i++) {
            take(i, i < 90 ? 0 : -597_000, 0, 0.5); // from 15 minutes past noon
        }

        replay(null);

        assertAsTheReference();
        assertThat(newest.get("h|30s|" + (NOON + 290_000)).samples()).isEqualTo(2);
        assertThat(newest.get("h|1m|" + (NOON + 5 * MINUTE)).samples()).isEqualTo(6);
    }

    @Test
    void rulesSeeTheWindowsOfTheNewTime() throws Exception {
        for (int i = 0; i < 60; i++) {
            take(i, i < 30 ? 4 * MINUTE : 0, 0, 0.5);
        }

        replay(null);

        List<Long> ends =
                emitted.stream()
                        .filter(Window::onClock)
                        .filter(window -> window.name().equals("1m"))
                        .map(window -> (window.endMillis() - NOON) / MINUTE)
                        .toList();
        // the clock is put back from almost nine minutes past noon to five
        assertThat(ends).containsExactly(5L, 6L, 7L, 8L, 9L, 6L, 7L, 8L, 9L);
    }

    private static long offset(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> random.nextInt(60_000) - 30_000;
            case 2 -> random.nextInt(600_000) - 300_000;
            case 3 -> random.nextInt(7_200_000) - 7_200_000;
            case 4 -> 4 * MINUTE;
            default -> 180 * MINUTE;
        };
    }

    private void take(int number, long offsetMillis, long lateMillis, double cpu) {
        long trueMillis = NOON + (long) number * INTERVAL;
        HostSample.Builder sample =
                Samples.hostSample("h", trueMillis + offsetMillis, cpu).toBuilder()
                        .setIntervalMs(INTERVAL);
        sample.getMemoryBuilder().setOomKills(number / 3);
        sample.getAgentBuilder().setSequence(number + 1L);
        records.add(SampleRecord.of(trueMillis + lateMillis + 5, sample.build()));
    }

    /**
     * @param restarts null for none
     */
    private void replay(Random restarts) throws Exception {
        records.sort(Comparator.comparingLong(SampleRecord::arrivalMillis));
        WindowHarness harness = WindowHarness.open(NOON);
        for (SampleRecord each : records) {
            harness.at(each.arrivalMillis());
            harness.process(
                    judge(
                            flattener.flatten(
                                    each.sample(),
                                    Arrival.at(each.arrivalMillis()),
                                    new LeftOut())));
            if (restarts != null && restarts.nextInt(300) == 0) {
                keep(harness);
                var snapshot = harness.snapshot();
                harness.close();
                harness = WindowHarness.restore(snapshot, each.arrivalMillis());
            }
        }
        keep(harness);
        harness.close();
    }

    private Sample judge(Sample sample) {
        boolean isLive =
                senders == null || senders.isLive(sample, new SeenRun(new long[] {0, 0}, 0));
        if (isLive) {
            senders = HostSenders.of(sample);
        }
        return sample.live(isLive);
    }

    private void keep(WindowHarness harness) {
        emitted.addAll(harness.windows());
        for (Window window : harness.windows()) {
            Window before = newest.put(window.id(), window);
            if (before != null) {
                assertThat(window.version()).isGreaterThanOrEqualTo(before.version());
            }
        }
    }

    private void assertAsTheReference() {
        HostHistory history = HostHistory.of(records);
        long closedMillis = ReferenceWindows.newestMillis(history);
        Map<String, String> expected = new TreeMap<>();
        Map<String, String> found = new TreeMap<>();
        for (WindowSpec spec : WindowHarness.DEFAULT_WINDOWS) {
            for (ReferenceWindow window :
                    ReferenceWindows.of(
                            history,
                            new io.hostpulse.simulator.reference.WindowSpec(
                                    spec.size(), spec.slide()))) {
                if (window.endMillis() <= closedMillis) {
                    String id =
                            "h|" + HumanDuration.format(spec.size()) + "|" + window.startMillis();
                    MetricSummary cpu = window.metrics().get(Samples.CPU.name());
                    MetricSummary kills = window.metrics().get(KILLED.name());
                    expected.put(
                            id,
                            describe(
                                    window.samples(),
                                    cpu.sum(),
                                    cpu.last(),
                                    kills == null ? 0 : kills.sum()));
                    Window ofJob = newest.get(id);
                    found.put(
                            id,
                            ofJob == null
                                    ? "none"
                                    : describe(
                                            ofJob.samples(),
                                            ofJob.sums()[CPU],
                                            ofJob.lasts()[CPU],
                                            ofJob.counts()[KILLS] == 0 ? 0 : ofJob.sums()[KILLS]));
                }
            }
        }
        assertThat(expected).isNotEmpty();
        assertThat(found).isEqualTo(expected);
    }

    private static String describe(int samples, double sum, double last, double kills) {
        return samples + " samples, sum " + sum + ", last " + last + ", kills " + kills;
    }
}

package io.hostpulse.job.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.Samples;
import io.hostpulse.job.ingest.HostMetrics;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.model.Window;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.proto.HostIdentity;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * By how much counters have risen in windows: each rise is told of once, whatever comes between.
 */
class CounterWindowsTest {

    private static final long NOON = 1_800_000_000_000L / 3_600_000 * 3_600_000;
    private static final double ABSENT = Double.NaN;

    /** Counts from boot. */
    private static final Metric KILLS = metric("hostpulse.memory.oom_kills.count");

    /** Counts from the start of the agent. */
    private static final Metric LOST = metric("hostpulse.agent.dropped.samples");

    private WindowHarness harness;
    private String run = "run";
    private String boot = "boot";
    private long sequence;

    @BeforeEach
    void open() throws Exception {
        harness = WindowHarness.open(NOON);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void whatACounterShowsAtFirstIsNoIncrease() throws Exception {
        send(0, 7, 3);
        send(10, 7, 3);
        send(60, 7, 3);

        assertThat(increases(KILLS, "1m")).containsExactly(Map.entry(0L, 0.0));
        assertThat(increases(LOST, "1m")).containsExactly(Map.entry(0L, 0.0));
    }

    @Test
    void aWindowWithNothingButAFirstValueKnowsOfNoIncrease() throws Exception {
        send(0, 7, ABSENT);
        send(60, 7, 1);
        send(120, 7, 1);

        assertThat(increases(KILLS, "1m")).containsExactly(Map.entry(60L, 0.0));
        assertThat(increases(LOST, "1m")).isEmpty();
    }

    @Test
    void aRiseBetweenTheLastSampleOfOneWindowAndTheFirstOfTheNextIsInTheNext() throws Exception {
        send(0, 0, 0);
        send(50, 0, 0);
        send(60, 2, 0);
        send(120, 3, 0);
        send(180, 3, 0);

        assertThat(increases(KILLS, "1m"))
                .containsExactly(Map.entry(0L, 0.0), Map.entry(60L, 2.0), Map.entry(120L, 1.0));
    }

    @Test
    void aRiseLiesInEveryWindowThatItsSampleLiesIn() throws Exception {
        send(0, 0, 0);
        send(10, 1, 0);
        send(20, 1, 0);
        send(50, 1, 0);

        assertThat(increases(KILLS, "30s"))
                .containsEntry(-20L + 10, 1.0)
                .containsEntry(0L, 1.0)
                .containsEntry(10L, 1.0)
                .containsEntry(20L, 0.0);
    }

    @Test
    void aRiseDuringASilenceIsInTheWindowOfTheFirstSampleAfterIt() throws Exception {
        send(0, 1, 0);
        send(600, 4, 0);
        send(660, 4, 0);

        assertThat(increases(KILLS, "1m")).containsExactly(Map.entry(600L, 3.0));
    }

    @Test
    void whatComesLateOrOutOfABacklogIsCountedOnce() throws Exception {
        send(0, 0, 0);
        send(50, 5, 0);
        late(40, 4, 0);
        send(600, 9, 0); // after an outage
        late(300, 6, 0); // of its backlog
        late(310, 8, 0);
        send(660, 9, 0);

        assertThat(increases(KILLS, "1m"))
                .containsExactly(Map.entry(0L, 5.0), Map.entry(600L, 4.0));
    }

    @Test
    void whatRisesOverAClockThatIsPutBackIsCountedOnce() throws Exception {
        send(600, 5, 0);
        send(660, 6, 0);
        send(300, 8, 0);
        send(360, 8, 0);

        assertThat(increases(KILLS, "1m"))
                .containsExactly(Map.entry(300L, 2.0), Map.entry(660L, 1.0));
    }

    @Test
    void theSampleBeforeWhichAClockIsPutBackTellsOfARiseWhereverItLies() throws Exception {
        send(600, 5, 0);
        send(660, 5, 0);
        send(83, 6, 0);
        send(143, 6, 0);

        assertThat(increases(KILLS, "1m")).containsEntry(60L, 1.0);
        assertThat(increases(KILLS, "30s"))
                .containsEntry(60L, 1.0)
                .containsEntry(70L, 1.0)
                .containsEntry(80L, 1.0);
    }

    @Test
    void whatRisesWhileASmallStepBackIsMadeUpForIsToldOfByTheFirstSampleThatIsNewer()
            throws Exception {
        send(0, 5, 0);
        send(10, 5, 0);
        send(70, 5, 0);
        send(50, 6, 0); // rules have seen its minute
        send(60, 7, 0);
        send(80, 8, 0);
        send(130, 8, 0);

        assertThat(increases(KILLS, "1m")).containsEntry(0L, 0.0).containsEntry(60L, 3.0);
    }

    @Test
    void aCounterThatIsAbsentForAWhileIsComparedWithItsLastValue() throws Exception {
        send(0, 1, 0);
        send(60, ABSENT, 0);
        send(120, 4, 0);
        send(180, 4, 0);

        assertThat(increases(KILLS, "1m")).containsExactly(Map.entry(120L, 3.0));
    }

    @Test
    void aCounterThatShowsLessHasBegunAgain() throws Exception {
        send(0, 9, 0);
        send(60, 2, 0);
        send(120, 3, 0);
        send(180, 3, 0);

        assertThat(increases(KILLS, "1m"))
                .containsExactly(Map.entry(60L, 2.0), Map.entry(120L, 1.0));
    }

    @Test
    void aNewRunOfTheAgentBeginsItsOwnCountersAgainButNotThoseOfTheKernel() throws Exception {
        send(0, 3, 3);
        run = "second";
        send(60, 4, 5);
        send(120, 4, 5);

        assertThat(increases(KILLS, "1m")).containsExactly(Map.entry(60L, 1.0));
        assertThat(increases(LOST, "1m")).containsExactly(Map.entry(60L, 5.0));
    }

    @Test
    void aNewBootBeginsAllCountersAgain() throws Exception {
        send(0, 3, 3);
        run = "second";
        boot = "second";
        send(60, 4, 5);
        send(120, 4, 5);

        assertThat(increases(KILLS, "1m")).containsExactly(Map.entry(60L, 4.0));
        assertThat(increases(LOST, "1m")).containsExactly(Map.entry(60L, 5.0));
    }

    @Test
    void aNewRunCountsWhereTheCounterIsAbsentFromItsFirstSample() throws Exception {
        send(0, 3, 3);
        run = "second";
        boot = "second";
        send(60, ABSENT, ABSENT);
        send(120, 4, 5);
        send(180, 4, 5);

        assertThat(increases(KILLS, "1m")).containsExactly(Map.entry(120L, 4.0));
        assertThat(increases(LOST, "1m")).containsExactly(Map.entry(120L, 5.0));
    }

    @Test
    void withoutBootIdsOnlyAValueThatFallsTellsOfABoot() throws Exception {
        boot = "";
        send(0, 3, 0);
        run = "second";
        send(60, 4, 0);
        send(120, 4, 0);

        assertThat(increases(KILLS, "1m")).containsExactly(Map.entry(60L, 1.0));
    }

    @Test
    void twoMachinesUnderOneIdDoNotTakeEachOthersCountersForIncreases() throws Exception {
        for (int second = 0; second < 600; second += 60) {
            run = "first";
            boot = "first";
            send(second, 2, 0);
            run = "second";
            boot = "second";
            send(second + 30, 50, 0);
        }

        Map<Long, Double> increases = increases(KILLS, "1m");
        assertThat(increases.remove(0L))
                .as("a machine that boots, for all that is known")
                .isEqualTo(50.0);
        assertThat(increases).isEmpty();
    }

    @Test
    void allIncreasesTogetherAreThatOfTheCounter() throws Exception {
        int kills = 0;
        for (int second = 0; second <= 7_200; second += 10) {
            kills += second % 70 == 0 ? 1 : 0;
            send(second, kills, 0);
            if (second % 200 == 100) {
                send(second - 15, kills, 0); // late
            }
        }

        for (String window : new String[] {"1m", "5m", "1h"}) {
            assertThat(increases(KILLS, window).values().stream().mapToDouble(each -> each).sum())
                    .as(window)
                    .isEqualTo(Math.floor(7_190 / 70.0));
        }
    }

    @Test
    void ofAHostThatIsGoneNothingIsKept() throws Exception {
        send(0, 3, 3);
        assertThat(harness.stateEntries()).isPositive();

        harness.at(NOON + 27 * 3_600_000);

        assertThat(harness.stateEntries()).isZero();
    }

    private void send(long second, double kills, double lost) throws Exception {
        send(second, kills, lost, true);
    }

    private void late(long second, double kills, double lost) throws Exception {
        send(second, kills, lost, false);
    }

    private void send(long second, double kills, double lost, boolean live) throws Exception {
        sequence++;
        HostIdentity host =
                HostIdentity.newBuilder().setId("a").setName("a").setBootId(boot).build();
        Sample sample = Samples.sample(host, run, sequence, NOON + second * 1000, 0.5);
        sample.values()[HostMetrics.slot(KILLS)] = kills;
        sample.values()[HostMetrics.slot(LOST)] = lost;
        harness.process(sample.live(live));
    }

    /** By the second at which a window begins; windows that know of none are left out. */
    private Map<Long, Double> increases(Metric metric, String name) {
        int position = HostMetrics.aggregated().indexOf(metric);
        Map<Long, Double> increases = new TreeMap<>();
        for (Window window : harness.newest().values()) {
            if (window.name().equals(name) && window.counts()[position] > 0) {
                increases.put(
                        Math.floorDiv(window.startMillis() - NOON, 1000), window.sums()[position]);
            }
        }
        return increases;
    }

    private static Metric metric(String name) {
        return MetricCatalogue.get().find(name).orElseThrow();
    }
}

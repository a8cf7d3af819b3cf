package io.hostpulse.simulator.reference;

import static io.hostpulse.simulator.reference.Host.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What clocks that are put back mean, in alerts. */
class ClockStepsTest {

    private static final String FOR_30S =
            "{'id':'cpu','name':'CPU','severity':'warning','for':'30s',"
                    + "'when':{'metric':'system.cpu.total.norm.pct','above':0.9}}";

    private static final String KILLED =
            "{'id':'oom','name':'OOM','severity':'warning','when':{'window':'30s',"
                    + "'metric':'hostpulse.memory.oom_kills.count',"
                    + "'aggregate':'increase','at_least':1}}";

    @Test
    void whatIsPendingGoesOnOverAStepOfSeconds() {
        Host host = Host.withCpu(0.95, 0.95).cpuFrom(8, 0.95, 0.95);

        assertThat(host.transitions(FOR_30S))
                .containsExactly("0s PENDING BEGAN", "18s FIRING HELD");
    }

    @Test
    void whatIsPendingIsBrokenOffByAStepOfMinutesAndWhatFiresIsResolved() {
        Host host =
                Host.withCpu(NONE)
                        .cpuFrom(300, 0.95, 0.95)
                        .cpuFrom(60, 0.95, 0.95, 0.95, 0.95)
                        .cpuFrom(0, 0.95, 0.5);

        assertThat(host.transitions(FOR_30S))
                .containsExactly(
                        "300s PENDING BEGAN",
                        "60s RESOLVED INTERRUPTED",
                        "60s PENDING BEGAN",
                        "90s FIRING HELD",
                        "10s RESOLVED ENDED");
    }

    @Test
    void aRiseIsSeenWhetherTheClockIsPutBackBeforeItsSampleOrAfter() {
        assertThat(
                        counting(600, 5)
                                .countersAt(610, "A", "1", 5, 0)
                                .countersAt(13, "A", "1", 6, 0)
                                .countersAt(23, "A", "1", 6, 0)
                                .countersAt(33, "A", "1", 6, 0)
                                .countersAt(43, "A", "1", 6, 0)
                                .countersAt(53, "A", "1", 6, 0)
                                .transitions(KILLED))
                .containsExactly("23s FIRING HELD", "53s RESOLVED ENDED");
        assertThat(
                        counting(600, 5)
                                .countersAt(610, "A", "1", 6, 0)
                                .countersAt(13, "A", "1", 6, 0)
                                .countersAt(23, "A", "1", 6, 0)
                                .transitions(KILLED))
                .containsExactly("13s FIRING HELD", "23s RESOLVED ENDED");
        assertThat(
                        counting(600, 5)
                                .countersAt(13, "B", "2", 1, 0)
                                .countersAt(23, "B", "2", 1, 0)
                                .transitions(KILLED))
                .containsExactly("23s FIRING HELD");
    }

    @Test
    void aRiseDuringAStepBackThatWindowsDoNotFollowIsSeenWhenItIsMadeUpFor() {
        Host host = counting(600, 5).countersAt(660, "A", "1", 5, 0);
        for (int second = 611; second <= 671; second += 10) {
            host.countersAt(second, "A", "1", 6, 0);
        }

        assertThat(host.transitions(KILLED)).containsExactly("671s FIRING HELD");
    }

    @Test
    void aRiseInALongWindowThatHadSettledIsSeenByRules() {
        Host host = counting(1_200, 5);
        for (int second = 70; second <= 310; second += 30) {
            host.countersAt(second, "A", "1", second < 130 ? 5 : 6, 0);
        }

        assertThat(host.transitions(KILLED.replace("30s", "5m")))
                .containsExactly("310s FIRING HELD");
        assertThat(ReferenceWindows.of(host.history(), WindowSpec.tumbling(Duration.ofMinutes(5))))
                .extracting(window -> Host.seconds(window.startMillis()))
                .doesNotContain(0L);
    }

    private static Host counting(long second, long kills) {
        return new Host().countersAt(second, "A", "1", kills, 0);
    }

    @Test
    void aStepForwardIsNoSilence() {
        Host host = Host.withCpu(0.95, 0.95).clockAhead(120).cpuFrom(140, 0.95, 0.95, 0.5);

        assertThat(host.transitions(FOR_30S))
                .containsExactly("0s PENDING BEGAN", "150s FIRING HELD", "160s RESOLVED ENDED");
        assertThat(host.all(FOR_30S).get(1).startedMillis()).isEqualTo(Host.T0 + 120_000);
    }

    @Test
    void aStepForwardOfLessThanAMissedSampleIsNoSilenceEither() {
        assertThat(
                        Host.withCpu(0.95, 0.95)
                                .clockAhead(25)
                                .cpuFrom(45, 0.95, 0.95)
                                .transitions(FOR_30S))
                .containsExactly("0s PENDING BEGAN", "55s FIRING HELD");
    }

    @Test
    void aStepForwardDuringASilenceIsOne() {
        Host host = Host.withCpu(0.95, 0.95).at(20, NONE, 0.5).clockAhead(120);
        host.again().cpuFrom(340, 0.95, 0.95);

        assertThat(host.transitions(FOR_30S))
                .contains("340s RESOLVED INTERRUPTED", "340s PENDING BEGAN");
    }

    @Test
    void aSequenceGoesOnOverAStepForward() {
        String filling =
                "{'id':'filling','name':'Filling','severity':'critical','when':{'sequence':["
                        + "{'step':'a','metric':'system.cpu.total.norm.pct','at_least':0.7},"
                        + "{'step':'b','metric':'system.cpu.total.norm.pct','at_least':0.8,"
                        + "'within':'6h'},"
                        + "{'step':'c','metric':'system.cpu.total.norm.pct','at_least':0.9,"
                        + "'within':'6h'}]}}";

        assertThat(
                        Host.withCpu(0.5, 0.75)
                                .clockAhead(120)
                                .cpuFrom(140, 0.85, 0.95)
                                .transitions(filling))
                .containsExactly("150s FIRING COMPLETED");
    }

    @Test
    void samplesOfAClockWithoutABatteryAreOfTheTimeAtWhichTheyArrive() {
        long behind = Duration.ofDays(9_000).toSeconds();
        Host host =
                new Host()
                        .clockAhead(-behind)
                        .cpuFrom(-behind, 0.95, 0.95, 0.95, 0.95)
                        .clockAhead(0)
                        .cpuFrom(40, 0.5);

        assertThat(
                        host.transitions(
                                FOR_30S,
                                "{'id':'skew','name':'Skew','severity':'info','for':'10s','when':"
                                        + "{'metric':'hostpulse.clock.skew.ms','below':-60000}}"))
                .containsExactly(
                        "0s PENDING BEGAN",
                        "0s PENDING BEGAN",
                        "10s FIRING HELD",
                        "30s FIRING HELD",
                        "40s RESOLVED ENDED");
    }

    @Test
    void timesOfAnAlertAreThoseOfTheClockAsItGoes() {
        List<ReferenceTransition> all =
                Host.withCpu(NONE)
                        .cpuFrom(300, 0.95, 0.95, 0.95, 0.95)
                        .cpuFrom(100, 0.95, 0.5)
                        .all(FOR_30S);

        ReferenceTransition fired = all.get(1);
        ReferenceTransition resolved = all.get(2);
        assertThat(Host.seconds(fired.startedMillis())).isEqualTo(300);
        assertThat(Host.seconds(resolved.startedMillis())).isEqualTo(60);
        assertThat(Host.seconds(resolved.firedMillis())).isEqualTo(90);
        assertThat(Host.seconds(resolved.timeMillis())).isEqualTo(110);
        assertThat(resolved.alertId()).isEqualTo(fired.alertId());
    }
}

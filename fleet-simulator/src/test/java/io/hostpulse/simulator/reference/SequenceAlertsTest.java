package io.hostpulse.simulator.reference;

import static io.hostpulse.simulator.reference.Host.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;

class SequenceAlertsTest {

    private static final String MEMORY_THEN_CPU =
            "{'id':'s','name':'S','severity':'critical','when':{'sequence':["
                    + "{'step':'memory','metric':'system.memory.actual.used.pct','above':0.8},"
                    + "{'step':'cpu','metric':'system.cpu.total.norm.pct','above':0.9,"
                    + "'within':'30s'}]%s}}";
    private static final String RULE = MEMORY_THEN_CPU.formatted("");

    @Test
    void stepsInOrderAndInTimeFireAtOnceAndTheLastOneEndsIt() {
        Host host =
                new Host()
                        .at(0, 0.5, 0.5)
                        .at(10, 0.5, 0.85)
                        .at(20, 0.5, 0.85)
                        .at(40, 0.92, 0.85)
                        .at(50, 0.97, 0.5)
                        .at(60, 0.5, 0.85);

        List<ReferenceTransition> transitions = host.all(RULE);

        assertThat(host.transitions(RULE))
                .containsExactly("40s FIRING COMPLETED", "60s RESOLVED ENDED");
        assertThat(transitions.get(0).alertId()).isEqualTo("s|h||" + (Host.T0 + 10_000));
        assertThat(transitions.get(1).value()).isEqualTo(0.5);
        assertThat(transitions.get(1).peak()).isEqualTo(0.97);
    }

    @Test
    void stepsInTheOppositeOrderAreNothing() {
        Host host = new Host().at(0, 0.92, 0.5).at(10, 0.92, 0.85).at(20, 0.92, 0.85);

        assertThat(host.transitions(RULE)).isEmpty();
    }

    @Test
    void aStepThatComesTooLateIsNothing() {
        Host host =
                new Host()
                        .at(0, 0.5, 0.5)
                        .at(10, 0.5, 0.85)
                        .at(20, 0.5, 0.85)
                        .at(41, 0.92, 0.85)
                        .at(50, 0.5, 0.8);

        assertThat(host.transitions(RULE)).isEmpty();
    }

    @Test
    void theFirstStepMayBeginAgain() {
        Host host =
                new Host()
                        .at(-10, 0.5, 0.5)
                        .at(0, 0.5, 0.85)
                        .at(10, 0.5, 0.5)
                        .at(20, 0.5, 0.85)
                        .at(40, 0.5, 0.85)
                        .at(50, 0.92, 0.85);

        assertThat(host.all(RULE))
                .extracting(each -> Host.seconds(each.startedMillis()))
                .containsExactly(20L);
    }

    @Test
    void stepsThatBeginAtOneSampleAreInOrderOnlyIfTheRuleSaysSo() {
        String together = RULE.replace("'within':'30s'", "'within':'30s','together':true");
        Host host = new Host().at(0, 0.5, 0.5).at(10, 0.92, 0.85);

        assertThat(host.transitions(RULE)).isEmpty();
        assertThat(host.transitions(together)).containsExactly("10s FIRING COMPLETED");
    }

    @Test
    void aStepFollowsTheOneBeforeThoughThatBeginsAgainAtTheSameSample() {
        Host host =
                new Host().at(0, 0.5, 0.5).at(10, 0.5, 0.85).at(20, 0.5, 0.5).at(30, 0.92, 0.85);

        assertThat(host.all(RULE))
                .extracting(each -> Host.seconds(each.startedMillis()))
                .containsExactly(10L);
    }

    @Test
    void whatHoldsAtTheFirstSampleHasNotBegun() {
        assertThat(new Host().at(0, 0.5, 0.85).at(10, 0.92, 0.85).transitions(RULE)).isEmpty();
        assertThat(new Host().at(0, 0.92, 0.85).at(10, 0.92, 0.85).transitions(RULE)).isEmpty();
    }

    @Test
    void whatHoldsAtTheFirstSampleWithTheMetricHasNotBegun() {
        assertThat(
                        new Host()
                                .at(0, 0.5, NONE)
                                .at(10, 0.5, 0.85)
                                .at(20, 0.92, 0.85)
                                .transitions(RULE))
                .isEmpty();
    }

    @Test
    void aMetricThatWasAwayForLongIsSeenForTheFirstTime() {
        String impatient = MEMORY_THEN_CPU.replace("}]%s}}", "}]},'no_data_after':'30s'}");
        Host shortly = new Host().at(0, 0.5, 0.5).at(10, 0.5, NONE).at(20, 0.5, NONE);
        Host long_ = new Host().at(0, 0.5, 0.5);
        for (int second = 10; second <= 30; second += 10) {
            long_.at(second, 0.5, NONE);
        }

        assertThat(shortly.at(30, 0.5, 0.85).at(40, 0.92, 0.85).transitions(impatient))
                .containsExactly("40s FIRING COMPLETED");
        assertThat(long_.at(40, 0.5, 0.85).at(50, 0.92, 0.85).transitions(impatient)).isEmpty();
    }

    @Test
    void whatHoldsAtTheFirstSampleAfterSilenceHasNotBegun() {
        Host host =
                new Host().at(0, 0.5, 0.5).at(31, 0.5, 0.85).at(41, 0.92, 0.85).at(51, 0.92, 0.5);

        assertThat(host.transitions(RULE)).isEmpty();
    }

    @Test
    void whatRulesItOutMakesVoidWhatHasBegun() {
        String rule =
                MEMORY_THEN_CPU.formatted(
                        ",'unless':{'metric':'system.memory.actual.used.pct','below':0.6}");
        Host ruledOut =
                new Host().at(-10, 0.5, 0.65).at(0, 0.5, 0.85).at(10, 0.5, 0.5).at(20, 0.92, 0.7);
        Host other =
                new Host().at(-10, 0.5, 0.65).at(0, 0.5, 0.85).at(10, 0.5, 0.7).at(20, 0.92, 0.7);

        assertThat(ruledOut.transitions(rule)).isEmpty();
        assertThat(other.transitions(rule)).containsExactly("20s FIRING COMPLETED");
    }

    @Test
    void silenceMakesVoidWhatHasBegun() {
        String patient = MEMORY_THEN_CPU.formatted("").replace("'within':'30s'", "'within':'10m'");

        Host silent = new Host().at(-10, 0.5, 0.5).at(0, 0.5, 0.85).at(31, 0.5, 0.85);
        Host late = new Host().at(-10, 0.5, 0.5).at(0, 0.5, 0.85);

        assertThat(silent.at(41, 0.92, 0.85).transitions(patient)).isEmpty();
        assertThat(late.at(30, 0.92, 0.85).transitions(patient))
                .containsExactly("30s FIRING COMPLETED");
    }

    @Test
    void theEndOfTheLastStepsConditionMakesVoidWhatHasBegun() {
        Host host =
                new Host().at(0, 0.92, 0.5).at(10, 0.92, 0.85).at(20, 0.5, 0.85).at(30, 0.92, 0.85);

        assertThat(host.transitions(RULE)).isEmpty();
    }

    @Test
    void anAlertWhoseLastStepHasNoDataIsGivenUp() {
        Host host = new Host().at(-10, 0.5, 0.5).at(0, 0.5, 0.85).at(10, 0.92, 0.85);
        for (int second = 20; second <= 3920; second += 10) {
            host.at(second, NONE, 0.85);
        }

        assertThat(host.transitions(RULE))
                .containsExactly(
                        "10s FIRING COMPLETED", "310s NO_DATA NO_DATA", "3910s RESOLVED GONE");
    }

    @Test
    void ofAStepThatBeginsAgainOnlyTheNewestBeginningCounts() {
        String three =
                "{'id':'s','name':'S','severity':'critical','when':{'sequence':["
                        + "{'step':'a','metric':'system.memory.actual.used.pct','above':0.8},"
                        + "{'step':'b','metric':'system.cpu.total.norm.pct','above':0.6,"
                        + "'within':'30s'},"
                        + "{'step':'c','metric':'system.cpu.total.norm.pct','above':0.9,"
                        + "'within':'20s'}]}}";
        // b begins at 10 s and again at 30 s, in time for a; c is in time for the second only
        Host again =
                new Host().at(-10, 0.5, 0.5).at(0, 0.5, 0.85).cpuFrom(10, 0.7, 0.5, 0.7, 0.7, 0.92);
        // b begins again at 40 s, too late for a
        Host tooLate =
                new Host().at(-10, 0.5, 0.5).at(0, 0.5, 0.85).cpuFrom(10, 0.7, 0.7, 0.5, 0.7, 0.92);

        assertThat(again.all(three))
                .extracting(
                        each -> Host.seconds(each.startedMillis()),
                        each -> Host.seconds(each.timeMillis()))
                .containsExactly(tuple(0L, 50L));
        assertThat(tooLate.transitions(three)).isEmpty();
    }
}

package io.hostpulse.simulator.reference;

import static io.hostpulse.simulator.reference.Host.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.hostpulse.wire.rule.Severity;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SustainedAlertsTest {

    private static final String CPU =
            "'name':'CPU','severity':'warning','when':{'metric':'system.cpu.total.norm.pct',"
                    + "'above':0.9,'clear':0.8}";
    private static final String AT_ONCE = "{'id':'cpu'," + CPU + "}";
    private static final String FOR_20S = "{'id':'cpu'," + CPU + ",'for':'20s'}";
    private static final String KEPT = "{'id':'cpu'," + CPU + ",'keep_firing_for':'20s'}";

    @Test
    void anAlertFiresWhenTheConditionHasHeldForLongEnough() {
        List<ReferenceTransition> transitions =
                Host.withCpu(0.5, 0.92, 0.99, 0.95, 0.93, 0.8).all(FOR_20S);

        String id = "cpu|h||" + (Host.T0 + 10_000);
        assertThat(transitions)
                .containsExactly(
                        transition(id, 1, AlertState.PENDING, Cause.BEGAN, 10, 0, 0.92, 0.92),
                        transition(id, 2, AlertState.FIRING, Cause.HELD, 30, 30, 0.95, 0.99),
                        transition(id, 3, AlertState.RESOLVED, Cause.ENDED, 50, 30, 0.8, 0.99));
    }

    @Test
    void anAlertThatNeedNotHoldFiresAtOnce() {
        assertThat(Host.withCpu(0.5, 0.92, 0.5, 0.92).transitions(AT_ONCE))
                .containsExactly("10s FIRING HELD", "20s RESOLVED ENDED", "30s FIRING HELD");
    }

    @Test
    void aConditionThatDoesNotHoldForLongEnoughIsResolvedWithoutHavingFired() {
        List<ReferenceTransition> transitions = Host.withCpu(0.92, 0.92, 0.5).all(FOR_20S);

        assertThat(transitions)
                .extracting(ReferenceTransition::state)
                .containsExactly(AlertState.PENDING, AlertState.RESOLVED);
        assertThat(transitions).extracting(ReferenceTransition::firedMillis).containsOnly(0L);
    }

    @Test
    void betweenClearAndThresholdTheConditionStaysWhatItWas() {
        assertThat(Host.withCpu(0.85, 0.92, 0.85, 0.801, 0.8, 0.9).transitions(AT_ONCE))
                .containsExactly("10s FIRING HELD", "20s FIRING HYSTERESIS", "40s RESOLVED ENDED");
    }

    @Test
    void anAlertRecoversBeforeItIsResolvedAndMayReturn() {
        assertThat(Host.withCpu(0.92, 0.5, 0.95, 0.5, 0.5, 0.5, 0.5).transitions(KEPT))
                .containsExactly(
                        "0s FIRING HELD",
                        "10s RECOVERING CLEARED",
                        "20s FIRING RETURNED",
                        "30s RECOVERING CLEARED",
                        "50s RESOLVED STAYED_CLEAR");
    }

    @Test
    void lateAndRepeatedSamplesAndABacklogChangeNothing() {
        Host host = Host.withCpu(0.5, 0.5).again().waited(5, 0.99).at(20, 0.5, NONE);

        assertThat(host.transitions(AT_ONCE)).isEmpty();
    }

    @Test
    void aSampleWithoutTheValueShowsNothingToHaveLasted() {
        assertThat(Host.withCpu(0.92, 0.92, NONE, 0.92).transitions(FOR_20S))
                .containsExactly("0s PENDING BEGAN", "30s FIRING HELD");
    }

    @Test
    void allConditionsHaveToHoldAndTheFirstIsReported() {
        String rule =
                "{'id':'both','name':'Both','severity':'critical','when':{'all':["
                        + "{'metric':'system.cpu.total.norm.pct','above':0.9},"
                        + "{'metric':'system.memory.actual.used.pct','above':0.8}]}}";
        Host host =
                new Host().at(0, 0.95, 0.5).at(10, 0.92, 0.85).at(20, 0.96, 0.9).at(30, 0.97, 0.1);

        assertThat(host.all(rule))
                .extracting(
                        each -> Host.seconds(each.timeMillis()),
                        ReferenceTransition::state,
                        ReferenceTransition::value,
                        ReferenceTransition::peak)
                .containsExactly(
                        tuple(10L, AlertState.FIRING, 0.92, 0.92),
                        tuple(30L, AlertState.RESOLVED, 0.97, 0.97));
    }

    @Test
    void anyConditionWillDoAndTheFirstThatHoldsIsReported() {
        String rule =
                "{'id':'any','name':'Any','severity':'critical','when':{'any':["
                        + "{'metric':'system.cpu.total.norm.pct','above':0.9},"
                        + "{'metric':'system.memory.actual.used.pct','above':0.8}]},"
                        + "'keep_firing_for':'10s'}";
        Host host =
                new Host()
                        .at(0, 0.5, 0.85)
                        .at(10, 0.95, 0.9)
                        .at(20, 0.5, 0.5)
                        .at(30, 0.5, 0.82)
                        .at(40, 0.4, 0.4)
                        .at(50, 0.3, 0.3);

        assertThat(host.all(rule))
                .extracting(
                        each -> Host.seconds(each.timeMillis()),
                        ReferenceTransition::state,
                        ReferenceTransition::value,
                        ReferenceTransition::threshold,
                        ReferenceTransition::peak)
                .containsExactly(
                        tuple(0L, AlertState.FIRING, 0.85, 0.8, 0.85),
                        tuple(20L, AlertState.RECOVERING, 0.5, 0.9, 0.95),
                        tuple(30L, AlertState.FIRING, 0.82, 0.8, 0.9),
                        tuple(40L, AlertState.RECOVERING, 0.4, 0.8, 0.9),
                        tuple(50L, AlertState.RESOLVED, 0.3, 0.8, 0.9));
    }

    @Test
    void aWindowCountsAtTheSampleThatClosesIt() {
        String rule =
                "{'id':'cpu','name':'CPU','severity':'warning','when':{"
                        + "'metric':'system.cpu.total.norm.pct','window':'1m','aggregate':'avg',"
                        + "'above':0.5}}";
        double[] busy = new double[12];
        Arrays.fill(busy, 0.75);
        Host host = Host.withCpu(busy).cpuFrom(120, 0, 0, 0, 0, 0, 0, 0);

        assertThat(host.all(rule))
                .extracting(
                        each -> Host.seconds(each.timeMillis()),
                        ReferenceTransition::state,
                        ReferenceTransition::value)
                .containsExactly(
                        tuple(60L, AlertState.FIRING, 0.75), tuple(180L, AlertState.RESOLVED, 0.0));
    }

    @Test
    void windowsHoldWhatHasArrivedBeforeTheyAreClosed() {
        String rule =
                "{'id':'cpu','name':'CPU','severity':'warning','when':{"
                        + "'metric':'system.cpu.total.norm.pct','window':'1m','aggregate':'count',"
                        + "'at_least':3}}";
        Host inTime = Host.withCpu(0.5).cpuFrom(20, 0.5).cpuFrom(10, 0.5).cpuFrom(60, 0.5);
        Host tooLate = Host.withCpu(0.5).cpuFrom(20, 0.5).cpuFrom(60, 0.5).cpuFrom(10, 0.5);

        assertThat(inTime.transitions(rule)).containsExactly("60s FIRING HELD");
        assertThat(tooLate.transitions(rule)).isEmpty();
    }

    @Test
    void windowsOfAnotherSizeAreNotComputed() {
        String rule =
                "{'id':'cpu','name':'CPU','severity':'warning','when':{"
                        + "'metric':'system.cpu.total.norm.pct','window':'7m','aggregate':'avg',"
                        + "'above':0.5}}";

        assertThatThrownBy(() -> Host.withCpu(0.5, 0.5).all(rule))
                .hasMessage("no windows of PT7M are computed");
    }

    @Test
    void eachThingThatIsWatchedHasAlertsOfItsOwn() {
        String rule =
                "{'id':'disk','name':'Disk','severity':'warning','when':{"
                        + "'metric':'system.diskio.iostat.read.request.per_sec','above':100,"
                        + "'only':['a','c']}}";
        Host host =
                new Host()
                        .disksAt(0, 200, 200, 50)
                        .disksAt(10, 200, 200, 150)
                        .disksAt(20, 50, 50, 150);

        assertThat(host.transitions(rule))
                .containsExactly("a 0s FIRING HELD", "c 10s FIRING HELD", "a 20s RESOLVED ENDED");
        assertThat(host.all(rule).get(0).alertId()).isEqualTo("disk|h|a|" + Host.T0);
    }

    @Test
    void severityRisesAndFallsWithinAnAlertAndIsKeptAsItEnds() {
        String rule =
                "{'id':'cpu',"
                        + CPU
                        + ",'escalate':[{'severity':'critical','above':0.95,'clear':0.93}]}";

        assertThat(Host.withCpu(0.92, 0.96, 0.94, 0.93, 0.97, 0.5).all(rule))
                .extracting(
                        each -> Host.seconds(each.timeMillis()),
                        ReferenceTransition::cause,
                        ReferenceTransition::severity)
                .containsExactly(
                        tuple(0L, Cause.HELD, Severity.WARNING),
                        tuple(10L, Cause.SEVERITY, Severity.CRITICAL),
                        tuple(20L, Cause.HYSTERESIS, Severity.CRITICAL),
                        tuple(30L, Cause.SEVERITY, Severity.WARNING),
                        tuple(40L, Cause.SEVERITY, Severity.CRITICAL),
                        tuple(50L, Cause.ENDED, Severity.CRITICAL));
    }

    @Test
    void theThresholdGoesWithTheSeverityAndTheAlertSaysThatItsValueIsBack() {
        String rule =
                "{'id':'cpu',"
                        + CPU
                        + ",'keep_firing_for':'10s',"
                        + "'escalate':[{'severity':'critical','above':0.95,'clear':0.93}]}";

        assertThat(Host.withCpu(0.92, 0.85, 0.96, 0.94, 0.93, 0.96, 0.5, 0.5).all(rule))
                .extracting(
                        ReferenceTransition::cause,
                        ReferenceTransition::threshold,
                        ReferenceTransition::inHysteresis)
                .containsExactly(
                        tuple(Cause.HELD, 0.9, false),
                        tuple(Cause.HYSTERESIS, 0.9, true),
                        tuple(Cause.SEVERITY, 0.95, false),
                        tuple(Cause.HYSTERESIS, 0.95, true),
                        tuple(Cause.SEVERITY, 0.9, false),
                        tuple(Cause.SEVERITY, 0.95, false),
                        tuple(Cause.CLEARED, 0.95, false),
                        tuple(Cause.STAYED_CLEAR, 0.95, false));
    }

    @Test
    void anOverrideIsFollowed() {
        String rule =
                "{'id':'cpu',"
                        + CPU
                        + ",'overrides':[{'hosts':{'names':['web-*']},'above':0.97,'clear':0.9}]}";
        String none =
                "{'id':'cpu',"
                        + CPU
                        + ",'overrides':[{'hosts':{'names':['web-*']},'enabled':false}]}";

        Host host = Host.withCpu(0.95, 0.98, 0.9);
        assertThat(host.transitions(rule)).containsExactly("10s FIRING HELD", "20s RESOLVED ENDED");
        assertThat(host.transitions(none)).isEmpty();
    }

    @Test
    void maintenanceMutesAndSaysUntilWhen() {
        String maintenance =
                "{'maintenance':'disks','hosts':{'names':['web-*']},'rules':['cpu'],"
                        + "'from':'2026-04-01T00:00:15Z','to':'2026-04-01T00:00:30Z'}";
        Host host = Host.withCpu(0.92, 0.92, 0.92, 0.92, 0.5);

        List<ReferenceTransition> transitions = host.all(AT_ONCE, maintenance);

        assertThat(transitions)
                .extracting(ReferenceTransition::cause)
                .containsExactly(Cause.HELD, Cause.MUTE, Cause.ENDED);
        assertThat(transitions)
                .extracting(ReferenceTransition::mutedUntilMillis)
                .containsExactly(0L, Host.T0 + 30_000, 0L);
    }

    @Test
    void outsideActiveTimesAnAlertIsMutedUntilTheyBegin() {
        String rule =
                "{'id':'cpu',"
                        + CPU
                        + ",'active':{'days':['wed'],'from':'08:00','to':'18:00','zone':'UTC'}}";

        assertThat(Host.withCpu(0.92).all(rule))
                .extracting(ReferenceTransition::mutedUntilMillis)
                .containsExactly(Host.T0 + 8 * 3_600_000L);
    }

    @Test
    void afterSilenceWhatHasToLastBeginsAnew() {
        Host host = Host.withCpu(0.92, 0.92).cpuFrom(50, 0.92, 0.92, 0.92);

        assertThat(host.transitions(FOR_20S))
                .containsExactly(
                        "0s PENDING BEGAN",
                        "50s RESOLVED INTERRUPTED",
                        "50s PENDING BEGAN",
                        "70s FIRING HELD");
    }

    @Test
    void aFiringAlertOutlastsSilenceAndItsCalmBeginsAnew() {
        Host host = Host.withCpu(0.92).cpuFrom(50, 0.92, 0.5).cpuFrom(100, 0.5, 0.5, 0.5);

        assertThat(host.transitions(KEPT))
                .containsExactly(
                        "0s FIRING HELD", "60s RECOVERING CLEARED", "120s RESOLVED STAYED_CLEAR");
    }

    @Test
    void whatDeviatesFromTheUsualIsFoundAfterWarmUp() {
        String rule =
                "{'id':'odd','name':'Odd','severity':'info','when':{"
                        + "'metric':'system.cpu.total.norm.pct','deviates':'4 sigma',"
                        + "'clear':'2 sigma','warm_up':'10m'}}";
        double[] usual = new double[60];
        Arrays.fill(usual, 0.5);
        Host host = Host.withCpu(0.5).cpuFrom(10, usual).cpuFrom(610, 0.9, 0.9, 0.5);

        List<ReferenceTransition> transitions = host.all(rule);

        assertThat(transitions)
                .extracting(each -> Host.seconds(each.timeMillis()), ReferenceTransition::cause)
                .containsExactly(tuple(610L, Cause.HELD), tuple(630L, Cause.ENDED));
        assertThat(transitions.get(0).value()).isEqualTo(0.9);
        assertThat(transitions.get(0).threshold()).isBetween(0.5, 0.9);
        assertThat(Host.withCpu(usual).transitions(rule)).isEmpty();
        usual[59] = 0.9;
        assertThat(Host.withCpu(usual).transitions(rule)).isEmpty();
    }

    @Test
    void silenceOfAHostIsLeftOut() {
        String rule = "{'id':'down','name':'Down','severity':'critical','when':{'silent':'30s'}}";

        assertThat(Host.withCpu(0.5).cpuFrom(600, 0.5).transitions(rule)).isEmpty();
    }

    private static ReferenceTransition transition(
            String id,
            int number,
            AlertState state,
            Cause cause,
            long second,
            long firedSecond,
            double value,
            double peak) {
        return new ReferenceTransition(
                id,
                number,
                state,
                cause,
                "cpu",
                "h",
                "",
                Severity.WARNING,
                Host.T0 + 1000 * second,
                Host.T0 + 10_000,
                firedSecond == 0 ? 0 : Host.T0 + 1000 * firedSecond,
                value,
                0.9,
                peak,
                false,
                0,
                false);
    }
}

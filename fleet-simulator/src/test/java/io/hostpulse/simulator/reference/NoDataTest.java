package io.hostpulse.simulator.reference;

import static io.hostpulse.simulator.reference.Host.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NoDataTest {

    private static final String CPU =
            "{'id':'cpu','name':'CPU','severity':'warning','when':{"
                    + "'metric':'system.cpu.total.norm.pct','above':0.9},'no_data_after':'20s'%s}";
    private static final String AT_ONCE = CPU.formatted("");
    private static final String DISK =
            "{'id':'disk','name':'Disk','severity':'warning','when':{"
                    + "'metric':'system.diskio.iostat.read.request.per_sec','above':100},"
                    + "'no_data_after':'20s'}";
    private static final String ANY =
            "{'id':'any','name':'Any','severity':'warning','when':{'any':["
                    + "{'metric':'system.cpu.total.norm.pct','above':0.9},"
                    + "{'metric':'system.memory.actual.used.pct','above':0.8}]},"
                    + "'no_data_after':'20s'}";
    private static final String ALL = ANY.replace("'any':[", "'all':[");
    private static final String FOR_40S = CPU.formatted(",'for':'40s'");

    @Test
    void anAlertWhoseMetricDoesNotComeHasNoDataUntilItDoes() {
        assertThat(Host.withCpu(0.92, NONE, NONE, NONE, 0.95, 0.5).transitions(AT_ONCE))
                .containsExactly(
                        "0s FIRING HELD",
                        "20s NO_DATA NO_DATA",
                        "40s FIRING DATA",
                        "50s RESOLVED ENDED");
    }

    @Test
    void dataThatComeMayEndTheAlertAtOnce() {
        assertThat(Host.withCpu(0.92, NONE, NONE, 0.5).transitions(AT_ONCE))
                .containsExactly(
                        "0s FIRING HELD",
                        "20s NO_DATA NO_DATA",
                        "30s FIRING DATA",
                        "30s RESOLVED ENDED");
    }

    @Test
    void aPendingAlertReturnsToPendingAndItsRunGoesOn() {
        assertThat(Host.withCpu(0.92, NONE, NONE, 0.92, 0.92).transitions(FOR_40S))
                .containsExactly(
                        "0s PENDING BEGAN",
                        "20s NO_DATA NO_DATA",
                        "30s PENDING DATA",
                        "40s FIRING HELD");
    }

    @Test
    void aMetricThatStaysAwayIsGivenUpAndMayComeAgain() {
        double[] absent = new double[361];
        Arrays.fill(absent, NONE);
        Host host = Host.withCpu(0.92).cpuFrom(10, absent).cpuFrom(3620, NONE, NONE, 0.95);

        assertThat(host.transitions(AT_ONCE))
                .containsExactly(
                        "0s FIRING HELD",
                        "20s NO_DATA NO_DATA",
                        "3620s RESOLVED GONE",
                        "3640s FIRING HELD");
    }

    @Test
    void aDeviceThatVanishesIsNoLongerThereWhileOthersGoOn() {
        Host host = new Host().disksAt(0, 200, 200).disksAt(10, 50).disksAt(20, 50);

        assertThat(host.transitions(DISK))
                .containsExactly(
                        "a 0s FIRING HELD",
                        "b 0s FIRING HELD",
                        "a 10s RESOLVED ENDED",
                        "b 20s RESOLVED NOT_THERE");
    }

    @Test
    void aDeviceIsNotGoneWhileNoneOfItsKindIsRead() {
        Host host = new Host().disksAt(0, 50, 200);
        for (int second = 10; second <= 40; second += 10) {
            host.at(second, 0.5, 0.5);
        }
        host.disksAt(50, 50).disksAt(60, 50);

        assertThat(host.transitions(DISK))
                .containsExactly(
                        "b 0s FIRING HELD", "b 20s NO_DATA NO_DATA", "b 60s RESOLVED NOT_THERE");
    }

    @Test
    void aDeviceIsNotGoneBecauseItsHostWasSilent() {
        Host host = new Host().disksAt(0, 50, 200).disksAt(600, 50).disksAt(610, 50);

        assertThat(host.transitions(DISK)).containsExactly("b 0s FIRING HELD");
        assertThat(host.disksAt(620, 50).transitions(DISK))
                .containsExactly("b 0s FIRING HELD", "b 620s RESOLVED NOT_THERE");
    }

    @Test
    void aMetricIsNotAbsentBecauseItsHostWasSilent() {
        Host host = Host.withCpu(0.92).cpuFrom(600, NONE, 0.92).cpuFrom(1200, NONE, NONE);

        assertThat(host.transitions(AT_ONCE)).containsExactly("0s FIRING HELD");
        assertThat(host.cpuFrom(1220, NONE).transitions(AT_ONCE))
                .containsExactly("0s FIRING HELD", "1220s NO_DATA NO_DATA");
    }

    @Test
    void ofAnyWhatWasNeverSeenOrDidNotHoldSaysNothing() {
        Host never = new Host().at(0, NONE, 0.85).at(10, NONE, 0.85).at(20, NONE, 0.85);
        Host away = new Host().at(0, 0.5, 0.85).at(10, NONE, 0.85).at(20, NONE, 0.85);

        assertThat(never.at(30, NONE, 0.5).transitions(ANY))
                .containsExactly("0s FIRING HELD", "30s RESOLVED ENDED");
        assertThat(away.at(30, NONE, 0.5).transitions(ANY))
                .containsExactly("0s FIRING HELD", "30s RESOLVED ENDED");
    }

    @Test
    void ofAnyWhatHeldWhenItWentAwayMayStillHold() {
        Host host = new Host().at(0, 0.95, 0.5);
        for (int second = 10; second <= 3620; second += 10) {
            host.at(second, NONE, 0.5);
        }

        assertThat(host.transitions(ANY))
                .containsExactly("0s FIRING HELD", "20s NO_DATA NO_DATA", "3620s RESOLVED GONE");
        assertThat(
                        new Host()
                                .at(0, 0.95, 0.85)
                                .at(10, NONE, 0.85)
                                .at(20, NONE, 0.85)
                                .transitions(ANY))
                .containsExactly("0s FIRING HELD");
    }

    @Test
    void ofAllEachThatIsAbsentLeavesTheAlertWithoutData() {
        Host host = new Host().at(0, 0.95, 0.85).at(10, 0.95, NONE).at(20, 0.95, NONE);

        assertThat(host.transitions(ALL)).containsExactly("0s FIRING HELD", "20s NO_DATA NO_DATA");
        assertThat(host.at(30, 0.5, NONE).transitions(ALL))
                .containsExactly(
                        "0s FIRING HELD",
                        "20s NO_DATA NO_DATA",
                        "30s FIRING DATA",
                        "30s RESOLVED ENDED");
    }

    @Test
    void aRepetitionIsNotQuietWhileItsMetricDoesNotCome() {
        String rule =
                "{'id':'b','name':'B','severity':'info','no_data_after':'20s','when':{"
                        + "'metric':'system.cpu.total.norm.pct','above':0.9,"
                        + "'repeats':{'times':2,'within':'1m','at_most':'10s'}}}";
        Host host = Host.withCpu(0.5, 0.92, 0.5, 0.92, 0.5);
        host.cpuFrom(50, NONE, NONE, NONE, NONE, NONE, NONE, 0.5).cpuFrom(120, 0.5, 0.5);
        host.cpuFrom(140, 0.5, 0.5, 0.5, 0.5, 0.5);

        assertThat(host.transitions(rule))
                .containsExactly(
                        "40s FIRING COMPLETED",
                        "60s NO_DATA NO_DATA",
                        "110s FIRING DATA",
                        "180s RESOLVED QUIET");
    }

    @Test
    void withoutAnAlertAMetricMayStayAway() {
        assertThat(Host.withCpu(0.5, NONE, NONE, NONE, 0.5).transitions(AT_ONCE)).isEmpty();
    }

    @Test
    void ofAllNoneMayBeAbsentForAnAlertToBegin() {
        Host shortly = new Host().at(0, 0.95, 0.5).at(10, NONE, 0.85);
        Host long_ = new Host().at(0, 0.95, 0.5).at(10, NONE, 0.5).at(20, NONE, 0.85);

        assertThat(shortly.transitions(ALL)).containsExactly("10s FIRING HELD");
        assertThat(long_.transitions(ALL)).isEmpty();
    }
}

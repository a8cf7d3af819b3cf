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
    void aDeviceThatVanishesIsGivenUpWhileOthersGoOn() {
        String rule =
                "{'id':'disk','name':'Disk','severity':'warning','when':{"
                        + "'metric':'system.diskio.iostat.read.request.per_sec','above':100},"
                        + "'no_data_after':'20s'}";
        Host host = new Host().disksAt(0, 200, 200);
        for (int second = 10; second <= 3630; second += 10) {
            host.disksAt(second, 50);
        }

        assertThat(host.transitions(rule))
                .containsExactly(
                        "a 0s FIRING HELD",
                        "b 0s FIRING HELD",
                        "a 10s RESOLVED ENDED",
                        "b 20s NO_DATA NO_DATA",
                        "b 3620s RESOLVED GONE");
    }

    @Test
    void withoutAnAlertAMetricMayStayAway() {
        assertThat(Host.withCpu(0.5, NONE, NONE, NONE, 0.5).transitions(AT_ONCE)).isEmpty();
    }

    @Test
    void aConditionWhoseMetricStaysAwayIsForgotten() {
        String rule =
                "{'id':'both','name':'Both','severity':'warning','when':{'all':["
                        + "{'metric':'system.cpu.total.norm.pct','above':0.9},"
                        + "{'metric':'system.memory.actual.used.pct','above':0.8}]},"
                        + "'no_data_after':'20s'}";
        Host shortly = new Host().at(0, 0.95, 0.5).at(10, NONE, 0.5);
        Host long_ = new Host().at(0, 0.95, 0.5);
        for (int second = 10; second <= 3620; second += 10) {
            long_.at(second, NONE, 0.5);
        }

        assertThat(shortly.at(20, NONE, 0.85).transitions(rule)).contains("20s FIRING HELD");
        assertThat(long_.at(3630, NONE, 0.85).transitions(rule)).isEmpty();
    }
}

package io.hostpulse.simulator.reference;

import static io.hostpulse.wire.proto.Goodbye.REBOOTING;
import static io.hostpulse.wire.proto.Goodbye.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoodbyeTest {

    private static final String CPU =
            "{'id':'cpu','name':'CPU','severity':'warning','when':{"
                    + "'metric':'system.cpu.total.norm.pct','above':0.9},'no_data_after':'2m'%s}";
    private static final String AT_ONCE = CPU.formatted("");

    private static final String WINDOW =
            "{'id':'w','name':'W','severity':'warning','no_data_after':'2m','when':{"
                    + "'metric':'system.cpu.total.norm.pct','window':'1m','aggregate':'avg',"
                    + "'above':0.9}}";

    private static final String SEQUENCE =
            "{'id':'s','name':'S','severity':'warning','no_data_after':'2m','when':{'sequence':["
                    + "{'step':'a','metric':'system.cpu.total.norm.pct','above':0.5},"
                    + "{'step':'b','metric':'system.cpu.total.norm.pct','above':0.9,"
                    + "'within':'1h'}]}}";

    @Test
    void anAlertOfAHostThatStaysStoppedEndsAndBeginsAnew() {
        Host host = Host.withCpu(0.95).goodbye(10, 0.95, STOPPED).cpuFrom(130, 0.95, 0.5);

        assertThat(host.transitions(AT_ONCE))
                .containsExactly(
                        "0s FIRING HELD",
                        "130s RESOLVED STOPPED",
                        "130s FIRING HELD",
                        "140s RESOLVED ENDED");
    }

    @Test
    void itEndsAtTheSameTimeWheneverTheHostIsBack() {
        Host host = Host.withCpu(0.95).goodbye(10, 0.95, STOPPED).cpuFrom(3_000, 0.5);

        assertThat(host.transitions(AT_ONCE))
                .containsExactly("0s FIRING HELD", "130s RESOLVED STOPPED");
    }

    @Test
    void anAlertGoesOnOverAShortStopAndOverAReboot() {
        Host shortly = Host.withCpu(0.95).goodbye(10, 0.95, STOPPED).cpuFrom(120, 0.95, 0.5);
        Host rebooted = Host.withCpu(0.95).goodbye(10, 0.95, REBOOTING).cpuFrom(600, 0.95, 0.5);

        assertThat(shortly.transitions(AT_ONCE))
                .containsExactly("0s FIRING HELD", "130s RESOLVED ENDED");
        assertThat(rebooted.transitions(AT_ONCE))
                .containsExactly("0s FIRING HELD", "610s RESOLVED ENDED");
    }

    @Test
    void aStopIsAsLongAsTheHostsClockSays() {
        Host host = Host.withCpu(0.95).goodbye(10, 0.95, STOPPED).cpuFrom(-3_000, 0.95, 0.5);

        assertThat(host.transitions(AT_ONCE))
                .containsExactly("0s FIRING HELD", "-2990s RESOLVED ENDED");
    }

    @Test
    void whatAWindowOfTheTimeBeforeSaysIsForgotten() {
        Host host = Host.withCpu(0.95, 0.95, 0.95, 0.95, 0.95, 0.95, 0.95);
        host.goodbye(70, 0.95, STOPPED).cpuFrom(300, 0.95, 0.95, 0.95, 0.95, 0.95, 0.95, 0.95);

        assertThat(host.transitions(WINDOW))
                .containsExactly("60s FIRING HELD", "190s RESOLVED STOPPED", "360s FIRING HELD");
    }

    @Test
    void stepsAreVoidAndWhatIsSoWhenTheHostIsBackIsNoBeginning() {
        Host host = Host.withCpu(0.4, 0.6).goodbye(20, 0.6, STOPPED).cpuFrom(200, 0.95, 0.95);

        assertThat(host.transitions(SEQUENCE)).isEmpty();
        assertThat(host.cpuFrom(220, 0.4, 0.6, 0.95).transitions(SEQUENCE))
                .containsExactly("240s FIRING COMPLETED");
    }

    @Test
    void flappingEndsAndWhatHasChangedIsForgotten() {
        String rule = CPU.formatted(",'flapping':{'changes':3,'within':'1h'}");
        Host host = Host.withCpu(0.95, 0.5).cpuFrom(20, 0.95).goodbye(30, 0.95, STOPPED);

        assertThat(host.cpuFrom(200, 0.95, 0.5).transitions(rule))
                .containsExactly(
                        "0s FIRING HELD",
                        "10s RESOLVED ENDED",
                        "20s FIRING HELD",
                        "20s FIRING FLAPPING",
                        "150s RESOLVED STOPPED",
                        "150s RESOLVED STOPPED",
                        "200s FIRING HELD",
                        "210s RESOLVED ENDED");
    }
}

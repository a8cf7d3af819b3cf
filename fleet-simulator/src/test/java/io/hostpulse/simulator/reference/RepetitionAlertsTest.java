package io.hostpulse.simulator.reference;

import static io.hostpulse.simulator.reference.Host.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RepetitionAlertsTest {

    private static final String RULE =
            "{'id':'b','name':'Bursts','severity':'warning','when':{"
                    + "'metric':'system.cpu.total.norm.pct','above':0.9,"
                    + "'repeats':{'times':3,'within':'1m','at_most':'20s'}}}";

    private static final String TWICE =
            "{'id':'b','name':'B','severity':'info','no_data_after':'30s','when':{"
                    + "'metric':'system.cpu.total.norm.pct','above':0.9,"
                    + "'repeats':{'times':2,'within':'10m','at_most':'1m'}}}";

    @Test
    void asManyShortBurstsAsWantedFireAndQuietResolves() {
        // bursts from 0, 20 and 40 s, over at 10, 30 and 60 s
        Host host =
                new Host()
                        .cpuFrom(
                                -10, 0.5, 0.92, 0.5, 0.97, 0.5, 0.93, 0.95, 0.5, 0.4, 0.4, 0.4, 0.4,
                                0.4);
        host.cpuFrom(120, 0.4, 0.3);

        List<ReferenceTransition> transitions = host.all(RULE);

        assertThat(host.transitions(RULE))
                .containsExactly("60s FIRING COMPLETED", "130s RESOLVED QUIET");
        assertThat(Host.seconds(transitions.get(0).startedMillis())).isZero();
        assertThat(transitions.get(0).value()).isEqualTo(0.5);
        assertThat(transitions.get(0).peak()).isEqualTo(0.95);
    }

    @Test
    void burstsThatLastTooLongAreNone() {
        assertThat(
                        new Host()
                                .cpuFrom(-10, 0.5, 0.92, 0.5, 0.92, 0.92, 0.92, 0.5, 0.92, 0.5)
                                .transitions(RULE))
                .isEmpty();
    }

    @Test
    void burstsThatAreTooFarApartAreNotCountedTogether() {
        // over at 10, 40 and 80 s
        Host host = new Host().cpuFrom(-10, 0.5, 0.92, 0.5, 0.5, 0.92, 0.5, 0.5, 0.5, 0.92, 0.5);

        assertThat(host.transitions(RULE)).isEmpty();
        // and at 100 s: 40, 80 and 100 s are within a minute
        assertThat(host.cpuFrom(90, 0.92, 0.5).transitions(RULE))
                .containsExactly("100s FIRING COMPLETED");
        assertThat(Host.seconds(host.all(RULE).get(0).startedMillis())).isEqualTo(30);
    }

    @Test
    void furtherBurstsKeepItFiring() {
        Host host = new Host().cpuFrom(-10, 0.5, 0.92, 0.5, 0.92, 0.5, 0.92, 0.5);
        host.cpuFrom(60, 0.5, 0.5, 0.99, 0.5).cpuFrom(100, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5);

        assertThat(host.transitions(RULE))
                .containsExactly("50s FIRING COMPLETED", "160s RESOLVED QUIET");
        assertThat(host.all(RULE).get(1).peak()).isEqualTo(0.92);
    }

    @Test
    void silenceMakesVoidTheBurstsBeforeIt() {
        Host host = new Host().cpuFrom(-10, 0.5, 0.92, 0.5, 0.92, 0.5).cpuFrom(61, 0.92, 0.5);

        assertThat(host.transitions(RULE)).isEmpty();
    }

    @Test
    void aBurstOfWhichNobodySawTheBeginningIsNone() {
        // the first sample, the first after silence, and the first after a metric was away
        Host host = Host.withCpu(0.92, 0.5, 0.92).cpuFrom(51, 0.92, 0.5, 0.92);
        host.cpuFrom(81, NONE, NONE, NONE, 0.5);

        assertThat(host.transitions(TWICE)).isEmpty();
        assertThat(host.cpuFrom(121, 0.92, 0.5, 0.92, 0.5).transitions(TWICE))
                .containsExactly("151s FIRING COMPLETED");
    }
}
